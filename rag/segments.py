"""Segments of a keyword index: postings of a run of passages, filtered and merged without texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.terms import Terms, terms_of


@dataclass(frozen=True)
class Segment:
    """Postings of a run of passages; all arrays may be memory-mapped."""

    terms: Terms  # (t,) sorted
    starts: NDArray[np.int64]  # (t + 1,) into `rows`
    rows: NDArray[np.int32]  # (p,) passage within the segment
    counts: NDArray[np.uint8]  # (p,) how often the term stands in it, at most 255
    lengths: NDArray[np.int32]  # (passages,) terms in each

    @classmethod
    def build(cls, texts: Iterable[str]) -> Segment:
        """Index texts; row i is the i-th text."""
        found = [terms_of(text) for text in texts]
        lengths = np.array([len(terms) for terms in found], dtype=np.int32)
        flat = np.concatenate(found) if found else np.empty(0, np.uint64)
        del found
        rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        order = np.argsort(flat, kind="stable")  # rows stay in order within a term
        flat, rows = flat[order], rows[order]
        del order
        new_term = np.diff(flat, prepend=flat[:1] + np.uint64(1)) != 0
        first = np.flatnonzero(new_term | (np.diff(rows, prepend=np.int32(-1)) != 0))
        counts = np.diff(np.append(first, len(flat)))
        starts = np.searchsorted(first, np.append(np.flatnonzero(new_term), len(flat)))
        return cls(
            flat[new_term],
            starts.astype(np.int64),
            rows[first],
            np.minimum(counts, 255).astype(np.uint8),
            lengths,
        )

    def postings(self, term: np.uint64) -> slice:
        """Return where a term's postings stand."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def filtered(self, kept: NDArray[np.bool_]) -> Segment:
        """Return the segment of the passages where `kept`, bool (passages,), is true."""
        if kept.all():
            return self
        stays = kept[self.rows]
        before = np.concatenate([[0], np.cumsum(stays)])
        starts = before[self.starts]
        used = np.diff(starts) > 0
        return Segment(
            self.terms[used],
            np.append(starts[:-1][used], starts[-1]).astype(np.int64),
            (np.cumsum(kept) - 1)[self.rows[stays]].astype(np.int32),
            np.asarray(self.counts[stays]),
            np.asarray(self.lengths[kept]),
        )

    @classmethod
    def merged(cls, segments: Sequence[Segment]) -> Segment:
        """Return one segment of the passages of several, in order; at least one is given."""
        if len(segments) == 1:
            return segments[0]
        terms = np.unique(np.concatenate([segment.terms for segment in segments]))
        places = [np.searchsorted(terms, segment.terms) for segment in segments]
        sizes = np.zeros(len(terms), dtype=np.int64)
        for segment, place in zip(segments, places, strict=True):
            sizes[place] += np.diff(segment.starts)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        rows = np.empty(int(starts[-1]), dtype=np.int32)
        counts = np.empty(len(rows), dtype=np.uint8)
        filled, passages = starts[:-1].copy(), 0
        for segment, place in zip(segments, places, strict=True):
            each = np.diff(segment.starts)
            at = np.repeat(filled[place] - segment.starts[:-1], each) + np.arange(each.sum())
            rows[at] = segment.rows + passages
            counts[at] = segment.counts
            filled[place] += each
            passages += len(segment.lengths)
        lengths = np.concatenate([segment.lengths for segment in segments])
        return cls(terms, starts, rows, counts, lengths)
