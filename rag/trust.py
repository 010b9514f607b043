"""How far an encoder's vectors can be trusted, beside those that the fusion was fitted with.

No labels are needed. Where question and passage share a script, sentences of the collection are
asked and the passages that they were taken out of are to be found (the inverse cloze task; Lee
et al., "Latent retrieval for weakly supervised open domain question answering", 2019). Where they
do not, statements in one language are to find their translations (`probes.json`). How much the
cosines tell is what a conditional logit gains by them over keywords alone, in nats a question; the
trust is that of the encoder, divided by that of the bundled one on the same questions, and squared:
sentences are easier to find than answers, and a weak encoder trusted costs more than a gain missed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.keywords import KeywordIndex
from rag.sentences import sentence_spans
from rag.types import Passage, Trust

POOL = 600  # passages among which those asked for are to be found
ASKED = 200
SHORTEST_SENTENCE = 12  # characters
MOST_TRUST = 1.5
LEAST_INFORMATION = 0.01  # nats
FULL_COVERAGE = 5.0  # standard deviations; brings both signals to one scale
STEEPEST = 12.0  # of a standard deviation; one can hardly say more
ALPHABETS = {"zh": "han", "en": "latin", "de": "latin", "ru": "cyrillic"}
DOUBT = 20  # questions; with as few the trust is half of what is measured, half 1
SEED = 7

Floats = NDArray[np.floating]


def measured_trust(encoder: Encoder, bundled: Encoder, passages: Sequence[Passage]) -> Trust:
    """Compare an encoder with the bundled one on a collection's passages and on translations."""
    questions, pool = _cloze(passages)
    share = len(questions) / (len(questions) + DOUBT)
    same = 1.0
    if questions:
        shared = _coverage(questions, pool)
        same = _ratio(
            *(information(_cosines(one, questions, pool), shared) for one in (encoder, bundled))
        )
    across = _ratio(*(_information_across(one) for one in (encoder, bundled)))
    return Trust(round(1 + share * (same - 1), 3), across)


def _ratio(own: float, bundled: float) -> float:
    return round(min((own / max(bundled, LEAST_INFORMATION)) ** 2, MOST_TRUST), 3)


def _cloze(passages: Sequence[Passage]) -> tuple[list[str], list[str]]:
    """Return questions and texts; the first texts are those that the questions were taken from."""
    draw = np.random.default_rng(SEED)
    questions: list[str] = []
    asked: list[str] = []
    rest: list[str] = []
    for at in draw.permutation(len(passages))[:POOL]:
        text = passages[at].text
        spans = [span for span in sentence_spans(text) if span[1] - span[0] >= SHORTEST_SENTENCE]
        if len(questions) < ASKED and len(spans) > 1:
            start, end = spans[draw.integers(len(spans))]
            questions.append(text[start:end])
            asked.append(text[:start] + text[end:])
        else:
            rest.append(text)
    return questions, asked + rest


@lru_cache(maxsize=1)
def _probes() -> dict[str, list[str]]:
    record = json.loads(Path(__file__).with_name("probes.json").read_text(encoding="utf-8"))
    return {name: record[name] for name in ALPHABETS}


def probe_texts() -> list[str]:
    """Return the statements in all their languages: texts on many subjects."""
    return [text for texts in _probes().values() for text in texts]


def _information_across(encoder: Encoder) -> float:
    probes = _probes()
    pairs = [
        (one, other) for one, other in permutations(probes, 2) if ALPHABETS[one] != ALPHABETS[other]
    ]
    cosines = np.concatenate([_cosines(encoder, probes[a], probes[b]) for a, b in pairs])
    return information(cosines, np.zeros_like(cosines))


def _cosines(encoder: Encoder, questions: Sequence[str], texts: Sequence[str]) -> Floats:
    """Return (questions, texts): cosines, that of a question's own text first."""
    return _own_first(encoder.encode_queries(questions) @ encoder.encode_passages(texts).T)


def _coverage(questions: Sequence[str], texts: Sequence[str]) -> Floats:
    """Return (questions, texts): shares of the most that BM25 could give, own text first."""
    index = KeywordIndex.build(texts)
    rows = np.arange(len(texts), dtype=np.int64)
    asked = [index.question(question) for question in questions]
    return _own_first(
        np.stack(
            [index.bm25(one, index.counts(one, rows), rows) / max(one.most, 1e-9) for one in asked]
        )
    )


def _own_first(table: Floats) -> Floats:
    for row in range(len(table)):
        table[row, [0, row]] = table[row, [row, 0]]
    return table


def information(cosines: Floats, coverage: Floats) -> float:
    """Return what cosines tell beyond keywords of which text is looked for, in nats a question.

    Args:
        cosines: (questions, texts), that of the text looked for first.
        coverage: (questions, texts), what keywords say, in the same order.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    deviations = cosines - cosines.mean(axis=1, keepdims=True)
    deviations = deviations / np.maximum(deviations.std(axis=1, keepdims=True), 1e-6)
    signals = np.stack([np.sqrt(np.maximum(coverage, 0)) * FULL_COVERAGE, deviations])

    def least(known: Floats) -> float:
        """Return the least loss with slopes of some signals, the others left out."""
        held = signals * known[:, None, None]

        def loss(slopes: Floats) -> float:
            scores = np.tensordot(slopes, held, 1)
            return float((logsumexp(scores, axis=1) - scores[:, 0]).mean())

        start = np.full(2, 0.5)
        return float(minimize(loss, start, bounds=[(0, STEEPEST)] * 2, method="L-BFGS-B").fun)

    return max(0.0, least(np.array([1.0, 0.0])) - least(np.array([1.0, 1.0])))
