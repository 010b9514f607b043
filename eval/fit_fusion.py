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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

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
KEPT = 30  # hardest candidates of a question
MOST_QUESTIONS = 700  # of a set
WITHOUT_WEIGHT = 0.5  # of a question whose articles were taken out


@dataclass(frozen=True)
class Example:
    """Features of the candidates of one question, and which are relevant."""

    features: Any
    relevant: Any
    weight: float


def main(folder: Path) -> None:
    """Fit on the sets under a folder and write the weights."""
    from sklearn.linear_model import LogisticRegression

    examples = list(_examples(folder))
    features = np.concatenate([example.features for example in examples])
    relevant = np.concatenate([example.relevant for example in examples])
    weights = np.concatenate([np.full(len(e.relevant), e.weight) for e in examples])
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0, max_iter=5000).fit(
        (features - mean) / deviation,
        relevant,
        sample_weight=weights * len(weights) / weights.sum(),
    )
    slope = fitted.coef_[0] / deviation
    record = {
        "fitted_on": [questions for _, questions in SETS],
        "questions": len(examples) // 2,
        "bias": round(float(fitted.intercept_[0] - slope @ mean), 5),
        "weights": {n: round(float(w), 5) for n, w in zip(FEATURES, slope, strict=True)},
    }
    path = Path(__file__).parent.parent / "rag" / "fusion.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


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
        yield _example(evidence, gold, 1 / len(records))
        without = Evidence(
            evidence.cosine[~gold],
            evidence.coverage[~gold],
            evidence.mean,
            evidence.deviation,
            evidence.same_script[~gold],
            evidence.article[~gold],
        )
        yield _example(without, np.zeros((~gold).sum(), bool), WITHOUT_WEIGHT / len(records))


def _example(evidence: Evidence, relevant: Any, weight: float) -> Example:  # noqa: ANN401
    hardness = evidence.cosine / max(float(evidence.cosine.max()), 1e-6)
    hardness = hardness + evidence.coverage / max(float(evidence.coverage.max()), 1e-6)
    kept = np.argsort(-hardness)[:KEPT]
    return Example(evidence.features()[kept], relevant[kept], weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
