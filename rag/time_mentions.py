"""Dates that a text mentions, as machine-readable days: 去年11月10日, Q1 2024, 近三年.

Own code because no library fits: dateparser misplaces and misreads Chinese dates, recognizers-text
no longer imports, and jionlp (19 MB, 10 times slower) takes 12号线 for a day and no other year than
the publication's.

Left out, never guessed: relative words without a publication date that is fine enough, dates that
no calendar has, recurring ones (每年3月), lengths of time, festivals and lunar dates, years of two
digits, 2024-05 (perhaps a season), figures of document numbers, versions, lines and houses.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.time.resolving import Origin
from rag.time.scanning import scan
from rag.time.spans import shortest_iso
from rag.time.writing import write_span

__all__ = ["TimeMention", "time_mentions", "write_out"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words of a text that name days, months or years.

    Attributes:
        start: offset of the words in code points; text[start:end] is the words.
        end: offset behind them.
        first: the first of the days meant, `YYYY-MM-DD`.
        last: the last of them, inclusive.
        resolved_from: "written" in full; "year_of_context" where the year (or the month) comes from
            words nearby or from the publication date; "relative" for words such as 昨天.
    """

    start: int
    end: int
    first: str
    last: str
    resolved_from: Origin

    @property
    def value(self) -> str:
        """The days in the shortest ISO form: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `first/last`."""
        return shortest_iso(self.first, self.last)


def time_mentions(text: str, published: str | None) -> list[TimeMention]:
    """Find the dates that a text mentions, in order and without overlap, in linear time.

    日前, 近日 and 连日来 are the fortnight up to the publication; 年底 is December, 年初 January;
    去年同期 is the year; a range such as 近三年 ends with the publication.

    Args:
        text: an article or a passage of one.
        published: the article's date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; anything else is as None.
    """
    return [
        TimeMention(
            found.start,
            found.end,
            found.span[0].isoformat(),
            found.span[1].isoformat(),
            found.origin,
        )
        for found in scan(text, published)
    ]


def write_out(text: str, published: str | None, *, years: bool = False) -> str:
    """Return the text with the days of relative words behind them, for display only.

    去年 becomes 去年（2023年）, 去年11月10日 becomes 去年11月10日（2023年11月10日）, last year
    becomes last year (2023). Dates in full are left alone.

    Args:
        text: an article or a passage of one.
        published: the article's date, as in `time_mentions`.
        years: whether a date without a year, 3月6日, is written out too.
    """
    wanted = {"relative", "year_of_context"} if years else {"relative"}
    parts: list[str] = []
    end = 0
    for found in scan(text, published):
        if found.origin in wanted:
            parts += text[end : found.end], write_span(text[found.start : found.end], found.span)
            end = found.end
    return "".join([*parts, text[end:]])
