"""The sentences of the passages found, and how likely each is to answer a question.

Each sentence is judged by how much of the question it covers (words weighted by rarity, those
beside the question word counting again), how near its vector is, whether it holds the kind of
thing asked for, and how sure retrieval was of its passage. The judgements are weighed by a
conditional logit (McFadden 1974) over the sentences of a question, fitted by
`eval/fit_sentences.py`; its probabilities say how far a sentence is ahead of the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.answering.questions import focus_of
from rag.rarity import Rarity
from rag.sentences import clause_spans, sentence_spans
from rag.terms import Terms, terms_of
from rag.text import main_script
from rag.types import Article, Hit

PASSAGES = 6  # searched for sentences
LONGEST_QUOTE = 200  # characters; a longer sentence is cut at its commas

FEATURES = (
    "coverage",  # share of the question's weight that stands in the sentence, 0 to 1
    "before",  # … only in the two sentences before
    "title",  # … only in the title
    "near",  # share of the weight beside the question word that stands in the sentence
    "near_untitled",  # … that does not stand in the title
    "cosine",
    "kind",  # 1 where it holds the kind of thing that is asked for
    "figure",  # … and that is a number or a date, which patterns tell best
    "kind_near",  # most of the weight beside the question word that stands beside such a thing
    "unit",  # 1 where it counts in the unit asked for
    "listing",  # where things are listed: how much, 0 to 1, the sentence is a list
    "opening",  # 1 where it ends in a colon: what answers comes after it
    "passage",  # confidence of its passage
    "length",  # logarithm of its characters: stubs answer little
)

_ITSELF = re.compile(
    "本(?:办法|规定|规则|细则|条例|通知|意见|方案|公告|决定|章程|指南|标准|协议|合同)"
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        article: where it stands.
        start: offset of its first character in the article's text.
        end: offset after its last one.
        features: (14,) by the names in `FEATURES`.
        same_script: whether it is written in the question's script.
        score: the weighted sum of the features, which weigh differently in another script.
        probability: 0 to 1, over the candidates of the question, that it is the one that answers
            if any does.
    """

    article: Article
    start: int
    end: int
    features: Floats
    same_script: bool
    score: float
    probability: float

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True)
class _Place:
    """A sentence of a hit, and the two before it."""

    hit: Hit
    start: int
    end: int
    before: str

    @property
    def text(self) -> str:
        return self.hit.article.text[self.start : self.end]


def candidates(
    question: str,
    hits: Sequence[Hit],
    encoder: Encoder,
    keywords: Rarity,
    weights: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """Judge every sentence of the best passages; best first.

    Args:
        question: standing alone.
        hits: best first.
        encoder: of the library.
        keywords: of the library, for the rarity of words.
        weights: by the names of `weight_names`; the shipped ones where None.
    """
    places = [place for hit in hits[:PASSAGES] for place in _places(hit)]
    if not places:
        return []
    script = main_script(question)
    same = np.array([main_script(place.text) == script for place in places])
    features = _features(question, places, encoder, keywords)
    judged = [
        Candidate(place.hit.article, place.start, place.end, row, bool(mark), 0.0, 0.0)
        for place, row, mark in zip(places, features, same, strict=True)
    ]
    return ordered(judged, shipped()["candidates"] if weights is None else weights)


def weight_names() -> list[str]:
    """Return the names of the weights, in the order of `weighed_features`."""
    return [f"{name}|{script}" for name in (*FEATURES, "one") for script in ("same", "other")]


def weighed_features(judged: Sequence[Candidate]) -> Floats:
    """Return (candidates, weights) what is weighed by `weight_names`."""
    rows = np.array([[*candidate.features, 1.0] for candidate in judged])
    same = np.array([[candidate.same_script] for candidate in judged], dtype=np.float64)
    return np.stack([rows * same, rows * (1 - same)], axis=2).reshape(len(rows), -1)


def ordered(judged: Sequence[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """Return candidates with the scores and probabilities that weights give, best first."""
    row = np.array([weights.get(name, 0.0) for name in weight_names()])
    scores = weighed_features(judged) @ row
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    return [
        replace(judged[at], score=float(scores[at]), probability=float(chances[at]))
        for at in np.argsort(-scores, kind="stable")
    ]


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Mapping[str, float]]:
    """Return the weights of `sentences.json`: `candidates` and `sufficiency`, by name."""
    text = (Path(__file__).parent / "sentences.json").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return {name: record[name] for name in ("candidates", "sufficiency")}


def _features(
    question: str, places: Sequence[_Place], encoder: Encoder, keywords: Rarity
) -> Floats:
    """Return (sentences, features)."""
    focus = focus_of(question)
    weights = keywords.weights(focus.terms).astype(np.float64)
    near = weights * focus.nearness
    total, total_near = max(float(weights.sum()), 1e-9), max(float(near.sum()), 1e-9)
    cosines = (
        encoder.encode_passages([place.text for place in places])
        @ encoder.encode_queries([question])[0]
    )
    held = _Held(focus.terms)
    rows = np.zeros((len(places), len(FEATURES)))
    for row, place, cosine in zip(rows, places, cosines, strict=True):
        text = place.text
        inside = held.by(text)
        titled = held.by(place.hit.article.title)
        if _ITSELF.search(text):  # 本办法 is what the title names
            inside = inside | titled
        before = held.by(place.before) & ~inside
        kind, kind_near = focus.kind_in(text, near / total_near)
        row[:] = (
            weights[inside].sum() / total,
            weights[before].sum() / total,
            weights[titled & ~inside].sum() / total,
            near[inside].sum() / total_near,
            near[inside & ~titled].sum() / total_near,
            cosine,
            kind,
            kind and focus.is_figure,
            kind_near,
            focus.unit_in(text),
            focus.listing_in(text),
            text.rstrip().endswith(("：", ":")),
            place.hit.confidence,
            log(len(text)),
        )
    return rows


def spoken_of(question: str, hits: Sequence[Hit], keywords: Rarity) -> tuple[float, float]:
    """Return which shares of a question's weight stand anywhere in the best passages, 0 to 1.

    The second is of the weight beside the question word. Titles count too.
    """
    focus = focus_of(question)
    held = _Held(focus.terms)
    anywhere = np.zeros(len(focus.terms), dtype=np.bool_)
    for hit in hits[:PASSAGES]:
        anywhere |= held.by(hit.passage.text) | held.by(hit.article.title)
    weights = keywords.weights(focus.terms).astype(np.float64)
    near = weights * focus.nearness
    return (
        float(weights[anywhere].sum() / max(weights.sum(), 1e-9)),
        float(near[anywhere].sum() / max(near.sum(), 1e-9)),
    )


class _Held:
    """Which terms of a question stand in a text, each text looked through once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._known: dict[str, NDArray[np.bool_]] = {}

    def by(self, text: str) -> NDArray[np.bool_]:
        if text not in self._known:
            self._known[text] = np.isin(self._terms, terms_of(text))
        return self._known[text]


def _places(hit: Hit) -> list[_Place]:
    """Return the sentences of a passage that can answer."""
    found: list[_Place] = []
    before = ["", ""]
    text, at = hit.passage.text, hit.passage.start
    spans = sentence_spans(text)
    for start, end in spans:
        sentence = text[start:end]
        heading = sentence in hit.article.title or sentence.endswith(("?", "？"))
        if heading and len(spans) > 1:  # a text of one sentence is its own title
            before.append(sentence)  # it names the matter but answers nothing
            continue
        for low, high in clause_spans(text, start, end, LONGEST_QUOTE):
            found.append(_Place(hit, at + low, at + high, "\n".join(before[-2:])))
            before.append(text[low:high])
    return found
