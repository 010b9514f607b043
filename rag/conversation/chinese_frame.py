"""A Chinese question taken apart: when, of what, what of it, and how it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.conversation.chinese_words import ANY_ATTRIBUTE, ASK, ATTRIBUTE, END, LEAD, PREDICATE, TIME

LONGEST_SUBJECT = 40
_QUOTED = re.compile(r"《[^》]{1,80}》|“[^”]{1,60}”|「[^」]{1,60}」")
_DONE = re.compile(r"[\u3400-\u9fff]{2}[了过着]$")
_PARTICLES = re.compile(r"[的了上里]+$")
_IS = re.compile(
    r"(?:[是为有多几哪达怎如在什约共呢谁]|大概|大约|一共|总共|增长|下降|$)"
)  # says what an attribute is
_LEADING = re.compile(r"^(?:关于|对于|对|在|由|请|把|按照?|根据)")
_OF_SUBJECT = re.compile(
    rf"{ATTRIBUTE.pattern.removesuffix('$')}(?=$|呢|{PREDICATE.pattern}|{ASK.pattern})"
)
_VERB_FIRST = re.compile(rf"^(?:{PREDICATE.pattern})+[了过]?")


@dataclass(frozen=True)
class Frame:
    """Parts of a question; each is a run of its `text`, or "".

    Attributes:
        text: the question without its lead (那么, 请问) and its end mark.
        context: a clause before the one that asks, with its comma.
        time: when.
        subject: what it speaks of, with no time in it.
        head: the subject as it stands, with what it is asked for and its time.
        attribute: what of the subject: 总投资, 董事长.
        ask: the words that ask.
        counted: the noun that is counted, after 多少.
    """

    text: str
    context: str = ""
    time: str = ""
    subject: str = ""
    head: str = ""
    attribute: str = ""
    ask: str = ""
    counted: str = ""


def bare(question: str) -> str:
    """Return a question without its lead and its end mark."""
    return LEAD.sub("", END.sub("", question.strip()))


def frame_of(question: str) -> Frame:
    """Take a question apart; parts that are not found are empty."""
    text = bare(question)
    context, clause = _clauses(text)
    time = _first(TIME, text)
    ask = ASK.search(clause)
    head, attribute = _head(clause)
    subject = _without_time(head)
    if attribute:
        subject = re.sub(r"的$", "", subject.removesuffix(attribute))
    if len(subject) < 2 or len(subject) > LONGEST_SUBJECT:
        subject = ""
    return Frame(
        text, context, time, subject, head, attribute, ask[0] if ask else "", _counted(clause, ask)
    )


def named_titles(text: str) -> list[str]:
    """Return the titles and names that stand in 《》, “” or 「」."""
    return _QUOTED.findall(text)


def _clauses(text: str) -> tuple[str, str]:
    """Part what stands before the last comma in front of the asking from the clause that asks."""
    ask = ASK.search(text)
    until = ask.start() if ask else len(text)
    comma = max(text.rfind(mark, 0, until) for mark in "，,；;")
    return text[: comma + 1], text[comma + 1 :]


def _head(clause: str) -> tuple[str, str]:
    """Return what stands before predicate and asking, and the attribute at its end."""
    begin = _LEADING.sub("", clause)
    ask = ASK.match(begin)
    while ask:  # 为什么X…, 谁创办了X, 哪家公司负责X
        begin = begin[ask.end() :]
        begin = re.sub(r"^(?:公司|企业|机构|单位|人|医院|学校)(?=[负运建管收投])", "", begin)
        begin = _VERB_FIRST.sub("", begin)
        ask = ASK.match(begin)
    if PREDICATE.match(begin) and not _OF_SUBJECT.match(
        begin
    ):  # 占地多少亩: nothing is named before it
        return "", ""
    end = _boundary(begin)
    head = begin[:end]
    if _DONE.search(head) and len(head) >= 5:
        head = head[:-3]
    attribute = _attribute(head) if _IS.match(begin[end:]) else ""
    return re.sub(r"(?:[的，,新共再又均正]|首次)+$", "", head), attribute


def _attribute(head: str) -> str:
    """Return what is asked for of a thing, at the end of a head: all behind its last 的 if short."""
    found = ATTRIBUTE.search(head) or ANY_ATTRIBUTE.search(head)
    if not found:
        return ""
    attribute = found[0]
    while more := ATTRIBUTE.search(head.removesuffix(attribute)):  # 员工 in front of 人数
        attribute = more[0] + attribute
    behind = head.rpartition("的")[2]
    return behind if "的" in head and len(attribute) <= len(behind) <= 6 else attribute


def _boundary(text: str) -> int:
    """Return where the first predicate or asking word stands, outside of quotation marks."""
    covered = [match.span() for match in _QUOTED.finditer(text)]
    covered += [match.span() for match in _OF_SUBJECT.finditer(text)]
    times = [match.span() for match in TIME.finditer(text)]
    begin = times[0][1] if times and times[0][0] == 0 else 0
    for match in re.finditer(rf"{PREDICATE.pattern}|{ASK.pattern}", text):
        at = match.start()
        inside = any(low <= at < high for low, high in [*covered, *times])
        if at >= begin + 2 and not inside:
            return at
    return len(text)


def _counted(clause: str, ask: re.Match[str] | None) -> str:
    if ask is None or not re.match(r"多少|几|哪", ask[0]):
        return ""
    rest = clause[ask.end() :]
    return _PARTICLES.sub("", rest[: _boundary(rest)])


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _without_time(text: str) -> str:
    """Leave the times out, but not those inside quotation marks."""
    kept = _QUOTED.findall(text)
    text = _QUOTED.sub("\0", text)
    text = re.sub(r"^的", "", TIME.sub("", text))
    for one in kept:
        text = text.replace("\0", one, 1)
    return text
