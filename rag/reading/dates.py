"""Publication dates: what an article says of itself, never the date of its file.

Places are looked at in the order of trust: a labelled date (发布日期, 成文日期, Published), a
masthead, a byline line at the head, an agency's dateline, the date of a signature at the end.
Dates in prose are those of events and are not taken, whether past or to come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rag.reading.date_origins import CONFIDENCE, DateOrigin, PublicationDate
from rag.reading.meta_lines import only_fields
from rag.reading.written_dates import WrittenDate, fold, normalise_date, written_dates
from rag.time.numerals import DIGITS

__all__ = [
    "CONFIDENCE",
    "DateOrigin",
    "PublicationDate",
    "find_publication_date",
    "normalise_date",
    "publication_date",
]

HEAD_CHARACTERS = 600
TAIL_CHARACTERS = 600
LINE_CHARACTERS = 70  # a longer line is prose


_ANY_YEAR = re.compile(rf"[1１][9９]\d\d|[2２][0０]\d\d|[一二][{DIGITS}０Ｏ]{{3}}")
_GAP = r"[\s|:]*[\[(（【]?\s*$"
_LABELS = (  # the first that is there decides
    r"(?:发布|發布|發佈|发表|發表|发稿|公布|刊发|刊登|见报|上传|录入)(?:日期|时间|時間|于|於)?"
    r"|(?<![a-z])(?:published(?: on| at)?|publication date|date published|release date)",
    r"(?:成文|发文|印发|制发|签发|生成)(?:日期|时间)",
    r"(?<![\u4e00-\u9fff])(?:日\s*期|时\s*间|時\s*間)(?=[\s|]*[:|])"
    r"|(?<![a-z])(?:posted(?: on)?|date)(?=\s*:)",
)
_LABELLED = tuple(re.compile(f"(?:{label}){_GAP}", re.IGNORECASE) for label in _LABELS)
_LABEL_CHARACTERS = 28
_VERB = re.compile(
    r"(?:发布|發布|發佈|发表|發表|发稿|公布|刊发|刊登|见报|上传|录入)[于於]?[\s|:]*[\[(（【]?\s*$"
)
_AN_EVENT = re.compile(r"\s*(?:地\s*点|地\s*址|location|venue)\s*[:|]", re.IGNORECASE)
_AFTER_BYLINE = re.compile(
    r"\s*(?:来源|來源|作者|记者|記者|编辑|編輯|責任編輯|责任编辑|责编|字号|浏览|阅读|点击|访问|分享|农历"
    r"|第.{1,6}版|\||·|source|by|updated|views?)",
    re.IGNORECASE,
)
_BEFORE_BYLINE = re.compile(
    r"(?>(?:来源|來源|作者|文/|原创|source|by|on|updated|记者|記者)?"
    r"[\s:]*+[^\s,。;]{0,16}[\s|·,:]++){0,3}+",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"(?:时\s*间|日\s*期|時間|time|date|when)[\s:]*$", re.IGNORECASE)
_UPDATED = re.compile(r"(?:更新|修改|updated|modified)[^\n]{0,10}$", re.IGNORECASE)
_EVENT = re.compile(r"将于|将在|举行|举办|召开|开始|截止|截至|报名|地点|至\s*$")
_PUNCTUATED = re.compile(r"[，,。;!?！？]")
_AGENCY = re.compile(
    r"(?:新华社|新华网|中新社|中新网|人民网|央视网|本报|光明网|法新社|路透社|[(]?xinhua[)]?)[^。\n]{0,16}$",
    re.IGNORECASE,
)
_DATELINE_CHARACTERS = 40  # a report that is quoted further on has its own day
_WIRE = re.compile(r"\s*(?:电|電|讯|訊|消息|\((?:xinhua|reuters|ap|afp)\)|--|—)", re.IGNORECASE)
_WIRE_DAY = re.compile(
    r"^[^\n。，,据]{0,30}(?:社|网|報|报|家|台|讯)[^。，,\n\d据]{0,12}"
    r"(?P<m>1[0-2]|0?[1-9]) ?月 ?(?P<d>[12]\d|3[01]|0?[1-9]) ?日 ?(?:电|電|讯|訊|消息)",
    re.MULTILINE,
)
_MASTHEAD_YEAR = re.compile(r"^\W*((?:19|20)\d\d)年(?:\W*第\s*\d+\s*期)?\W*$", re.MULTILINE)
_SPLIT_MASTHEAD = re.compile(  # 2025年 and 6月6日 星期五 on two lines, in either order
    r"(?:^|\D)(?P<y1>(?:19|20)\d\d) ?年?[^\n\d。,]{0,20}\n[^\n\d。,]{0,20}"
    r"(?P<m1>\d{1,2}) ?月 ?(?P<d1>\d{1,2}) ?日 ?(?:星期|周)[一二三四五六日天]"
    r"|(?P<m2>\d{1,2}) ?月 ?(?P<d2>\d{1,2}) ?日 ?(?:星期|周)[一二三四五六日天][^\n\d。,]{0,20}"
    r"\n[^\n\d。,]{0,20}(?P<y2>(?:19|20)\d\d) ?年"
)
_PAGE_NUMBER = re.compile(r"\s*第?\s*[A-D]?\d{1,3}\s*版")


@dataclass(frozen=True, slots=True)
class _Part:
    """The head or the tail of an article, folded, with its dates that name at least a month."""

    text: str
    dates: list[WrittenDate]

    @classmethod
    def of(cls, text: str) -> _Part:
        if _ANY_YEAR.search(text) is None:
            return cls("", [])
        folded = fold(text)
        return cls(folded, [one for one in written_dates(folded) if "-" in one.value])


def publication_date(text: str) -> str | None:
    """Return the value of `find_publication_date`, or None."""
    found = find_publication_date(text)
    return None if found is None else found.value


def find_publication_date(text: str) -> PublicationDate | None:
    """Return the date that an article gives as its own, or None.

    Args:
        text: the article; only about the first and last 600 characters are looked at.
    """
    head = _Part.of(text[:HEAD_CHARACTERS])
    rest = text[HEAD_CHARACTERS:]
    tail = _Part.of(rest[-TAIL_CHARACTERS:]) if rest else head
    places: tuple[tuple[DateOrigin, _Part, Callable[[_Part], str | None]], ...] = (
        (DateOrigin.INDEX_TABLE, head, _labelled),
        (DateOrigin.MASTHEAD, head, _in_a_masthead),
        (DateOrigin.BYLINE, head, _on_a_line),
        (DateOrigin.DATELINE, head, _in_a_dateline),
        (DateOrigin.SIGNATURE, tail, _signed),
        (DateOrigin.INDEX_TABLE, tail, _labelled),
        (DateOrigin.MASTHEAD, tail, _in_a_masthead),
        (DateOrigin.BODY, head, _dateline_and_year),
    )
    for origin, part, find in places:
        value = find(part)
        if value is not None:
            return PublicationDate.of(value, origin)
    return None


def _labelled(part: _Part) -> str | None:
    for label in _LABELLED:
        for date in part.dates:
            before = part.text[max(0, date.start - _LABEL_CHARACTERS) : date.start]
            if not label.search(before) or _AN_EVENT.match(part.text, date.end):
                continue
            if _VERB.search(before) and not _is_a_field(part, date):
                continue
            return date.value
    return None


def _is_a_field(part: _Part, date: WrittenDate) -> bool:
    """Tell whether a date stands by itself, as 张三 发布于 2024-03-05, and not in a sentence."""
    before, after = _line(part.text, date)
    return (
        len(before) <= _LABEL_CHARACTERS
        and re.search("[，,。《]", before) is None
        and (after[:1] in {"", "|"} or _AFTER_BYLINE.match(after) is not None)
    )


def _line(text: str, date: WrittenDate) -> tuple[str, str]:
    """Return what stands before and behind a date on its line."""
    start = text.rfind("\n", 0, date.start) + 1
    end = text.find("\n", date.end)
    before, after = text[start : date.start], text[date.end : None if end < 0 else end]
    return before.lstrip(" \t[]()【】〔〕"), after.rstrip(" \t[]()【】〔〕")


def _in_a_masthead(part: _Part) -> str | None:
    """Find a day with its weekday on a short line, or with its page: (2023年8月2日 06版)."""
    for date in part.dates:
        before, after = _line(part.text, date)
        if date.weekday and len(before) + len(after) <= LINE_CHARACTERS:
            if not re.search("[，,。]", before) and not _OTHER_LABEL.search(before):
                return date.value
        elif _PAGE_NUMBER.match(after) and before[-1:] in {"", "(", " "}:
            return date.value
    has_weekday = "星期" in part.text or "周" in part.text
    split = _SPLIT_MASTHEAD.search(part.text) if has_weekday else None
    if split is None:
        return None
    year, month, day = (
        split.group("y1", "m1", "d1") if split["y1"] else split.group("y2", "m2", "d2")
    )
    return normalise_date(f"{year}-{month}-{day}")


def _on_a_line(part: _Part) -> str | None:
    """Find a date that stands alone on a line or with nothing but a byline around it."""
    for date in part.dates:
        before, after = _line(part.text, date)
        if only_fields(before, after):
            return date.value
        if len(before) + len(after) > LINE_CHARACTERS - 10 or _OTHER_LABEL.search(before):
            continue
        if (
            _EVENT.search(before)
            or _UPDATED.search(before)
            or _BEFORE_BYLINE.fullmatch(before) is None
        ):
            continue
        if not after.strip() or _AFTER_BYLINE.match(after):
            return date.value
    return next((date.value for date in part.dates if _is_timed_byline(part, date)), None)


def _is_timed_byline(part: _Part, date: WrittenDate) -> bool:
    """Tell whether a short line gives a time of day too, as no headline does."""
    before, after = _line(part.text, date)
    line = f"{before} {after}"
    return (
        date.clock
        and len(line) <= LINE_CHARACTERS
        and not any(one.search(before) for one in (_OTHER_LABEL, _UPDATED))
        and not any(one.search(line) for one in (_EVENT, _PUNCTUATED))
    )


def _in_a_dateline(part: _Part) -> str | None:
    for date in part.dates:
        if not _WIRE.match(part.text, date.end):
            continue
        before, _ = _line(part.text, date)
        if len(before) > _DATELINE_CHARACTERS or "据" in before:
            continue
        if _AGENCY.search(before) or before.strip(" ,").isupper():
            return date.value
    day = _WIRE_DAY.search(part.text)
    year = _MASTHEAD_YEAR.search(part.text) if day else None
    if day is None or year is None:
        return None
    return normalise_date(f"{year[1]}-{day['m']}-{day['d']}")


def _signed(part: _Part) -> str | None:
    """Find the last line that is nothing but a date, perhaps after the issuer's name."""
    for date in reversed(part.dates):
        before, after = _line(part.text, date)
        if len(before) > LINE_CHARACTERS // 2 or after.strip(" .。") or _EVENT.search(before):
            continue
        if not before or before[-1].isspace():
            return date.value
    return None


def _dateline_and_year(part: _Part) -> str | None:
    """Complete the day of a dateline (财联社9月26日电) where the text names that day's year."""
    wired = _WIRE_DAY.search(part.text)
    if wired is None:
        return None
    day = f"-{int(wired['m']):02d}-{int(wired['d']):02d}"
    latest = max((one.value for one in written_dates(part.text)), default="")
    named = (one.value for one in part.dates if one.value.endswith(day))
    return next((one for one in named if one[:4] == latest[:4]), None)
