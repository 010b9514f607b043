"""Fits the weights of extracted answers on question sets, and writes `sentences.json`.

    python -m eval.fit_sentences FOLDER-OF-SETS [PART-OF-A-NAME]

First the order of a question's sentences, by those that hold an accepted answer; then how likely
there is an answer among them, on questions asked as they are, with their own articles left out,
with the passages left out that hold an accepted answer, and on questions of another set. Sets
whose name holds the part given are left out, to measure on what the fit did not see.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import load_encoder
from eval.fit_fusion import SETS, other_set, retrievers_of
from eval.logistic import ROUNDS, Choices, fitted_logistic
from eval.questions import Question, load_questions
from eval.scores import plain
from rag.answering.candidates import (
    Candidate,
    candidates,
    ordered,
    spoken_of,
    weighed_features,
    weight_names,
)
from rag.answering.sufficiency import sufficiency_features, sufficiency_names
from rag.files import write_whole
from rag.retrieval import Retriever
from rag.settings import settings
from rag.types import Hit

MOST_QUESTIONS = 200  # of a set, about
MOST_FOREIGN = 60
HITS = 10
PENALTY = 1e-3  # of squared weights; the loss is a mean over questions

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question's sentences in one of its forms.

    Attributes:
        answerable: what retrieval thinks, 0 to 1.
        ranked: its sentences.
        spoken: of how much of it the passages speak.
        right: whether each holds an accepted answer.
        weight: of the question in the fit.
    """

    answerable: float
    ranked: Sequence[Candidate]
    spoken: tuple[float, float]
    right: NDArray[np.bool_]
    weight: float


def main(folder: Path, left_out: str = "") -> None:
    """Fit on the sets under a folder, but for those whose name holds `left_out`, and write."""
    sets = [one for one in SETS if not left_out or left_out not in one[1]]
    encoder = load_encoder("bundled", threads=settings().threads)
    with tempfile.TemporaryDirectory() as scratch:
        retrievers = retrievers_of(folder, sets, encoder, Path(scratch))
        asked = [
            one
            for articles, questions in sets
            for one in (
                *_forms(retrievers[articles], load_questions(folder / questions)),
                *_foreign(retrievers[articles], folder / other_set(questions)),
            )
        ]
    weights = fitted_order(asked)
    record = {
        "fitted_on": [questions for _, questions in sets],
        "questions": len(asked),
        "candidates": _rounded(weights),
        "sufficiency": _rounded(fitted_sufficiency(asked, weights)),
    }
    path = Path(__file__).parent.parent / "rag" / "answering" / "sentences.json"
    write_whole(path, json.dumps(record, indent=1) + "\n")


def fitted_order(asked: Sequence[Asked]) -> dict[str, float]:
    """Fit a conditional logit: the more probable the right sentences together, the better."""
    from scipy.optimize import minimize

    used = [one for one in asked if one.right.any()]
    weights = np.array([one.weight for one in used])
    choices = Choices(
        np.concatenate([weighed_features(one.ranked) for one in used]),
        np.concatenate([one.right for one in used]),
        [len(one.right) for one in used],
        weights / weights.sum(),
    )

    def loss(row: Floats) -> tuple[float, Floats]:
        value, slope = choices.loss(row)
        return value + PENALTY * float(row @ row), slope + 2 * PENALTY * row

    names = weight_names()
    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    return dict(zip(names, found.x.tolist(), strict=True))


def fitted_sufficiency(asked: Sequence[Asked], weights: Mapping[str, float]) -> dict[str, float]:
    """Fit how likely there is an answer, the sentences ordered by `weights`."""
    rows, right, shares = [], [], []
    for one in asked:
        if one.ranked:
            ranked = ordered(one.ranked, weights)
            rows.append(sufficiency_features(one.answerable, ranked, one.spoken))
            right.append(bool(one.right.any()))
            shares.append(one.weight)
    fitted = fitted_logistic(np.stack(rows), np.array(right), np.array(shares), None)
    names = sufficiency_names()
    return {"bias": fitted.bias, **dict(zip(names, map(float, fitted.weights), strict=True))}


def _forms(retriever: Retriever, questions: Sequence[Question]) -> Iterator[Asked]:
    usable = [question for question in questions if question.answers and question.articles]
    usable = usable[:: max(1, len(usable) // MOST_QUESTIONS)]
    weight = 1 / max(1, len(usable))
    for question in usable:
        accepted = [plain(answer) for answer in question.answers or ()]
        whole = retriever.search(question.question, HITS)
        apart = retriever.search(question.question, HITS, without=question.articles or ())
        silent = [
            hit
            for hit in whole.hits
            if not any(answer in plain(hit.passage.text) for answer in accepted)
        ]
        text = question.question
        yield _asked(retriever, text, whole.hits, whole.answerable, accepted, weight)
        yield _asked(retriever, text, apart.hits, apart.answerable, [], weight / 2)
        yield _asked(retriever, text, silent, whole.answerable, [], weight / 2)


def _foreign(retriever: Retriever, questions: Path) -> Iterator[Asked]:
    chosen = load_questions(questions)[1::9][:MOST_FOREIGN]
    for question in chosen:
        found = retriever.search(question.question, HITS)
        weight = 0.5 / len(chosen)
        yield _asked(retriever, question.question, found.hits, found.answerable, [], weight)


def _asked(
    retriever: Retriever,
    question: str,
    hits: Sequence[Hit],
    answerable: float,
    accepted: Sequence[str],
    weight: float,
) -> Asked:
    keywords = retriever.generation.keywords
    ranked = candidates(question, hits, retriever.encoder, keywords, {})
    spoken = spoken_of(question, hits, keywords)
    right = [any(answer in plain(one.text) for answer in accepted) for one in ranked]
    return Asked(answerable, ranked, spoken, np.array(right, dtype=np.bool_), weight)


def _rounded(weights: Mapping[str, float]) -> dict[str, Any]:
    return {name: round(weight, 5) for name, weight in weights.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
