"""Runs of lines that stand under one headline and belong, by their words, to another.

Every article is a bag of character pairs. A run of lines may leave its article for another where
that makes the page likelier: the pairs of each line are then better told by the other lines of
its article, as in topic tracking (Yamron et al., 1998, "A hidden Markov model approach to text
segmentation and event tracking").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.reading.splitting.topics import pairs_of

Gains = NDArray[np.float32]
COMMON = 0.12  # of the lines; pairs of characters that more lines hold say nothing
FEW = 6.0  # lines; pairs that no more hold are never common
TARGETS = 2  # articles tried for a body
LEAST_EXCESS = 6.0  # nats by which an article tells a run of lines better than others


class Ownership:
    """The pairs of characters in the lines of a page, to find lines under a wrong headline."""

    def __init__(self, lines: Sequence[str]) -> None:
        pairs = [pairs_of(line) for line in lines]
        held = Counter(pair for one in pairs for pair in one)
        most = max(FEW, COMMON * len(lines))
        columns = {
            pair: number
            for number, pair in enumerate(pair for pair, many in held.items() if 1 < many <= most)
        }
        self._holds = np.zeros((len(lines), len(columns)), dtype=np.float32)
        for row, one in enumerate(pairs):
            self._holds[row, [columns[pair] for pair in one if pair in columns]] = 1.0
        self._held = self._holds.sum(axis=0)

    def gains(
        self, articles: Sequence[Sequence[int]], body: Sequence[int], number: int
    ) -> dict[int, Gains]:
        """Return what the runs of one article's body would be worth in other articles.

        Args:
            articles: for each article of the page the numbers of its lines.
            body: the lines of the one to look at that may leave it.
            number: the number of that article.

        Returns:
            For each article that may be meant, by first line of the body (first axis) and last
            line of the run (second axis), what the move adds to the logarithm of the page's
            likelihood; minus infinity below the diagonal.
        """
        if not body or len(articles) < 2:
            return {}
        rows = self._holds[np.array(body, dtype=np.intp)]
        counts = np.array(
            [self._holds[np.array(one, dtype=np.intp)].sum(axis=0) for one in articles]
        )
        sizes = counts.sum(axis=1) + 1.0
        lift = sizes.sum() / np.maximum(self._held, 1.0)  # of a pair that is all of an article
        known = _told(counts, lift / sizes[:, None])
        spread = (counts * _slope(counts, lift / sizes[:, None])).sum(axis=1)
        columns = np.flatnonzero(rows.any(axis=0))
        sums = np.concatenate([np.zeros((1, len(columns))), np.cumsum(rows[:, columns], axis=0)])
        counts, lift, known = counts[:, columns], lift[columns], known[:, columns]
        spread -= (counts * _slope(counts, lift / sizes[:, None])).sum(axis=1)
        told = rows[:, columns] @ np.log1p(counts * lift / sizes[:, None]).T
        targets = _targets(told, number)
        gains = {
            target: np.full((len(body), len(body)), -np.inf, dtype=np.float32) for target in targets
        }
        for begin in range(len(body) if targets else 0):
            runs = sums[begin + 1 :] - sums[begin]
            moved = runs.sum(axis=1)
            left = np.maximum(sizes[number] - moved, 1.0)
            stays = _told(counts[number] - runs, lift / left[:, None]).sum(axis=1)
            lost = known[number].sum() - stays + spread[number] * np.log(left / sizes[number])
            for target in targets:
                size = sizes[target] + moved
                joined = _told(counts[target] + runs, lift / size[:, None]).sum(axis=1)
                won = joined - known[target].sum() - spread[target] * np.log(size / sizes[target])
                gains[target][begin, begin:] = won - lost
        return gains


def _targets(told: NDArray[np.float32], number: int) -> list[int]:
    """Return the articles that tell some run of lines better than the others of the page do.

    Args:
        told: how well each article (second axis) tells the pairs of each line (first axis).
        number: the article the lines stand in.
    """
    others = np.delete(told, number, axis=1)
    excess = told - others.sum(axis=1, keepdims=True) / told.shape[1]
    sums = np.concatenate([np.zeros((1, told.shape[1])), np.cumsum(excess, axis=0)])
    gains = (sums - np.minimum.accumulate(sums, axis=0)).max(axis=0)
    gains[number] = 0.0
    ranked = np.argsort(-gains)[:TARGETS]
    return [int(target) for target in ranked if gains[target] > LEAST_EXCESS]


def _told(counts: NDArray[np.float32], lift: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how well the other lines of an article tell each pair, summed over its lines."""
    told: NDArray[np.float32] = counts * np.log1p(np.maximum(counts - 1, 0) * lift)
    return told


def _slope(counts: NDArray[np.float32], lift: NDArray[np.float32]) -> NDArray[np.float32]:
    others = np.maximum(counts - 1, 0) * lift
    slope: NDArray[np.float32] = others / (1 + others)
    return slope
