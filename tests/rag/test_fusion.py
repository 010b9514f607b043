"""Evidence to probabilities, on two candidates worked by hand."""

from __future__ import annotations

import json
from math import exp
from pathlib import Path

import numpy as np
import pytest

from rag import fusion
from rag.fusion import FEATURES, Evidence, Fusion, default_fusion


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
    "coverage": [0.25, 0.64],
    "coverage_root": [0.5, 0.8],
    "coverage_gap": [-0.39, 0],
    "coverage_best": [0.64, 0.64],
    "coverage_where_best": [0.16, 0.4096],
    "coverage_gap_where_best": [-0.2496, 0],
    "cosine_where_best": [2.56, 1.28],
    "cosine_gap_where_best": [0, -1.28],
    "same_script": [1, 0],
    "coverage_same_script": [0.25, 0],
    "coverage_root_same_script": [0.5, 0],
    "coverage_gap_same_script": [-0.39, 0],
    "cosine_gap_same_script": [0, 0],
}


@pytest.mark.parametrize("name", FEATURES)
def test_features(name: str) -> None:
    column = evidence().features()[:, FEATURES.index(name)]
    np.testing.assert_allclose(column, BY_HAND[name], atol=1e-5)


def test_the_score_is_a_weighted_sum_and_the_probability_a_logistic_of_another(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fusion.json"
    ranking, confidence = {"coverage": 2.0}, {"cosine": 0.5, "coverage_gap": 10}
    path.write_text(json.dumps({"bias": -1.0, "ranking": ranking, "confidence": confidence}))
    loaded = Fusion.load(path)
    np.testing.assert_allclose(loaded.score(evidence()), [0.5, 1.28], atol=1e-5)
    # log-odds: -1 + 0.5 × 4 - 10 × 0.39 and -1 + 0.5 × 2
    np.testing.assert_allclose(loaded.probability(evidence()), [1 / (1 + exp(2.9)), 0.5], atol=1e-6)


def test_the_shipped_weights_name_known_features_only() -> None:
    record = json.loads(Path(fusion.__file__).with_name("fusion.json").read_text(encoding="utf-8"))
    assert set(record["ranking"]) | set(record["confidence"]) <= set(FEATURES)


def test_more_of_the_question_makes_a_candidate_likelier() -> None:
    low, high = default_fusion().score(
        evidence(
            cosine=np.array([0.4, 0.4], np.float32),
            coverage=np.array([0.1, 0.9], np.float32),
            same_script=np.array([True, True]),
        )
    )
    assert high > low
