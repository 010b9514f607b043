"""Comparison of runs written by hand, with differences worked out beside them."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from eval.compare import compare_runs
from eval.errors import RunError
from eval.folder import RunFolder, RunSettings
from eval.questions import load_questions
from eval.summary import run_scores, scored
from rag.errors import UsageError

QUESTIONS = 40


def write_run(
    folder: Path, *, right: set[int], mode: str = "hybrid", answers: bool = True,
    wording: str = "第{n}题？",
) -> Path:  # fmt: skip
    """Write a run of forty questions of which some have their article first, and its figure."""
    source = folder.with_suffix(".jsonl")
    source.write_text(
        "".join(
            json.dumps({"id": f"q{n}", "question": wording.format(n=n), "answers": [f"{n}公里"],
                        "articles": [f"a{n}"]}, ensure_ascii=False) + "\n"
            for n in range(QUESTIONS)
        ),
        encoding="utf-8",
    )  # fmt: skip
    settings = RunSettings("set.jsonl", "", "bundled", "g1", "extractive", mode, 20, None)  # type: ignore[arg-type]
    run = RunFolder(folder)
    run.begin(settings, source, resume=False)
    lines = [line(n, n in right, answers) for n in range(QUESTIONS)]
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    run.lines.write_text(text, encoding="utf-8")
    items = scored(load_questions(source), {one["id"]: one for one in lines})
    run.finish({"settings": settings.__dict__, **run_scores(items)})
    return folder


def line(n: int, right: bool, answers: bool) -> dict[str, Any]:
    article = {"id": f"a{n}" if right else "other", "source": "s.txt", "title": "", "date": None}
    hit = {"article": article, "confidence": 0.9, "text": ""}
    record: dict[str, Any] = {"id": f"q{n}", "hits": [hit], "seconds": {"total": 0.5}}
    if answers:
        quote = f"全长{n}公里" if right else "天气很好"
        record |= {
            "answer": f"{quote}[1]", "outcome": "answered", "confidence": 0.9,
            "citations": [{"quote": quote, "article": article, "marker": 1}],
        }  # fmt: skip
    return record


def test_a_difference_is_that_of_the_means_with_a_paired_interval(tmp_path: Path) -> None:
    a = write_run(tmp_path / "a", right=set(range(30)))
    b = write_run(tmp_path / "b", right=set(range(10, 34)), mode="keyword")
    found = compare_runs([a, b])
    recall = next(one for one in found.scores if one.name == "recall@1")
    # a is right on 30 of 40, b on 24: 10 were lost, 4 won
    assert (recall.a, recall.b, recall.n) == (0.75, 0.6, 40)
    assert recall.difference == pytest.approx(-0.15)
    # of the 40 differences 10 are -1, 4 are +1: variance 14/40 - 0.15², error sqrt(0.3275 / 40)
    error = sqrt((14 / 40 - 0.15**2) / 40)
    assert recall.low == pytest.approx(-0.15 - 1.96 * error, abs=0.03)
    assert recall.high == pytest.approx(-0.15 + 1.96 * error, abs=0.03)
    assert recall.detectable == pytest.approx(2.80158 * error, rel=1e-4)
    assert recall.verdict == "same"  # -0.15 ± 0.18
    assert len(found.changed) == 14
    assert {change.how for change in found.changes} == {"better", "worse"}
    lost = next(change for change in found.changes if change.id == "q0")
    assert (lost.a, lost.b) == ("全长0公里[1]", "天气很好[1]")
    assert lost.scores["answer_accuracy"] == (1, 0)
    assert found.settings == {"mode": ["hybrid", "keyword"]}


def test_what_is_clearly_worse_is_called_worse(tmp_path: Path) -> None:
    a = write_run(tmp_path / "a", right=set(range(36)), answers=False)
    b = write_run(tmp_path / "b", right=set(range(18)), answers=False)
    found = compare_runs([a, b])
    recall = next(one for one in found.scores if one.name == "recall@1")
    assert recall.difference == pytest.approx(-0.45)
    assert recall.high < 0
    assert recall.verdict == "worse"
    assert next(one for one in compare_runs([b, a]).scores).verdict == "better"


def test_the_same_run_twice_shows_no_difference(tmp_path: Path) -> None:
    runs = [write_run(tmp_path / name, right={1, 2, 3}) for name in "ab"]
    found = compare_runs(runs)
    assert found.changed == []
    assert {(one.difference, one.low, one.high) for one in found.scores} == {(0, 0, 0)}
    assert found.settings == {}


def test_more_than_two_runs_stand_beside_the_first(tmp_path: Path) -> None:
    sizes = {"a": 20, "b": 30, "c": 10}
    runs = [write_run(tmp_path / name, right=set(range(n))) for name, n in sizes.items()]
    found = compare_runs(runs)
    recall = {Path(one.run).name: one.b for one in found.scores if one.name == "recall@1"}
    assert recall == {"b": 0.75, "c": 0.25}
    assert len(found.changed) == 20  # q10 to q29, in one run or the other
    assert json.loads(json.dumps(found.record()))["changed"] == found.changed


def test_questions_that_were_reworded_are_left_out(tmp_path: Path) -> None:
    a = write_run(tmp_path / "a", right={1})
    b = write_run(tmp_path / "b", right={1}, wording="请问第{n}题？")
    with pytest.raises(RunError):
        compare_runs([a, b])
    lines = (b / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    lines[7] = (a / "questions.jsonl").read_text(encoding="utf-8").splitlines()[7]
    (b / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = compare_runs([a, b])
    assert found.left_out == 39
    assert {one.n for one in found.scores} == {1}


def test_a_folder_without_a_finished_run_is_named(tmp_path: Path) -> None:
    a = write_run(tmp_path / "a", right={1})
    with pytest.raises(RunError, match="nothing-here"):
        compare_runs([a, tmp_path / "nothing-here"])
    with pytest.raises(UsageError):
        compare_runs([a])
