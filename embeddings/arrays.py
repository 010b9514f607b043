"""Saved arrays, opened without reading them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def mapped(path: Path) -> NDArray[Any]:
    """Open a `.npy` file memory-mapped, as a plain array: slices of `numpy.memmap` are slow."""
    array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return array
