"""What the rest of the library says to a proposed question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np

from eval.drafting.proposal import Proposal, holds, plain
from eval.scores import TOKEN
from rag.retrieval import Retriever
from rag.text import fold
from rag.types import Article, Hit

HITS = 10
FIRST_UNSPACED = "\u0e00"  # Thai; the scripts without spaces come after it
COVERED = 0.6  # of a question's terms in one passage: it may well answer, by another figure


class LibraryCheck:
    """Searches a library for what would make a proposed question a bad one."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def family(self, article: Article) -> list[str]:
        """Return the ids of an article and all its reprints."""
        return [article.id, *self._retriever.generation.reprints.get(article.id, [])]

    def has_one_source(self, proposal: Proposal, article: Article, row: int) -> bool:
        """Tell whether no article but this one has the sentence, or the title that is asked for."""
        evidence = plain(proposal.evidence)
        for hit in self._hits(proposal.evidence, [row]):
            other = hit.article
            if other.text == article.text:  # a reprint, which eval counts as the same
                continue
            if evidence in plain(other.text):
                return False
            if proposal.kind == "title" and plain(other.title) == plain(article.title):
                return False
        return True

    def is_unanswerable(self, proposal: Proposal, without: Collection[int] = ()) -> bool:
        """Tell whether the library, without the articles of these rows, seems to have no answer.

        It has one where a hit holds the answer, or has most of what the question speaks of.
        """
        terms = _terms(proposal.question)
        for hit in self._hits(proposal.question, without):
            text = f"{hit.article.title} {hit.article.date or ''} {hit.passage.text}"
            if holds(text, proposal.answer, proposal.iso) or proposal.evidence in hit.article.text:
                return False
            if len(terms & _terms(text)) >= COVERED * len(terms):
                return False
        return True

    def rows(self, ids: Sequence[str], row: int) -> list[int]:
        """Return the rows of articles, given that of the first; the ids are read only for more."""
        known = self._retriever.generation.rows_by_id if len(ids) > 1 else {}
        return [row, *(known[name] for name in ids[1:])]

    def holds_text(self, article: Article, sentence: str) -> bool:
        """Tell whether the library has an article, or one with this sentence of it."""
        return any(
            sentence in hit.article.text or hit.article.text == article.text
            for hit in self._hits(sentence, ())
        )

    def _hits(self, question: str, without: Collection[int]) -> tuple[Hit, ...]:
        allowed = None
        if without:
            allowed = ~np.isin(self._retriever.generation.article_rows, list(without))
        return self._retriever.hits(question, HITS, allowed=allowed)


def _terms(text: str) -> set[str]:
    """Return the words of a text, and for unspaced scripts the pairs of neighbours."""
    tokens = TOKEN.findall(fold(text))
    unspaced = [one for one in tokens if one >= FIRST_UNSPACED]
    pairs = {first + second for first, second in pairwise(unspaced)}
    return pairs | {one for one in tokens if one < FIRST_UNSPACED}
