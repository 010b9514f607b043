"""What a date's words say, before anything is known of their place in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from rag.time.spans import Span, days_span, months_span

Which = Literal["nearest", "last", "next"]


class Reference(NamedTuple):
    """A year, month or day counted from what is known.

    `number` is the year itself where `of` is "calendar", else how much later than the publication
    (去年 is -1) or than the mention before
    (次年 is 1); "sentence" is a mention before in the same sentence.
    """

    of: Literal["calendar", "publication", "mention", "sentence"]
    number: int


class Period(NamedTuple):
    """A part of a year: months, or days of one month (a last day of 0 is the month's end).

    `cumulative` is a part that figures are summed over: 上半年, 前三季度, 1—6月.
    """

    months: tuple[int, int]
    days: tuple[int, int] | None = None
    cumulative: bool = False

    def of(self, year: int) -> Span | None:
        """Return its days in a year, or None where that year has no such day."""
        if self.days is None:
            return months_span(year, *self.months)
        return days_span(year, self.months[0], *self.days)


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month or a day, with the larger units that stand before it, if any do.

    Either `period`, or `month` with perhaps `days` (本月10日), or `days` alone (10日), or a year.
    """

    year: Reference | None = None
    period: Period | None = None
    month: Reference | None = None
    days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From one point to another, which may take its year from the first."""

    first: Point
    last: Point


@dataclass(frozen=True, slots=True)
class Day:
    """昨天, 当日."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class Week:
    """上周, 本周五, last Friday: a week counted from the publication's; days 0 to 6 of it."""

    later: int
    days: tuple[int, int] = (0, 6)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday alone, 0 for Monday: the nearest one, or not the day itself."""

    day: int
    which: Which = "nearest"


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """last June, next June: the one before or after the month of publication."""

    month: int
    which: Literal["last", "next"]


@dataclass(frozen=True, slots=True)
class Lately:
    """So many months or days up to the publication: 近三年, 日前."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that need nothing else: “十四五”期间."""

    span: Span


@dataclass(frozen=True, slots=True)
class Decades:
    """90年代 is (90, 99): years of a century, which begins in the year that `century` tells.

    Without one it is the twentieth, as the words are used.
    """

    first: int
    last: int
    century: Reference | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Words that are read so that no part of them is taken for a date, and left out."""


Expression = Point | Range | Day | Week | Weekday | NamedMonth | Lately | Fixed | Decades | Nothing


class Parsed(NamedTuple):
    """An expression and where its words end."""

    end: int
    expression: Expression
