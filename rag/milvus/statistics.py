"""How rare terms are in a library in Milvus, from all of its articles or a fair sample of them.

No counters are kept that several writers would have to agree on: the sample is made of the articles
with the smallest numbers, which are hashes, and every reader takes the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import archived
from rag.milvus.cuts import Cut
from rag.terms import Terms
from rag.text import SCRIPT_NUMBERS, main_script

SAMPLED_ARTICLES = 16_384
MERGED_AT_ONCE = 4_000_000  # terms; bounds the memory of counting
_ARRAYS = ("terms", "frequencies", "scripts", "sums")


@dataclass(frozen=True)
class Statistics:
    """What was counted in articles that have passages."""

    terms: Terms  # sorted
    frequencies: NDArray[np.int64]  # passages that hold each
    scripts: NDArray[np.int64]  # passages in each script, by `SCRIPT_NUMBERS`
    sums: NDArray[np.int64]  # (3,): articles, passages, terms with repetitions

    @classmethod
    def of(cls, cuts: Iterable[Cut]) -> Statistics:
        """Count the terms of articles."""
        scripts = np.zeros(len(SCRIPT_NUMBERS), dtype=np.int64)
        sums = np.zeros(3, dtype=np.int64)
        merged: list[tuple[Terms, NDArray[np.int64]]] = []
        waiting: list[Terms] = []

        def merge() -> None:
            flat = np.concatenate([np.zeros(0, np.uint64), *waiting])
            merged.append(_summed([*merged, (flat, np.ones(len(flat), dtype=np.int64))]))
            del merged[:-1], waiting[:]

        size = 0
        for cut in cuts:
            if not cut.passages:
                continue
            for passage in cut.passages:
                scripts[SCRIPT_NUMBERS[main_script(passage.text)]] += 1
            sums += (1, len(cut.passages), int(cut.lengths.sum()))
            waiting.append(cut.terms)
            size += len(cut.terms)
            if size > MERGED_AT_ONCE:
                merge()
                size = 0
        merge()
        return cls(*merged[0], scripts, sums)

    @property
    def mean_length(self) -> float:
        """Mean number of terms in a passage."""
        return float(self.sums[2]) / max(1, int(self.sums[1]))

    @property
    def mean_article_length(self) -> float:
        """Mean number of terms in an article."""
        return float(self.sums[2]) / max(1, int(self.sums[0]))

    def in_all(self, terms: Terms, passages: int) -> NDArray[np.int64]:
        """Return in how many of so many passages terms stand, as far as the sample tells."""
        if not len(self.terms):
            return np.zeros(len(terms), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        counts = np.where(self.terms[at] == terms, self.frequencies[at], 0)
        share = max(1.0, passages / max(1, int(self.sums[1])))
        return np.asarray(np.rint(counts * share), dtype=np.int64)

    def save(self, path: Path, revision: str) -> None:
        """Keep them for the next time that this revision of the library is opened."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = path.with_suffix(".part")
            with scratch.open("wb") as file:
                arrays = {name: getattr(self, name) for name in _ARRAYS}
                np.savez(file, revision=np.array(revision), **arrays)
            scratch.replace(path)
        except OSError:  # a folder that cannot be written: counted again the next time
            return

    @classmethod
    def saved(cls, path: Path, revision: str) -> Statistics | None:
        """Return what was kept of a revision; None where there is nothing of it."""
        try:
            arrays = archived(path)
            if str(arrays["revision"]) != revision:
                return None
            return cls(*(arrays[name] for name in _ARRAYS))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None


def _summed(
    counts: list[tuple[Terms, NDArray[np.int64]]],
) -> tuple[Terms, NDArray[np.int64]]:
    """Add up counts of terms, each list of terms in any order."""
    flat = np.concatenate([terms for terms, _ in counts])
    order = np.argsort(flat, kind="stable")
    flat, numbers = flat[order], np.concatenate([n for _, n in counts])[order]
    if not len(flat):
        return flat, numbers
    first = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    return flat[first], np.add.reduceat(numbers, first)
