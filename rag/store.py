"""The seam to where passages, vectors and postings are kept: a folder, or Milvus.

What a search needs of a store is few things: the nearest passages by vector, the best by keywords,
and of the passages that either brought up what the evidence is computed from. A passage and an
article are known by a number, whose meaning is the store's own; passage ids do not reach it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from rag.keywords import Question
from rag.rarity import Rarity
from rag.types import Article, Passage, Trust

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]
Allowed = Any  # which passages may be searched, in the store's own form; None: all


@dataclass(frozen=True)
class Facts:
    """What a store knows of some passages; the first axis of every array is theirs."""

    vectors: Vectors
    articles: NDArray[np.integer[Any]]  # number of the article of each
    scripts: NDArray[np.uint8]  # main script of each, by `SCRIPT_NUMBERS`
    passage: Floats  # BM25 of the passage
    whole: Floats  # BM25 of its article, its other passages counted in


@dataclass(frozen=True)
class Standing:
    """What an article is to others: ids of its reprints, and of the one that replaces it."""

    reprints: tuple[str, ...] = ()
    superseded_by: str | None = None


class Store(Rarity, Protocol):
    """A library as a search sees it; it stays the same while it is open."""

    encoder: str  # spec
    fingerprint: str  # of the encoder
    dimension: int  # of a vector
    passage_characters: int
    trust: Trust
    article_count: int
    passage_count: int
    name: str  # of what is open, another one after each change
    checksum: str  # of what is open; empty where the store keeps none
    has_keyword_search: bool

    def usual(self, count: int) -> Vectors:
        """Return vectors of passages as they come, float32 (rows, dimension).

        `count` of the library's own, or all of fewer and then texts on many subjects.
        """

    def share_of_script(self, script: int) -> float:
        """Return which share (0 to 1) of the passages is in a script, by `SCRIPT_NUMBERS`."""

    def question(self, text: str) -> Question:
        """Look up the terms of a question; weights as for `KeywordIndex.question`."""

    def by_keywords(self, question: Question, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the best passages by keywords and their scores, best first; at most k."""

    def by_vector(self, vector: Vectors, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the passages nearest to a vector (dimension,) and cosines, best first."""

    def facts(self, rows: Rows, question: Question) -> Facts:
        """Return what the evidence of passages is computed from."""

    def articles_of(self, rows: Rows) -> NDArray[np.integer[Any]]:
        """Return the number of the article of each passage."""

    def article(self, number: int) -> Article:
        """Return an article by number."""

    def span(self, row: int) -> tuple[int, int]:
        """Return where a passage starts and ends in its article."""

    def passage(self, row: int, article: Article) -> Passage:
        """Return a passage; `article` is the one it stands in."""

    def standing(self, article: Article) -> Standing:
        """Return what an article is to others."""

    def allowed(self, as_of: str | None, without: Collection[str]) -> tuple[Allowed, int]:
        """Return which passages may be searched, and how many articles the date leaves out.

        Args:
            as_of: the last day (`YYYY-MM-DD`) that is seen; undated articles are not. None: all.
            without: ids of articles that are not searched; unknown ones change nothing.
        """
