"""The confidence of a set is judged by weights that were fitted without it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from eval.fitting import Levels
from eval.leave_one_out import SetLevels, left_out, refused
from rag.fusion import level_names


def rows(values: list[float]) -> np.ndarray:
    features = np.zeros((len(values), len(level_names())), dtype=np.float32)
    features[:, level_names().index("cosine|same")] = values
    return features


def of_set(right: list[float], wrong: list[float], foreign: list[float]) -> SetLevels:
    """Make a set whose first hits are right or wrong by their cosine."""
    hits = rows(right + wrong)
    marks = np.array([True] * len(right) + [False] * len(wrong))
    ones = np.ones(len(marks))
    without = rows([value / 4 for value in right + wrong])
    answered = np.repeat([True, False], len(marks))
    own = Levels(
        hits, marks, np.zeros(len(marks), dtype=np.int64), ones,
        np.concatenate([hits, without]), answered, np.ones(len(answered)),
    )  # fmt: skip
    none = np.zeros(0)
    absent = np.zeros(len(foreign), dtype=np.bool_)
    others = Levels(
        hits[:0],
        marks[:0],
        none.astype(np.int64),
        none,
        rows(foreign),
        absent,
        np.ones(len(absent)),
    )
    return SetLevels(own, others)


def test_shares_refused_by_hand() -> None:
    there = np.array([0.5, 0.6, 0.7, 0.8, 0.9])
    absent = np.array([0.1, 0.4, 0.55, 0.75])
    assert refused(there, absent, 1.0) == 0.5  # all kept: below 0.5
    assert refused(there, absent, 0.5) == 0.75  # below the middle one, 0.7
    assert math.isnan(refused(there, absent[:0], 0.9))


def test_the_set_itself_is_not_fitted_on() -> None:
    plain = of_set([0.8, 0.82, 0.84, 0.86] * 10, [0.3, 0.32, 0.34, 0.36] * 10, [0.1] * 10)
    upside_down = of_set([0.3, 0.32, 0.34, 0.36] * 10, [0.8, 0.82, 0.84, 0.86] * 10, [0.1] * 10)
    first, second, odd = left_out([plain, plain, upside_down])
    # Two sets say what the third contradicts: it looks far worse than it would to its own fit.
    assert odd.calibration_error > 0.5
    assert first == second  # each is judged by the other and the odd one
    assert first.recall_at_1 == 0.5
    assert first.questions == 80
    alone, _ = left_out([plain, plain])
    assert alone.calibration_error < 0.1
    assert alone.foreign_refused == (1.0, 1.0)


def test_joined_rows_keep_their_order() -> None:
    one = of_set([0.9], [0.1], [0.2])
    both = Levels.joined([one.own, one.foreign])
    assert both.right.tolist() == [True, False]
    assert both.answered.tolist() == [True, True, False, False, False]
    column = level_names().index("cosine|same")
    assert both.asked[:, column].tolist() == pytest.approx([0.9, 0.1, 0.225, 0.025, 0.2])
