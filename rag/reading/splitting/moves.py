"""What a move of a block of lines does to the joints of a text, in the odds of `joints`.

A body is a list of lines by their numbers in the scores. Blocks are named by their first line
(first axis) and their last (second axis), counted in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.reading.splitting.joints import END, Scores


@dataclass(frozen=True, slots=True)
class Exchange:
    """Lines `begin` to `middle` of a body and lines `middle` to `end` change places.

    `gain` is what that adds to the odds, `weakest` the least score of the three new joints.
    """

    begin: int
    middle: int
    end: int
    gain: float
    weakest: float


def taken_out(joints: Scores, body: Sequence[int]) -> Scores:
    """Return what taking out each block adds to the joints."""
    line = np.array([END, *body, END])
    before = joints[line[:-2], line[1:-1]]
    after = joints[line[1:-1], line[2:]]
    closed = joints[np.ix_(line[:-2], line[2:])]
    gains: Scores = closed - before[:, None] - after[None, :]
    return gains


def put_in(
    joints: Scores, body: Sequence[int], block: Sequence[int], inside_cost: float
) -> tuple[Scores, NDArray[np.intp]]:
    """Return what putting in each run of a block adds at the best place, and that place.

    Args:
        joints: the scores of a page's lines.
        body: the lines that the run is put among.
        block: the lines that the runs are of.
        inside_cost: what any place but the body's end costs.
    """
    line, own = np.array([END, *body, END]), np.array(block)
    broken = joints[line[:-1], line[1:]].copy()
    broken[:-1] += inside_cost
    opens = joints[np.ix_(line[:-1], own)] - broken[:, None]  # place, first line of the run
    shuts = joints[np.ix_(own, line[1:])].T  # place, last line of the run
    both = opens[:, :, None] + shuts[:, None, :]
    return both.max(axis=0), both.argmax(axis=0)


def best_exchange(joints: Scores, body: Sequence[int]) -> Exchange | None:
    """Return the exchange of two neighbouring blocks that adds most, None where none adds."""
    line = np.array([END, *body, END])
    scores = joints[np.ix_(line, line)]
    here = scores.diagonal(offset=1)  # the joint before each line of the body, and at its end
    size = len(body)
    best: Exchange | None = None
    for begin in range(size - 1):
        first = scores[begin, begin + 2 : size + 1]  # by the first line of the second block
        last = scores[begin + 2 : size + 1, begin + 1]  # by the last line of the second block
        between = scores[begin + 1 : size, begin + 3 :]  # middle, end
        gains = (
            (first - here[begin] - here[begin + 1 : size])[:, None]
            + (last - here[begin + 2 : size + 1])[None, :]
            + between
        )
        gains[np.tril_indices(len(gains), -1)] = -np.inf
        middle, end = np.unravel_index(int(gains.argmax()), gains.shape)
        gain = float(gains[middle, end])
        if gain > (best.gain if best else 0.0):
            new = (first[middle], last[end], between[middle, end])
            best = Exchange(
                begin, begin + 1 + int(middle), begin + 2 + int(end), gain, float(min(new))
            )
    return best
