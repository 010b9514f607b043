"""Days in digits alone: 2023-11-10, 2023/11/10, 2023.11.10, and from one to another."""

from __future__ import annotations

import re

from rag.time.expressions import Parsed, Period, Point, Range, Reference

_SECOND = r"(?:(?P<year_last>(?:19|20)[0-9]{2})(?P=mark))?(?P<month_last>1[0-2]|0?[1-9])(?P=mark)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_DAYS = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
    rf"(?P<day>{_DAY})(?!(?P=mark)[0-9])(?:\s?(?:至|到|to|--?|—{{1,2}}|–|~)\s?{_SECOND}"
    rf"(?P<day_last>{_DAY})(?!(?P=mark)[0-9]))?"
)
_NO_DATE_BEFORE = re.compile(r"[0-9a-z][-/._]?$|(?:版本?|型号|版本号|version|[0-9]\.)\s?:?$|[./_]$")
_VERSION_AFTER = re.compile(r"\s?版|[a-z]*[-_][a-z0-9]")


def read_numeric(text: str, start: int) -> Parsed | None:
    """Read the days in digits that begin at a place of a folded text, if any do."""
    match = _DAYS.match(text, start)
    if match is None or _NO_DATE_BEFORE.search(text, max(0, start - 9), start):
        return None
    if match["mark"] == "." and _VERSION_AFTER.match(text, match.end()):
        return None
    first = _point(match["year"], match["month"], match["day"])
    if match["day_last"] is None:
        return Parsed(match.end(), first)
    year = match["year_last"] or match["year"]
    return Parsed(match.end(), Range(first, _point(year, match["month_last"], match["day_last"])))


def _point(year: str, month: str, day: str) -> Point:
    period = Period((int(month), int(month)), (int(day), int(day)))
    return Point(Reference("calendar", int(year)), period)
