"""Keyword search: BM25 over the terms of passages.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
idf of Lucene (never negative). An index is a list of segments of at most `SEGMENT_PASSAGES`
passages, which bounds the memory of building and lets an index change without its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.segments import Segment
from rag.terms import Terms, terms_of

K1 = 1.2
B = 0.75
SEGMENT_PASSAGES = 32_768

Floats = NDArray[np.float32]

NAMES = ("terms", "starts", "rows", "counts", "lengths")


class KeywordIndex:
    """BM25 over the passages of a library."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = tuple(segments)
        self._offsets = np.cumsum([0, *(len(segment.lengths) for segment in segments)])
        total = sum(int(segment.lengths.sum(dtype=np.int64)) for segment in segments)
        mean = total / max(1, len(self))
        self._norms = [
            (K1 * (1 - B + B * segment.lengths / max(mean, 1e-9))).astype(np.float32)
            for segment in segments
        ]

    @classmethod
    def build(cls, texts: Iterable[str]) -> KeywordIndex:
        """Index texts in order; memory is bounded by one segment."""
        segments, rest = [], iter(texts)
        while chunk := list(islice(rest, SEGMENT_PASSAGES)):
            segments.append(Segment.build(chunk))
        return cls(segments)

    @classmethod
    def open(cls, folder: Path) -> KeywordIndex:
        """Open a saved index, memory-mapped."""
        count = len(list(folder.glob("*-terms.npy")))
        return cls(
            [
                Segment(
                    *(
                        np.load(folder / f"{at:04}-{name}.npy", mmap_mode="r", allow_pickle=False)
                        for name in NAMES
                    )
                )
                for at in range(count)
            ]
        )

    def changed(self, kept: NDArray[np.bool_], texts: Iterable[str]) -> KeywordIndex:
        """Return the index of the passages that are kept, in order, and then of further texts.

        Args:
            kept: bool (passages,), false for passages to leave out.
            texts: what comes after them.
        """
        borders = self._offsets
        segments = [
            segment.filtered(kept[start:end])
            for segment, start, end in zip(self._segments, borders, borders[1:], strict=False)
        ]
        segments += KeywordIndex.build(texts)._segments
        return KeywordIndex(_packed([s for s in segments if len(s.lengths)]))

    def save(self, folder: Path) -> None:
        """Write one `.npy` an array into an existing folder."""
        for at, segment in enumerate(self._segments):
            for name in NAMES:
                np.save(folder / f"{at:04}-{name}.npy", getattr(segment, name))

    def __len__(self) -> int:
        return int(self._offsets[-1])

    def scores(self, question: str) -> tuple[Floats, float]:
        """Score every passage.

        Returns:
            BM25 of each passage, float32 (passages,), and the most that any text could score.
        """
        terms = np.unique(terms_of(question, question=True))
        scores = np.zeros(len(self), dtype=np.float32)
        most = 0.0
        for term in terms:
            found = [segment.postings(term) for segment in self._segments]
            frequency = sum(place.stop - place.start for place in found)
            weight = self.weight(frequency)
            most += weight * (K1 + 1)
            for place, segment, norms, offset in zip(
                found, self._segments, self._norms, self._offsets[:-1], strict=True
            ):
                if place.stop > place.start:
                    rows, counts = segment.rows[place], segment.counts[place].astype(np.float32)
                    scores[offset + rows] += weight * (K1 + 1) * counts / (counts + norms[rows])
        return scores, most

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


def _packed(segments: Sequence[Segment]) -> list[Segment]:
    """Merge neighbours that fit into one, so that many small changes leave few segments."""
    groups: list[list[Segment]] = []
    for segment in segments:
        size = sum(len(one.lengths) for one in groups[-1]) if groups else SEGMENT_PASSAGES
        if size + len(segment.lengths) <= SEGMENT_PASSAGES:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [group[0] if len(group) == 1 else Segment.merged(group) for group in groups]
