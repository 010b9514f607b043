"""Evidence to an order and to probabilities, on two candidates worked by hand."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from rag import fusion
from rag.errors import LibraryError
from rag.evidence import Evidence
from rag.fusion import (
    STEPS,
    Fusion,
    article_shares,
    default_fusion,
    level_features,
    level_names,
    ranking_features,
    ranking_names,
)


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def evidence(**changes: object) -> Evidence:
    """Two candidates, the first in the question's script; the best article covers 0.64."""
    given: dict = {
        "rows": np.array([10, 20]),
        "article": np.array([7, 8], np.int32),
        "same_script": floats(1, 0),
        "same_language": floats(1, 0),
        "cosine": floats(4, 2),
        "passage": floats(0.25, 0.5),
        "whole": floats(0.36, 0.64),
        "best": 0.64,
        "known": 0.9,
        "sentence": floats(0.2, 0.4),
        "window": floats(0.3, 0.4),
        "titled": floats(0.5, 0.4),
        "phrases": floats(0.1, 0),
        "nearest": floats(5, 1),
    }
    return Evidence(**{**given, **changes})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("cosine|same", [4, 0]),
        ("cosine|same|best", [2.56, 0]),
        ("cosine|same|well_covered", [0.96, 0]),  # 4 × (0.64 - 0.4)
        ("cosine|other", [0, 2]),
        ("cosine|other|best", [0, 1.28]),
        ("whole_root|same", [0.6, 0]),
        ("whole_root|other", [0, 0.8]),
        ("phrases|same", [0.1, 0]),
        ("nearest|other|best", [0, 0.64]),
        ("same", [1, 0]),
        ("same|best", [0.64, 0]),
    ],
)
def test_a_signal_counts_by_script_and_by_how_far_keywords_can_be_trusted(
    name: str, values: list[float]
) -> None:
    column = ranking_features(evidence(), "compared")[:, ranking_names("compared").index(name)]
    np.testing.assert_allclose(column, values, atol=1e-6)


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_its_features(step: str) -> None:
    assert ranking_features(evidence(), step).shape == (2, len(ranking_names(step)))


def test_the_features_of_one_hit() -> None:
    found = level_features(evidence(), floats(0.8, 0.2))
    columns = dict(zip(level_names(), found.T.tolist(), strict=True))
    assert columns["log_odds|same"] == pytest.approx([log(0.8001 / 0.2001), 0], abs=1e-4)
    assert columns["log_odds|other"] == pytest.approx([0, log(0.2001 / 0.8001)], abs=1e-4)
    assert columns["known|same"] == pytest.approx([0.9, 0])
    assert columns["whole_root|other"] == pytest.approx([0, 0.8])


def test_a_hit_in_another_language_of_the_script_is_judged_as_such() -> None:
    german = evidence(same_script=floats(1, 1), same_language=floats(1, 0))
    columns = dict(zip(level_names(), level_features(german, floats(0.8, 0.2)).T, strict=True))
    assert columns["whole|other"].tolist() == pytest.approx([0, 0.64])
    assert columns["same"].tolist() == [1, 0]


def test_more_of_what_speaks_for_a_hit_never_makes_the_shipped_weights_less_sure() -> None:
    shipped = fusion.default_fusion()
    for part in (shipped.confidence, shipped.answerable):
        assert (part.weights >= fusion.least_levels()).all()
    least = dict(zip(level_names(), fusion.least_levels().tolist(), strict=True))
    assert least["whole|other"] == 0 and least["known|same"] == least["same"] == -np.inf


def test_the_shares_of_passages_of_one_article_are_added() -> None:
    # softmax of 0, ln 2 and 0 is 1/4, 1/2 and 1/4; the first and the last are of one article
    shares = article_shares(floats(0, log(2), 0), np.array([3, 4, 3], np.int32))
    np.testing.assert_allclose(shares, [0.5, 0.5, 0.5], atol=1e-6)


def saved(path: Path, **changes: object) -> Path:
    nothing = {"bias": 0.0, "weights": {}}
    record = {
        "ranking": {step: {} for step in STEPS},
        "confidence": nothing,
        "answerable": nothing,
        **changes,
    }
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_the_score_is_a_weighted_sum_and_the_probability_a_logistic(tmp_path: Path) -> None:
    ranking = {"gathered": {"cosine|same": 2.0, "passage|other": 4.0}, "read": {}, "compared": {}}
    confidence = {"bias": -1.0, "weights": {"cosine|same": 0.5, "whole|other": 10}}
    loaded = Fusion.load(saved(tmp_path / "f.json", ranking=ranking, confidence=confidence))
    np.testing.assert_allclose(loaded.scores(evidence(), "gathered"), [8, 2], atol=1e-5)
    levels = level_features(evidence(), floats(0.5, 0.5))
    # log-odds: -1 + 0.5 × 4 and -1 + 10 × 0.64
    expected = [1 / (1 + exp(-1)), 1 / (1 + exp(-5.4))]
    np.testing.assert_allclose(loaded.confidence.probability(levels), expected, atol=1e-6)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"ranking": {}}'])
def test_damaged_weights_are_told(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "fusion.json"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(LibraryError, match="damaged"):
        Fusion.load(path)


def test_the_shipped_weights_name_known_features_only() -> None:
    record = json.loads(Path(fusion.__file__).with_name("fusion.json").read_text(encoding="utf-8"))
    for step in STEPS:
        assert set(record["ranking"][step]) == set(ranking_names(step))
    for part in ("confidence", "answerable"):
        assert set(record[part]["weights"]) == set(level_names())


@pytest.mark.parametrize("step", STEPS)
def test_more_of_the_question_puts_a_candidate_first(step: str) -> None:
    """In the question's language, where keywords cover much of it."""
    both = {name: floats(0.3, 0.9) for name in ("passage", "whole", "sentence", "window", "titled")}
    equal = {"cosine": floats(3, 3), "nearest": floats(3, 3), "same_script": floats(1, 1)}
    low, high = default_fusion().scores(evidence(**both, **equal, best=0.9), step)
    assert high > low


@pytest.mark.parametrize("step", STEPS)
def test_the_nearer_vector_comes_first_across_scripts(step: str) -> None:
    """Where keywords find nothing."""
    nothing = {
        name: floats(0, 0)
        for name in ("passage", "whole", "sentence", "window", "titled", "phrases", "same_script")
    }
    near = {"cosine": floats(2, 4), "nearest": floats(2, 5)}
    low, high = default_fusion().scores(evidence(**nothing, **near, best=0.0), step)
    assert high > low
