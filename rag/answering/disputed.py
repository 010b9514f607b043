"""What is said where articles disagree: the values with their dates, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.citations import CitationList
from rag.answering.conflicts import Disagreement
from rag.answering.draft import quoted_sentence
from rag.answering.frames import BETWEEN_STATEMENTS, DISPUTED, STATED, UNDATED
from rag.types import Sentence, Verdict


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
        sentences.append(
            Sentence(DISPUTED[language].format(statements=row), markers, Verdict.FRAME)
        )
    return sentences


def quoted_statements(found: Sequence[Disagreement], cited: CitationList) -> list[Sentence]:
    """Return the sentences that disagree, in the order of their statements, 去年 written out."""
    quotes = dict.fromkeys(one.quote for each in found for one in each.statements)
    return [quoted_sentence(quote, cited.cite(quote)) for quote in quotes]
