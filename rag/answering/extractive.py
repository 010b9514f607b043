"""Sentences of the passages found that answer a question; no language model.

Each sentence is judged by how much of the question it covers (words weighted by rarity), how near
its vector is, whether it holds the kind of thing asked for, and how sure retrieval was of its
passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from embeddings.encoder import Encoder
from rag.answering.questions import Kind, holds_kind, kind_of
from rag.keywords import KeywordIndex
from rag.sentences import clause_spans, sentence_spans
from rag.terms import terms_of
from rag.types import Article, Hit

PASSAGES = 6  # searched for sentences
LONGEST_QUOTE = 200  # characters; a longer sentence is cut at its commas
# Fitted on half of the shared question sets (a listwise logistic over the sentences of the best
# passages; docs/evaluation.md), then rounded. Each is per unit of what it weighs.
COVERAGE_WEIGHT = 8.6
BEFORE_WEIGHT = 4.0  # question words that stand only in the sentence before
TITLE_WEIGHT = 8.4  # … or only in the title
COSINE_WEIGHT = 8.1
KIND_WEIGHT = 1.8
FIGURE_WEIGHT = 1.8  # on top where a number or a date is asked for, which patterns tell best
PASSAGE_WEIGHT = 2.9
LENGTH_WEIGHT = 0.47  # of the logarithm of a sentence's length: stubs answer little
SECOND_GAP = 6.5  # a further sentence is given when its score is this near to the best


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, with what speaks for it."""

    article: Article
    start: int
    end: int
    coverage: float  # share of the question's weight that stands in the sentence, 0 to 1
    before: float  # … only in the sentence before
    title: float  # … only in the title
    reach: float  # … in any of the three
    cosine: float
    kind: bool  # it holds the kind of thing that is asked for
    figure: bool  # … and that is a number or a date
    passage: float  # confidence of its passage

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.start : self.end]

    @property
    def score(self) -> float:
        """How well the sentence seems to answer."""
        return (
            COVERAGE_WEIGHT * self.coverage
            + BEFORE_WEIGHT * self.before
            + TITLE_WEIGHT * self.title
            + COSINE_WEIGHT * self.cosine
            + KIND_WEIGHT * self.kind
            + FIGURE_WEIGHT * self.figure
            + PASSAGE_WEIGHT * self.passage
            + LENGTH_WEIGHT * log(self.end - self.start)
        )


def candidates(
    question: str, hits: Sequence[Hit], encoder: Encoder, keywords: KeywordIndex
) -> list[Candidate]:
    """Judge every sentence of the best passages; best first."""
    kind = kind_of(question)
    terms = np.unique(terms_of(question, question=True))
    weights = keywords.weights(terms)
    spans = _sentences(hits)
    if not spans:
        return []
    texts = [hit.article.text[start:end] for hit, start, end, _ in spans]
    vectors = encoder.encode_passages(texts)
    cosines = vectors @ encoder.encode_queries([question])[0]
    total = max(float(weights.sum()), 1e-9)
    found = []
    for (hit, start, end, before), text, cosine in zip(spans, texts, cosines, strict=True):
        inside = np.isin(terms, terms_of(text))
        in_before = np.isin(terms, terms_of(before)) & ~inside
        in_title = np.isin(terms, terms_of(hit.article.title)) & ~inside
        right_kind = kind is not Kind.OTHER and holds_kind(text, kind, question)
        found.append(
            Candidate(
                hit.article,
                start,
                end,
                coverage=float(weights[inside].sum()) / total,
                before=float(weights[in_before].sum()) / total,
                title=float(weights[in_title].sum()) / total,
                reach=float(weights[inside | in_before | in_title].sum()) / total,
                cosine=float(cosine),
                kind=right_kind,
                figure=right_kind and kind in {Kind.NUMBER, Kind.DATE},
                passage=hit.confidence,
            )
        )
    return sorted(found, key=lambda candidate: -candidate.score)


def choose(ranked: Sequence[Candidate], sentences: int, characters: int) -> list[Candidate]:
    """Take the best sentences, at most so many and so long together; never none."""
    if not ranked:
        return []
    chosen = [ranked[0]]
    length = len(ranked[0].text)
    for candidate in ranked[1:]:
        if len(chosen) == sentences or candidate.score < ranked[0].score - SECOND_GAP:
            break
        seen = any(candidate.text == other.text for other in chosen)
        if not seen and length + len(candidate.text) <= characters:
            chosen.append(candidate)
            length += len(candidate.text)
    return chosen


def _sentences(hits: Sequence[Hit]) -> list[tuple[Hit, int, int, str]]:
    """Return (hit, start, end, the sentence before) of each sentence, offsets in its article."""
    found = []
    for hit in hits[:PASSAGES]:
        before = ""
        for start, end in sentence_spans(hit.passage.text):
            sentence = hit.passage.text[start:end]
            if sentence in hit.article.title or sentence.endswith(("?", "？")):
                before = sentence  # a headline or a question names the matter but answers nothing
                continue
            for low, high in clause_spans(hit.passage.text, start, end, LONGEST_QUOTE):
                found.append((hit, hit.passage.start + low, hit.passage.start + high, before))
                before = hit.passage.text[low:high]
    return found
