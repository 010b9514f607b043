"""Runs of passages that belong to one article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Blocks:
    """Runs of passages of one article; an article has one, all arrays are (articles with any,)."""

    starts: NDArray[np.int64]  # first row of each
    sizes: NDArray[np.int64]  # passages in each
    lengths: NDArray[np.int64]  # terms in each

    @classmethod
    def of_rows(cls, article_rows: NDArray[np.int32], passage_lengths: NDArray[np.int64]) -> Blocks:
        """Find the runs in the article row of each passage."""
        starts = np.flatnonzero(np.diff(article_rows, prepend=-1)).astype(np.int64)
        sizes = np.diff(np.append(starts, len(article_rows)))
        lengths = np.add.reduceat(passage_lengths, starts) if len(starts) else sizes
        return cls(starts, sizes, lengths)

    @property
    def mean_length(self) -> float:
        """Mean number of terms."""
        return float(self.lengths.mean()) if len(self.lengths) else 0.0

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the run in which each passage stands."""
        return np.searchsorted(self.starts, rows, side="right") - 1
