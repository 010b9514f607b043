"""The fit finds what tells right sentences from wrong ones, and answers from none."""

from __future__ import annotations

import numpy as np

from eval.fit_sentences import Asked, fitted_order, fitted_sufficiency
from rag.answering.candidates import FEATURES, Candidate, ordered
from rag.types import Article

ARTICLE = Article("a", "题", "甲乙丙丁。", "a.txt")


def candidate(**features: float) -> Candidate:
    row = np.array([features.get(name, 0.0) for name in FEATURES])
    return Candidate(ARTICLE, 0, 5, row, True, 0.0, 0.5)


def asked(*values: float, right: int | None, answerable: float = 0.5) -> Asked:
    ranked = [candidate(coverage=value, length=1.0) for value in values]
    marks = np.array([at == right for at in range(len(values))])
    return Asked(answerable, ranked, (1.0, 1.0), marks, 1.0)


def test_the_feature_that_tells_gets_the_weight() -> None:
    cases = [asked(0.9, 0.1, right=0), asked(0.2, 0.7, right=1), asked(0.4, 0.3, right=0)]
    weights = fitted_order(cases)
    assert weights["coverage|same"] > 5
    assert abs(weights["length|same"]) < 1e-6  # the same everywhere
    assert weights["coverage|other"] == 0
    best = ordered(cases[1].ranked, weights)[0]
    assert best.features[FEATURES.index("coverage")] == 0.7
    assert best.probability > 0.9


def test_questions_without_a_right_sentence_teach_no_order() -> None:
    cases = [asked(0.9, 0.1, right=0), asked(0.1, 0.9, right=None)]
    assert fitted_order(cases) == fitted_order(cases[:1])


def test_sufficiency_tells_answers_from_none() -> None:
    cases = [asked(0.8 + n / 100, 0.1, right=0, answerable=0.9) for n in range(9)]
    cases += [asked(0.2 + n / 100, 0.1, right=None, answerable=0.9) for n in range(9)]
    weights = fitted_sufficiency(cases, {"coverage|same": 1.0})
    assert weights["coverage"] > 0
    assert weights["most_coverage"] > 0
    assert abs(weights["answerable"]) < 1e-6  # the same everywhere
