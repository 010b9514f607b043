"""From when and until when a public document holds, as its closing articles (附则) say."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from rag.reading.dates import normalise_date
from rag.reading.notices.sentences import sentence_before
from rag.time.numerals import DIGITS, number

_SMALL = r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]{1,3})"
DAY = (
    r"(?:(?:(?:19|20)\d\d\s?[年./-]|"
    rf"[一二][{DIGITS}]{{3}}\s?年)\s?(?:\d{{1,2}}|[{DIGITS}十]{{1,2}})\s?[月./-]"
    rf"\s?(?:\d{{1,2}}|[{DIGITS}十]{{1,3}})\s?日?)"
)
_IN_FORCE = r"(?:正式)?(?:施行|实施|执行|生效|试行|起效|启用|有效)"
_ISSUE = r"(?P<event>发布|公布|颁布|印发|发文|下发|成文|签发|通过|签署|发出)之?日起"
_AFTER = rf"(?:满|的?第)?\s?(?P<count>{_SMALL})\s?个?(?P<unit>日|天|月)(?:后|之后|以后|起)?"
_FROM_DAY = re.compile(rf"(?P<day>{DAY})\s?(?:零时|0时)?起\s?(?:开始)?{_IN_FORCE}")
_FROM_ISSUE = re.compile(rf"{_ISSUE}\s?(?:{_AFTER})?(?:即|开始|正式)?{_IN_FORCE}")
_TERM = r"(?:(?:有效|施行|实施|执行|试行|政策|适用)(?:期限?|时间)|有效时限)(?:截止)?[为是:：]{0,2}"
_UNTIL = re.compile(
    rf"(?:{_TERM}[自从]?|(?:执行|施行|实施|试行|有效|延[长续])[，,]?(?=[至到]))\s?"
    rf"(?:(?P<from>{DAY})起?[，,]?\s?[至到—–~-]{{1,2}}|(?<![自从])[至到]?)\s?(?P<day>{DAY})"
)
_FROM_UNTIL = re.compile(  # 自…起至…止施行
    rf"[自从](?P<from>{DAY})(?:起)?[，,]?\s?[至到]\s?(?P<day>{DAY})止?(?:期间)?{_IN_FORCE}"
)
_FOR_A_TIME = re.compile(
    rf"(?:{_TERM}(?:[自从]?(?:(?P<from>{DAY})|(?:发布|公布|印发|施行|实施|生效|执行)之日)起"
    rf"(?:计算)?[，,]?)?|试行|暂行)\s?(?P<count>{_SMALL})\s?(?P<unit>年|个月)"
)
_ENDED = re.compile(
    rf"(?P<day>{DAY})\s?(?:起|后|零时)?(?:自行|自动|即行|予以|同时)?(?:废止|失效|停止执行)"
)
_SELF = re.compile(
    r"本(?:办法|通知|规定|意见|细则|条例|公告|通告|决定|文件|方案|规则|准则|标准|政策|措施"
    r"|制度|章程|规程|令|规范|指南|目录|计划|实施|若干)"
    r"|以上(?:政策|措施|规定)"
)
_NUMBERING = r"[\s\d一二三四五六七八九十、.．()（）第条款]*"
_STARTS_WITH_DAY = re.compile(rf"{_NUMBERING}(?:自|从|于)?\s?(?:{DAY}|发布|公布|印发|颁布|下发)")
_STARTS_WITH_TERM = re.compile(rf"{_NUMBERING}(?:其|并)?$")
_REPEAL = re.compile(r"废止|停止(?:执行|施行|使用)|作废|失效")
_PUBLIC = frozenset(("发布", "公布", "颁布"))


def effective_day(text: str, written: str | None, published: str | None) -> str | None:
    """Return the first day on which a document holds, ISO, or None where it does not say.

    Args:
        text: the document.
        written: the day it was signed, ISO, where known: 自印发之日起 counts from it.
        published: the day it was made public, ISO: 自公布之日起 counts from it.
    """
    found: str | None = None
    for match in _FROM_DAY.finditer(text):
        if text.startswith("的", match.end()):  # …起施行的《…》同时废止: of the other document
            continue
        if _of_itself(sentence_before(text, match.start())):
            found = normalise_date(match["day"]) or found
    if found is not None:
        return found
    for match in _FROM_ISSUE.finditer(text):
        if _of_itself(sentence_before(text, match.start())):
            public = match["event"] in _PUBLIC
            issued = (published or written) if public else (written or published)
            found = _later(issued, match)
    if found is not None:
        return found
    for match in (*_terms(text), *_FOR_A_TIME.finditer(text)):
        if match["from"] and _of_itself(sentence_before(text, match.start())):
            found = normalise_date(match["from"])
    return found


def last_day(text: str, effective: str | None) -> str | None:
    """Return the last day of a document's term, or the day it is repealed, ISO, or None.

    A term of years (有效期5年) is counted from `effective`.
    """
    known = effective is not None
    for match in _terms(text):
        before = sentence_before(text, match.start())
        if "《" not in before and (known or _SELF.search(before)):
            return normalise_date(match["day"])
    for match in _ENDED.finditer(text):
        before = sentence_before(text, match.start())
        if "《" not in before and _SELF.search(before):
            return normalise_date(match["day"])
    if effective is None or effective.count("-") < 2:
        return None
    for match in _FOR_A_TIME.finditer(text):
        before = sentence_before(text, match.start())
        if _SELF.search(before) or _of_itself(before) or _STARTS_WITH_TERM.match(before):
            months = number(match["count"]) * (12 if match["unit"] == "年" else 1)
            return _end_of_term(effective, months)
    return None


def _terms(text: str) -> Iterator[re.Match[str]]:
    yield from _UNTIL.finditer(text)
    yield from _FROM_UNTIL.finditer(text)


def _of_itself(before: str) -> bool:
    """Tell whether a sentence up to its date or verb speaks of the document that holds it."""
    own = [match.end() for match in _SELF.finditer(before)]
    rest = before[own[-1] :] if own else before
    if "《" in rest or _REPEAL.search(rest):
        return False
    return bool(own) or _STARTS_WITH_DAY.match(before + "发布") is not None


def _later(issued: str | None, match: re.Match[str]) -> str | None:
    """Return the day of issue, or the one so many days or months after it."""
    if issued is None or match["count"] is None:
        return issued
    if issued.count("-") < 2:
        return None
    day, count = datetime.date.fromisoformat(issued), number(match["count"])
    if match["unit"] == "月":
        return _months_later(day, count).isoformat()
    return (day + datetime.timedelta(days=count)).isoformat()


def _end_of_term(first: str, months: int) -> str:
    """Return the last day of a term of so many months that begins on the day `first`."""
    day = datetime.date.fromisoformat(first)
    end = _months_later(day, months)
    whole = end.day == day.day  # else the month has no such day, and ends the term itself
    return (end - datetime.timedelta(days=1) if whole else end).isoformat()


def _months_later(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
