"""Publication dates: what an article says of itself, never the date of its file.

Read in the order of trust: a labelled date (发布日期, 成文日期, Published), a date or byline line
at the head, an agency's dateline, the date of a signature at the end.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator

HEAD_CHARACTERS = 600
TAIL_CHARACTERS = 600
LINE_CHARACTERS = 70  # a longer line is prose, and the dates in prose are those of events
FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DIGITS = "〇○零一二三四五六七八九"
_NUMERAL = r"[〇○零一二三四五六七八九十]"
_FORMS = (
    r"(?P<y1>(?:19|20)\d\d)\s?[-/.]\s?(?P<m1>\d{1,2})(?:\s?[-/.]\s?(?P<d1>\d{1,2}))?(?![\d.])",
    r"(?P<y2>(?:19|20)\d\d)\s*年(?:\s*(?P<m2>\d{1,2})\s*月(?:\s*(?P<d2>\d{1,2})\s*[日号])?)?",
    rf"(?P<y3>[一二][{_DIGITS}]{{3}})\s*年"
    rf"(?:\s*(?P<m3>{_NUMERAL}{{1,2}})\s*月(?:\s*(?P<d3>{_NUMERAL}{{1,3}})\s*[日号])?)?",
    rf"\b{_MONTH.format('m4')}\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)\b",
    rf"\b(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m5')},?\s+(?P<y5>(?:19|20)\d\d)\b",
    rf"\b{_MONTH.format('m6')},?\s+(?P<y6>(?:19|20)\d\d)\b",
    r"(?<!\d)(?P<y7>(?:19|20)\d\d)(?P<m7>[01]\d)(?P<d7>[0-3]\d)(?!\d)",
)
_DATE = re.compile("|".join(_FORMS), re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = r"(?:[T\s-]*\d{1,2}\s?[:时]\s?\d{2}\s?(?:分|:\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
_AFTER_DATE = re.compile(_CLOCK + r"\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?" + _CLOCK)

_GAP = r"[\s|:]*[\[(（【]?\s*"
_LABELS = (  # the first that is there decides
    r"(?:发布|發布|發佈|发表|发稿|公布|刊发|见报|刊登)(?:日期|时间|時間)"
    r"|(?<![a-z])published(?: on| at)?|publication date|date published|release date",
    r"(?:成文|发文|印发|制发|签发)(?:日期|时间)",
    r"(?<![\u4e00-\u9fff])(?:日\s*期|时\s*间|時\s*間)(?=[\s|]*[:|])|(?<![a-z])(?:posted|date)\s*(?=:)",
)
_LABELLED = tuple(re.compile(f"(?:{label}){_GAP}", re.IGNORECASE) for label in _LABELS)
_AN_EVENT = re.compile(r"\s*(?:地\s*点|地\s*址|location|venue)\s*[:|]", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:\s*(?:来源|來源|作者|记者|記者|编辑|責任編輯|责任编辑|责编|字号|浏览|阅读|点击|访问|分享|第.{1,6}版"
    r"|source|by|updated|views?).*)?",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_DATE = re.compile(
    r"(?:(?:来源|來源|作者|文/|source|by|on|updated|记者|記者)?[\s:]*[^\s,。;]{0,16}[\s|·,:]+){0,3}",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"(?:时\s*间|日\s*期|時間|time|date|when)[\s:]*$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE
)
_AGENCY = re.compile(
    r"(?:新华社|新华网|中新社|中新网|人民网|央视网|本报|光明网|法新社|路透社|\(?xinhua\)?)[^。\n]{0,16}?$",
    re.IGNORECASE,
)
_WIRE = re.compile(r"\s*(?:电|讯|消息|\((?:xinhua|reuters|ap|afp)\)|--|—)", re.IGNORECASE)
_WIRE_DAY = re.compile(
    r"(?:新华社|新华网|中新社|中新网|人民网|央视网|本报)[^。\n\d]{0,12}(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:电|讯|消息)"
)
_MASTHEAD_YEAR = re.compile(r"^\W*((?:19|20)\d\d)年(?:\W*第\s*\d+\s*期)?\W*$", re.MULTILINE)


def publication_date(text: str) -> str | None:
    """Return the date that an article gives as its own, or None.

    Args:
        text: the article; only about the first and last 600 characters are looked at.

    Returns:
        `YYYY-MM-DD`, or `YYYY-MM` where the article names no day.
    """
    head = _folded(text[:HEAD_CHARACTERS])
    tail = _folded(text[-TAIL_CHARACTERS:])
    return (
        _labelled(head)
        or _on_a_line(head)
        or _in_a_dateline(head)
        or _signed(tail)
        or (_labelled(tail) if len(text) > HEAD_CHARACTERS else None)
    )


def normalise_date(written: str) -> str | None:
    """Return a date in any of the known writings as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    A time of day after it is dropped. None for what is no date or could be two (03/05/2024).
    """
    folded = _folded(written).strip()
    if _YEAR.fullmatch(folded):
        return folded
    weekday = _WEEKDAY.match(folded)
    match = _DATE.match(folded, weekday.end() if weekday else 0)
    if match is None or _AFTER_DATE.fullmatch(folded, match.end()) is None:
        return None
    return _iso(match)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _iso(match: re.Match[str]) -> str | None:
    """Write a match of `_DATE` in ISO form; None where no calendar has it."""
    found = {name[0]: value for name, value in match.groupdict().items() if value}
    year, month, day = (_number(found.get(part)) for part in "ymd")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04d}"
    try:
        datetime.date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return f"{year:04d}-{month:02d}" + ("" if day is None else f"-{day:02d}")


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isascii() and written.isdigit():
        return int(written)
    if written[:3].lower() in _MONTHS:
        return _MONTHS.index(written[:3].lower()) + 1
    values = {digit: max(0, place - 2) for place, digit in enumerate(_DIGITS)}
    if "十" in written:  # 十, 十五, 二十, 二十五
        tens, _, units = written.partition("十")
        return values.get(tens, 1) * 10 + values.get(units, 0)
    return int("".join(str(values[digit]) for digit in written))


def _full(match: re.Match[str] | None) -> str | None:
    """Return the ISO date of a match that names at least a month."""
    iso = None if match is None else _iso(match)
    return iso if iso is not None and "-" in iso else None


def _labelled(text: str) -> str | None:
    for label in _LABELLED:
        for found in label.finditer(text):
            match = _DATE.match(text, found.end())
            iso = _full(match)
            if match is None or iso is None:
                continue
            rest = _AFTER_DATE.match(text, match.end())
            if rest is not None and _AN_EVENT.match(text, rest.end()) is None:
                return iso
    return None


def _lines(text: str) -> Iterator[str]:
    return (line.strip(" \t[]()【】〔〕") for line in text.split("\n"))


def _on_a_line(head: str) -> str | None:
    """Find a date that stands alone on a line or with nothing but a byline around it."""
    for line in _lines(head):
        match = _DATE.search(line) if len(line) <= LINE_CHARACTERS else None
        iso = _full(match)
        if match is None or iso is None or _OTHER_LABEL.search(line[: match.start()]):
            continue
        if _BEFORE_DATE.fullmatch(line, 0, match.start()) is None:
            continue
        rest = _AFTER_DATE.match(line, match.end())
        if rest is not None and _BYLINE.fullmatch(line, rest.end()):
            return iso
    return None


def _in_a_dateline(head: str) -> str | None:
    for match in _DATE.finditer(head):
        before = head[max(0, match.start() - 30) : match.start()]
        english = before.rpartition("\n")[2]
        wired = _WIRE.match(head, match.end())
        if wired and (_AGENCY.search(before) or english.strip(" ,").isupper()):
            return _full(match)
    day = _WIRE_DAY.search(head)
    year = _MASTHEAD_YEAR.search(head)
    if day is None or year is None:
        return None
    return normalise_date(f"{year[1]}-{day['m']}-{day['d']}")


def _signed(tail: str) -> str | None:
    """Find the last line that is nothing but a date, perhaps after the issuer's name."""
    for line in reversed(list(_lines(tail))):
        match = _DATE.search(line) if len(line) <= LINE_CHARACTERS // 2 else None
        if match is None or line[match.end() :].strip(" .。"):
            continue
        if match.start() == 0 or line[match.start() - 1].isspace():
            return _full(match)
    return None
