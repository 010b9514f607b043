"""An English question taken apart: of what it speaks, what of it, and how it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

END = re.compile(r"[\s?.!]+$")
LEAD = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then|also|now|well|please|tell me|could you tell me)\b[,\s]*)+",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
TIME = re.compile(
    rf"\b(?:(?:in|since|by|during|before|after|until|as of) )?(?:the (?:first|second) half of |"
    rf"(?:early |late )?(?:{_MONTH},? )?(?:\d{{1,2}},? )?)?(?:(?:19|20)\d\d)\b"
    r"|\b(?:last|this|next) (?:year|month|quarter|spring|summer|autumn|winter|week)\b|\btoday\b",
    re.IGNORECASE,
)
WH = re.compile(
    r"^(?:how (?:many|much)(?: [a-z]+)?|how (?:long|large|big|high|far|old|tall|wide|deep|often|fast)|how|"
    r"what (?:year|kind of [a-z]+|percentage|share)|what|when|where|which [a-z]+|which|who|whom|whose [a-z]+|why)\b",
    re.IGNORECASE,
)
COPULA = r"(?:is|are|was|were)"
AUXILIARY = r"(?:did|does|do|has|have|had|will|can|could|would|should)"
_ATTRIBUTE_OF = re.compile(
    rf"^(?:what|who|which|where|when|how (?:large|big|high)) {COPULA} (?:the )?"
    r"(?P<attribute>(?:[\w-]+ ){0,3}?[\w-]+) (?:of|for|at) (?P<subject>.+)$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"^(?:what|who|which|where|when) {COPULA} (?P<subject>(?:the )?[\w .&-]+?)(?:'s|’s|s') "
    r"(?P<attribute>[\w -]+)$",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    rf"^(?:{WH.pattern[1:]} (?:[a-z-]+ ){{0,2}}?)?(?P<aux>{AUXILIARY}|{COPULA}) (?P<rest>.+)$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"^(?:be|been|get|open|start|begin|build|hold|have|own|found|sell|buy|make|cost|cover|employ|store|supply|produce|"
    r"win|lose|sign|launch|plan|pay|say|get|use|run|move|close|take|choose|attract|grow|serve|offer|call|work|"
    r"located|based|founded|built|opened|called|named|expected|made|due|held|completed|finished|"
    r"planned|started|closed|owned|run|used|published|delayed|cancelled|large|long|high|old|big)$",
    re.IGNORECASE,
)
_STOPS = {
    "in", "on", "at", "of", "for", "to", "from", "by", "with", "into", "about", "during", "since", "before",
    "after", "until", "than", "as", "and", "or", "but", "that", "which", "who", "when", "the", "a", "an", "its",
    "their", "his", "her", "it", "there", "this", "these", "last", "next", "per", "not", "over",
}  # fmt: skip
_NAME = re.compile(
    r"(?:\bthe )?(?:\b[A-Z][\w’'&.-]*|\b\d+\b)(?: (?:of (?:the )?|the |and |& )?(?:[A-Z][\w’'&.-]*|\d+\b))*"
    r"(?: \(?[\u3400-\u9fff]{2,}\)?)?"
)


@dataclass(frozen=True)
class EnglishFrame:
    """Parts of a question, each a run of its `text` or "".

    Attributes:
        text: the question without its lead (and, so) and its end mark.
        subject: what it speaks of, with its article.
        attribute: what of the subject is asked for.
        time: when, with its preposition.
        wh: the words that ask.
        counted: the noun after how many.
    """

    text: str
    subject: str = ""
    attribute: str = ""
    time: str = ""
    wh: str = ""
    counted: str = ""


def bare(question: str) -> str:
    """Return a question without its lead and its end mark."""
    return LEAD.sub("", END.sub("", question.strip()))


def frame_of(question: str) -> EnglishFrame:
    """Take a question apart; parts that are not found are empty."""
    text = bare(question)
    when = TIME.search(text)
    time = when[0] if when else ""
    plain = " ".join(TIME.sub("", text).split()).rstrip(" ,")
    asked = WH.match(plain)
    wh = asked[0] if asked else ""
    counted = re.match(r"how many ([a-z-]+)", plain, re.IGNORECASE)
    attribute, subject = "", ""
    of = _ATTRIBUTE_OF.match(plain) or _OWNED.match(plain)
    inverted = _INVERTED.match(plain)
    if of:
        attribute, subject = of["attribute"], of["subject"]
    elif inverted:
        subject = _noun_phrase(inverted["rest"], inverted["aux"].lower())
    if not subject or subject.split()[0].lower() in {"it", "they", "he", "she", "there"}:
        subject = _last_name(plain[len(wh) :])
    return EnglishFrame(
        text, subject.rstrip(" ,"), attribute, time, wh, counted[1] if counted else ""
    )


def names(text: str) -> list[str]:
    """Return the runs of capitalised words of a question, its first word left out."""
    first = text.partition(" ")[0]
    return [
        match[0]
        for match in _NAME.finditer(text)
        if match.start() > 0 or (match[0] != first and not WH.match(match[0]))
    ]


def _noun_phrase(rest: str, auxiliary: str) -> str:
    """Return the subject that stands behind an auxiliary: up to its verb or a preposition."""
    words = rest.replace(",", " ,").split()
    taken: list[str] = []
    verb_found = False
    for place, word in enumerate(words):
        named = word[:1].isupper() or word[:1].isdigit() or "\u3400" <= word[:1] <= "\u9fff"
        joins = (
            word.lower() in {"of", "and", "&"}
            and any(one[:1].isupper() for one in words[place + 1 : place + 3])
            and taken
            and taken[-1][:1].isupper()
        )
        article = not taken and word.lower() in {"the", "a", "an"}
        if word == "," or (not (named or joins or article) and word.lower() in _STOPS):
            break
        if not (named or joins or article) and taken and _AFTER_NAME.match(word):
            verb_found = True
            break
        taken.append(word)
    lower = taken and not taken[-1][:1].isupper() and not taken[-1][:1].isdigit()
    is_verb = auxiliary not in {"is", "are", "was", "were"} and lower and not verb_found
    if is_verb and len(taken) > 1:  # does the dam supply: the last word is the verb
        taken.pop()
    return " ".join(taken)


def _last_name(text: str) -> str:
    """Return the last name, with its article and the common noun that ends it."""
    found = list(
        re.finditer(
            _NAME.pattern
            + r"(?: (?!in\b|on\b|at\b|for\b|to\b|from\b)[a-z-]+(?=$| in | on | at ))?",
            text,
        )
    )
    for match in reversed(found):
        if not match[0].strip().isdigit() and any(one.isupper() for one in match[0]):
            return match[0].strip()
    return ""
