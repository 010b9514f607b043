"""What lines of a page have in common: pairs of characters, the rare ones counting most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_NOT_WRITING = re.compile(r"[\W_]+")
SEEN_LINES = 12  # of a text, to tell its topic
_SMOOTHING = 30  # pairs; keeps a short text from looking close to everything


class Topics:
    """The pairs of characters in each line of a page, weighted by how few lines hold them.

    Follows the inverse document frequency of Spärck Jones (1972), a line being a document.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._pairs = [pairs_of(line) for line in lines]
        held = Counter(pair for pairs in self._pairs for pair in pairs)
        whole = len(lines) + 1
        self._weights = {pair: math.log(whole / many) ** 2 for pair, many in held.items()}

    def pairs(self, places: Iterable[int]) -> set[str]:
        """Return the pairs that stand in any of these lines."""
        return set().union(*(self._pairs[place] for place in places))

    def affinity(self, some: set[str], others: set[str]) -> float:
        """Return how much of `some` stands in `others` too, for the size of `others`."""
        weights = self._weights
        return sum(weights[pair] for pair in some & others) / (len(others) + _SMOOTHING)

    def share(self, some: Iterable[int], others: Iterable[int]) -> float:
        """Return the share of the pairs in some lines that stand in the other lines too."""
        pairs = self.pairs(some)
        return len(pairs & self.pairs(others)) / max(1, len(pairs))


def pairs_of(line: str) -> set[str]:
    """Return the pairs of neighbouring characters in a line, punctuation left out."""
    bare = _NOT_WRITING.sub("", line)
    return {bare[place : place + 2] for place in range(len(bare) - 1)}
