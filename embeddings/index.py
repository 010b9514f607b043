"""The seam to nearest-neighbour search, and FAISS behind it: the one module that imports faiss."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.errors import YuanwenError


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


class FlatIndex:
    """Exact inner product over float32 rows (FAISS `IndexFlatIP`)."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 (faiss has no types)
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FlatIndex:
        """Index the rows of float32 (n, dimension), which are of unit length."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> FlatIndex:
        """Open a saved index, memory-mapped.

        Raises:
            YuanwenError: the file is not a FAISS index.
        """
        import faiss

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        except RuntimeError as error:
            raise YuanwenError(
                f"the vector index cannot be read: {path}.", "Run `yuanwen check`."
            ) from error

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, queries: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Return cosines and rows, both (len(queries), min(k, rows)), best first.

        With `allowed`, bool (rows,), only those rows are searched; places left empty have row -1.
        """
        import faiss

        library: Any = faiss  # its type stubs lack the Python forms of these two constructors
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = library.SearchParameters(sel=library.IDSelectorBitmap(bits))
        scores, rows = self._index.search(
            np.ascontiguousarray(queries), max(1, min(k, len(self))), params=parameters
        )
        return scores, rows

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the stored vectors of these rows, float32 (len(rows), dimension)."""
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64)))
