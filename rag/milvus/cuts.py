"""Articles cut into passages and terms, as they are needed for what is computed from texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.generation import article_of
from rag.milvus.numbers import passage_number
from rag.passages import encoded_text, passages_of
from rag.store import Standing
from rag.terms import terms_of
from rag.types import Article, Passage


@dataclass(frozen=True)
class Cut:
    """An article and its passages; a reprint has none.

    The terms of all passages stand together: `terms` (n,), each once in a passage, with `counts`
    and the number of the passage, `places`.
    """

    article: Article
    standing: Standing
    passages: tuple[Passage, ...]
    numbers: Mapping[int, int]  # of each passage its place among them, by its number
    terms: NDArray[np.uint64]
    counts: NDArray[np.int64]
    places: NDArray[np.int64]
    lengths: NDArray[np.int64]  # (passages,) terms in each, with repetitions

    @classmethod
    def of(cls, record: dict[str, Any], characters: int) -> Cut:
        """Cut the article of a record; passages have about so many characters."""
        article = article_of(record)
        standing = Standing(tuple(record["reprints"]), record["superseded_by"])
        passages = [] if record["duplicate_of"] else passages_of(article, characters)
        found = [terms_of(encoded_text(one)) for one in passages]
        unique = [np.unique(terms, return_counts=True) for terms in found]
        return cls(
            article=article,
            standing=standing,
            passages=tuple(passages),
            numbers={passage_number(one): place for place, one in enumerate(passages)},
            terms=np.concatenate([np.zeros(0, np.uint64), *(terms for terms, _ in unique)]),
            counts=np.concatenate([np.zeros(0, np.int64), *(counts for _, counts in unique)]),
            places=np.repeat(np.arange(len(unique)), [len(terms) for terms, _ in unique]),
            lengths=np.array([len(terms) for terms in found], dtype=np.int64),
        )


def counted(terms: NDArray[np.uint64], cuts: Sequence[Cut]) -> NDArray[np.float32]:
    """Return how often terms stand in the passages of articles.

    Args:
        terms: sorted, each once, (t,).
        cuts: the articles.

    Returns:
        float32 (t, passages of all articles).
    """
    sizes = [len(cut.passages) for cut in cuts]
    found = np.zeros((len(terms), sum(sizes)), dtype=np.float32)
    if not len(terms) or not sum(sizes):
        return found
    first = np.cumsum([0, *sizes[:-1]])
    flat = np.concatenate([cut.terms for cut in cuts])
    counts = np.concatenate([cut.counts for cut in cuts])
    places = np.concatenate([cut.places + at for cut, at in zip(cuts, first, strict=True)])
    line = np.minimum(np.searchsorted(terms, flat), len(terms) - 1)
    known = terms[line] == flat
    found[line[known], places[known]] = np.minimum(counts[known], 255)  # as a local index has it
    return found
