"""Saved arrays, opened by one thread at a time.

numpy reads the head of a file by `ast.literal_eval`, which in Python 3.11 may raise SystemError
("AST constructor recursion depth mismatch") where two threads are in it at once. Where the
content is no array ValueError is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Lock
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OPENING = Lock()


@contextmanager
def _opening() -> Iterator[None]:
    with _OPENING:
        try:
            yield
        except (SyntaxError, TokenError) as error:  # numpy lets these pass of a damaged head
            raise ValueError(f"the head of an array is damaged: {error}") from error


def mapped(path: Path) -> NDArray[Any]:
    """Open a `.npy` file memory-mapped, as a plain array: slices of `numpy.memmap` are slow."""
    with _opening():
        array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return array


def loaded(data: bytes) -> NDArray[Any]:
    """Return the array in the content of a `.npy` file."""
    with _opening():
        array: NDArray[Any] = np.load(BytesIO(data), allow_pickle=False)
    return array


def archived(file: Path | BytesIO) -> dict[str, NDArray[Any]]:
    """Read all arrays of a `.npz` file."""
    with _opening(), np.load(file, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
