"""Segments of a keyword index: postings of a run of passages, filtered and merged without texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.terms import Terms, terms_of

NAMES = ("terms", "starts", "rows", "counts", "lengths")


class SegmentFiles(Protocol):
    """Compares what is read of a saved segment with its sums; names are those of the arrays."""

    def check(self, name: str, start: int, end: int) -> None:
        """Compare items of an array; raise the error to show where they are damaged."""

    def damaged(self, name: str) -> Exception:
        """Return the error to raise where an array is not as it was written."""


@dataclass(frozen=True)
class Segment:
    """Postings of a run of passages; all arrays may be memory-mapped.

    `terms`, `starts`, `rows` and `counts` of one with `files` are not compared with their sums when
    it is opened: `postings` and `held` do so with what they read.
    """

    terms: Terms  # (t,) sorted
    starts: NDArray[np.int64]  # (t + 1,) into `rows`
    rows: NDArray[np.int32]  # (p,) passage within the segment
    counts: NDArray[np.uint8]  # (p,) how often the term stands in it, at most 255
    lengths: NDArray[np.int32]  # (passages,) terms in each
    files: SegmentFiles | None = None

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], files: SegmentFiles | None = None) -> Segment:
        """Make a segment of its arrays by name."""
        terms, starts, rows, counts, lengths = (arrays[name] for name in NAMES)
        return cls(terms, starts, rows, counts, lengths, files)

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
        if self.files is not None:
            self._check_place(self.files, at, term)
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def _check_place(self, files: SegmentFiles, at: int, term: np.uint64) -> None:
        """Compare the terms on both sides of a place: they tell whether it was found rightly.

        Only these are compared, not all that the search came by: where one of those is damaged,
        the term does not lie between its neighbours.
        """
        before, after = max(at - 1, 0), min(at + 1, len(self.terms))
        files.check("terms", before, after)
        if (at > 0 and self.terms[before] >= term) or (at < after and self.terms[at] < term):
            raise files.damaged("terms")
        files.check("starts", at, at + 2)

    def held(self, place: slice) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Return the passages of some postings, and how often the term stands in each."""
        if self.files is not None:
            self.files.check("rows", place.start, place.stop)
            self.files.check("counts", place.start, place.stop)
        return self.rows[place], self.counts[place]

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
