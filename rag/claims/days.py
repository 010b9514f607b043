"""Days that a sentence names, and whether its quote, in an article of a known date, means them.

Both are read through the article's publication date, so that 2024年 stands in an article of 2025
that says 去年. A finer date supports a coarser one that holds it (3月6日 supports 2025年3月), never
the other way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text import fold
from rag.time.spans import Published, months_span
from rag.time_mentions import TimeMention, time_mentions

RELATIVE, OF_CONTEXT = "relative", "year_of_context"
NOW = re.compile(
    r"目前|现在|如今|现有|现已|眼下|截至|截止|至今|当前|迄今|\b(?:now|currently|so far|to date)\b"
)
_ISO_MONTH = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])")


@dataclass(frozen=True, slots=True)
class QuoteDays:
    """What a quote says of time.

    Attributes:
        mentions: the days that it names, those without a year completed.
        words: how each is written, folded.
        published: the article's date, `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or None.
        is_now: whether it says of something that it is so now.
    """

    mentions: tuple[TimeMention, ...]
    words: frozenset[str]
    published: str | None
    is_now: bool = False

    @classmethod
    def of(cls, text: str, start: int, end: int, published: str | None) -> QuoteDays:
        """Read text[start:end], what stands before it completing its dates."""
        found = tuple(one for one in days_of(text[:end], published) if one.start >= start)
        words = frozenset(_words(text, one) for one in found)
        return cls(found, words, published, NOW.search(fold(text[start:end])) is not None)


def days_of(text: str, published: str | None) -> list[TimeMention]:
    """Return the days that a text names, 去年 being that of an article published then.

    2024-05 is a month here, which the passages of an article leave open.
    """
    found = time_mentions(text, published)
    for match in _ISO_MONTH.finditer(text):
        if any(one.start < match.end() and match.start() < one.end for one in found):
            continue
        span = months_span(int(match["year"]), int(match["month"]), int(match["month"]))
        if span is not None:
            first, last = (day.isoformat() for day in span)
            found.append(TimeMention(match.start(), match.end(), first, last, "written"))
    return sorted(found, key=lambda one: one.start)


def holds_day(sentence: str, claimed: TimeMention, quotes: Sequence[QuoteDays]) -> bool:
    """Tell whether a quote means days that lie within the claimed ones.

    Days given by their two ends have to be the same.

    The day of publication counts as one of the quote where the quote names no date, or relative
    ones only that hold it (for a year, a month or a day) or beside which it speaks of now: 截至目前
    in an article of March 2025 supports 截至2025年3月, 去年 does not. A date without a year is held
    where its month and day are.
    """
    words = _words(sentence, claimed)
    for quote in quotes:
        if words in quote.words or any(lies_within(one, claimed) for one in quote.mentions):
            return True
        published = Published.of(quote.published)
        if published is None or any(one.resolved_from != RELATIVE for one in quote.mentions):
            continue
        first, last = (day.isoformat() for day in published.span())
        is_span = "/" in claimed.value
        if not quote.is_now and any(
            is_span or one.last < first or last < one.first for one in quote.mentions
        ):
            continue
        if claimed.first <= first and last <= claimed.last:
            return True
    return False


def lies_within(one: TimeMention, claimed: TimeMention) -> bool:
    """Tell whether days of a quote are within claimed ones; without a year, by month and day."""
    if _is_from_to(claimed):
        at = 5 if claimed.resolved_from == OF_CONTEXT else 0
        return (claimed.first[at:], claimed.last[at:]) == (one.first[at:], one.last[at:])
    if claimed.first <= one.first and one.last <= claimed.last:
        return True
    years = {day[:4] for day in (claimed.first, claimed.last, one.first, one.last)}
    if claimed.resolved_from != OF_CONTEXT or len(years) > 2 or one.first[:4] != one.last[:4]:
        return False
    return claimed.first[5:] <= one.first[5:] and one.last[5:] <= claimed.last[5:]


def _is_from_to(claimed: TimeMention) -> bool:
    """Tell whether days are given by their ends (2019年至2023年), not by a quarter or a half."""
    if "/" not in claimed.value or claimed.resolved_from == RELATIVE:
        return False
    months = int(claimed.last[5:7]) - int(claimed.first[5:7]) + 1
    is_part = claimed.first[:4] == claimed.last[:4] and claimed.first[8:] == "01"
    return not (is_part and months in {3, 6} and (int(claimed.first[5:7]) - 1) % months == 0)


def other_day(claimed: TimeMention, quotes: Sequence[QuoteDays]) -> TimeMention | None:
    """Return a date of the quotes that is as fine as the claimed one, else any date of them."""
    found = [one for quote in quotes for one in quote.mentions]
    alike = [one for one in found if one.value.count("-") == claimed.value.count("-")]
    return next(iter([*alike, *found]), None)


def _words(text: str, one: TimeMention) -> str:
    return "".join(fold(text[one.start : one.end]).split())
