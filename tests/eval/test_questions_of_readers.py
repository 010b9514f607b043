"""Lines that hold a reader's verdict: what is measured of them and what is passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import QuestionFileError
from eval.questions import load_questions

PASSED_OVER = [
    {"id": "w", "question": "几亩？", "verdict": "wrong", "cited": ["a1"]},
]
MEASURED = [
    {"id": "r", "question": "几亩？", "verdict": "right", "articles": ["a1"]},
    {"id": "c", "question": "几亩？", "verdict": "wrong", "answers": ["5600亩"]},
    {"id": "n", "question": "几亩？", "verdict": "wrong", "answers": []},  # added by hand
    {"id": "i", "question": "几时？", "verdict": "wrong", "iso": "2025-01"},
    {"id": "q", "question": "几亩？"},
]


def write(path: Path, records: list[dict]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def test_only_what_tells_something_is_measured(tmp_path: Path) -> None:
    found = load_questions(write(tmp_path / "f.jsonl", [*PASSED_OVER, *MEASURED]))
    assert [one.id for one in found] == ["r", "c", "n", "i", "q"]
    assert found[2].answerable is False
    assert found[4].answerable is True


def test_lines_passed_over_are_checked_all_the_same(tmp_path: Path) -> None:
    bad = [*MEASURED, {"id": "w", "question": "", "verdict": "wrong"}, *PASSED_OVER, *PASSED_OVER,
           {"id": "x", "question": "？", "verdict": "maybe"}]  # fmt: skip
    with pytest.raises(QuestionFileError) as caught:
        load_questions(write(tmp_path / "f.jsonl", bad))
    assert [number for number, _ in caught.value.problems] == [6, 8, 9]
