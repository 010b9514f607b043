"""How rare terms are in a collection."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.terms import Terms


def idf(frequencies: NDArray[np.int64], passages: int) -> NDArray[np.float32]:
    """Return Lucene's idf of terms that stand in so many of all passages, float32 (terms,)."""
    return np.log1p((passages - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)


class Rarity(Protocol):
    """Knows in how many passages of a collection a term stands."""

    def weights(self, terms: Terms) -> NDArray[np.float32]:
        """Return the weight of each term, float32 (terms,): the rarer, the more."""
