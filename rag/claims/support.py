"""Whether quotes hold a sentence: each figure, date and name, and no word that says the contrary.

A sentence is supported where all of its claims stand in its quotes, contradicted where the quotes
say the same but for another figure, date or name in its place, and else unsupported. Names may
stand in what surrounds a quote (title, issuer, the text before), dates in the title or, where the
quote has none of its own, in the publication date; figures must stand in the quote itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.claims.alignment import shared_share
from rag.claims.dating import misdated_figures
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.measured import measured_otherwise
from rag.claims.naming import doubted_names
from rag.claims.offices import doubted_offices
from rag.claims.polarity import contrary
from rag.claims.quotes import Quote
from rag.claims.reading import Clause, clauses_of, masked_text, shared
from rag.claims.values import doubted_days, doubted_figures, misplaced_values
from rag.text import fold, main_script
from rag.types import Verdict

SAME_MATTER = 0.55  # share of a sentence that its quotes have where they say the same of something
SAME_STATEMENT = 0.35  # … where one of both may say the contrary of the other
LEAST_CLAUSE = 6  # letters of a clause that has to be held on its own
HELD_SHARE = 0.2


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


def check(sentence: str, quotes: Sequence[Quote]) -> Support:
    """Check a sentence against the quotes that it is to rest on, taken together.

    Args:
        sentence: one sentence, without markers.
        quotes: one, or two where the sentence joins what two of them say; each clause then has to
            agree with the quote that it follows.
    """
    same_script = any(main_script(quote.text) == main_script(sentence) for quote in quotes)
    share = shared(sentence, quotes) if same_script else 0.0
    clauses = (
        clauses_of(sentence, quotes) if same_script else [Clause(0, len(sentence), (*quotes,))]
    )
    doubts = (
        *doubted_days(sentence, clauses, quotes),
        *doubted_figures(sentence, clauses),
        *doubted_names(sentence, clauses, quotes, same_script=same_script),
        *_contraries(sentence, quotes, share=share, same_script=same_script),
        *_unheld(sentence, clauses, same_script=same_script),
    )
    if not doubts and same_script and main_script(sentence) == "han":
        doubts = (*misplaced_values(sentence, clauses), *doubted_offices(sentence, quotes))
    doubts = doubts or (
        *measured_otherwise(sentence, clauses),
        *misdated_figures(sentence, clauses),
    )
    if not doubts:
        return Support(Verdict.SUPPORTED, (), share)
    is_denied = share >= SAME_MATTER and any(doubt.denied for doubt in doubts)
    verdict = Verdict.CONTRADICTED if is_denied else Verdict.UNSUPPORTED
    return Support(verdict, doubts, share)


def _contraries(
    sentence: str, quotes: Sequence[Quote], *, share: float, same_script: bool
) -> Iterator[Doubt]:
    if same_script and share < SAME_STATEMENT:
        return
    found = contrary(sentence, "\n".join(quote.text for quote in quotes))
    if found is not None:
        yield Doubt(DoubtKind.CONTRARY, *found, denied=True)


def _unheld(sentence: str, clauses: Sequence[Clause], *, same_script: bool) -> Iterator[Doubt]:
    """Tell clauses of which the quotes and what surrounds them have next to nothing."""
    if not same_script:
        return
    for clause in clauses:
        text = sentence[clause.start : clause.end]
        letters = sum(map(str.isalnum, masked_text(text, clause.quotes[0].article.date)))
        if letters < LEAST_CLAUSE or shared(text, clause.quotes) >= HELD_SHARE:
            continue
        context = "\n".join(fold(quote.context) for quote in clause.quotes)
        if shared_share(masked_text(text, None), context) < HELD_SHARE:
            yield Doubt(DoubtKind.NO_QUOTE, text)
