"""Exact and compressed indexes of FAISS: the one module that imports faiss."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.errors import YuanwenError
from embeddings.index import VectorIndex

COMPRESSED_FROM = 100_000  # vectors; of fewer an exact scan takes a few milliseconds
LISTS_FACTOR = 3  # times the square root of the number of vectors
TRAINED_PER_LIST = 24
ROUNDS = 8  # of k-means; further ones move few vectors
PROBED = 0.07  # of the lists are searched, at least LEAST_PROBED
LEAST_PROBED = 24
GROWN = 4.0  # times as many vectors as before, or as few: then it is trained anew
ADDED_AT_ONCE = 8_192
SEED = 7

ID_BYTES, FLOAT_BYTES = 8, 4
MANY_ROWS = 1_000  # from here on all vectors are compared with their sums, not one by one

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Check = Callable[[int, int], None]  # compares bytes of the file with their sums: first, end


class FlatIndex:
    """Exact inner product over float32 rows (`IndexFlatIP`)."""

    def __init__(
        self,
        index: Any,  # noqa: ANN401 (faiss has no types)
        check: Check | None = None,
        head: int = 0,
    ) -> None:
        self._index = index
        self._check = check
        self._head = head  # bytes of the file before the vectors

    @classmethod
    def build(cls, vectors: Vectors) -> FlatIndex:
        """Index the rows of float32 (n, dimension), which are of unit length."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(_contiguous(vectors))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        _write(self._index, path)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> tuple[Vectors, Rows]:
        """Return cosines and rows; see `VectorIndex`."""
        import faiss

        library: Any = faiss  # its type stubs lack the Python form of this constructor
        parameters = None
        if allowed is not None:
            parameters = library.SearchParameters(sel=_selector(allowed))
        k = max(1, min(k, len(self)))
        self._check_rows(0, len(self))
        scores, rows = self._index.search(_contiguous(queries), k, params=parameters)
        return scores, rows

    def _check_rows(self, start: int, end: int) -> None:
        if self._check is not None:
            size = FLOAT_BYTES * self._index.d
            self._check(self._head + start * size, self._head + end * size)

    def vectors(self, rows: Rows) -> Vectors:
        """Return the stored vectors of these rows, float32 (len(rows), dimension)."""
        if len(rows) > MANY_ROWS:
            self._check_rows(0, len(self))
        else:
            for row in rows.tolist():
                self._check_rows(row, row + 1)
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64)))

    def changed(self, kept: Mask, vectors: Vectors) -> VectorIndex:
        """Return the index of the kept rows and of further vectors; see `VectorIndex`."""
        return build_index(np.concatenate([self.vectors(np.flatnonzero(kept)), vectors]))


class CompressedIndex:
    """Inverted lists of vectors in one byte a component (`IndexIVFScalarQuantizer`).

    Jégou et al., "Product quantization for nearest neighbor search" (2011), for the lists: the
    vectors are grouped by k-means, and a search looks into the groups nearest to the question.
    What is stored is the difference to the centre of the group, which keeps cosines exact to
    about 0.001.
    """

    def __init__(
        self,
        index: Any,  # noqa: ANN401
        path: Path | None = None,
        check: Check | None = None,
    ) -> None:
        self._index = index
        self._path = path  # where it is memory-mapped from
        self._check = check
        self._bytes = path.stat().st_size if path else 0
        index.nprobe = min(index.nlist, max(LEAST_PROBED, round(PROBED * index.nlist)))
        index.make_direct_map()

    @classmethod
    def build(cls, vectors: Vectors) -> CompressedIndex:
        """Index the rows of float32 (n, dimension), which are of unit length."""
        import faiss

        count, dimension = vectors.shape
        lists = max(1, min(count, round(LISTS_FACTOR * math.sqrt(count))))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dimension),
            dimension,
            lists,
            faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT,
        )
        index.cp.niter, index.cp.max_points_per_centroid = ROUNDS, TRAINED_PER_LIST
        index.cp.min_points_per_centroid, index.cp.seed = 1, SEED
        sample = np.random.default_rng(SEED).permutation(count)[: lists * TRAINED_PER_LIST]
        index.train(_contiguous(vectors[np.sort(sample)]))
        return cls(_filled(index, vectors))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        self._index.make_direct_map(False)  # it is made anew when opened
        _write(self._index, path)
        self._index.make_direct_map()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> tuple[Vectors, Rows]:
        """Return cosines and rows; see `VectorIndex`."""
        import faiss

        library: Any = faiss
        k = max(1, min(k, len(self)))
        parameters, probes = None, self._index.nprobe
        if allowed is not None:
            # Where few rows are allowed, those near may stand in lists far away.
            share = max(float(np.count_nonzero(allowed)) / len(self), 1e-9)
            probes = min(self._index.nlist, math.ceil(self._index.nprobe / math.sqrt(share)))
            parameters = library.SearchParametersIVF(sel=_selector(allowed), nprobe=probes)
        queries = _contiguous(queries)
        if self._check is not None:
            _, lists = self._index.quantizer.search(queries, probes)
            for number in np.unique(lists[lists >= 0]).tolist():
                self._check(int(self._places[number]), int(self._places[number + 1]))
        scores, rows = self._index.search(queries, k, params=parameters)
        return scores, rows

    @cached_property
    def _places(self) -> Rows:
        """Where each list begins in the file, and the end of the last; they are its tail."""
        lists = self._index.invlists
        sizes = np.array([lists.list_size(one) for one in range(self._index.nlist)], dtype=np.int64)
        lengths = sizes * (self._index.code_size + ID_BYTES)
        tail = np.concatenate([[0], np.cumsum(lengths)])
        return np.asarray(self._bytes - tail[-1] + tail)

    def _check_vector(self, row: int, check: Check) -> None:
        """Compare a row's vector with its sums, and its number, by which it was found."""
        place = int(self._index.direct_map.get(row))
        number, at = place >> 32, place & 0xFFFFFFFF
        size, width = int(self._index.invlists.list_size(number)), int(self._index.code_size)
        vector = int(self._places[number]) + at * width
        check(vector, vector + width)
        name = int(self._places[number]) + size * width + at * ID_BYTES
        check(name, name + ID_BYTES)

    def vectors(self, rows: Rows) -> Vectors:
        """Return the stored vectors of these rows, float32 (len(rows), dimension)."""
        try:
            if self._check is not None and len(rows) > MANY_ROWS:
                self._check(int(self._places[0]), int(self._places[-1]))
            elif self._check is not None:
                for row in rows.tolist():
                    self._check_vector(row, self._check)
            wanted = np.ascontiguousarray(rows, dtype=np.int64)
            return np.asarray(self._index.reconstruct_batch(wanted))
        except RuntimeError as error:  # no vector has the row's number
            raise _unreadable(self._path) from error

    def changed(self, kept: Mask, vectors: Vectors) -> VectorIndex:
        """Return the index of the kept rows and of further vectors; see `VectorIndex`.

        The groups stay as they were trained, so that a small change costs a copy.
        """
        import faiss

        count = int(kept.sum())
        if count + len(vectors) < len(self) / GROWN or count + len(vectors) > len(self) * GROWN:
            return build_index(np.concatenate([self.vectors(np.flatnonzero(kept)), vectors]))
        old: Any = self._index
        # What is memory-mapped cannot be emptied, so the file is read again.
        new: Any = faiss.read_index(str(self._path)) if self._path else faiss.clone_index(old)
        new.reset()
        lists, moved = old.invlists, np.cumsum(kept) - 1
        for number in range(old.nlist):
            size = lists.list_size(number)
            if not size:
                continue
            rows = faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
            codes = faiss.rev_swig_ptr(lists.get_codes(number), size * old.code_size)
            stays = kept[rows]
            rows = np.ascontiguousarray(moved[rows[stays]], dtype=np.int64)
            codes = np.ascontiguousarray(codes.reshape(size, -1)[stays])
            if len(rows):
                new.invlists.add_entries(
                    number, len(rows), faiss.swig_ptr(rows), faiss.swig_ptr(codes)
                )
        new.ntotal = count
        return CompressedIndex(_filled(new, vectors))


def build_index(vectors: Vectors) -> VectorIndex:
    """Index float32 (n, dimension): exactly, or compressed from `COMPRESSED_FROM` rows on."""
    return (CompressedIndex if len(vectors) >= COMPRESSED_FROM else FlatIndex).build(vectors)


def open_index(path: Path, check: Check | None = None) -> VectorIndex:
    """Open a saved index, memory-mapped.

    Args:
        path: of the file.
        check: compares bytes of the file (first, end) with their sums before they are used, and
            raises the error to show; it is called often with the same.

    Raises:
        YuanwenError: the file is no index.
    """
    import faiss

    try:
        if check is not None:
            check(0, 1)
            check(0, _head_bytes(path))
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        if isinstance(index, faiss.IndexIVF):
            return CompressedIndex(index, path, check)
    except (RuntimeError, struct.error) as error:
        raise _unreadable(path) from error
    return FlatIndex(index, check, path.stat().st_size - FLOAT_BYTES * index.d * index.ntotal)


def _head_bytes(path: Path) -> int:
    """Return how many bytes of a file are read when it is opened; sizes and places are there."""
    with path.open("rb") as file:
        kind, dimension, count = struct.unpack("<4siq", file.read(16))
    if not kind.startswith(b"Iw"):  # vectors behind a few words
        return 1
    return path.stat().st_size - int(count) * (int(dimension) + ID_BYTES)


def _unreadable(path: Path | None) -> YuanwenError:
    return YuanwenError(f"the vector index cannot be read: {path}.", "Run `yuanwen check`.")


def _write(index: Any, path: Path) -> None:  # noqa: ANN401
    """Write an index by Python's own file, which tells of a disk that is full at its end, too."""
    import faiss

    library: Any = faiss
    with path.open("wb") as file:
        library.write_index(index, library.PyCallbackIOWriter(file.write))


def _filled(index: Any, vectors: Vectors) -> Any:  # noqa: ANN401
    for at in range(0, len(vectors), ADDED_AT_ONCE):
        index.add(_contiguous(vectors[at : at + ADDED_AT_ONCE]))
    return index


def _selector(allowed: Mask) -> Any:  # noqa: ANN401
    import faiss

    library: Any = faiss  # its type stubs lack the Python form of this constructor
    return library.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))


def _contiguous(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)
