"""Passages and questions as sparse vectors whose inner product is BM25; see `rag.keywords`.

The terms are those of a local library, and so is what keyword search finds. Milvus's own BM25 would
cut by a dictionary and tell traditional from simplified characters. A term's place in the vector is
its hash of 32 bits, and the length of a passage is compared with the wanted one, since the mean is
not known while a library grows: both only choose the candidates, whose BM25 is then computed anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.keywords import K1, KeywordIndex
from rag.terms import Terms

TERMS_PER_CHARACTER = 2.0  # a character and the pair that it begins
PLACES = np.uint64((1 << 32) - 5)  # prime, and less than Milvus's largest


def places(terms: Terms) -> list[int]:
    """Return where terms stand in a vector."""
    mixed = terms * np.uint64(0x9E3779B97F4A7C15)  # wraps around: neighbours lie far apart
    found: list[int] = ((mixed ^ (mixed >> np.uint64(29))) % PLACES).tolist()
    return found


def passage_vector(
    terms: Terms, counts: NDArray[np.int64], length: int, characters: int
) -> dict[int, float]:
    """Return the vector of a passage.

    Args:
        terms: that stand in it, each once.
        counts: how often.
        length: number of its terms, with repetitions.
        characters: wanted size of passages.
    """
    norm = KeywordIndex.norms(np.array([length]), characters * TERMS_PER_CHARACTER)[0]
    held = (K1 + 1) * counts / (counts + norm)
    return sparse_of(terms, held)


def sparse_of(terms: Terms, weights: NDArray[np.floating]) -> dict[int, float]:
    """Return the vector of a question: the weight of each of its terms."""
    return dict(zip(places(terms), weights.astype(float).tolist(), strict=True))
