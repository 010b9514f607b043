"""Fits the fusion of keyword and vector search on question sets, and writes `rag/fusion.json`.

    python -m eval.fit_fusion FOLDER-OF-SETS

A set is a pair of articles and questions in the project's own form. Every second question is
used; the others are left for measuring. Each is used twice: as it is, and with its own articles
taken out of the candidates, so that the fit learns when nothing found is relevant.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import load_encoder
from rag.fusion import FEATURES, Evidence
from rag.indexing import Indexer
from rag.library import LibraryFolder
from rag.retrieval import Retriever
from rag.settings import settings

SETS = (
    ("cmrc2018/articles.jsonl", "cmrc2018/questions.jsonl"),
    ("drcd/articles.jsonl", "drcd/questions.jsonl"),
    *(
        (f"xquad/articles_{a}.jsonl", f"xquad/questions_{q}_on_{a}.jsonl")
        for a in ("zh", "en")
        for q in ("zh", "en", "de", "ru")
    ),
)
Floats = NDArray[np.floating[Any]]

PENALTY = 1e-3  # of squared weights; keeps the order's weights from growing without bound
KEPT = 30  # hardest candidates of a question
MOST_QUESTIONS = 700  # of a set
WITHOUT_WEIGHT = 0.5  # of a question whose articles were taken out


@dataclass(frozen=True)
class Example:
    """Features of the candidates of one question, and which are relevant."""

    features: Floats
    relevant: NDArray[np.bool_]
    weight: float


def main(folder: Path) -> None:
    """Fit on the sets under a folder and write the weights."""
    examples = list(_examples(folder))
    features = np.concatenate([example.features for example in examples])
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    ranking = _fit_ranking(examples, mean, deviation) / deviation
    confidence, bias = _fit_confidence(examples, mean, deviation)
    record = {
        "fitted_on": [questions for _, questions in SETS],
        "questions": len(examples) // 2,
        "ranking": _named(ranking),
        "confidence": _named(confidence / deviation),
        "bias": round(float(bias - confidence @ (mean / deviation)), 5),
    }
    path = Path(__file__).parent.parent / "rag" / "fusion.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _named(weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)}


def _fit_ranking(examples: Sequence[Example], mean: Floats, deviation: Floats) -> Floats:
    """Maximise the share of each question's relevant candidates in a softmax over all of them."""
    from scipy.optimize import minimize
    from scipy.special import logsumexp, softmax

    found = [
        ((example.features - mean) / deviation, example.relevant, example.weight)
        for example in examples
        if example.relevant.any() and not example.relevant.all()
    ]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for features, relevant, weight in found:
            score = features @ weights
            total += weight * float(logsumexp(score) - logsumexp(score[relevant]))
            slope = slope + weight * (
                softmax(score) @ features - softmax(score[relevant]) @ features[relevant]
            )
        return total, slope

    return np.asarray(minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x)


def _fit_confidence(
    examples: Sequence[Example], mean: Floats, deviation: Floats
) -> tuple[Floats, float]:
    """Fit a logistic regression over the hardest candidates of every question."""
    from sklearn.linear_model import LogisticRegression

    hardest = [_hardest(example, mean, deviation) for example in examples]
    weights = np.concatenate([np.full(len(e.relevant), e.weight) for e in hardest])
    fitted = LogisticRegression(C=1.0, max_iter=5000).fit(
        (np.concatenate([example.features for example in hardest]) - mean) / deviation,
        np.concatenate([example.relevant for example in hardest]),
        sample_weight=weights * len(weights) / weights.sum(),
    )
    return np.asarray(fitted.coef_[0]), float(fitted.intercept_[0])


def _hardest(example: Example, mean: Floats, deviation: Floats) -> Example:
    place = [FEATURES.index("cosine"), FEATURES.index("coverage")]
    hardness = ((example.features - mean) / deviation)[:, place].sum(axis=1)
    kept = np.argsort(-hardness)[:KEPT]
    return Example(example.features[kept], example.relevant[kept], example.weight)


def _examples(folder: Path) -> Iterator[Example]:
    encoder = load_encoder("bundled", threads=settings().threads)
    retrievers: dict[str, Retriever] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for articles, questions in SETS:
            if articles not in retrievers:
                library = LibraryFolder(Path(scratch) / articles.replace("/", "-"))
                Indexer(library, encoder, "bundled", max_file_bytes=1 << 30).index(
                    [str(folder / articles)], passage_characters=settings().passage_characters
                )
                retrievers[articles] = Retriever(library.open(), encoder)
            yield from _of_set(retrievers[articles], folder / questions)


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Read a question file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _of_set(retriever: Retriever, questions: Path) -> Iterator[Example]:
    records = read_questions(questions)[::2][:MOST_QUESTIONS]
    ids = [record["id"] for record in retriever.generation.records()]
    vectors = retriever.encoder.encode_queries([record["question"] for record in records])
    for record, vector in zip(records, vectors, strict=True):
        found = retriever.candidates(record["question"], vector)
        if found is None:
            continue
        evidence = found.evidence
        gold = np.array([ids[row] in record["articles"] for row in evidence.article])
        yield Example(evidence.features(), gold, 1 / len(records))
        without = Evidence(
            evidence.cosine[~gold],
            evidence.coverage[~gold],
            evidence.mean,
            evidence.deviation,
            evidence.same_script[~gold],
            evidence.article[~gold],
        )
        nothing = np.zeros(int((~gold).sum()), dtype=bool)
        yield Example(without.features(), nothing, WITHOUT_WEIGHT / len(records))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
