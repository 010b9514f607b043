"""Chinese years, months and days, their parts, and from one to another.

去年11月10日, 2024年一季度, 1—6月, 2020年至2023年, 本月下旬, 同年5月. Texts come folded: simplified,
half-width, one character for one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from rag.time.chinese_words import (
    A_DAY,
    A_LENGTH,
    AGES,
    AGES_BEFORE,
    AT_SOME_TIME,
    CALENDAR_YEAR,
    DAYS,
    EDGE,
    EDGE_MONTHS,
    FIRST_YEAR,
    LATER,
    LUNAR_DAY,
    MENTIONED_MONTH,
    MENTIONED_YEAR,
    MONTH_NAME,
    MONTHS,
    NO_DAY_BEFORE,
    NO_YEAR_BEFORE,
    OF,
    PART,
    RECURRING,
    RELATIVE_MONTH,
    RELATIVE_YEAR,
    REPUBLIC,
    THIRD,
    TO_NEXT,
)
from rag.time.expressions import Nothing, Parsed, Period, Point, Range, Reference
from rag.time.numerals import number

_NUMBER_BEGINS = frozenset("0123456789一二三四五六七八九十廿")


def read_point(text: str, start: int) -> Parsed | None:
    """Read a year, a month or a day with its parts, or one to another, at a place of a text."""
    first = _first_year(text, start) or _point(text, start)
    if first is None:
        return None
    to = TO_NEXT.match(text, first.end)
    last = _point(text, to.end(), is_second=True) if to else None
    if last is None:
        return first
    if isinstance(first.expression, Point) and isinstance(last.expression, Point):
        if last.expression.days is not None and last.expression.month is None:
            return first  # 10日 alone has been asked for with its own 至
        return Parsed(last.end, Range(first.expression, last.expression))
    return Parsed(last.end, Nothing())


def _first_year(text: str, start: int) -> Parsed | None:
    """Read the bare year that a range of years begins with, up to its dash."""
    match = FIRST_YEAR.match(text, start)
    if match is None or NO_YEAR_BEFORE.search(text, max(0, start - 2), start):
        return None
    first, last = int(match["year"]), int(match["last"])
    if match["mark"]:  # the second year is read with what follows it
        return Parsed(match.end("year"), Point(Reference("calendar", first)))
    if last < first:
        return None
    points = (Point(Reference("calendar", year)) for year in (first, last))
    return Parsed(match.end(), Range(*points))


def _point(text: str, start: int, *, is_second: bool = False) -> Parsed | None:
    is_number = text[start : start + 1] in _NUMBER_BEGINS
    year = _year_in_numbers(text, start) if is_number else _year_in_words(text, start)
    if year is not None:
        if isinstance(year.expression, Nothing):
            return year
        part = _part_of_year(text, year.end)
        if part is not None:
            return _joined(year, part)
        # 当年 alone may mean "in those days".
        in_sentence = Point(Reference("sentence", 0))
        return Parsed(year.end, in_sentence) if text[start] == "当" else year
    if not is_number:
        return _month_by_name(text, start) or _part_alone(text, start)
    found = _part_alone(text, start) or _month_alone(text, start, is_second=is_second)
    return found if found or is_second else _day_alone(text, start)


def _joined(year: Parsed, part: Parsed) -> Parsed:
    assert isinstance(year.expression, Point)
    assert isinstance(part.expression, Point)
    return Parsed(part.end, replace(part.expression, year=year.expression.year))


def _year_in_numbers(text: str, start: int) -> Parsed | None:
    match = CALENDAR_YEAR.match(text, start)
    if match is None:
        return None
    year = number(match["year"])
    if _is_no_year(text, match, year):
        return Parsed(match.end(), Nothing())
    return Parsed(match.end(), Point(Reference("calendar", year)))


def _year_in_words(text: str, start: int) -> Parsed | None:
    if match := REPUBLIC.match(text, start):
        return Parsed(match.end(), Point(Reference("calendar", 1911 + number(match["year"]))))
    if match := RELATIVE_YEAR.match(text, start):
        later = LATER[str(match.lastgroup)]
        return Parsed(match.end(), Point(Reference("publication", later)))
    if match := MENTIONED_YEAR.match(text, start):
        return Parsed(match.end(), Point(Reference("mention", LATER[str(match.lastgroup)])))
    return None


def _is_no_year(text: str, match: re.Match[str], year: int) -> bool:
    """Tell 2000年前 (so long ago), 公元前1046年 and 1500年历史 from years."""
    before = (text, max(0, match.start() - 2), match.start())
    if NO_YEAR_BEFORE.search(*before):
        return True
    is_round = year % 100 == 0
    return is_round and bool(AGES.match(text, match.end()) or AGES_BEFORE.search(*before))


def _part_of_year(text: str, end: int) -> Parsed | None:
    of = OF.match(text, end)
    start = end if of is None else of.end()
    if match := EDGE.match(text, start):
        return Parsed(match.end(), Point(period=Period(EDGE_MONTHS[str(match.lastgroup)])))
    return _part(text, start) or _months_and_days(text, start)


def _part(text: str, start: int) -> Parsed | None:
    """Read a half, quarters or the first months of a year."""
    match = PART.match(text, start)
    if match is None:
        return None
    if match["half"]:
        months = (1, 6) if match["half"][0] == "上" else (7, 12)
    elif match["months"]:
        months = (1, number(match["months"]))
    elif match["quarters"]:
        months = (1, 3 * number(match["quarters"]))
    else:
        first = number(match["quarter"] or "1")
        last = number(match["quarter_last"] or match["quarter"] or "1")
        if last < first:
            return None
        months = (3 * first - 2, 3 * last)
    is_cumulative = months[0] == 1 and months[1] > 3
    return Parsed(match.end(), Point(period=Period(months, cumulative=is_cumulative)))


def _months_and_days(text: str, start: int) -> Parsed | None:
    match = MONTHS.match(text, start)
    if match is None:
        return None
    first, end = number(match["first"]), match.end()
    if match["last"]:
        last = number(match["last"])
        if last > first:
            return Parsed(end, Point(period=Period((first, last), cumulative=first == 1)))
        if match["mark"] is None:
            return None
        end = match.end("mark")  # 11月至2月: the second is read as a point of its own
    days = _days_of_month(text, end)
    if days is None:
        return Parsed(end, Point(period=Period((first, first))))
    return Parsed(days.end, Point(period=Period((first, first), days.days)))


class _Days(NamedTuple):
    end: int
    days: tuple[int, int]


def _days_of_month(text: str, start: int) -> _Days | None:
    if match := THIRD.match(text, start):
        kind, written = match.lastgroup, match[0]
        first = 1 if kind == "start" or written[0] == "上" else 11 if written[0] == "中" else 21
        last = 10 if kind == "start" else 0 if kind == "end" or "下" in written else 20
        return _Days(match.end(), (first, 10 if written == "上旬" else last))
    match = DAYS.match(text, start)
    if match is None:
        return None
    first = number(match["first"])
    last = number(match["last"] or match["first"])
    return _Days(match.end(), (first, last)) if first <= last else None


def _month_by_name(text: str, start: int) -> Parsed | None:
    if match := RELATIVE_MONTH.match(text, start):
        month = Reference("publication", LATER[str(match.lastgroup)])
    elif match := MENTIONED_MONTH.match(text, start):
        month = Reference("mention", LATER[str(match.lastgroup)])
    else:
        return None
    of = OF.match(text, match.end())
    days = _days_of_month(text, match.end() if of is None else of.end())
    if days is None:
        return Parsed(match.end(), Point(month=month))
    return Parsed(days.end, Point(month=month, days=days.days))


def _part_alone(text: str, start: int) -> Parsed | None:
    part = _part(text, start)
    return None if part is None or _is_loose_quarter(text, start, part.end) else part


def _month_alone(text: str, start: int, *, is_second: bool) -> Parsed | None:
    months = _months_and_days(text, start)
    if months is None or is_second:
        return months
    before = (text, max(0, start - 4), start)
    is_name = LUNAR_DAY.match(text, months.end) or MONTH_NAME.match(text, months.end)
    is_alone = text[months.end - 1] == "月" and not text[start].isascii()
    if A_LENGTH.search(*before) or RECURRING.search(*before) or (is_alone and is_name):
        return Parsed(months.end, Nothing())
    return months


def _is_loose_quarter(text: str, start: int, end: int) -> bool:
    """Tell whether 第三季 may be a series' third season, and not a quarter."""
    return text[end - 1] == "季" or A_LENGTH.search(text, max(0, start - 1), start) is not None


def _day_alone(text: str, start: int) -> Parsed | None:
    days = _days_of_month(text, start) if DAYS.match(text, start) else None
    if days is None:
        return None
    written = text[start : days.end]
    if not written[0].isascii() and len(written) < 3:  # 三日 is a length, 十三日 a day
        return None
    if NO_DAY_BEFORE.search(text, max(0, start - 1), start):
        return None
    follows = AT_SOME_TIME if written[-1] == "号" else A_DAY
    return Parsed(days.end, Point(days=days.days)) if follows.match(text, days.end) else None
