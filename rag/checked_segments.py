"""Segments of a generation's keyword index: what is read of them is compared with its sums."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from rag.checked_files import Check, CheckedFolder, damaged
from rag.errors import LibraryError
from rag.segments import NAMES, Segment

LENGTHS = "lengths"  # read whole whenever an index is opened


class _SegmentFiles:
    """The files of a segment's arrays; see `SegmentFiles`."""

    def __init__(self, files: CheckedFolder, stem: str) -> None:
        self._files, self._stem = files, stem
        self._checks: dict[str, Check] = {}

    def array(self, name: str) -> NDArray[Any]:
        file = f"{self._stem}-{name}.npy"
        if name == LENGTHS:
            return self._files.array(file)
        array, self._checks[name] = self._files.part_checked(file)
        return array

    def check(self, name: str, start: int, end: int) -> None:
        self._checks[name](start, end)

    def damaged(self, name: str) -> LibraryError:
        return damaged(self._files.folder / f"{self._stem}-{name}.npy")


def checked_segment(files: CheckedFolder, stem: str) -> Segment:
    """Open the segment whose arrays are in the files `{stem}-{name}.npy`, memory-mapped."""
    parts = _SegmentFiles(files, stem)
    return Segment.of({name: parts.array(name) for name in NAMES}, parts)
