"""Chinese follow-ups: which lean on what was said before, and what they say in full.

Rules, no model. Where they are not sure that a question leans on another they leave it alone: a
question that is changed wrongly is worse than one that finds little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.questions import Kind, kind_of
from rag.conversation.answers import organisation_in, person_in
from rag.conversation.chinese_frame import Frame, bare, frame_of, named_titles
from rag.conversation.chinese_words import (
    ASK,
    ATTRIBUTE,
    GENERIC,
    LEAD,
    MODAL,
    MORE,
    NUMBERED,
    PARTICLES,
    PERSONS,
    PLACES,
    POINTER,
    POSSESSIVE,
    PREDICATE,
    THINGS,
    TIME,
)
from rag.conversation.ellipses import adverbial, filled
from rag.conversation.subjects import is_chinese_question, subject_of
from rag.conversation.turns import Turn

_ELLIPSIS = re.compile(r"^(.{1,20}?)呢$")
_POINTED = re.compile(
    rf"(?P<person>{PERSONS})|(?P<thing>{THINGS})|(?P<place>{PLACES})|(?P<its>{POSSESSIVE})"
    rf"|(?P<pointer>{POINTER})(?P<noun>{GENERIC})"
)
_COUNTED_ALONE = re.compile(
    r"^[^的]{1,12}(?:省|市|县|区|镇|乡|村|国|公司|集团|大学|中学|小学|医院)有(?:几|多少)[个家所座条位名种辆支项]$"
)
_WHERE_FIRST = re.compile(rf"^(?:去|到|向|找|跟|从|在|给|用|凭)(?:{ASK.pattern})")
# Verb and asking with nothing before them: 带动了多少人, 需要预约吗, 多久能拿到, 少数民族占多少.
_DONE_FIRST = re.compile(rf"^[\u3400-\u9fff]{{1,2}}了(?={ASK.pattern})")
_MODAL_FIRST = re.compile(rf"^(?:{MODAL}|(?:{ASK.pattern})(?:才|就)?{MODAL})")
_SHARE = re.compile(r"^[^的]{2,8}占(?:比)?(?:多少|几成|多大比例)$")
_ORGANISATIONS = re.compile(r"公司|企业|集团|医院|学校|大学|学院|机构|单位|部门|基金")
_RELATIVE = re.compile(rf"(?:{NUMBERED.pattern}|{GENERIC}|[\u3400-\u9fff]{{2}}部|目前|首批)(?:的)?")
_PREPOSITIONS = re.compile(r"在|对于?|关于|和|与|跟|向|从|给|把|被|由|按照?|除了?")
_AMOUNT = re.compile(r"(?:一共|总共|累计|目前|现在|共|现?有|了)+$")  # 一共有多少个
_ATTRIBUTE_INSIDE = re.compile(ATTRIBUTE.pattern.removesuffix("$"))


def leans(question: str) -> bool:
    """Tell whether a question cannot be understood without what was said before it."""
    text = bare(question)
    return bool(
        MORE.fullmatch(text)
        or _pointed(text)
        or _is_elliptic(question, text)
        or text.startswith(("其中", "里面", "里头"))
        or _COUNTED_ALONE.search(text)
        or _is_bare(text)
    )


def rewritten(question: str, turns: Sequence[Turn]) -> str:
    """Return a question that leans on others, written out; as it is where no rule knows how.

    Args:
        question: one that `leans`.
        turns: earlier ones, oldest first, their questions standing alone.
    """
    text = bare(question)
    last, frame = turns[-1], _frame(turns[-1])
    if MORE.fullmatch(text):
        return f"{frame.text}？除此之外还有哪些？"
    found = _pointed(text)
    if found is not None:
        name = _antecedent(found, turns)
        if not name:
            return question
        text = text[: found.start()] + name + text[found.end() :]
        text = text.replace("的的", "的")
        match = _ELLIPSIS.fullmatch(text)
        return f"{filled(match[1], frame, last.answer) if match else text}？"
    subject = _subject(turns)
    if not subject:
        return question
    if text.startswith(("里面", "里头")):
        return f"{subject}{text}？"
    if frame.subject != subject:
        frame = frame_of(f"{subject}{frame.text}")
    if _COUNTED_ALONE.search(text):
        return f"{text}{frame.counted}？" if frame.counted else question
    if text.startswith("其中"):
        return f"{_counted_things(frame)}中{text.removeprefix('其中')}？"
    if adverbial(text):
        return f"{adverbial(text, frame)}？"
    match = _ELLIPSIS.fullmatch(text)
    counting = next((one for one in map(_frame, reversed(turns)) if one.counted), None)
    if match and match[1].endswith("的") and counting:  # 投产的呢: of what was counted
        return f"{_counted_things(counting)}中{match[1]}有{counting.ask}？"
    if match or not (ASK.search(text) or PREDICATE.search(text)):
        return f"{filled(match[1] if match else text, frame, last.answer)}？"
    return f"{_with_subject(text, frame, last)}？"


def _pointed(text: str) -> re.Match[str] | None:
    """Return the first word that points back, unless what it points to stands before it."""
    for found in _POINTED.finditer(text):
        before = TIME.sub("", text[: found.start()])
        if len(_content(_PREPOSITIONS.sub("", before))) < 2:
            return found
        return None
    return None


def _is_elliptic(question: str, text: str) -> bool:
    match = _ELLIPSIS.fullmatch(text)
    if match:
        return not ASK.search(match[1]) or bool(adverbial(match[1]))
    short = len(text) <= 12 and bool(LEAD.match(question.strip()) or TIME.fullmatch(text))
    return bool(adverbial(text)) or (short and not ASK.search(text) and not PREDICATE.search(text))


def _is_bare(text: str) -> bool:
    """Tell whether a question names nothing that it could speak of."""
    if not ASK.search(text):
        return False
    if named_titles(text):
        return False
    rest = TIME.sub("", text) if TIME.match(text) else text
    begins = bool(PREDICATE.match(rest) or ASK.match(rest))
    frame = frame_of(rest)
    nothing = not frame.subject and bool(frame.attribute)
    relative = bool(frame.subject) and bool(_RELATIVE.fullmatch(frame.subject))
    if _SHARE.match(rest):
        return True
    if _DONE_FIRST.match(rest):
        return len(_content(_DONE_FIRST.sub("", rest))) <= 3
    if _MODAL_FIRST.match(rest):
        return len(_content(_MODAL_FIRST.sub("", rest))) <= 3
    if _WHERE_FIRST.match(rest):
        return len(_content(_WHERE_FIRST.sub("", rest))) <= 1
    return (begins or nothing or relative) and len(_content(rest)) <= 1


def _verb_first(text: str) -> bool:
    return any(one.match(text) for one in (_WHERE_FIRST, _DONE_FIRST, _MODAL_FIRST))


def _content(text: str) -> str:
    """Return what is left of a text without the words that every question may have."""
    for pattern in (ASK, _ATTRIBUTE_INSIDE, _RELATIVE, PREDICATE, PARTICLES):
        text = pattern.sub("", text)
    return text


def _antecedent(found: re.Match[str], turns: Sequence[Turn]) -> str:
    last, frame = turns[-1], _frame(turns[-1])
    kind = kind_of(last.question)
    subject = _subject(turns)
    if found["person"]:
        titled = f"{frame.subject}的{frame.attribute}" if frame.attribute else ""
        if kind is Kind.PERSON or not found["person"].endswith("们"):
            name = _person(turns)
            return f"{titled}{name}" if kind is Kind.PERSON else name or subject
        return subject
    if found["its"]:
        return f"{subject}的" if subject else ""
    noun = found["noun"]
    if not noun:
        return subject
    if kind is Kind.ORGANISATION and _ORGANISATIONS.fullmatch(noun):
        named = organisation_in(last.answer, last.question)
        if named:
            return named
    if noun in subject:
        return subject[: subject.rfind(noun) + len(noun)]
    common = noun in {"公司", "企业", "机构", "单位", "地方", "项目", "人", "平台", "活动", "工程"}
    return subject if common or subject.endswith(noun[-1]) else (subject and f"{subject}的{noun}")


def _person(turns: Sequence[Turn]) -> str:
    for turn in reversed(turns):
        name = person_in(turn.answer, turn.question)
        if name:
            return name
    return ""


def _subject(turns: Sequence[Turn]) -> str:
    """Return what was last spoken of: in questions first, then in answers."""
    for turn in reversed(turns):
        subject = subject_of(turn.question)
        if subject and not _RELATIVE.fullmatch(subject):
            return subject
        titles = named_titles(turn.question)
        if titles:
            return titles[-1]
    for turn in reversed(turns):
        name = organisation_in(turn.answer, "")
        if name:
            return name
    return ""


def _frame(turn: Turn) -> Frame:
    """Return the frame of a turn's question; of one in another language, only its subject."""
    if is_chinese_question(turn.question):
        return frame_of(turn.question)
    subject = subject_of(turn.question)
    return Frame(subject, subject=subject, head=subject)


def _counted_things(frame: Frame) -> str:
    """Return the things that a question counts: 新区累计引进的项目."""
    if not frame.counted:
        return frame.subject
    before = _AMOUNT.sub("", frame.text.partition(frame.ask)[0])
    return f"{before}的{frame.counted}"


def _with_subject(text: str, frame: Frame, last: Turn) -> str:
    """Put the subject, and the time where none is given, before a question that has none."""
    time = "" if TIME.search(text) or kind_of(text) is not Kind.NUMBER else frame.time
    own = frame_of(text)
    names_none = not own.counted or PREDICATE.match(own.counted)  # 有多少个投产了
    is_bare_count = own.ask and names_none and own.ask[-1] == frame.ask[-1:]
    if is_bare_count and frame.counted and frame.ask[-1] not in "少几":  # 投产了多少个
        text = text.replace(own.ask, f"{own.ask}{frame.counted}", 1)
    lead = TIME.match(text)
    if lead:
        time, text = lead[0], text[lead.end() :]
    generic = re.match(GENERIC, text)
    if generic and frame.subject.endswith(generic[0]):
        text = text[generic.end() :]
    elif (own.attribute or own.subject) and not _verb_first(text):
        text = f"的{text}"
    elif re.match(r"谁(?!是).*的$", text):
        text = f"是{text}"
    subject = frame.subject
    if kind_of(last.question) is Kind.ORGANISATION and frame.context == "" and generic:
        subject = organisation_in(last.answer, last.question) or subject
    return f"{time}{frame.context}{subject}{text}".replace("的的", "的")
