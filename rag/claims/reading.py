"""What sentences and quotes say of time and quantity, and which clause follows which quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.claims.alignment import CLAUSE, masked, shared_share
from rag.claims.days import QuoteDays, days_of
from rag.claims.quantities import quantities
from rag.claims.quantity import Quantity
from rag.claims.quotes import Quote
from rag.text import fold
from rag.time_mentions import TimeMention

NEAR_BEST = 0.8  # of the best quote's share of a clause that another must have to hold it too
CACHED = 4096


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence and the quotes that it is to rest on."""

    start: int
    end: int
    quotes: tuple[Quote, ...]


def clauses_of(sentence: str, quotes: Sequence[Quote]) -> list[Clause]:
    """Return the clauses of a sentence, each with the quotes that it follows."""
    spans = [(match.start(), match.end()) for match in CLAUSE.finditer(fold(sentence))]
    if len(quotes) == 1:
        return [Clause(start, end, (*quotes,)) for start, end in spans]
    found = []
    for start, end in spans:
        shares = [shared(sentence[start:end], [quote]) for quote in quotes]
        near = [
            quote
            for quote, share in zip(quotes, shares, strict=True)
            if share >= NEAR_BEST * max(shares)
        ]
        found.append(Clause(start, end, tuple(near)))
    return found


def shared(sentence: str, quotes: Sequence[Quote]) -> float:
    """Return the share (0 to 1) of a sentence that quotes have; figures count as equal."""
    date = quotes[0].article.date
    quoted = "\n".join(masked_text(quote.text, quote.article.date) for quote in quotes)
    return shared_share(masked_text(sentence, date), quoted)


@lru_cache(CACHED)
def days_in(text: str, published: str | None) -> tuple[TimeMention, ...]:
    """Return the days of a text of an article published then."""
    return tuple(days_of(text, published))


@lru_cache(CACHED)
def days_of_quote(quote: Quote) -> tuple[QuoteDays, ...]:
    """Read the days of a quote and those of its article's title."""
    text = quote.before + quote.text
    start, published = len(quote.before), quote.article.date
    title = quote.article.title
    return (
        QuoteDays.of(text, start, len(text), published),
        QuoteDays.of(title, 0, len(title), None),
    )


@lru_cache(CACHED)
def figures_in(text: str, published: str | None) -> tuple[Quantity, ...]:
    """Return the figures of a text, those of its dates left out."""
    dates = [(one.start, one.end) for one in days_in(text, published)]
    return tuple(quantities(text, dates))


def figures_of_quote(quote: Quote) -> tuple[Quantity, ...]:
    """Return the figures of a quote."""
    return figures_in(quote.text, quote.article.date)


@lru_cache(CACHED)
def masked_text(text: str, published: str | None) -> str:
    """Return a text folded, with # for its figures and dates."""
    spans = [(one.start, one.end) for one in days_in(text, published)]
    spans += [(one.start, one.end) for one in figures_in(text, published)]
    return masked(text, spans)
