"""An answer over which articles disagree: the values with their dates first, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.citations import CitationList
from rag.answering.conflicts import Disagreement
from rag.answering.frames import DISPUTED, SAID, UNDATED
from rag.claims.quotes import Quote
from rag.text import main_script
from rag.types import MARKER, Sentence, Verdict

NO_GAPS = {"han", "kana"}


def announced(
    found: Sequence[Disagreement], cited: CitationList, language: str
) -> list[Sentence]:
    """Return a sentence of ours for each disagreement, with the markers of its quotes."""
    return [
        Sentence(
            DISPUTED[language].format(
                statements="；".join(_said(one.value, one.date, language) for one in each.statements)
                if language in {"zh", "ja"}
                else "; ".join(_said(one.value, one.date, language) for one in each.statements)
            ),
            tuple(cited.cite(one.quote) for one in each.statements),
            Verdict.FRAME,
        )
        for each in found
    ]


def _said(value: str, date: str | None, language: str) -> str:
    return SAID.get(language, SAID["en"]).format(value=value, date=date or UNDATED[language])


def quoted_statements(found: Sequence[Disagreement], cited: CitationList) -> list[Sentence]:
    """Return the sentences that disagree, verbatim, in the order of their statements."""
    quotes = dict.fromkeys(one.quote for each in found for one in each.statements)
    return [
        Sentence(
            MARKER.sub("", quote.text).replace("\n", " "), (cited.cite(quote),), Verdict.SUPPORTED
        )
        for quote in quotes
    ]
