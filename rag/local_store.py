"""The store of a library folder: one of its generations, searched in this process."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from rag.coverage import bm25_of_runs
from rag.days import last_day
from rag.generation import Generation
from rag.keywords import Question
from rag.library import not_in_folder
from rag.store import Allowed, Facts, Floats, Rows, Standing, Store
from rag.terms import Terms
from rag.text import SCRIPT_NUMBERS
from rag.types import Article, Passage

SAMPLE_SEED = 7
_NONE: tuple[Rows, Floats] = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)


class LocalStore:
    """A generation as a `Store`: rows and article numbers are its own, `allowed` a mask of rows."""

    has_keyword_search = True

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.encoder = generation.encoder
        self.fingerprint = generation.fingerprint
        self.dimension = generation.dimension
        self.passage_characters = generation.passage_characters
        self.trust = generation.trust
        self.article_count = generation.article_count
        self.passage_count = generation.passage_count
        self.name = generation.folder.name
        self.checksum = generation.checksum

    def usual(self, count: int) -> Vectors:
        """Return vectors of passages as they come; see `Store`."""
        rows = np.random.default_rng(SAMPLE_SEED).permutation(self.passage_count)[:count]
        vectors = self.generation.index.vectors(np.sort(rows).astype(np.int64))
        if self.passage_count < count:  # passages so few can all be on one subject
            vectors = np.concatenate([vectors, self.generation.background])
        return vectors

    @cached_property
    def _script_counts(self) -> NDArray[np.intp]:
        """Number of passages in each script."""
        return np.bincount(self.generation.scripts, minlength=len(SCRIPT_NUMBERS))

    def share_of_script(self, script: int) -> float:
        """Return which share of the passages is in a script."""
        return float(self._script_counts[script]) / max(1, self.passage_count)

    def weights(self, terms: Terms) -> Floats:
        """Return the weight of each term by its rarity."""
        return self.generation.keywords.weights(terms)

    def question(self, text: str) -> Question:
        """Look up the terms of a question."""
        return self.generation.keywords.question(text)

    def by_keywords(self, question: Question, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the best passages by keywords; see `KeywordIndex.search`."""
        if allowed is not None and not allowed.any():
            return _NONE
        return self.generation.keywords.search(question, k, allowed)

    def by_vector(self, vector: Vectors, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the nearest passages; see `VectorIndex.search`."""
        if allowed is not None and not allowed.any():
            return _NONE
        scores, rows = self.generation.index.search(vector[None, :], k, allowed)
        there = rows[0] >= 0
        return rows[0][there], scores[0][there]

    def facts(self, rows: Rows, question: Question) -> Facts:
        """Return what the evidence of passages is computed from."""
        vectors = self.generation.index.vectors(rows)
        passage, whole = self._coverage(question, rows)
        scripts = np.asarray(self.generation.scripts[rows])
        return Facts(vectors, self.articles_of(rows), scripts, passage, whole)

    def _coverage(self, terms: Question, rows: Rows) -> tuple[Floats, Floats]:
        """Return the BM25 of each passage, and of its article."""
        keywords, blocks = self.generation.keywords, self.generation.blocks
        which, place = np.unique(blocks.of(rows), return_inverse=True)
        starts, sizes = blocks.starts[which], blocks.sizes[which]
        inside = np.cumsum(sizes) - sizes
        every = np.repeat(starts - inside, sizes) + np.arange(sizes.sum())
        counts = keywords.counts(terms, every)
        own = inside[place] + rows - starts[place]
        passage = keywords.bm25(terms, counts[:, own], rows)
        whole = bm25_of_runs(terms, counts, inside, blocks.lengths[which], blocks.mean_length)
        return passage, whole[place]

    def articles_of(self, rows: Rows) -> NDArray[np.integer[Any]]:
        """Return the row of the article of each passage."""
        return np.asarray(self.generation.article_rows[rows])

    def article(self, number: int) -> Article:
        """Return an article by row."""
        return self.generation.article(number)

    def span(self, row: int) -> tuple[int, int]:
        """Return where a passage starts and ends in its article."""
        return self.generation.span(row)

    def passage(self, row: int, article: Article) -> Passage:
        """Return a passage by row."""
        return self.generation.passage(row, article)

    def standing(self, article: Article) -> Standing:
        """Return what an article is to others."""
        return Standing(
            tuple(self.generation.reprints.get(article.id, ())),
            self.generation.superseded.get(article.id),
        )

    def allowed(self, as_of: str | None, without: Collection[str]) -> tuple[Allowed, int]:
        """Return which passages may be searched, bool (passages,), None for all; see `Store`."""
        if as_of is None and not without:
            return None, 0
        articles = np.ones(self.article_count, dtype=np.bool_)
        left_out = 0
        if as_of is not None:
            articles = np.array(
                [date is not None and last_day(date) <= as_of for date in self.generation.dates],
                dtype=bool,
            )
            left_out = int((~articles).sum())
        rows = self.generation.rows_by_id
        articles[[rows[name] for name in without if name in rows]] = False
        return articles[self.generation.article_rows], left_out


def generation_of(store: Store) -> Generation:
    """Return the generation that a store searches.

    Raises:
        LibraryError: it is no folder of this machine.
    """
    if isinstance(store, LocalStore):
        return store.generation
    raise not_in_folder()
