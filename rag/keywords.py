"""Keyword search: BM25 over characters in pairs for unspaced scripts, words elsewhere.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
idf of Lucene (never negative). Terms are 64-bit numbers, so that the vocabulary of a saved index
is a sorted array that opens memory-mapped. An index is a list of segments of at most
`SEGMENT_PASSAGES` passages, which bounds the memory of building and lets an index grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.text import UNSPACED, fold

K1 = 1.2
B = 0.75
SEGMENT_PASSAGES = 32_768
PAIR = np.uint64(1 << 42)
WORD = np.uint64(1 << 63)

Floats = NDArray[np.float32]
Terms = NDArray[np.uint64]

WORDS = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_{UNSPACED}]+")
RANGES = [(ord(low), ord(high)) for low, high in re.findall("(.)-(.)", UNSPACED)]
# What asks but does not describe; without it, coverage speaks of the matter alone.
QUESTION_WORDS = re.compile(
    "什么时候|什么时间|是什么|什么|多少|哪一天|哪一年|哪一个|哪个|哪些|哪家|哪里|哪儿|哪年|哪天|哪|几个|几家|几年|何时|"
    "何地|为什么|为何|怎么样|怎么|怎样|如何|是谁|谁|请问|有没有|是否|是不是|吗|呢|么|"
    r"\b(?:what|when|where|who|whom|whose|which|why|how|many|much|is|are|was|were|did|does|do|the|"
    r"a|an|of|in|on|at|to|for|by|has|have|had|been|be)\b"
)


def terms_of(text: str, *, question: bool = False) -> Terms:
    """Return the terms of a text, with repetitions.

    Unspaced scripts give each character and each pair of neighbours; other scripts give words.
    With `question`, question words are left out (unless nothing else is left).
    """
    text = fold(text)
    if question:
        text = QUESTION_WORDS.sub(" ", text) if QUESTION_WORDS.sub("", text).strip(" ?？") else text
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    unspaced = np.zeros(len(codes), dtype=bool)
    for low, high in RANGES:
        unspaced |= (codes >= low) & (codes <= high)
    wide = codes.astype(np.uint64)
    singles = wide[unspaced]
    both = unspaced[:-1] & unspaced[1:]
    pairs = PAIR | (wide[:-1][both] << np.uint64(21)) | wide[1:][both]
    words = np.array([_word(word) for word in WORDS.findall(text)], dtype=np.uint64)
    return np.concatenate([singles, pairs, words])


@lru_cache(maxsize=100_000)
def _word(word: str) -> int:
    word = word.replace(",", "") if word[0].isdigit() else _stem(word)
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | int(WORD)


def _stem(word: str) -> str:
    """Take the English plural off (Harman's S-stemmer, 1991)."""
    if len(word) > 3 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


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
        terms, place = np.unique(flat, return_inverse=True)
        rows = np.repeat(np.arange(len(found), dtype=np.int64), lengths)
        keys, counts = np.unique(place * max(1, len(found)) + rows, return_counts=True)
        place, rows = np.divmod(keys, max(1, len(found)))
        starts = np.searchsorted(place, np.arange(len(terms) + 1))
        return cls(
            terms,
            starts.astype(np.int64),
            rows.astype(np.int32),
            np.minimum(counts, 255).astype(np.uint8),
            lengths,
        )

    def postings(self, term: np.uint64) -> slice:
        """Return where a term's postings stand."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))


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
