"""Logistic regression, free or drawn towards weights that are known to be good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.fusion import Logistic

Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

PENALTY = 1e-3  # of squared weights, in standard deviations of their features
# Of the squared distance of a weight from the prior's, times the usual size of its feature: what
# a few dozen questions say moves little, what a thousand say nearly all the way.
PRIOR_PENALTY = 5.0
STANDARD_PENALTY = 0.5  # of squared weights of features in standard deviations, for all rows
ROUNDS = 250  # of a conditional logit
LOGISTIC_ROUNDS = 1000
SHORTEST_STEP = 1e-6


def penalised(features: Floats, prior: Floats | None) -> tuple[Floats, Floats, float]:
    """Return the size of each feature, the weights that cost nothing, and what others cost.

    Weights are those of features divided by their sizes. With a prior the size is the root mean
    square where a feature is not 0, so that one that few questions have counts no more for it.
    """
    if prior is None:
        return features.std(axis=0) + SHORTEST_STEP, np.zeros(features.shape[1]), PENALTY
    held = np.maximum((features != 0).sum(axis=0), 1)
    size = np.sqrt(np.square(features, dtype=np.float64).sum(axis=0) / held) + SHORTEST_STEP
    return size, prior * size, PRIOR_PENALTY


class Choices:
    """Questions with candidates of which some are right, as a conditional logit sees them."""

    def __init__(
        self, features: Floats, right: Mask, sizes: Sequence[int], weights: Floats
    ) -> None:
        """Take candidates one question after the other.

        Args:
            features: (candidates, features).
            right: bool (candidates,); at least one of each question.
            sizes: candidates of each question.
            weights: of each question.
        """
        self._features, self._right, self._weights = features, right, weights
        counts = np.asarray(sizes)
        self._starts = np.cumsum(counts) - counts
        self._owner = np.repeat(np.arange(len(counts)), counts)

    def loss(self, row: Floats) -> tuple[float, Floats]:
        """Return what weights of the features lose, and its slope.

        That is the weighted sum of -log of the share that the right candidates have of a softmax
        over all of their question.
        """
        scores = self._features @ row
        everything, shares = self._normalised(scores)
        right, right_shares = self._normalised(np.where(self._right, scores, -1e9))
        slope = self._features.T @ ((shares - right_shares) * self._weights[self._owner])
        return float((self._weights * (everything - right)).sum()), slope

    def _normalised(self, scores: Floats) -> tuple[Floats, Floats]:
        most = np.maximum.reduceat(scores, self._starts)
        odds = np.exp(scores - most[self._owner])
        sums = np.add.reduceat(odds, self._starts)
        return most + np.log(sums), odds / sums[self._owner]


def fitted_logistic(
    features: Floats,
    right: Mask,
    weights: Floats,
    prior: Logistic | None,
    least: Floats | None = None,
) -> Logistic:
    """Fit a logistic regression.

    Args:
        features: (rows, features).
        right: what is to be foreseen, bool (rows,); both kinds are there without a prior.
        weights: of each row, (rows,).
        prior: weights towards which the fitted ones are drawn; 0 where None.
        least: the least that each weight may be, (features,); None where they are free.
    """
    if prior is None:
        size = features.std(axis=0) + SHORTEST_STEP
        mean = features.mean(axis=0)
        weights = weights * len(weights) / weights.sum()
        centre = np.zeros(features.shape[1] + 1)
        penalties = np.append(np.full(features.shape[1], STANDARD_PENALTY), 0.0)
    else:
        columns = np.column_stack([features, np.ones(len(features))])
        sizes, centre, penalty = penalised(columns, np.append(prior.weights, prior.bias))
        size, mean = sizes[:-1], np.zeros(features.shape[1])
        penalties = np.full(len(sizes), penalty)
        centre = centre / np.append(np.ones(len(size)), sizes[-1])
    scaled = np.column_stack([(features - mean) / size, np.ones(len(features))])
    row = _minimised(scaled, right, weights, centre, penalties, least)
    slope = row[:-1] / size
    return Logistic(slope.astype(np.float32), float(row[-1] - slope @ mean))


def _minimised(
    scaled: Floats,
    right: Mask,
    weights: Floats,
    centre: Floats,
    penalties: Floats,
    least: Floats | None,
) -> Floats:
    """Return the weights of scaled features that lose least, the last one free."""
    from scipy.optimize import minimize
    from scipy.special import expit

    signs = np.where(right, 1.0, -1.0)

    def loss(row: Floats) -> tuple[float, Floats]:
        odds = signs * (scaled @ row)
        away = row - centre
        slope = -scaled.T @ (weights * signs * expit(-odds))
        value = float(weights @ np.logaddexp(0, -odds) + (penalties * away) @ away)
        return value, slope + 2 * penalties * away

    free = np.full(scaled.shape[1] - 1, -np.inf) if least is None else least
    bounds = [*((low, np.inf) for low in free), (-np.inf, np.inf)]
    options = {"maxiter": LOGISTIC_ROUNDS}
    found = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x)
