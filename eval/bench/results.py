"""What the benchmark finds: frozen results that go into the report as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.questions import Question
from eval.scores import Record, retrieval_scores

ALL_KINDS = "all"


@dataclass(frozen=True)
class Spread:
    """Seconds of one thing done `count` times."""

    median: float
    p95: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        """Sum up measured seconds, at least one."""
        return cls(float(np.median(seconds)), float(np.percentile(seconds, 95)), len(seconds))


@dataclass(frozen=True)
class Recall:
    """Mean recall of questions: the share of a question's articles among the first k."""

    questions: int
    at_1: float
    at_5: float


@dataclass(frozen=True)
class Indexed:
    """A library built by Yuanwen; `seconds` as `yuanwen index --json` gives them."""

    articles: int
    passages: int
    seconds: dict[str, float]
    library_megabytes: float


@dataclass(frozen=True)
class Encoded:
    """Bare encoding: `encoded` passages in `seconds`; `scaled` to all `passages`."""

    passages: int
    encoded: int
    seconds: float
    scaled: float


@dataclass(frozen=True)
class Asked:
    """Questions asked of an open library.

    `search` finds the hits; `floor` is the question's encoding and one exact search over the same
    vectors, timed in turn with it.
    """

    open_seconds: float
    search: Spread
    floor: Spread
    recall: dict[str, Recall]


@dataclass(frozen=True)
class Answered:
    """Whole extractive answers, without the opening of the library."""

    answer: Spread


@dataclass(frozen=True)
class RivalBuilt:
    """The rival's store."""

    articles: int
    chunks: int
    seconds: dict[str, float]
    store_megabytes: float


@dataclass(frozen=True)
class RivalAsked:
    """Questions asked of the rival's opened store."""

    open_seconds: float
    search: Spread
    recall: dict[str, Recall]


@dataclass(frozen=True)
class Copied:
    """Vectors made from real ones, and how near to them they are."""

    vectors: int
    real: int
    mean_cosine: float
    queries: int


@dataclass(frozen=True)
class IndexFile:
    """A saved vector index."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class IndexAsked:
    """Single searches in an opened vector index; the process grew by `grown_megabytes`.

    Of these, `anonymous_megabytes` are the process's own and not pages of the mapped file.
    """

    open_seconds: float
    search: Spread
    grown_megabytes: float
    anonymous_megabytes: float


@dataclass(frozen=True)
class LargeLibrary:
    """A library written from changed copies of real articles."""

    articles: int
    passages: int
    keywords_seconds: float
    seconds: float
    library_megabytes: float
    keywords_megabytes: float


@dataclass(frozen=True)
class KeywordsAsked:
    """Single keyword searches of the best 100."""

    open_seconds: float
    search: Spread
    grown_megabytes: float
    anonymous_megabytes: float


@dataclass(frozen=True)
class LargeOpened:
    """A large library opened: generation, then the first search, then further ones."""

    open_seconds: float
    first_search_seconds: float
    search: Spread
    grown_megabytes: float
    anonymous_megabytes: float


def recall_by_kind(
    questions: Sequence[Question], rankings: Sequence[Sequence[Record]]
) -> dict[str, Recall]:
    """Return the recall of each kind of question and of all.

    Args:
        questions: with their right articles.
        rankings: for each question its hits, best first, in the form of `search --json`.
    """
    scores: dict[str, list[Mapping[str, float]]] = {}
    for question, hits in zip(questions, rankings, strict=True):
        found = retrieval_scores(question.articles, hits)
        for kind in (question.kind or "other", ALL_KINDS):
            scores.setdefault(kind, []).append(found)
    return {
        kind: Recall(
            len(found),
            sum(one["recall@1"] for one in found) / len(found),
            sum(one["recall@5"] for one in found) / len(found),
        )
        for kind, found in sorted(scores.items())
    }
