"""Keyword search: BM25 over the terms of passages.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
idf of Lucene (never negative). An index is a list of segments of at most `SEGMENT_PASSAGES`
passages, which bounds the memory of building and lets an index change without its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import mapped
from rag.checked_files import CheckedFolder
from rag.checked_segments import checked_segment
from rag.segments import NAMES, Segment
from rag.terms import WORD, Terms, terms_of

K1 = 0.8
B = 0.5
WORD_WEIGHT = 2.0  # a figure or a Latin word says more than a pair of characters
SEGMENT_PASSAGES = 131_072
SORTED_AT_ONCE = 8_192  # passages; bounds the memory of building
ROUNDING = 1e-5  # of a score that is added up in another order
POOL = 2_000  # passages among which the k-th best score so far is looked for
MOST_LOOKED_UP = 5_000
LOOKED_UP_TOGETHER = 8  # terms, after which passages that can no longer be among the best go

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Question:
    """The terms of a question and where they stand."""

    terms: Terms  # (t,) sorted, each once
    weights: Floats  # (t,) idf, words and figures counting more
    frequencies: NDArray[np.int64]  # (t,) passages that hold each
    postings: list[list[slice]]  # of each term in each segment

    @property
    def most(self) -> float:
        """The most that any text could score, 0 where the question has no term."""
        return float(self.weights.sum()) * (K1 + 1)


class KeywordIndex:
    """BM25 over the passages of a library."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = tuple(segments)
        self._offsets = np.cumsum([0, *(len(segment.lengths) for segment in segments)])
        total = sum(int(segment.lengths.sum(dtype=np.int64)) for segment in segments)
        self._mean = mean = max(total / max(1, len(self)), 1e-9)
        self._norms = [self.norms(segment.lengths, mean) for segment in segments]

    @classmethod
    def build(cls, texts: Iterable[str]) -> KeywordIndex:
        """Index texts in order."""
        return cls(list(_packed(_segments_of(texts))))

    @classmethod
    def open(cls, folder: Path) -> KeywordIndex:
        """Open a saved index, memory-mapped."""
        count = len(list(folder.glob("*-terms.npy")))
        return cls(
            [
                Segment.of({name: mapped(folder / f"{at:04}-{name}.npy") for name in NAMES})
                for at in range(count)
            ]
        )

    @classmethod
    def checked(cls, files: CheckedFolder) -> KeywordIndex:
        """Open the index of a generation; what is read of it is compared with its sums."""
        count = sum(name.endswith("-terms.npy") for name in files.names)
        return cls([checked_segment(files, f"keywords/{at:04}") for at in range(count)])

    def write(self, folder: Path, kept: NDArray[np.bool_], texts: Iterable[str]) -> None:
        """Write the index of the passages that are kept, in order, and then of further texts.

        Memory is bounded by one segment.

        Args:
            folder: an existing, empty folder.
            kept: bool (passages,), false for passages to leave out.
            texts: what comes after them.
        """
        borders = self._offsets
        stays = (
            segment.filtered(kept[start:end])
            for segment, start, end in zip(self._segments, borders, borders[1:], strict=False)
        )
        for at, segment in enumerate(_packed(chain(stays, _segments_of(texts)))):
            for name in NAMES:
                np.save(folder / f"{at:04}-{name}.npy", getattr(segment, name))

    def __len__(self) -> int:
        return int(self._offsets[-1])

    def question(self, text: str) -> Question:
        """Look up the terms of a question."""
        terms = np.unique(terms_of(text, question=True))
        postings = [[segment.postings(term) for segment in self._segments] for term in terms]
        found = np.array(
            [sum(place.stop - place.start for place in one) for one in postings], dtype=np.int64
        )
        weights = np.array([self.weight(int(n)) for n in found], dtype=np.float32)
        weights[terms >= WORD] *= WORD_WEIGHT
        return Question(terms, weights, found, postings)

    def search(
        self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Floats]:
        """Return the rows of the best passages and their BM25, best first; at most k.

        Terms are taken from the rarest on. Where what the others can add no longer lifts a new
        passage among the best k, only those that can still be among them are looked up in the
        postings of the others, which may be long (MaxScore; Turtle & Flood, "Query evaluation:
        strategies and optimizations", 1995). Where more than `MOST_LOOKED_UP` can, the best of
        them so far are.

        Args:
            question: its terms.
            k: number of rows wanted, at least 1.
            allowed: bool (passages,), the only ones to search; None for all.
        """
        order = np.argsort(question.frequencies, kind="stable")
        order = order[question.frequencies[order] > 0]
        most = question.weights[order] * (K1 + 1)
        ahead = np.append(np.cumsum(most[::-1])[::-1], 0.0)  # what this term and later can add
        scores = np.zeros(len(self), dtype=np.float32)
        pool: NDArray[np.int64] | None = None
        seen: list[NDArray[np.int64]] = []
        size, least, done = 0, 0.0, 0
        for place, term in enumerate(order):
            if size >= max(POOL, k):
                if pool is None:
                    pool = np.unique(np.concatenate(seen))
                    pool = pool if allowed is None else pool[allowed[pool]]
                if len(pool) >= k:
                    least = float(np.partition(scores[pool], len(pool) - k)[len(pool) - k])
                if ahead[place] < least * (1 - ROUNDING):
                    break
            rows = self._add(question, int(term), scores)
            if pool is None:
                seen.append(rows)
                size += len(rows)
            done = place + 1
        if allowed is not None:
            scores[~allowed] = 0.0
        enough = (least - float(ahead[done])) * (1 - ROUNDING)
        rows = np.flatnonzero((scores > 0) & (scores >= enough))
        if len(rows) > MOST_LOOKED_UP:
            rows = rows[np.argpartition(-scores[rows], MOST_LOOKED_UP - 1)[:MOST_LOOKED_UP]]
        found = scores[rows]
        for start in range(done, len(order), LOOKED_UP_TOGETHER):
            terms = order[start : start + LOOKED_UP_TOGETHER]
            found = found + self.bm25(question, self.counts(question, rows, terms), rows, terms)
            if len(rows) > k:
                least = max(least, float(np.partition(found, len(rows) - k)[len(rows) - k]))
                enough = (least - float(ahead[start + len(terms)])) * (1 - ROUNDING)
                rows, found = rows[found >= enough], found[found >= enough]
        best = np.argsort(-found, kind="stable")[:k]
        return rows[best].astype(np.int64), found[best]

    def _add(self, question: Question, term: int, scores: Floats) -> NDArray[np.int64]:
        """Add what a term gives to the score of each passage that holds it; return those rows."""
        weight = question.weights[term] * (K1 + 1)
        touched = []
        for place, segment, norms, offset in zip(
            question.postings[term], self._segments, self._norms, self._offsets[:-1], strict=True
        ):
            if place.stop > place.start:
                rows, found = segment.held(place)
                counts = found.astype(np.float32)
                touched.append(offset + rows)
                scores[touched[-1]] += weight * counts / (counts + norms[rows])
        return np.concatenate(touched)

    def counts(
        self, question: Question, rows: NDArray[np.int64], which: NDArray[np.int64] | None = None
    ) -> Floats:
        """Return how often each term stands in each of some passages.

        Args:
            question: its terms.
            rows: of the passages.
            which: the numbers of the terms wanted; None for all.

        Returns:
            float32 (terms, rows).
        """
        wanted = range(len(question.terms)) if which is None else which
        counts = np.zeros((len(wanted), len(rows)), dtype=np.float32)
        owner = np.searchsorted(self._offsets, rows, side="right") - 1
        for number in np.unique(owner):
            segment, here = self._segments[number], np.flatnonzero(owner == number)
            inside = (rows[here] - self._offsets[number]).astype(np.int32)
            for line, term in enumerate(wanted):
                place = question.postings[term][number]
                if place.stop > place.start:
                    held, found = segment.held(place)
                    at = np.minimum(np.searchsorted(held, inside), len(held) - 1)
                    hit = held[at] == inside
                    counts[line, here[hit]] = found[at[hit]]
        return counts

    def bm25(
        self,
        question: Question,
        counts: Floats,
        rows: NDArray[np.int64],
        which: NDArray[np.int64] | None = None,
    ) -> Floats:
        """Return what terms give to the BM25 of passages, float32 (rows,); see `counts`."""
        weights = question.weights if which is None else question.weights[which]
        share = counts / (counts + self.norms(self.lengths[rows], self._mean))
        return np.asarray((K1 + 1) * weights @ share, dtype=np.float32)

    @staticmethod
    def norms(lengths: NDArray[np.integer[Any]], mean: float) -> Floats:
        """Return what BM25 adds to the count of a term in texts of these lengths."""
        return (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Number of terms in each passage."""
        parts = [segment.lengths for segment in self._segments]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)

    def weight(self, frequency: int) -> float:
        """Return the idf of a term that stands in `frequency` passages."""
        return float(np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5)))

    def weights(self, terms: Terms) -> Floats:
        """Return the idf of each term."""
        frequencies = [
            sum(p.stop - p.start for p in (segment.postings(term) for segment in self._segments))
            for term in terms
        ]
        return np.array([self.weight(frequency) for frequency in frequencies], dtype=np.float32)


def _segments_of(texts: Iterable[str]) -> Iterator[Segment]:
    rest = iter(texts)
    while chunk := list(islice(rest, min(SORTED_AT_ONCE, SEGMENT_PASSAGES))):
        yield Segment.build(chunk)


def _packed(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Merge neighbours that fit into one, so that many small changes leave few segments."""
    group: list[Segment] = []
    for segment in segments:
        size = sum(len(one.lengths) for one in group) + len(segment.lengths)
        if group and size > SEGMENT_PASSAGES:
            yield Segment.merged(group)
            group = []
        if len(segment.lengths):
            group.append(segment)
    if group:
        yield Segment.merged(group)
