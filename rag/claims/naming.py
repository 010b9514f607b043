"""Names of a sentence that its quotes and what surrounds them do not have, or have otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.claims.alignment import swaps, unknown_subject
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.names import LATIN, PERSON, names_of, stands_in
from rag.claims.quotes import Quote
from rag.claims.reading import Clause, masked_text
from rag.text import fold, main_script


def doubted_names(
    sentence: str, clauses: Sequence[Clause], quotes: Sequence[Quote], *, same_script: bool
) -> Iterator[Doubt]:
    """Yield a doubt for each name that the quotes lack or have another in its place.

    Across languages only names in the quote's script are compared.
    """
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


def _swapped(sentence: str, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> Iterator[Doubt]:
    for clause in clauses:
        text = masked_text(sentence[clause.start : clause.end], quotes[0].article.date)
        others = [quote.text for quote in quotes if quote not in clause.quotes]
        quoted = "\n".join(masked_text(quote.text, quote.article.date) for quote in clause.quotes)
        around = fold("\n".join([*(quote.context for quote in clause.quotes), *others]))
        for swap in swaps(text, quoted, around):
            yield Doubt(DoubtKind.NAME, swap.claimed, swap.given, swap.is_known)
    text = masked_text(sentence, quotes[0].article.date)
    quoted = "\n".join(masked_text(quote.text, quote.article.date) for quote in quotes)
    subject = unknown_subject(text, quoted, fold("\n".join(quote.context for quote in quotes)))
    if subject is not None:
        yield Doubt(DoubtKind.NAME, subject)


def _other_person(sentence: str, texts: Sequence[str]) -> str | None:
    """Return a person of the quotes whom the sentence does not name."""
    found = (name.text for text in texts for name in names_of(text) if name.kind == PERSON)
    return next((person for person in found if person not in sentence), None)
