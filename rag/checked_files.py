"""Files of a generation whose blocks are compared with their sums before they are used, each once.

A bit that has flipped on disk is an error with advice where it is read, not a wrong answer.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import loaded, mapped
from rag.errors import LibraryError
from rag.sums import BLOCK_BYTES, BLOCK_SUMS, block_count, block_sum

RESTORE = (
    "Go back to the last sound state (yuanwen check --restore), or index the articles again into "
    "an empty folder."
)
Check = Callable[[int, int], None]  # of bytes, or of items of an array: the first and the end


class MissingFile(LibraryError):
    """A generation lacks a file that its manifest names."""


def damaged(path: Path) -> LibraryError:
    """Return the error to raise for a file that is not as it was written."""
    return LibraryError(f"the library's file {str(path)!r} is damaged.", RESTORE)


class CheckedFile:
    """One file, opened; it stays readable when the folder is removed."""

    def __init__(self, path: Path, size: int, sums: NDArray[np.uint64] | None) -> None:
        """Open a file; without `sums` nothing is compared but its size.

        Raises:
            MissingFile: it is not there.
            LibraryError: it has another size.
        """
        self.path = path
        try:
            if path.exists() and not path.is_file():  # a pipe would be waited for
                raise damaged(path)
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size != size:
                    raise damaged(path)
                self.data = _bytes_of(file, size)  # not compared yet
        except FileNotFoundError as error:
            raise MissingFile(f"the library lacks the file {str(path)!r}.", RESTORE) from error
        self._sums = sums
        self._left = bytearray(b"\1") * (0 if sums is None else len(sums))  # to be compared

    def check(self, start: int, end: int) -> None:
        """Compare the blocks that hold these bytes.

        Raises:
            LibraryError: one of them is not as it was written.
        """
        last = block_count(end)
        at = self._left.find(1, start // BLOCK_BYTES, last)
        while at >= 0:
            assert self._sums is not None
            block = self.data[at * BLOCK_BYTES : (at + 1) * BLOCK_BYTES]
            if block_sum(block) != int(self._sums[at]):
                raise damaged(self.path)
            self._left[at] = 0
            at = self._left.find(1, at + 1, last)

    def check_all(self) -> None:
        """Compare every block."""
        self.check(0, len(self.data))

    def read(self) -> bytes:
        """Return the whole content."""
        self.check_all()
        return bytes(self.data)


def _bytes_of(file: BinaryIO, size: int) -> memoryview:
    """Map a file into memory; an empty one cannot be."""
    if not size:
        return memoryview(b"")
    return memoryview(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ))


class CheckedFolder:
    """The files that a manifest names."""

    def __init__(self, folder: Path, files: dict[str, dict[str, Any]]) -> None:
        """Read the sums of their blocks; a library of format 3 has none, nothing is compared then.

        Raises:
            MissingFile: the sums are not there.
            LibraryError: the sums are damaged.
        """
        self.folder = folder
        self._files = files
        self._opened: dict[str, CheckedFile] = {}
        self._sums: dict[str, NDArray[np.uint64]] = {}
        if BLOCK_SUMS in files:
            self._read_sums()

    def _read_sums(self) -> None:
        path, stated = self.folder / BLOCK_SUMS, self._files[BLOCK_SUMS]
        data = CheckedFile(path, int(stated["bytes"]), None).read()
        if sha256(data).hexdigest() != stated["sha256"]:
            raise damaged(path)
        table, at = loaded(data), 0
        for name, one in self._files.items():
            if name != BLOCK_SUMS:
                count = block_count(int(one["bytes"]))
                self._sums[name] = table[at : at + count]
                at += count

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, sorted."""
        return tuple(self._files)

    def file(self, name: str) -> CheckedFile:
        """Open a file, once.

        Raises:
            MissingFile: it is not there.
            LibraryError: it has another size than the manifest says.
        """
        if name not in self._opened:
            size = int(self._files[name]["bytes"])
            self._opened[name] = CheckedFile(self.folder / name, size, self._sums.get(name))
        return self._opened[name]

    def array(self, name: str) -> NDArray[Any]:
        """Return a saved array, memory-mapped and wholly compared."""
        self.file(name).check_all()
        return mapped(self.folder / name)

    def part_checked(self, name: str) -> tuple[NDArray[Any], Check]:
        """Return a saved array, memory-mapped, and what compares the items to be read."""
        file = self.file(name)
        file.check(0, 1)  # the head, which says what the items are
        array = mapped(self.folder / name)
        head, size = len(file.data) - array.nbytes, array.itemsize

        def check(start: int, end: int) -> None:
            file.check(head + start * size, head + end * size)

        return array, check

    def check_all(self) -> None:
        """Compare every file, which an index that takes over from them needs."""
        for name in self._files:
            if name != BLOCK_SUMS:
                self.file(name).check_all()
