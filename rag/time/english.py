"""English date words: June 5, last year, the first quarter of 2024, between 2020 and 2023.

Texts come folded (lower case); the original tells May from may.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from rag.time.english_words import (
    AND_NEXT,
    BEFORE_MONTH,
    BEFORE_YEAR,
    COUNTED,
    DAY_MONTH,
    DAY_WORDS,
    DAYS_LATER,
    DECADE,
    EDGE,
    EDGE_MONTHS,
    LATELY,
    LATER,
    MENTIONED,
    MONTH_ALONE,
    MONTH_DAY,
    MONTH_NAMES,
    MONTH_YEAR,
    NO_DAY_WORD_BEFORE,
    NUMBERS,
    PART,
    RELATIVE_MONTH,
    RELATIVE_UNIT,
    TO_NEXT,
    WEEKDAY,
    WEEKDAY_NAMES,
    YEAR_ALONE,
    YEAR_PART,
    YEARS,
)
from rag.time.expressions import (
    Day,
    Decades,
    Lately,
    NamedMonth,
    Parsed,
    Period,
    Point,
    Range,
    Reference,
    Week,
    Weekday,
    Which,
)

_UNITS = {"decade": (120, 0), "year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}
_REACH = 12  # characters of the longest word asked for before a date, and a space


def read_english(text: str, original: str, start: int) -> Parsed | None:
    """Read the English date words that begin at a place of a folded text, if any do."""
    first = _point(text, original, start)
    if first is None:
        return _month_from_now(text, original, start) or _words(text, start)
    to = TO_NEXT.match(text, first.end)
    last = None if to is None else _point(text, original, to.end(), is_second=True)
    if last is None:
        return first
    assert isinstance(first.expression, Point)
    assert isinstance(last.expression, Point)
    return Parsed(last.end, Range(first.expression, last.expression))


def read_english_number(text: str, original: str, start: int) -> Parsed | None:
    """Read the English date that begins with digits at a place of a folded text, if one does."""
    if match := DECADE.match(text, start):
        century, decade = divmod(int(match["year"]), 100)
        years = Decades(decade, decade + 9, Reference("calendar", 100 * century))
        return Parsed(match.end(), years)
    if match := DAY_MONTH.match(text, start):
        return _month_and_day(match, original)
    if match := YEAR_PART.match(text, start):
        return _part(match)
    return _years(text, start) or _year_alone(text, start)


def _years(text: str, start: int) -> Parsed | None:
    match = YEARS.match(text, start)
    if match is None or int(match["year"]) >= int(match["last"]):
        return None
    if match["and"] and not text.startswith("between ", max(0, start - len("between "))):
        return None  # a list of two years
    points = (Point(Reference("calendar", int(match[name]))) for name in ("year", "last"))
    return Parsed(match.end(), Range(*points))


def _year_alone(text: str, start: int) -> Parsed | None:
    match = YEAR_ALONE.match(text, start)
    if match is None or COUNTED.match(text, match.end()):
        return None
    is_bracketed = text[start - 1 : start] == "(" and text[match.end() : match.end() + 1] == ")"
    if not is_bracketed and not BEFORE_YEAR.search(text, max(0, start - _REACH), start):
        return None
    return Parsed(match.end(), Point(Reference("calendar", int(match["year"]))))


def _point(text: str, original: str, start: int, *, is_second: bool = False) -> Parsed | None:
    if match := MONTH_DAY.match(text, start) or DAY_MONTH.match(text, start):
        return _month_and_day(match, original)
    if match := MONTH_YEAR.match(text, start):
        return _named_month(match, original)
    if match := MONTH_ALONE.match(text, start):
        is_month = (
            is_second
            or BEFORE_MONTH.search(text, max(0, start - _REACH), start)
            or AND_NEXT.match(text, match.end())
        )
        return _named_month(match, original) if is_month else None
    if match := EDGE.match(text, start):
        return Parsed(match.end(), Point(_year(match), Period(EDGE_MONTHS[match["edge"]])))
    part = PART.match(text, start)
    return None if part is None else _part(part)


def _year(match: re.Match[str]) -> Reference | None:
    found = match.groupdict()
    if found.get("year"):
        return Reference("calendar", int(found["year"]))
    later = found.get("later")
    return Reference("publication", LATER[later]) if later else None


def _number_of_month(match: re.Match[str], original: str) -> int | None:
    """Return 1 to 12, or None for a word that is no name: may, march."""
    if not original[match.start("month")].isupper():
        return None
    short = match["month"][:3]
    return next(place for place, name in enumerate(MONTH_NAMES, 1) if name.startswith(short))


def _month_and_day(match: re.Match[str], original: str) -> Parsed | None:
    month = _number_of_month(match, original)
    if month is None:
        return None
    first, last = (
        int(re.sub("[a-z]", "", match[name] or match["day"])) for name in ("day", "day_last")
    )
    return Parsed(match.end(), Point(_year(match), Period((month, month), (first, last))))


def _named_month(match: re.Match[str], original: str) -> Parsed | None:
    month = _number_of_month(match, original)
    if month is None:
        return None
    return Parsed(match.end(), Point(_year(match), Period((month, month))))


def _month_from_now(text: str, original: str, start: int) -> Parsed | None:
    match = RELATIVE_MONTH.match(text, start)
    month = None if match is None else _number_of_month(match, original)
    if match is None or month is None:
        return None
    if match["which"] == "this":
        return Parsed(match.end(), Point(Reference("publication", 0), Period((month, month))))
    which: Literal["last", "next"] = "last" if match["which"] == "last" else "next"
    return Parsed(match.end(), NamedMonth(month, which))


def _part(match: re.Match[str]) -> Parsed | None:
    found = match.groupdict()
    if quarter := found.get("quarter") or found.get("q"):
        number = int(quarter) if quarter.isdigit() else NUMBERS[quarter]
        months = (3 * number - 2, 3 * number)
    elif half := found.get("half") or found.get("h"):
        months = (1, 6) if half in {"first", "1"} else (7, 12)
    else:
        written = found["months"]
        months = (1, int(written) if written.isdigit() else NUMBERS[written])
    year = _year(match)
    if year is None and (found.get("q") or found.get("h")):
        return None  # Q1 may be the first question
    if months[1] > 12:
        return None
    return Parsed(
        match.end(), Point(year, Period(months, cumulative=months[0] == 1 and months[1] > 3))
    )


def _words(text: str, start: int) -> Parsed | None:
    if match := DAY_WORDS.match(text, start):
        if NO_DAY_WORD_BEFORE.search(text, max(0, start - _REACH), start):
            return None
        later = DAYS_LATER[str(match.lastgroup)]
        return Parsed(match.end(), Day(Reference("publication", later)))
    if match := LATELY.match(text, start):
        months, days = _UNITS[match["unit"]]
        written = match["count"] or match["count_last"] or "one"
        count = int(written) if written.isdigit() else NUMBERS[written]
        return Parsed(match.end(), Lately(months * count, days * count))
    return _unit(text, start) or _weekday(text, start)


def _unit(text: str, start: int) -> Parsed | None:
    match = RELATIVE_UNIT.match(text, start)
    of: Literal["publication", "mention"] = "publication"
    if match is None:
        match, of = MENTIONED.match(text, start), "mention"
    if match is None:
        return None
    reference = Reference(of, LATER[match["later"]])
    if match["unit"] == "week":
        return Parsed(match.end(), Week(reference.number))
    is_year = match["unit"] == "year"
    return Parsed(match.end(), Point(reference) if is_year else Point(month=reference))


def _weekday(text: str, start: int) -> Parsed | None:
    match = WEEKDAY.match(text, start)
    if match is None:
        return None
    day, which = WEEKDAY_NAMES.index(match["day"]), match["later"]
    if which == "this":
        return Parsed(match.end(), Week(0, (day, day)))
    return Parsed(match.end(), Weekday(day, cast(Which, which or "nearest")))
