"""What is said where articles disagree: the values with their dates, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.citations import CitationList
from rag.answering.conflicts import Disagreement, Said
from rag.answering.draft import quoted_sentence
from rag.answering.frames import BETWEEN_STATEMENTS, DISPUTED, DISPUTED_UNDATED, STATED, UNDATED
from rag.claims.quotes import Quote
from rag.types import Sentence, Verdict


def narrowed(found: Sequence[Disagreement], cited: CitationList) -> list[Disagreement]:
    """Let statements rest on what an answer cites of their sentences, so that it is cited once."""
    return [
        replace(each, statements=tuple(_narrowed(one, cited) for one in each.statements))
        for each in found
    ]


def _narrowed(one: Said, cited: CitationList) -> Said:
    parts = [
        Quote(part.article, part.start, part.end)
        for part in cited.citations
        if part.verdict is Verdict.SUPPORTED
        and part.article.id == one.quote.article.id
        and one.quote.start <= part.start
        and part.end <= one.quote.end
        and one.value in part.quote
    ]
    return replace(one, quote=min([one.quote, *parts], key=lambda quote: quote.end - quote.start))


def announced(found: Sequence[Disagreement], cited: CitationList, language: str) -> list[Sentence]:
    """Return a sentence of ours for each disagreement, with the markers of its quotes."""
    sentences = []
    for each in found:
        stated = [
            STATED.get(language, STATED["en"]).format(
                value=one.value, date=one.date or UNDATED[language]
            )
            for one in each.statements
        ]
        row = BETWEEN_STATEMENTS.get(language, BETWEEN_STATEMENTS["en"]).join(stated)
        markers = tuple(cited.cite(one.quote) for one in each.statements)
        dates = {one.date for one in each.statements if one.date}
        told = DISPUTED if len(dates) > 1 else DISPUTED_UNDATED
        sentences.append(Sentence(told[language].format(statements=row), markers, Verdict.FRAME))
    return sentences


def quoted_statements(found: Sequence[Disagreement], cited: CitationList) -> list[Sentence]:
    """Return the sentences that disagree, in the order of their statements, 去年 written out."""
    quotes = dict.fromkeys(one.quote for each in found for one in each.statements)
    return [quoted_sentence(quote, cited.cite(quote)) for quote in quotes]
