"""From what a date's words say to the days that they mean in their article."""

from __future__ import annotations

import datetime
from typing import Literal, NamedTuple

from rag.time.context import FAR, Context
from rag.time.expressions import (
    Day,
    Decades,
    Expression,
    Fixed,
    Lately,
    NamedMonth,
    Nothing,
    Period,
    Point,
    Range,
    Reference,
    Week,
    Weekday,
)
from rag.time.spans import (
    Span,
    add_days,
    days_span,
    is_in_one_month,
    is_one_day,
    month_after,
    months_earlier,
    months_span,
    week_span,
    year_span,
)

Origin = Literal["written", "year_of_context", "relative"]

FURTHEST_YEARS = 150  # no article means a longer range


class Resolved(NamedTuple):
    """The days of a mention, how they were found, and whether what follows may build on them."""

    span: Span
    origin: Origin
    is_context: bool = True


def resolve(expression: Expression, context: Context, start: int, end: int) -> Resolved | None:
    """Return the days that words at start:end mean, or None where nothing tells them."""
    resolved: Resolved | None = None
    if isinstance(expression, Fixed):
        resolved = Resolved(expression.span, "written", is_context=False)
    elif isinstance(expression, Decades):
        resolved = _decades(expression, context)
    elif isinstance(expression, Nothing) or _is_left_alone(expression, context, start):
        pass
    elif isinstance(expression, Point):
        span = _point(expression, context, start, end)
        resolved = None if span is None else Resolved(span, _origin(expression))
    elif isinstance(expression, Range):
        resolved = _range(expression, context, start, end)
    elif isinstance(expression, NamedMonth):
        resolved = _named_month(expression, context)
    else:
        resolved = _from_day(expression, context, start, end)
    return resolved


def _is_left_alone(expression: Expression, context: Context, start: int) -> bool:
    """Tell whether words that are no full date stand in a title: 《明年再见》."""
    if not context.is_in_book_title(start):
        return False
    points = (expression.first, expression.last) if isinstance(expression, Range) else (expression,)
    return not any(isinstance(one, Point) and _origin(one) == "written" for one in points)


def _origin(point: Point) -> Origin:
    references = {one.of for one in (point.year, point.month) if one is not None}
    if "publication" in references:
        return "relative"
    return "written" if "calendar" in references else "year_of_context"


def _point(point: Point, context: Context, start: int, end: int) -> Span | None:
    if point.month is not None:
        month = _month(point.month, context, start)
        if month is None:
            return None
        return days_span(*month, *point.days) if point.days else months_span(*month, month[1])
    if point.year is None:
        if point.period is not None:
            return context.complete(point.period, start, end)
        assert point.days is not None  # a point without a year has days or a period
        return context.complete_day(point.days, start)
    year = _year(point.year, context, start)
    if year is None:
        return None
    return year_span(year) if point.period is None else point.period.of(year)


def _year(reference: Reference, context: Context, start: int) -> int | None:
    if reference.of == "calendar":
        return reference.number
    if reference.of == "publication":
        return None if context.published is None else context.published.year + reference.number
    if reference.of == "sentence" and not context.is_in_sentence_of_last(start):
        return None
    before = context.last_within(start, FAR)
    return None if before is None else before[1].year + reference.number


def _month(reference: Reference, context: Context, start: int) -> tuple[int, int] | None:
    if reference.of == "publication":
        published = context.published
        if published is None or published.month is None:
            return None
        return month_after(published.year, published.month, reference.number)
    before = context.last_within(start, FAR)
    if before is None or not is_in_one_month(before):
        return None
    return month_after(before[0].year, before[0].month, reference.number)


def _range(expression: Range, context: Context, start: int, end: int) -> Resolved | None:
    first, last = expression.first, expression.last
    if first.year is None and first.period and last.year and last.year.of != "mention":
        to = _point(last, context, start, end)
        years = () if to is None else (to[0].year, to[0].year - 1)
        spans = [span for year in years if (span := first.period.of(year))]
        since = next((span for span in spans if to is not None and span[0] <= to[0]), None)
    else:
        since = _point(first, context, start, end)
        to = None if since is None else _second(last, since, context, start, end)
    if since is None or to is None or to[1] < since[0]:
        return None
    if to[1].year - since[0].year > FURTHEST_YEARS:
        return None
    origins = {_origin(first), _origin(last)}
    origin: Origin = "written" if "written" in origins else "year_of_context"
    return Resolved((since[0], to[1]), "relative" if "relative" in origins else origin)


def _second(point: Point, since: Span, context: Context, start: int, end: int) -> Span | None:
    """Return the second end of a range: in the first one's year, or in the next."""
    if point.year is not None and point.year.of == "mention":
        year = since[1].year + point.year.number
        return year_span(year) if point.period is None else point.period.of(year)
    if point.year is not None or point.month is not None:
        return _point(point, context, start, end)
    period = point.period
    if period is None:
        period = Period((since[0].month, since[0].month), point.days)
    spans = (period.of(since[0].year), period.of(since[0].year + 1))
    return next((span for span in spans if span is not None and span[0] >= since[0]), None)


def _decades(expression: Decades, context: Context) -> Resolved | None:
    century = 1900
    origin: Origin = "year_of_context"
    if expression.century is not None:
        century, origin = expression.century.number, "written"
        if expression.century.of == "publication":
            if context.published is None:
                return None
            century = context.published.year // 100 * 100 + 100 * expression.century.number
            origin = "relative"
    span = year_span(century + expression.first, century + expression.last)
    return None if span is None else Resolved(span, origin, is_context=False)


def _named_month(expression: NamedMonth, context: Context) -> Resolved | None:
    published = context.published
    if published is None or published.month is None:
        return None
    month, year = expression.month, published.year
    if expression.which == "last":
        year -= month >= published.month
    else:
        year += month <= published.month
    span = months_span(year, month, month)
    return None if span is None else Resolved(span, "relative")


def _from_day(
    expression: Day | Week | Weekday | Lately, context: Context, start: int, end: int
) -> Resolved | None:
    if isinstance(expression, Day) and expression.reference.of == "mention":
        before = context.last_within(start, FAR)
        if before is None or not is_one_day(before):
            return None
        day = add_days(before[0], expression.reference.number)
        return None if day is None else Resolved((day, day), "year_of_context")
    today = None if context.published is None else context.published.date
    if today is None:
        return None
    if isinstance(expression, Lately):
        since = months_earlier(today, expression.months)
        since = None if since is None else add_days(since, -expression.days)
        return None if since is None else Resolved((since, today), "relative", is_context=False)
    span = _days_from(expression, context, today, start, end)
    return None if span is None else Resolved(span, "relative")


def _days_from(
    expression: Day | Week | Weekday, context: Context, today: datetime.date, start: int, end: int
) -> Span | None:
    if isinstance(expression, Week):
        week = week_span(today, expression.later)
        first, last = (
            (None, None)
            if week is None
            else (
                add_days(week[0], expression.days[0]),
                add_days(week[0], expression.days[1]),
            )
        )
        return None if first is None or last is None else (first, last)
    if isinstance(expression, Day):
        later = expression.reference.number
    else:
        later = (expression.day - today.weekday()) % 7  # until that weekday, 0 to 6
        if expression.which == "next":
            later = later or 7
        elif expression.which == "last" or (later and not context.is_announced(start, end)):
            later -= 7
    day = add_days(today, later)
    return None if day is None else (day, day)
