"""Evidence to probabilities, on two candidates worked by hand."""

from __future__ import annotations

import json
from math import exp
from pathlib import Path

import numpy as np
import pytest

from rag import fusion
from rag.fusion import FEATURES, Evidence, Fusion, default_fusion, probability


def evidence(**changes: object) -> Evidence:
    """Cosines 4 and 2 deviations above the mean; coverages 0.25 and 0.64."""
    given: dict = {
        "cosine": np.array([0.5, 0.3], np.float32),
        "coverage": np.array([0.25, 0.64], np.float32),
        "mean": 0.1,
        "deviation": 0.1,
        "same_script": np.array([True, False]),
        "article": np.array([7, 8], np.int32),
    }
    return Evidence(**{**given, **changes})


BY_HAND = {
    "cosine": [4, 2],
    "cosine_gap": [0, -2],
    "cosine_best": [4, 4],
    "cosine_margin": [2, 2],
    "coverage": [0.25, 0.64],
    "coverage_root": [0.5, 0.8],
    "coverage_gap": [-0.39, 0],
    "coverage_best": [0.64, 0.64],
    "coverage_margin": [0.39, 0.39],
    "coverage_where_best": [0.16, 0.4096],
    "coverage_gap_where_best": [-0.2496, 0],
    "cosine_where_best": [2.56, 1.28],
    "cosine_gap_where_best": [0, -1.28],
    "same_script": [1, 0],
    "coverage_same_script": [0.25, 0],
    "coverage_root_same_script": [0.5, 0],
    "coverage_gap_same_script": [-0.39, 0],
    "cosine_gap_same_script": [0, 0],
    "leads_cosine": [2, 0],
    "leads_coverage": [0, 0.39],
}


@pytest.mark.parametrize("name", FEATURES)
def test_features(name: str) -> None:
    column = evidence().features()[:, FEATURES.index(name)]
    np.testing.assert_allclose(column, BY_HAND[name], atol=1e-5)


def test_a_margin_is_taken_to_the_best_of_another_article() -> None:
    one_article = evidence(article=np.array([7, 7], np.int32)).features()
    # no other article: the margin is the leader's own value
    np.testing.assert_allclose(one_article[:, FEATURES.index("cosine_margin")], 4, rtol=1e-5)
    np.testing.assert_allclose(one_article[:, FEATURES.index("coverage_margin")], 0.64, rtol=1e-5)


def test_a_score_is_the_weighted_sum_and_its_probability_the_logistic(tmp_path: Path) -> None:
    path = tmp_path / "fusion.json"
    path.write_text(json.dumps({"bias": -1.0, "weights": {"cosine": 0.5, "coverage_gap": 10}}))
    score = Fusion.load(path).score(evidence())
    np.testing.assert_allclose(score, [-1 + 2 - 3.9, -1 + 1], atol=1e-5)
    np.testing.assert_allclose(probability(score), [1 / (1 + exp(2.9)), 0.5], atol=1e-6)


def test_the_shipped_weights_name_known_features_only() -> None:
    record = json.loads(Path(fusion.__file__).with_name("fusion.json").read_text(encoding="utf-8"))
    assert set(record["weights"]) <= set(FEATURES)


def test_more_of_the_question_makes_a_candidate_likelier() -> None:
    low, high = default_fusion().score(
        evidence(
            cosine=np.array([0.4, 0.4], np.float32),
            coverage=np.array([0.1, 0.9], np.float32),
            same_script=np.array([True, True]),
        )
    )
    assert high > low
