"""What both searches and a closer look at the text say of the candidates of a question.

Evidence comes in three steps, each dearer than the last and for fewer candidates: what the two
indexes tell (`gather`), where in the text the question's words stand together (`read`), how near
the single sentences are (`compare`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from rag.keywords import Question
from rag.languages import LATIN, language_of
from rag.phrases import phrases_of, repeated
from rag.sentences import sentence_spans
from rag.store import Floats, Rows, Store
from rag.terms import places_of, terms_of
from rag.types import Article, Trust


@dataclass(frozen=True)
class Asked:
    """A question as both searches see it."""

    text: str
    terms: Question
    vector: Vectors
    mean: float  # of the question's cosine with passages of the collection at large
    deviation: float
    script: int  # by `SCRIPT_NUMBERS`


@dataclass(frozen=True)
class Evidence:
    """What speaks for each candidate; all arrays are (candidates,).

    `cosine` and `nearest` are in standard deviations above the mean of the collection's passages
    for this question, times how far the encoder's vectors can be trusted. The others are shares
    (0 to 1) of the question's weight, which its rare words carry most of.
    """

    rows: Rows
    article: NDArray[np.integer[Any]]  # its number in the store
    same_script: Floats  # 1 where question and passage are written in one script, else 0
    same_language: Floats  # … and in one language, as far as is known before it is read
    cosine: Floats  # of the passage
    passage: Floats  # BM25 of the passage, of the most that the question could score
    whole: Floats  # BM25 of its article, likewise
    best: float  # the largest `whole` of all candidates
    known: float  # the share that stands anywhere in the collection
    sentence: Floats  # what stands in one sentence; 0 before it is read, as the next three
    window: Floats  # … in two neighbouring sentences
    titled: Floats  # … in one sentence or the title
    phrases: Floats  # of the weight of its phrases, what stands in the passage or the title
    nearest: Floats  # cosine of the nearest sentence; 0 before it is compared

    def __len__(self) -> int:
        return len(self.rows)

    def taken(self, places: NDArray[np.intp]) -> Evidence:
        """Return the evidence of some candidates, in the order given."""
        arrays: dict[str, Any] = {
            name: value[places]
            for name, value in vars(self).items()
            if isinstance(value, np.ndarray)
        }
        return replace(self, **arrays)


def gather(store: Store, asked: Asked, rows: Rows, trust: Trust) -> Evidence:
    """Return what the two indexes tell of some passages."""
    terms = asked.terms
    most = max(terms.most, 1e-9)
    facts = store.facts(rows, terms)
    cosine = (facts.vectors @ asked.vector - asked.mean) / asked.deviation
    same = np.asarray(facts.scripts == asked.script)
    passage, whole = facts.passage, facts.whole
    held = terms.weights[terms.frequencies > 0].sum()
    nothing = np.zeros(len(rows), dtype=np.float32)
    return Evidence(
        rows=rows,
        article=facts.articles,
        same_script=same.astype(np.float32),
        same_language=same.astype(np.float32),
        cosine=cosine * trust.of(same),
        passage=passage / np.float32(most),
        whole=whole / np.float32(most),
        best=float(whole.max()) / most,
        known=float(held / max(terms.weights.sum(), 1e-9)),
        sentence=nothing,
        window=nothing,
        titled=nothing,
        phrases=nothing,
        nearest=nothing,
    )


def read(
    evidence: Evidence, asked: Asked, passages: Sequence[tuple[Article, int, int]]
) -> Evidence:
    """Return the evidence with what stands together in the text.

    Args:
        evidence: of the candidates.
        asked: the question.
        passages: article, start and end of each candidate.
    """
    weights = asked.terms.weights
    total = max(float(weights.sum()), 1e-9)
    titles: dict[str, NDArray[np.bool_]] = {}
    phrases = phrases_of(asked.text, asked.terms)
    found = np.zeros((4, len(passages)), dtype=np.float32)
    language = language_of(asked.text)
    same_language = evidence.same_script.copy()
    for at, (article, start, end) in enumerate(passages):
        if article.id not in titles:
            titles[article.id] = np.isin(asked.terms.terms, terms_of(article.title))
        if same_language[at] and language in LATIN:
            same_language[at] = language_of(article.text[start:end]) == language
        held = _held(asked.terms, article.text[start:end])
        joined = held[:-1] | held[1:] if len(held) > 1 else held
        found[0, at] = (held @ weights).max()
        found[1, at] = (joined @ weights).max()
        found[2, at] = ((held | titles[article.id]) @ weights).max()
        found[3, at] = repeated(phrases, (article.title, article.text[start:end]))
    found[:3] /= total
    sentence, window, titled, repeats = found
    return replace(
        evidence,
        same_language=same_language,
        sentence=sentence,
        window=window,
        titled=titled,
        phrases=repeats,
    )


def _held(terms: Question, text: str) -> NDArray[np.bool_]:
    """Return which terms stand in which sentence, bool (sentences, terms), at least one."""
    starts = np.array([start for start, _ in sentence_spans(text)] or [0])
    held = np.zeros((len(starts), len(terms.terms)), dtype=np.bool_)
    if not len(terms.terms):
        return held
    found, places = places_of(text)
    number = np.minimum(np.searchsorted(terms.terms, found), len(terms.terms) - 1)
    known = terms.terms[number] == found
    sentence = np.maximum(np.searchsorted(starts, places[known], side="right") - 1, 0)
    held[sentence, number[known]] = True
    return held


def compare(
    evidence: Evidence, asked: Asked, sentences: Sequence[Vectors], trust: Trust
) -> Evidence:
    """Return the evidence with how near the nearest sentence of each candidate is.

    Args:
        evidence: of the candidates.
        asked: the question.
        sentences: the vectors of each candidate's sentences, at least one.
        trust: in the encoder.
    """
    nearest = np.array([(one @ asked.vector).max() for one in sentences], dtype=np.float32)
    scaled: Floats = (nearest - asked.mean) / np.float32(asked.deviation)
    return replace(evidence, nearest=scaled * trust.of(evidence.same_script > 0))
