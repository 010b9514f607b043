"""English follow-ups: which lean on what was said before, and what they say in full.

Rules, no model; a question is left alone where they are not sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.questions import Kind, kind_of
from rag.conversation.answers import latin_name_in
from rag.conversation.english_frame import (
    AUXILIARY,
    COPULA,
    LEAD,
    TIME,
    WH,
    EnglishFrame,
    bare,
    frame_of,
    names,
)
from rag.conversation.subjects import is_chinese_question, subject_of
from rag.conversation.turns import Turn

_ABOUT = re.compile(r"^(?:what|how) about (?P<piece>.+)$", re.IGNORECASE)
_MORE = re.compile(
    r"^(?:what|who|where|anything|anyone|any others?|is there anything)(?: else)$|^(?:more|go on|any others?|any more)$",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"^(?P<wh>why|when|where|since when|how|how come|who|how many|how much)(?: (?:is|was) that)?$",
    re.IGNORECASE,
)
_NOUNS = (
    "company|firm|project|plant|factory|park|hospital|school|university|college|institute|agency|fund|city|town|village|"
    "district|area|zone|bridge|dam|line|station|port|hub|contest|festival|fair|event|team|building|museum|library|"
    "organi[sz]ation|place|centre|center|site|region|country|island|plan|notice|programme|program"
)
_POINTED = re.compile(
    r"\b(?:(?P<possessive>its|their|his|her(?= [a-z]))|(?P<person>he|she|him|her)|(?P<place>there)|(?P<thing>it|they|them|(?<=of )(?:these|those)(?! [a-z]+s\b))"
    rf"|(?P<noun>(?:this|that|the said) (?:{_NOUNS})|the (?:company|firm|project)(?= |$))|(?P<that>that|those)$)\b",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bit(?:['’]s)\b|\bit (?:take|takes|took|cost|costs|rain|rains|snow) .*\bto\b|\b(?:is|was) it (?:\w+ (?:for|that|to|how|whether)\b|true|possible|likely|necessary|legal|allowed|"
    r"safe|known|certain|planned|expected|hard|easy|cheaper|better)\b|\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were|be)\b"
    r"|\bwhat time is it\b|(?<!of )\b(?:that|those) (?:were|was|is|are|have|has|had|will)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:the|an?|each|every|which|what [a-z]+(?= [a-z]+ )) [a-z]+", re.IGNORECASE)
_PLURAL = re.compile(
    r"\b(?:do|did|are|were|have|can|will|how many) (?:[a-z]+ )?[a-z]{2,}s\b", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"how many ([a-z-]+(?: (?!(?:in|of|at|on|for) )[a-z-]+){{0,2}}?) (?:{AUXILIARY}|{COPULA})\b",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"^(?:chair(?:man|woman|person)?|director|president|head|manager|founder|mayor|captain|author|owner|ceo|leader|minister|"
    r"principal|dean|coach|secretary|(?:[\w-]+ )+(?:director|officer|manager|scientist|engineer|president|chairman))$",
    re.IGNORECASE,
)


def leans(question: str) -> bool:
    """Tell whether a question cannot be understood without what was said before it."""
    text = bare(question)
    return bool(
        _ABOUT.match(text)
        or _MORE.match(text)
        or _LONE.match(text)
        or _pointed(text)
        or _is_fragment(question, text)
    )


def rewritten(question: str, turns: Sequence[Turn]) -> str:
    """Return a question that leans on others, written out; as it is where no rule knows how.

    Args:
        question: one that `leans`.
        turns: earlier ones, oldest first, their questions standing alone.
    """
    text, last = bare(question), turns[-1]
    frame = _frame(last)
    if _MORE.match(text):
        return f"{frame.text}? What else?"
    lone = _LONE.match(text)
    if lone:
        return _asked_otherwise(lone["wh"], frame) or question
    found = _pointed(text)
    if found is not None:
        name = _antecedent(found, turns)
        if not name:
            return question
        text = _replaced(text, found, name)
    about = _ABOUT.match(text)
    if about or not _is_question(text):
        piece = about["piece"] if about else text
        filled = _filled(piece, frame, _subject(turns), written_out=found is not None)
        return f"{filled}?" if filled else question
    return f"{text[:1].upper()}{text[1:]}?"


def _is_question(text: str) -> bool:
    return bool(WH.match(text) or re.match(rf"(?:{AUXILIARY}|{COPULA}) ", text, re.IGNORECASE))


def _is_fragment(question: str, text: str) -> bool:
    """Tell whether a text is only a piece of a question: And in 2023? And nurses?"""
    led = bool(LEAD.match(question.strip())) or bool(TIME.fullmatch(text))
    return led and not _is_question(text) and len(text.split()) <= 6


def _pointed(text: str) -> re.Match[str] | None:
    """Return the first word that points back, unless what it points to stands before it."""
    for found in _POINTED.finditer(text):
        for dummy in _DUMMY.finditer(text):
            if dummy.start() <= found.start() < dummy.end():
                return None
        before = text[: found.start()]
        named = any(
            one != "I" and not one.isdigit() for one in names(before) if not TIME.fullmatch(one)
        )
        plural = found[0].lower() in {"their", "they", "them"}
        if named or _OWN.search(before) or (plural and _PLURAL.search(before)):
            return None
        return found
    return None


def _antecedent(found: re.Match[str], turns: Sequence[Turn]) -> str:
    last, frame = turns[-1], _frame(turns[-1])
    kind = kind_of(last.question)
    is_person = found["person"] or (found["possessive"] or "").lower() in {"his", "her"}
    if is_person:
        for turn in reversed(turns):
            name = latin_name_in(turn.answer, turn.question)
            if name:
                return name
        if frame.attribute and _OF_PEOPLE.match(frame.attribute):
            return f"the {frame.attribute} of {frame.subject}"
        return frame.subject
    asks_which = re.match(rf"which [a-z]+ (?!{COPULA}|{AUXILIARY})", frame.text, re.IGNORECASE)
    if (found["noun"] and kind is Kind.ORGANISATION) or asks_which:
        return latin_name_in(last.answer, last.question) or _subject(turns)
    things = _COUNTED.match(frame.text) or re.match(
        r"(?:what|which) ([a-z]+s)\b", frame.text, re.IGNORECASE
    )
    if things and frame.subject and (found["thing"] or "it").lower() != "it":
        return f"{frame.subject}'s {things[1]}"
    return _subject(turns)


def _replaced(text: str, found: re.Match[str], name: str) -> str:
    if found["possessive"]:
        name += "'" if name.endswith("s") else "'s"
    if found["place"]:
        name = f"at {name}"
    return f"{text[: found.start()]}{name}{text[found.end() :]}"


def _subject(turns: Sequence[Turn]) -> str:
    """Return what was last spoken of: in questions first, then in answers."""
    for turn in reversed(turns):
        subject = subject_of(turn.question)
        if subject:
            return subject
    for turn in reversed(turns):
        name = latin_name_in(turn.answer, "")
        if name:
            return name
    return ""


def _frame(turn: Turn) -> EnglishFrame:
    """Return the frame of a turn's question; of one in another language, only its subject."""
    if not is_chinese_question(turn.question):
        return frame_of(turn.question)
    subject = subject_of(turn.question)
    return EnglishFrame(subject, subject)


def _asked_otherwise(word: str, frame: EnglishFrame) -> str:
    """Return the question before with another asking word: When did X open -> Why did X open."""
    rest = frame.text[len(frame.wh) :].strip()
    if frame.wh and re.match(rf"(?:{AUXILIARY}|{COPULA}) ", rest):
        return f"{word[:1].upper()}{word[1:].lower()} {rest}?"
    if not frame.wh and re.match(rf"(?:{AUXILIARY}|{COPULA}) ", frame.text, re.IGNORECASE):
        return f"{word[:1].upper()}{word[1:].lower()} {frame.text[:1].lower()}{frame.text[1:]}?"
    return f"{frame.text}? {word[:1].upper()}{word[1:].lower()}?"


def _filled(piece: str, frame: EnglishFrame, subject: str, *, written_out: bool) -> str:
    """Return the question before with its like element exchanged for a piece; "" if none is."""
    when = TIME.fullmatch(piece)
    if when:
        if not frame.time:
            return f"{frame.text} {piece if ' ' in piece or not piece.isdigit() else f'in {piece}'}"
        has = re.match(r"[A-Za-z ]+", frame.time)
        year = piece if not piece.isdigit() or not has else f"{has[0]}{piece}"
        return frame.text.replace(frame.time, year.strip(), 1)
    if written_out and piece.startswith("more about"):
        return f"Tell me {piece}"
    if written_out:  # its total investment: the owner is named in it now
        return f"What {'are' if re.search(r'[^s]s$', piece) else 'is'} {piece}"
    if not subject:
        return ""
    numbered = re.fullmatch(r"(?:the )?([a-z]+) \d+", piece, re.IGNORECASE)
    if numbered:
        like = re.search(rf"\b{numbered[1]} \d+", frame.text, re.IGNORECASE)
        if like:
            return frame.text.replace(like[0], piece, 1)
    if any(one.isupper() for one in piece):
        return frame.text.replace(frame.subject, piece, 1) if frame.subject else ""
    placed = re.match(r"(in|on|at|for|from|to|by|with) (?:the )?[a-z]", piece)
    if placed:
        like = re.search(
            rf"\b{placed[1]} (?:the )?[a-z]+(?: [a-z]+)?(?= in\b| on\b| since\b|$)", frame.text
        )
        return frame.text.replace(like[0], piece, 1) if like else f"{frame.text} {piece}"
    noun = re.sub(r"^(?:the|a|an) ", "", piece)
    if frame.counted and len(noun.split()) <= 3 and noun.endswith("s"):
        return frame.text.replace(frame.counted, noun, 1)
    ask = "Who" if _OF_PEOPLE.match(noun) else "What"
    return f"{ask} is the {noun} of {subject}"
