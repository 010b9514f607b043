"""Calendar spans: pairs of days, both inclusive. None where no calendar has the day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

Span = tuple[datetime.date, datetime.date]

MONTHS_OF_YEAR = (1, 12)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as far as it is known: a year, a month of it, a day of that."""

    year: int
    month: int | None
    day: int | None

    @classmethod
    def of(cls, written: str | None) -> Published | None:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None for anything else and for no real day."""
        match = _ISO.fullmatch(written) if written else None
        if match is None:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # the pattern asks for it
        published = cls(year, month, day)
        try:
            published.span()
        except ValueError:
            return None
        return published

    @property
    def date(self) -> datetime.date | None:
        """The day itself, or None where only the month or year is known."""
        if self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)

    def span(self) -> Span:
        """Return the first and last day that it may be."""
        if self.date is not None:
            return self.date, self.date
        months = MONTHS_OF_YEAR if self.month is None else (self.month, self.month)
        found = months_span(self.year, *months)
        if found is None:
            raise ValueError(f"no such month: {self.year}-{self.month}")
        return found


def _last_day(year: int, month: int) -> int:
    # calendar.monthrange finds the weekday too and is ten times slower
    is_leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + is_leap


def year_span(year: int, last: int | None = None) -> Span | None:
    """Return the days of a year, or of all years up to and with `last`."""
    last = year if last is None else last
    if not 1 <= year <= last <= datetime.MAXYEAR:
        return None
    return datetime.date(year, 1, 1), datetime.date(last, 12, 31)


def months_span(year: int, first: int, last: int) -> Span | None:
    """Return the days of the months `first` to `last` (1 to 12) of a year."""
    if not (1 <= year <= datetime.MAXYEAR and 1 <= first <= last <= 12):
        return None
    return datetime.date(year, first, 1), datetime.date(year, last, _last_day(year, last))


def days_span(year: int, month: int, first: int, last: int) -> Span | None:
    """Return the days `first` to `last` of a month; a `last` of 0 is the month's end."""
    if not (1 <= year <= datetime.MAXYEAR and 1 <= month <= 12):
        return None
    end = _last_day(year, month)
    last = last or end
    if not 1 <= first <= last <= end:
        return None
    return datetime.date(year, month, first), datetime.date(year, month, last)


def add_days(day: datetime.date, days: int) -> datetime.date | None:
    """Return the day so many days later, or None beyond the calendar."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return None


def month_after(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the year and month so many months later."""
    years, month = divmod(year * 12 + month - 1 + months, 12)
    return years, month + 1


def months_earlier(day: datetime.date, months: int) -> datetime.date | None:
    """Return the same day of an earlier month; the month's last day where it has no such day."""
    year, month = month_after(day.year, day.month, -months)
    if not 1 <= year <= datetime.MAXYEAR:
        return None
    return datetime.date(year, month, min(day.day, _last_day(year, month)))


def week_span(day: datetime.date, weeks: int) -> Span | None:
    """Return Monday to Sunday of the week so many weeks after that of a day."""
    monday = add_days(day, 7 * weeks - day.weekday())
    sunday = None if monday is None else add_days(monday, 6)
    return None if monday is None or sunday is None else (monday, sunday)


def is_one_day(span: Span) -> bool:
    """Tell whether a span is a single day."""
    return span[0] == span[1]


def is_in_one_month(span: Span) -> bool:
    """Tell whether a span begins and ends in the same month."""
    return (span[0].year, span[0].month) == (span[1].year, span[1].month)


def shortest_iso(first: str, last: str) -> str:
    """Write a span of ISO days as `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `first/last`."""
    if first == last:
        return first
    if first[:4] == last[:4]:
        if first[4:] == "-01-01" and last[4:] == "-12-31":
            return first[:4]
        end = _last_day(int(first[:4]), int(first[5:7]))
        if first[:7] == last[:7] and first[8:] == "01" and int(last[8:]) == end:
            return first[:7]
    return f"{first}/{last}"
