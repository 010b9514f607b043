"""Figures and dates of a sentence that its quotes do not hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.claims.days import holds_day, lies_within, other_day
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.nearness import days_reach, is_said_of, sentence_of
from rag.claims.quantity import Quantity, same_value
from rag.claims.quotes import Quote
from rag.claims.reading import Clause, days_in, days_of_quote, figures_in, figures_of_quote
from rag.claims.units import RANK, compatible
from rag.text import fold
from rag.time_mentions import TimeMention


def doubted_days(
    sentence: str, clauses: Sequence[Clause], quotes: Sequence[Quote]
) -> Iterator[Doubt]:
    """Yield a doubt for each date that no quote of its clause means."""
    by_quote = {quote: days_in(sentence, quote.article.date) for quote in quotes}
    spans = {(one.start, one.end) for found in by_quote.values() for one in found}
    for start, end in sorted(spans):
        clause = next((one for one in clauses if one.start <= start < one.end), clauses[0])
        claims = [
            (one, quote)
            for quote in clause.quotes
            for one in by_quote[quote]
            if (one.start, one.end) == (start, end)
        ]
        if claims and not any(
            holds_day(sentence, one, days_of_quote(quote)) or _stands_as_year(one, quote.text)
            for one, quote in claims
        ):
            other = other_day(claims[0][0], [days_of_quote(quote)[0] for quote in clause.quotes])
            given = other.value if other else None
            yield Doubt(DoubtKind.DATE, sentence[start:end], given, given is not None)


def doubted_figures(sentence: str, clauses: Sequence[Clause]) -> Iterator[Doubt]:
    """Yield a doubt for each figure that no quote of its clause has, by value and unit."""
    if not clauses:
        return
    figures = figures_in(sentence, clauses[0].quotes[0].article.date)
    for one in figures:
        clause = next((c for c in clauses if c.start <= one.start < c.end), clauses[0])
        given = [
            (other, quote.text) for quote in clause.quotes for other in figures_of_quote(quote)
        ]
        if _is_held(sentence, one, clause.quotes) or any(same_value(one, o) for o, _ in given):
            continue
        alike = next(
            (text[other.start : other.end] for other, text in given if _alike(one, other)), None
        )
        is_denied = alike is not None and not _is_worked_out(one, figures)
        yield Doubt(DoubtKind.FIGURE, sentence[one.start : one.end], alike, is_denied)


def misplaced_values(sentence: str, clauses: Sequence[Clause]) -> Iterator[Doubt]:
    """Yield a doubt for each value that its quotes have, but not beside the sentence's words.

    For sentences in the language of their quotes whose values are all held.
    """
    for clause in clauses:
        held: dict[tuple[int, int], list[bool]] = {}
        for quote in clause.quotes:
            for span, stretches in _stretches(sentence, clause, quote):
                if stretches:
                    is_said = is_said_of(sentence, span, quote.text, stretches)
                    held.setdefault(span, []).append(is_said)
        for (start, end), said in held.items():
            if not any(said):
                yield Doubt(DoubtKind.MISPLACED, sentence[start:end])


def _stretches(
    sentence: str, clause: Clause, quote: Quote
) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Yield each value of a clause with what the equal ones of a quote govern there."""
    published = quote.article.date
    text, shift = quote.text, len(quote.before)
    figures = [(one, (one.start, one.end)) for one in figures_of_quote(quote)]
    days = [(one, (one.start - shift, one.end - shift)) for one in days_of_quote(quote)[0].mentions]
    spans = [span for _, span in days]
    for one in figures_in(sentence, published):
        if clause.start <= one.start < clause.end and one.unit != RANK:
            equal = [span for other, span in figures if same_value(one, other)]
            yield (one.start, one.end), [sentence_of(text, span) for span in equal]
    for claimed in days_in(sentence, published):
        if clause.start <= claimed.start < clause.end:
            within = [span for other, span in days if lies_within(other, claimed)]
            yield (
                (claimed.start, claimed.end),
                [days_reach(text, span, spans) for span in within],
            )


def figures_held(sentence: str, quote: Quote) -> float:
    """Return the share (0 to 1) of a sentence's figures and dates that a quote has, 0 for none.

    Across languages it is the first sign that both speak of the same.
    """
    published = quote.article.date
    claims = days_in(sentence, published)
    figures = [one for one in figures_in(sentence, published) if one.unit != RANK]
    if not claims and not figures:
        return 0.0
    mentions, words = days_of_quote(quote)[0].mentions, figures_of_quote(quote)
    held = sum(any(one.value == other.value for other in mentions) for one in claims)
    held += sum(any(same_value(one, other) for other in words) for one in figures)
    return held / (len(claims) + len(figures))


def _stands_as_year(claimed: TimeMention, quote: str) -> bool:
    """Tell whether a quote has a year as a bare number, which is not read as a date."""
    return len(claimed.value) == 4 and bool(
        re.search(rf"(?<!\d){claimed.value}(?!\d)", fold(quote))
    )


def _alike(one: Quantity, other: Quantity) -> bool:
    return compatible(one.unit, other.unit) or bool({one.low, one.high} & {other.low, other.high})


def _is_worked_out(one: Quantity, figures: Sequence[Quantity]) -> bool:
    """Tell whether a figure is the difference or the sum of two others of its sentence."""
    lows = Counter(
        other.low for other in figures if other is not one and compatible(one.unit, other.unit)
    )
    return any(
        lows[second] > (second == first)
        for first in lows
        for second in (one.low - first, first - one.low, first + one.low)
    )


def _is_held(sentence: str, one: Quantity, quotes: Sequence[Quote]) -> bool:
    """Tell whether a figure needs no check: first, or a number that the quote has in a date.

    A number within a figure of the quote (60 in 60%) is compared by value and unit instead.
    """
    if one.unit == RANK and one.low == 1:
        ranks = [q for quote in quotes for q in figures_of_quote(quote) if q.unit == RANK]
        return not ranks
    written = "".join(fold(sentence[one.start : one.end]).split())
    number = re.compile(rf"(?<![\d.,]){re.escape(written)}(?![\d.,]*\d)")
    return not one.unit and any(
        not any(figure.start <= found.start() < figure.end for figure in figures_of_quote(quote))
        for quote in quotes
        for found in number.finditer(fold(quote.text))
    )
