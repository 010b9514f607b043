"""Bootstrap intervals (Efron 1979; percentile form) of means and quantiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20240227
LEVEL = 0.95
BLOCK = 200  # resamples drawn at once; bounds memory

Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]  # over the last axis


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval and how many questions it rests on."""

    value: float
    low: float
    high: float
    n: int


def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the last axis."""
    return np.asarray(values.mean(axis=-1))


def quantile(share: float) -> Statistic:
    """Return a statistic that takes a quantile over the last axis."""
    return lambda values: np.asarray(np.quantile(values, share, axis=-1))


def estimate(values: Sequence[float], statistic: Statistic = mean) -> Estimate:
    """Estimate a statistic of at least one value; the seed is fixed, so it repeats."""
    table = np.asarray(values, dtype=np.float64)
    draw = np.random.default_rng(SEED)
    drawn = []
    for at in range(0, RESAMPLES, BLOCK):
        rows = min(BLOCK, RESAMPLES - at)
        drawn.append(statistic(table[draw.integers(0, len(table), (rows, len(table)))]))
    low, high = np.quantile(np.concatenate(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(statistic(table)), float(low), float(high), len(table))
