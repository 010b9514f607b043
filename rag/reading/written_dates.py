"""Dates as they are written in Chinese and English, found and put into ISO form."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rag.time.numerals import DIGITS, number

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST = 200  # characters of a field with one date and the time of day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NUMERAL = rf"(?:\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[{DIGITS}]{{1,2}})"
# A day's character may be left out only before a weekday: 2025年6月 6 星期五.
_DAY_MARK = r"\s*(?:[日号]|(?=\s*(?:星期|周)[一二三四五六日天]))"
_CLOCK_GLUED = r"(?=[0-2]\d[:：]\d\d)"  # 2019-09-3007:42, where a page's two fields were joined
_FROM_YEAR = re.compile(
    r"(?P<y1>(?:19|20)\d\d)\s?(?P<separator>[-/.])\s?(?P<m1>\d{1,2})"
    rf"(?:\s?(?P=separator)\s?(?:(?P<d0>[0-3]\d){_CLOCK_GLUED}|(?P<d1>\d{{1,2}})(?!\d|\.\d))|(?!\d|\.\d))"
    rf"|(?P<y2>(?:19|20)\d\d|[一二][{DIGITS}]{{3}})\s*年"
    rf"(?:\s*(?P<m2>{_NUMERAL})\s*月(?:\s*(?P<d2>{_NUMERAL}){_DAY_MARK})?)?"
    r"|(?P<y7>(?:19|20)\d\d)(?P<m7>[01]\d)(?P<d7>[0-3]\d)(?!\d)"
)
_TO_YEAR = re.compile(
    rf"(?<![A-Za-z])(?:{_MONTH.format('m4')}\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})"
    rf"|(?<!\d)(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m5')},?\s+(?P<y5>\d{{4}})"
    rf"|{_MONTH.format('m6')},?\s+(?P<y6>\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
_TO_YEAR_CHARACTERS = 24  # 「30th September,  2024」 and some space
_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d|[一二][{DIGITS}]{{3}}(?=\s*年)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_GAP = r"[ \t]*"  # on the same line: what follows is asked for its end
_TIME = (
    rf"\d{{1,2}} ?[:时] ?\d{{2}} ?(?:分(?!享)|:\d{{2}}(?:\.\d+)?)?"
    rf"{_GAP}(?:Z|[+-]\d\d:?\d\d|[ap]\.?m\b\.?)?"
)
_CLOCK = rf"(?:[T \t-]*(?:[上下]午{_GAP})?{_TIME})?"
_WEEKDAY_AFTER = rf"[(（]?{_GAP}(?:星期|周)[一二三四五六日天]{_GAP}[)）]?"
_AFTER = re.compile(rf"{_CLOCK}{_GAP}(?P<weekday>{_WEEKDAY_AFTER})?{_CLOCK}", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a folded text: where it stands and its ISO form.

    `end` is behind a time of day and weekday that follow it, which `clock` and `weekday` tell of;
    `value` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    start: int
    end: int
    value: str
    weekday: bool
    clock: bool


def fold(text: str) -> str:
    """Return the text with full-width digits and marks as ASCII (NFKC); lengths may change."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def written_dates(folded: str) -> Iterator[WrittenDate]:
    """Yield the dates of a folded text, as `fold` gives it, in order; they do not overlap."""
    end = 0
    for year in _YEAR.finditer(folded):
        if year.start() < end:
            continue
        match = _FROM_YEAR.match(folded, year.start()) or _ending(folded, year, end)
        value = None if match is None else _iso(match)
        if match is not None and value is not None:
            found = _with_time(folded, match, value)
            end = found.end
            yield found


def normalise_date(written: str) -> str | None:
    """Return a date in any of the known writings as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    A time of day after it is dropped. None for what is no date or could be two (03/05/2024).
    """
    if len(written) > LONGEST:
        return None
    folded = fold(written).strip()
    if _BARE_YEAR.fullmatch(folded):
        return folded
    weekday = _WEEKDAY_BEFORE.match(folded)
    start = weekday.end() if weekday else 0
    match = _FROM_YEAR.match(folded, start) or _TO_YEAR.match(folded, start)
    value = None if match is None else _iso(match)
    if match is None or value is None or _AFTER.fullmatch(folded, match.end()) is None:
        return None
    return value


def _ending(folded: str, year: re.Match[str], earliest: int) -> re.Match[str] | None:
    """Return the English date that ends with a year."""
    start = max(earliest, year.start() - _TO_YEAR_CHARACTERS)
    for match in _TO_YEAR.finditer(folded, start, year.end() + 1):
        if match.end() == year.end():
            return match
    return None


def _with_time(folded: str, match: re.Match[str], value: str) -> WrittenDate:
    after = _AFTER.match(folded, match.end())
    assert after is not None  # every part of it may be empty
    clock = ":" in after[0] or "时" in after[0]
    return WrittenDate(match.start(), after.end(), value, after["weekday"] is not None, clock)


def _iso(match: re.Match[str]) -> str | None:
    """Write a matched date in ISO form; None where no calendar has it."""
    found = {name[0]: value for name, value in match.groupdict().items() if value}
    year, month, day = (_number(found.get(part)) for part in ("y", "m", "d"))
    if year is None or not FIRST_YEAR <= year < LAST_YEAR:
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
    return number(written)
