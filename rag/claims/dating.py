"""Whether a figure is given for the time that its sentence says: 2024年产值 is not that of 2025.

A quote of two sentences may have the date of a sentence in one and its figure in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.days import NOW, QuoteDays, holds_day
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.nearness import Span, sentence_of
from rag.claims.quantity import same_value
from rag.claims.quotes import Quote
from rag.claims.reading import Clause, days_in, days_of_quote, figures_in, figures_of_quote
from rag.claims.units import RANK
from rag.text import fold
from rag.time_mentions import TimeMention

LEAST_CLAUSE = 4  # letters beside a date; with fewer it is the date of the clause that follows
_CLAUSE = re.compile(r"(?:[^,，。;；:：!！?？\n]|(?<=\d),(?=\d))+")


def misdated_figures(sentence: str, clauses: Sequence[Clause]) -> Iterator[Doubt]:
    """Yield a doubt for each date whose figure its quotes give for other days alone.

    Args:
        sentence: whose figures and dates are all held.
        clauses: of the sentence, with their quotes.
    """
    for clause in clauses:
        for one in figures_in(sentence, clause.quotes[0].article.date):
            if not clause.start <= one.start < clause.end or one.unit == RANK:
                continue
            said = [
                (claimed, _is_dated(sentence, claimed, quote, (other.start, other.end)))
                for quote in clause.quotes
                for other in figures_of_quote(quote)
                if same_value(one, other)
                for claimed in _date_of(sentence, one.start, quote.article.date)
            ]
            if said and not any(held for _, held in said):
                claimed = said[0][0]
                yield Doubt(DoubtKind.MISPLACED, sentence[claimed.start : claimed.end])


def _date_of(sentence: str, figure: int, published: str | None) -> list[TimeMention]:
    """Return the date before a figure in its clause, else one that is the clause before it."""
    days = days_in(sentence, published)
    spans = [match.span() for match in _CLAUSE.finditer(sentence) if match.start() <= figure]
    for place, (low, high) in enumerate(reversed(spans)):
        inside = [day for day in days if low <= day.start < min(high, figure)]
        if not inside:
            continue
        written = sum(day.end - day.start for day in inside)
        rest = sum(map(str.isalnum, sentence[low:high])) - written
        return inside[-1:] if place == 0 or rest < LEAST_CLAUSE else []
    return []


def _is_dated(sentence: str, claimed: TimeMention, quote: Quote, figure: Span) -> bool:
    """Tell whether the sentence of a figure in a quote names the claimed days, or none."""
    start, end = sentence_of(quote.text, figure)
    shift = len(quote.before)
    days = tuple(
        day for day in days_of_quote(quote)[0].mentions if start <= day.start - shift < end
    )
    is_open = not days or NOW.search(fold(quote.text[start:end])) is not None
    return is_open or holds_day(sentence, claimed, [QuoteDays(days, frozenset(), None)])
