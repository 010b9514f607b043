"""How much of a question's weight stands in passages, and in their whole articles."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.keywords import K1, KeywordIndex, Question

Floats = NDArray[np.float32]


def bm25_of_runs(
    question: Question,
    counts: Floats,
    starts: NDArray[np.int64],
    lengths: NDArray[np.integer[Any]],
    mean_length: float,
) -> Floats:
    """Return the BM25 of articles, each a run of passages, float32 (runs,).

    Args:
        question: its terms.
        counts: how often each stands in each passage, float32 (terms, passages).
        starts: the first passage of each run.
        lengths: number of terms in each run.
        mean_length: of the articles of the collection.
    """
    summed = np.add.reduceat(counts, starts, axis=1)
    norms = KeywordIndex.norms(lengths, mean_length)
    return np.asarray((K1 + 1) * question.weights @ (summed / (summed + norms)), dtype=np.float32)
