"""How rare terms are in a collection."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.terms import Terms


class Rarity(Protocol):
    """Knows in how many passages of a collection a term stands."""

    def weights(self, terms: Terms) -> NDArray[np.float32]:
        """Return the weight of each term, float32 (terms,): the rarer, the more."""
