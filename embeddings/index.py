"""The seam to nearest-neighbour search."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors


class VectorIndex(Protocol):
    """Unit vectors by row number."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def search(
        self, queries: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Return cosines and rows, both (len(queries), min(k, rows)), best first.

        With `allowed`, bool (rows,), only those rows are searched; places left empty have row -1.
        """

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the stored vectors of these rows, float32 (len(rows), dimension)."""

    def changed(self, kept: NDArray[np.bool_], vectors: Vectors) -> VectorIndex:
        """Return the index of the rows that are kept, in order, and then of further vectors.

        Args:
            kept: bool (rows,), false for rows to leave out.
            vectors: float32 (n, dimension), rows of unit length.
        """

    def save(self, path: Path) -> None:
        """Write the index to a file."""
