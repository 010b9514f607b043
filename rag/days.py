"""Dates of articles, which may name a month or a year only, as days."""

from __future__ import annotations

import calendar

from rag.errors import UsageError
from rag.types import DATE


def last_day(date: str) -> str:
    """Return the last day (YYYY-MM-DD) of a year, a month or a day.

    Raises:
        UsageError: it is none of these.
    """
    error = UsageError(f"not a date: {date!r}.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
    if not DATE.fullmatch(date):
        raise error
    year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    month = month if "-" in date else 12
    if not (year >= 1 and 1 <= month <= 12):
        raise error
    length = calendar.monthrange(year, month)[1]
    if day > length or (date.count("-") == 2 and day == 0):
        raise error
    return f"{year:04}-{month:02}-{day or length:02}"
