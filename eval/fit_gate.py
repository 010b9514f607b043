"""Fits the gate that decides whether to answer, and writes `rag/answering/gate.json`.

    python -m eval.fit_gate FOLDER-OF-SETS

The sets are those of `fit_fusion`. Every second question is used, once as it is and once with its
own articles left out of the search; questions of another set join as those that nothing answers.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import load_encoder
from eval.fit_fusion import SETS, read_questions
from rag.answering.extractive import candidates
from rag.answering.gate import FEATURES, features
from rag.indexing import Indexer
from rag.library import LibraryFolder
from rag.retrieval import Retriever
from rag.settings import settings

Row = NDArray[np.float64]

MOST_QUESTIONS = 200  # of a set
HITS = 10


def main(folder: Path) -> None:
    """Fit on the sets under a folder and write the weights."""
    from sklearn.linear_model import LogisticRegression

    encoder = load_encoder("bundled", threads=settings().threads)
    rows, answers, weights = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        for number, (articles, questions) in enumerate(SETS):
            library = LibraryFolder(Path(scratch) / str(number))
            Indexer(library, encoder, "bundled", max_file_bytes=1 << 30).index(
                [str(folder / articles)], passage_characters=settings().passage_characters
            )
            retriever = Retriever(library.open(), encoder)
            for row, answer in _asked(retriever, folder, questions):
                rows.append(row)
                answers.append(answer)
                weights.append(1.0 if answer else 0.5)
    table = np.array(rows)
    mean, deviation = table.mean(axis=0), table.std(axis=0) + 1e-9
    fitted = LogisticRegression(max_iter=5000).fit(
        (table - mean) / deviation, answers, sample_weight=weights
    )
    slope = fitted.coef_[0] / deviation
    record = {
        "fitted_on": [questions for _, questions in SETS],
        "questions": len(rows),
        "bias": round(float(fitted.intercept_[0] - slope @ mean), 5),
        "weights": {n: round(float(w), 5) for n, w in zip(FEATURES, slope, strict=True)},
    }
    path = Path(__file__).parent.parent / "rag" / "answering" / "gate.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _asked(retriever: Retriever, folder: Path, questions: str) -> Iterator[tuple[Row, bool]]:
    """Yield the evidence of each question and whether the articles hold its answer."""
    ids = np.array([record["id"] for record in retriever.generation.records()])
    keywords = retriever.generation.keywords
    own = read_questions(folder / questions)[::2][:MOST_QUESTIONS]
    foreign = read_questions(folder / (SETS[1] if questions == SETS[0][1] else SETS[0])[1])
    cases: list[tuple[str, NDArray[np.bool_] | None, bool]]
    cases = [(record["question"], None, True) for record in own]
    for record in own:
        gold = np.isin(ids, record["articles"])
        cases.append((record["question"], ~gold[retriever.generation.article_rows], False))
    cases += [(record["question"], None, False) for record in foreign[::2][:MOST_QUESTIONS]]
    for question, allowed, answer in cases:
        hits = retriever.hits(question, HITS, allowed=allowed)
        ranked = candidates(question, hits, retriever.encoder, keywords)
        if hits and ranked:
            yield features(question, hits, ranked), answer


if __name__ == "__main__":
    main(Path(sys.argv[1]))
