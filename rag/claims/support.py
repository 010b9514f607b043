"""Whether quotes hold a sentence: each figure, date and name, and no word that says the contrary.

A sentence is supported where all of its claims stand in its quotes, contradicted where the quotes
say the same but for another figure, date or name in its place, and else unsupported. Names may
stand in what surrounds a quote (title, issuer, the text before), dates in the title or, where the
quote has none of its own, in the publication date; figures must stand in the quote itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.claims.alignment import CLAUSE, masked, shared_share, swaps, unknown_subject
from rag.claims.days import QuoteDays, days_of, holds_day, other_day
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.names import LATIN, PERSON, names_of, stands_in
from rag.claims.polarity import contrary
from rag.claims.quantities import quantities
from rag.claims.quantity import Quantity, same_value
from rag.claims.quotes import Quote
from rag.claims.units import RANK, compatible
from rag.text import fold, main_script
from rag.time_mentions import TimeMention
from rag.types import Verdict

SAME_MATTER = 0.55  # share of a sentence that its quotes have where they say the same of something
SAME_STATEMENT = 0.35  # … where one of both may say the contrary of the other
NEAR_BEST = 0.8
LEAST_CLAUSE = 6  # letters of a clause that has to be held on its own
HELD_SHARE = 0.2
CACHED = 4096


@dataclass(frozen=True, slots=True)
class Support:
    """What checking a sentence gave.

    Attributes:
        verdict: SUPPORTED, UNSUPPORTED or CONTRADICTED.
        doubts: the claims that failed; none where it is supported.
        share: how much of the sentence's letters (0 to 1) its quotes have in runs, figures and
            dates counting as equal; 0 across scripts.
    """

    verdict: Verdict
    doubts: tuple[Doubt, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a sentence and the quotes that it is to rest on."""

    start: int
    end: int
    quotes: tuple[Quote, ...]


def check(sentence: str, quotes: Sequence[Quote]) -> Support:
    """Check a sentence against the quotes that it is to rest on, taken together.

    Args:
        sentence: one sentence, without markers.
        quotes: one, or two where the sentence joins what two of them say; each clause then has to
            agree with the quote that it follows.
    """
    same_script = any(main_script(quote.text) == main_script(sentence) for quote in quotes)
    share = _share(sentence, quotes) if same_script else 0.0
    clauses = _clauses(sentence, quotes) if same_script else [_Clause(0, len(sentence), (*quotes,))]
    doubts = (
        *_doubted_days(sentence, clauses, quotes),
        *_doubted_figures(sentence, clauses),
        *_doubted_names(sentence, clauses, quotes, same_script=same_script),
        *_contraries(sentence, quotes, share=share, same_script=same_script),
        *_unheld(sentence, clauses, same_script=same_script),
    )
    if not doubts:
        return Support(Verdict.SUPPORTED, (), share)
    is_denied = share >= SAME_MATTER and any(doubt.denied for doubt in doubts)
    verdict = Verdict.CONTRADICTED if is_denied else Verdict.UNSUPPORTED
    return Support(verdict, doubts, share)


def figures_held(sentence: str, quote: Quote) -> float:
    """Return the share (0 to 1) of a sentence's figures and dates that a quote has, 0 for none.

    Across languages it is the first sign that both speak of the same.
    """
    published = quote.article.date
    claims = _days_of(sentence, published)
    figures = [one for one in _figures(sentence, published) if one.unit != RANK]
    if not claims and not figures:
        return 0.0
    mentions, words = _days(quote)[0].mentions, _figures_of_quote(quote)
    held = sum(any(one.value == other.value for other in mentions) for one in claims)
    held += sum(any(same_value(one, other) for other in words) for one in figures)
    return held / (len(claims) + len(figures))


def _clauses(sentence: str, quotes: Sequence[Quote]) -> list[_Clause]:
    spans = [(match.start(), match.end()) for match in CLAUSE.finditer(fold(sentence))]
    if len(quotes) == 1:
        return [_Clause(start, end, (*quotes,)) for start, end in spans]
    found = []
    for start, end in spans:
        shares = [_share(sentence[start:end], [quote]) for quote in quotes]
        near = [
            quote
            for quote, share in zip(quotes, shares, strict=True)
            if share >= NEAR_BEST * max(shares)
        ]
        found.append(_Clause(start, end, tuple(near)))
    return found


def _doubted_days(
    sentence: str, clauses: Sequence[_Clause], quotes: Sequence[Quote]
) -> Iterator[Doubt]:
    by_quote = {quote: _days_of(sentence, quote.article.date) for quote in quotes}
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
            holds_day(sentence, one, _days(quote)) or _stands_as_year(one, quote.text)
            for one, quote in claims
        ):
            other = other_day(claims[0][0], [_days(quote)[0] for quote in clause.quotes])
            given = other.value if other else None
            yield Doubt(DoubtKind.DATE, sentence[start:end], given, given is not None)


def _stands_as_year(claimed: TimeMention, quote: str) -> bool:
    """Tell whether a quote has a year as a bare number, which is not read as a date."""
    return len(claimed.value) == 4 and bool(
        re.search(rf"(?<!\d){claimed.value}(?!\d)", fold(quote))
    )


def _doubted_figures(sentence: str, clauses: Sequence[_Clause]) -> Iterator[Doubt]:
    if not clauses:
        return
    for one in _figures(sentence, clauses[0].quotes[0].article.date):
        clause = next((c for c in clauses if c.start <= one.start < c.end), clauses[0])
        given = [
            (other, quote.text) for quote in clause.quotes for other in _figures_of_quote(quote)
        ]
        if _is_held(sentence, one, clause.quotes) or any(same_value(one, o) for o, _ in given):
            continue
        alike = next(
            (text[other.start : other.end] for other, text in given if _alike(one, other)), None
        )
        yield Doubt(DoubtKind.FIGURE, sentence[one.start : one.end], alike, alike is not None)


def _alike(one: Quantity, other: Quantity) -> bool:
    return compatible(one.unit, other.unit) or bool({one.low, one.high} & {other.low, other.high})


def _is_held(sentence: str, one: Quantity, quotes: Sequence[Quote]) -> bool:
    """Tell whether a figure needs no check: first, or a number that the quote has in a date."""
    if one.unit == RANK and one.low == 1:
        ranks = [q for quote in quotes for q in _figures_of_quote(quote) if q.unit == RANK]
        return not ranks
    written = "".join(fold(sentence[one.start : one.end]).split())
    return not one.unit and any(
        re.search(rf"(?<![\d.,]){re.escape(written)}(?![\d.,]*\d)", fold(quote.text))
        for quote in quotes
    )


def _doubted_names(
    sentence: str, clauses: Sequence[_Clause], quotes: Sequence[Quote], *, same_script: bool
) -> Iterator[Doubt]:
    is_han = main_script(sentence) == "han"
    swapped = list(_swapped(sentence, clauses, quotes)) if same_script and is_han else []
    yield from swapped
    texts = [quote.text for quote in quotes]
    for name in names_of(sentence):
        if not same_script and is_han is not (name.kind == LATIN):
            continue  # translated names cannot be compared, those in the quote's script can
        if any(stands_in(name, text) for text in texts):
            continue
        if any(stands_in(name, quote.context) for quote in quotes):
            other = _other_person(sentence, texts) if name.kind == PERSON else None
            if other is not None:
                yield Doubt(DoubtKind.NAME, name.text, other, denied=True)
        elif not any(doubt.claimed in name.text for doubt in swapped):
            yield Doubt(DoubtKind.NAME, name.text)


def _swapped(sentence: str, clauses: Sequence[_Clause], quotes: Sequence[Quote]) -> Iterator[Doubt]:
    for clause in clauses:
        text = _masked(sentence[clause.start : clause.end], quotes[0].article.date)
        others = [quote.text for quote in quotes if quote not in clause.quotes]
        quoted = "\n".join(_masked(quote.text, quote.article.date) for quote in clause.quotes)
        around = fold("\n".join([*(quote.context for quote in clause.quotes), *others]))
        for swap in swaps(text, quoted, around):
            yield Doubt(DoubtKind.NAME, swap.claimed, swap.given, swap.is_known)
    text = _masked(sentence, quotes[0].article.date)
    quoted = "\n".join(_masked(quote.text, quote.article.date) for quote in quotes)
    subject = unknown_subject(text, quoted, fold("\n".join(quote.context for quote in quotes)))
    if subject is not None:
        yield Doubt(DoubtKind.NAME, subject)


def _other_person(sentence: str, texts: Sequence[str]) -> str | None:
    """Return a person of the quotes whom the sentence does not name."""
    found = (name.text for text in texts for name in names_of(text) if name.kind == PERSON)
    return next((person for person in found if person not in sentence), None)


def _contraries(
    sentence: str, quotes: Sequence[Quote], *, share: float, same_script: bool
) -> Iterator[Doubt]:
    if same_script and share < SAME_STATEMENT:
        return
    found = contrary(sentence, "\n".join(quote.text for quote in quotes))
    if found is not None:
        yield Doubt(DoubtKind.CONTRARY, *found, denied=True)


def _unheld(sentence: str, clauses: Sequence[_Clause], *, same_script: bool) -> Iterator[Doubt]:
    """Tell clauses of which the quotes and what surrounds them have next to nothing."""
    if not same_script:
        return
    for clause in clauses:
        text = sentence[clause.start : clause.end]
        letters = sum(map(str.isalnum, _masked(text, clause.quotes[0].article.date)))
        if letters < LEAST_CLAUSE or _share(text, clause.quotes) >= HELD_SHARE:
            continue
        context = "\n".join(fold(quote.context) for quote in clause.quotes)
        if shared_share(_masked(text, None), context) < HELD_SHARE:
            yield Doubt(DoubtKind.NO_QUOTE, text)


def _share(sentence: str, quotes: Sequence[Quote]) -> float:
    date = quotes[0].article.date
    quoted = "\n".join(_masked(quote.text, quote.article.date) for quote in quotes)
    return shared_share(_masked(sentence, date), quoted)


@lru_cache(CACHED)
def _days_of(text: str, published: str | None) -> tuple[TimeMention, ...]:
    return tuple(days_of(text, published))


@lru_cache(CACHED)
def _days(quote: Quote) -> tuple[QuoteDays, ...]:
    """Read the days of a quote and those of its article's title."""
    text = quote.before + quote.text
    start, published = len(quote.before), quote.article.date
    title = quote.article.title
    return (
        QuoteDays.of(text, start, len(text), published),
        QuoteDays.of(title, 0, len(title), None),
    )


@lru_cache(CACHED)
def _figures(text: str, published: str | None) -> tuple[Quantity, ...]:
    dates = [(one.start, one.end) for one in _days_of(text, published)]
    return tuple(quantities(text, dates))


def _figures_of_quote(quote: Quote) -> tuple[Quantity, ...]:
    return _figures(quote.text, quote.article.date)


@lru_cache(CACHED)
def _masked(text: str, published: str | None) -> str:
    spans = [(one.start, one.end) for one in _days_of(text, published)]
    spans += [(one.start, one.end) for one in _figures(text, published)]
    return masked(text, spans)
