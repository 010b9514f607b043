"""What completes a date that is not written in full: the dates before it and the article's own.

A day and month without a year is read as the one nearest to the publication date; one to come must
be close or announced (将, will). A date near behind another one continues that one's year, unless
it is news of the last month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rag.time.expressions import Period
from rag.time.spans import (
    Published,
    Span,
    days_span,
    is_in_one_month,
    is_one_day,
    month_after,
    year_span,
)

NEAR = 100  # characters within which a date completes the next one
FAR = 300  # and within which 同年 and 当日 look back
AHEAD_DAYS, AHEAD_MONTHS = 92, 45  # days to come that need no announcement, for a day and a month
ANNOUNCED_AHEAD = 250
NEWS, NEWS_MONTH = 31, 62  # days: what happened so lately needs no year
BOOK_TITLE = 60  # characters of a title at most

_SENTENCE_END = re.compile(r"[。!?；;\n]|\.\s")
_SOON = re.compile(
    r"(?:将|拟|预定|定于|计划|预计|有望|力争|确保|争取)[^。,;!?\n，]{0,6}$"
    r"|\b(?:will|to be|scheduled|planned|due|set|expected|upcoming)\b[^.;!?\n]{0,24}$"
)
_ANNOUNCED = re.compile(
    r"将|拟|会[在于]|起(?:施行|实施|执行|禁止)|计划|预计|有望|届时|截止|报名|预售|力争|敬请"
    r"|\b(?:will|scheduled|plans?|planned|expected|upcoming|deadline|due)\b"
)


@dataclass(slots=True)
class Context:
    """Where a reading stands: the folded text, its publication date and the last mention before."""

    folded: str
    published: Published | None
    last: Span | None = field(default=None, init=False)
    last_end: int = field(default=0, init=False)

    def note(self, span: Span, end: int) -> None:
        """Remember a mention for what follows it."""
        self.last, self.last_end = span, end

    def last_within(self, start: int, characters: int) -> Span | None:
        """Return the last mention if it ends at most so many characters before `start`."""
        return self.last if start - self.last_end <= characters else None

    def is_in_book_title(self, start: int) -> bool:
        """Tell whether a place is inside 《》."""
        opened = self.folded.rfind("《", max(0, start - BOOK_TITLE), start)
        return opened >= 0 and self.folded.find("》", opened, start) < 0

    def complete(self, period: Period, start: int, end: int) -> Span | None:
        """Return the days of a period without a year, or None where nothing tells the year."""
        by_date = self._by_publication(period, start, end)
        before = self.last_within(start, NEAR)
        if before is None or before[0].year != before[1].year:
            return by_date
        continued = period.of(before[1].year)
        if continued is None or continued[0] < before[0]:
            return by_date
        if self.published is None:
            return continued
        today = self.published.span()[1]
        is_to_come = continued[0] > today >= before[0]  # then it is for the date to tell
        if is_to_come or not self._continues(before, start):
            return by_date
        return by_date if self._is_news(by_date, period, start) else continued

    def complete_day(self, days: tuple[int, int], start: int) -> Span | None:
        """Return the days for 20日 or 20日至22日 without a month."""
        before = self.last_within(start, NEAR)
        if before is not None and is_in_one_month(before):
            follows = is_one_day(before) and days[0] >= before[1].day
            if follows or self._sentence_ends(start) == 0:
                return days_span(before[0].year, before[0].month, *days)
        published = self.published
        if published is None or published.month is None:
            return None
        if published.date is None:
            return days_span(published.year, published.month, *days)
        today = published.date
        near = [
            days_span(*month_after(today.year, today.month, step), *days) for step in (-1, 0, 1)
        ]
        candidates = [span for span in near if span is not None]
        if self._is_soon(start):
            candidates = [span for span in candidates if span[1] >= today]
        return min(candidates, key=lambda span: abs((span[0] - today).days), default=None)

    def is_in_sentence_of_last(self, start: int) -> bool:
        """Tell whether the last mention stands in the same sentence."""
        return self._sentence_ends(start) == 0

    def is_announced(self, start: int, end: int) -> bool:
        """Tell whether the sentence speaks of what is to come."""
        before = _SENTENCE_END.split(self.folded[max(0, start - 40) : start])[-1]
        after = _SENTENCE_END.split(self.folded[end : end + 40], maxsplit=1)[0]
        return _ANNOUNCED.search(f"{before} {after}") is not None

    def _by_publication(self, period: Period, start: int, end: int) -> Span | None:
        if self.published is None:
            return None
        if self.published.month is None:
            return period.of(self.published.year)
        first, last = self.published.span()
        has_days = period.of(self.published.year) is not None
        reach = 1 if has_days else 8  # a leap day may be so far
        years = range(self.published.year - reach, self.published.year + reach + 1)
        spans = [span for year in years if (span := period.of(year))]
        if self._is_soon(start):
            return next((span for span in spans if (first - span[1]).days <= NEWS), None)
        past = next((span for span in reversed(spans) if span[0] <= last), None)
        coming = next((span for span in spans if span[0] > last), None)
        if past is not None and period.cumulative and past[1] > last:
            if past[1].month == last.month or self.is_announced(start, end):
                return past
            return self._well_before(past, period)
        return coming if coming and self._is_meant(coming, past, period, start, end) else past

    def _is_meant(
        self, coming: Span, past: Span | None, period: Period, start: int, end: int
    ) -> bool:
        """Tell whether a period without a year is the next one, and not the last one."""
        assert self.published is not None  # what _by_publication has seen to
        today = self.published.span()[1]
        ahead = (coming[0] - today).days
        if past is None or ahead >= (today - past[1]).days or ahead > ANNOUNCED_AHEAD:
            return False
        usual = AHEAD_MONTHS if period.days is None else AHEAD_DAYS
        is_close = ahead <= usual and not period.cumulative
        return is_close or self.is_announced(start, end)

    def _well_before(self, span: Span, period: Period) -> Span | None:
        """Return last year's period where this year's has not come to its middle.

        From there on 上半年 may be this year's plan or last year's figures: None.
        """
        assert self.published is not None  # what _by_publication has seen to
        is_early = self.published.span()[1] < span[0] + (span[1] - span[0]) / 2
        return period.of(span[0].year - 1) if is_early else None

    def _continues(self, before: Span, start: int) -> bool:
        """Tell whether a date may go on from the one before, in its year."""
        is_whole_year = before == year_span(before[0].year)
        return self._sentence_ends(start) <= (0 if is_whole_year else 1)

    def _is_news(self, span: Span | None, period: Period, start: int) -> bool:
        """Tell whether a reading by the publication date is of the weeks before it.

        A month is so only in a sentence of its own: 2022年5月开工，7月完工 is one story.
        """
        today = None if self.published is None else self.published.date
        if today is None or span is None:
            return False
        if period.days is None and self._sentence_ends(start) == 0:
            return False
        earliest = NEWS if period.days else NEWS_MONTH
        return (today - span[1]).days <= earliest and (span[0] - today).days <= 1

    def _sentence_ends(self, start: int) -> int:
        return sum(1 for _ in _SENTENCE_END.finditer(self.folded, self.last_end, start))

    def _is_soon(self, start: int) -> bool:
        return _SOON.search(self.folded[max(0, start - 32) : start]) is not None
