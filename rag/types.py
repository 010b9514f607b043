"""The things Yuanwen speaks of: articles, passages, hits, citations, answers.

All are frozen and check their own invariants. Offsets count Unicode code points in
`Article.text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from rag.claims.doubts import Doubt
from rag.time_mentions import TimeMention, time_mentions
from rag.tokens import TokenCount

MARKER = re.compile(r"\[(\d{1,9})\]")
BEFORE_CHARACTERS = 400  # read before a passage, for 同年 and 当日
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Outcome(StrEnum):
    """Whether the articles hold the answer."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


class Verdict(StrEnum):
    """What checking a sentence against its quotes gave."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"  # the quotes say another thing; such a sentence is not shown
    FRAME = "frame"  # our own words around the statements; nothing to support


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of a file that is no part of its article, and what it was taken for."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as printed in its file.

    `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, `date_origin` where it was found ("metadata",
    "byline", …) and `date_confidence` (0 to 1) how often such dates are right; `source` the
    file's path as given, followed by `#` and a number where the file holds several articles.
    A public document has its number (…〔2024〕12号), the days from and until which it holds and
    the documents that it repeals. `removed` is what stood around it in its file.
    """

    id: str
    title: str
    text: str
    source: str
    date: str | None = None
    issuer: str | None = None
    url: str | None = None
    language: str = "zh"
    date_origin: str | None = None
    date_confidence: float | None = None
    document_number: str | None = None
    effective_date: str | None = None
    repeal_date: str | None = None
    repeals: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article has an id")
        if not self.text.strip():
            raise ValueError("an article has text")
        if self.date is not None and not DATE.fullmatch(self.date):
            raise ValueError(f"not an article's date: {self.date!r}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article; the unit that is searched.

    `context` (title and date line) is encoded with the text but is not part of it.
    """

    id: str
    article_id: str
    text: str
    start: int
    end: int
    context: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and len(self.text) == self.end - self.start):
            raise ValueError(f"passage {self.id}: offsets do not fit its text")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    `confidence` is the calibrated probability (0 to 1) that the passage is relevant; `found_by`
    names the searches that had it among their candidates ("keyword", "dense").
    """

    passage: Passage
    article: Article
    score: float
    confidence: float
    found_by: tuple[str, ...]
    reprints: tuple[str, ...] = ()  # ids of the articles that this one stands for
    superseded_by: str | None = None  # id of the article that corrects or repeals this one

    @property
    def dates(self) -> tuple[TimeMention, ...]:
        """Days that the passage names, 去年 and 10日 resolved; offsets in the article's text."""
        begin = max(0, self.passage.start - BEFORE_CHARACTERS)
        found = time_mentions(self.article.text[begin : self.passage.end], self.article.date)
        return tuple(
            replace(one, start=one.start + begin, end=one.end + begin)
            for one in found
            if one.start + begin >= self.passage.start
        )

    def __post_init__(self) -> None:
        if self.article.text[self.passage.start : self.passage.end] != self.passage.text:
            raise ValueError(f"passage {self.passage.id} is not in its article")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"not a probability: {self.confidence}")


@dataclass(frozen=True, slots=True)
class Trust:
    """How much an encoder's cosines tell, as a multiple of what the bundled encoder's tell.

    Attributes:
        same: where question and passage are written in one script, 0 to 1.5.
        other: where they are not, 0 to 1.5.
    """

    same: float = 1.0
    other: float = 1.0

    def of(self, same_script: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the trust for each candidate."""
        return np.where(same_script, self.same, self.other).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote that a sentence of an answer rests on."""

    marker: int
    article: Article
    quote: str
    start: int
    end: int
    verdict: Verdict = Verdict.SUPPORTED

    def __post_init__(self) -> None:
        if not self.quote or self.article.text[self.start : self.end] != self.quote:
            raise ValueError(f"citation [{self.marker}] is not verbatim in {self.article.id}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the markers of its citations."""

    text: str
    markers: tuple[int, ...]
    verdict: Verdict
    doubts: tuple[Doubt, ...] = ()  # the claims that its quotes do not hold


@dataclass(frozen=True, slots=True)
class RemovedSentence:
    """A sentence of a model's reply that is not shown: the passages say otherwise."""

    text: str
    doubts: tuple[Doubt, ...]
    article: Article
    quote: str  # verbatim, what its article says


@dataclass(frozen=True, slots=True)
class Statement:
    """What one article says of a quantity that articles disagree on."""

    value: str
    date: str | None
    marker: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements about the same quantity that differ, newest first."""

    about: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search gave; `seconds` holds `total` and its parts.

    `answerable` is the probability (0 to 1) that the articles searched hold an answer.
    """

    question: str
    hits: tuple[Hit, ...]
    seconds: dict[str, float]
    as_of: str | None = None
    left_out: int = 0
    answerable: float = 0.0
    reranker: str = "none"  # spec of the one that put the hits in order
    notice: str | None = None  # told beside the hits: weights that are not used, say


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and everything it rests on."""

    question: str
    standalone_question: str
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    outcome: Outcome
    model: str
    encoder: str
    seconds: dict[str, float]
    conflicts: tuple[Conflict, ...] = ()
    as_of: str | None = None
    left_out: int = 0
    confidence: float = 0.0  # probability (0 to 1) that the articles hold the answer
    reranker: str = "none"  # spec of the one that put the hits in order
    notice: str | None = None  # told beside the answer: a model that failed, say
    tokens: TokenCount | None = None  # of the language model's call, where it counted them
    removed_sentences: tuple[RemovedSentence, ...] = ()  # the passages contradict them
    record: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        known = {citation.marker for citation in self.citations}
        used = {int(marker) for sentence in self.sentences for marker in sentence.markers}
        if not used <= known:
            raise ValueError(f"markers without a citation: {sorted(used - known)}")
