"""Jobs that run in the background: one at a time, stopped, gone on with; the runs kept."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from eval.errors import QuestionFileError, RunError
from eval.run import RunOptions
from rag.engine import Engine
from rag.errors import LibraryBusy, UsageError
from rag.types import Answer
from ui.evaluation_rendering import progress_html, run_name
from ui.evaluation_runner import Part, Runner, Standing
from ui.evaluation_runs import delete_run, kept_run, kept_runs, new_folder, runs_folder
from ui.question_sets import keep_set, question_set, question_sets

QUESTIONS = [
    {"id": f"q{n}", "question": f"公园记录到多少种鸟类？第{n}次问", "answers": ["168种"]}
    for n in range(5)
]


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    article = tmp_path / "articles" / "birds.txt"
    article.parent.mkdir()
    article.write_text("砚湖湿地公园总面积为5600亩。公园记录到鸟类168种。", encoding="utf-8")
    engine.index([str(article)])
    return engine


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path / "set.jsonl", QUESTIONS)


def ended(runner: Runner) -> Standing:
    for _ in range(600):
        if not runner.standing.busy:
            return runner.standing
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def part(engine: Engine, questions: Path, number: int = 1, **options: Any) -> Part:
    now = datetime(2026, 11, 27, 9, 30)
    return Part(questions, new_folder(engine, now, number), RunOptions(**options))


class Gate:
    """Lets a number of questions through, then waits."""

    def __init__(self, ask: Callable[..., Answer], free: int) -> None:
        self.ask, self.free, self.open, self.asked = ask, free, Event(), 0

    def __call__(self, *given: Any, **named: Any) -> Answer:
        self.asked += 1
        if self.asked > self.free:
            assert self.open.wait(20)
        return self.ask(*given, **named)


def test_two_settings_are_run_one_after_another(library: Engine, questions: Path) -> None:
    runner = Runner(library)
    assert runner.standing == Standing()
    parts = [part(library, questions, 1), part(library, questions, 2, mode="keyword", limit=3)]
    runner.start(parts)
    standing = ended(runner)
    assert (standing.state, standing.done, standing.of, standing.job) == ("done", 8, 8, 1)
    newest, oldest = sorted(kept_runs(library), key=lambda run: run.name, reverse=True)
    assert (oldest.name, newest.name) == standing.names
    assert newest.name == "20261127-093000-000000-2"
    assert [run.settings["mode"] for run in (oldest, newest)] == ["hybrid", "keyword"]
    assert newest.record is not None
    assert newest.record["counts"]["questions"] == 3
    assert newest.headline == ("answer_accuracy", 1.0)
    assert "关键词 · k=20 · 摘录原文（不用模型） · 前 3 题 · 答对率 1.00" in run_name(newest, "zh")
    assert "keywords · k=20 · Quotes only (no model) · first 3" in run_name(newest, "en")
    assert "<html" in newest.report()


def test_a_job_is_stopped_and_gone_on_with(
    library: Engine, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(library.ask, free=2)
    monkeypatch.setattr(library, "ask", gate)
    runner = Runner(library)
    parts = [part(library, questions, 1), part(library, questions, 2, mode="keyword")]
    runner.start(parts)
    while gate.asked < 3:
        time.sleep(0.01)
    assert runner.standing.done == 2
    assert runner.standing.seconds_left is not None
    assert "已问 2 题，共 10 题" in progress_html(runner.standing, "zh")
    runner.stop()
    assert runner.standing.state == "stopping"
    gate.open.set()
    stopped = ended(runner)
    assert (stopped.state, stopped.done) == ("stopped", 3)  # the question under way is kept
    (run,) = kept_runs(library)
    assert (run.record, run.answered, run.headline) == (None, 3, None)
    runner.start(runner.standing.parts, resume=True)
    assert ended(runner).state == "done"
    assert gate.asked == 10  # none was asked twice
    assert [one.answered for one in kept_runs(library)] == [5, 5]


def test_only_one_job_runs(
    library: Engine, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(library.ask, free=0)
    monkeypatch.setattr(library, "ask", gate)
    runner = Runner(library)
    runner.start([part(library, questions)])
    with pytest.raises(LibraryBusy, match="running already"):
        runner.start([part(library, questions, 2)])
    gate.open.set()
    assert ended(runner).of == 5


def test_a_bad_set_is_refused_before_anything_begins(library: Engine, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.jsonl", [*QUESTIONS, {"id": "x"}])
    runner = Runner(library)
    with pytest.raises(QuestionFileError, match="line 6"):
        runner.start([part(library, bad)])
    assert runner.standing == Standing()
    assert not runs_folder(library).exists()


def test_what_goes_wrong_is_told_and_the_next_job_runs(library: Engine, questions: Path) -> None:
    runner = Runner(library)
    runner.start([part(library, questions)])
    ended(runner)
    runner.start([part(library, questions)])  # the folder holds a run already
    failed = ended(runner)
    assert failed.state == "failed"
    assert isinstance(failed.error, RunError)
    write(questions, QUESTIONS[:2])
    runner.start([part(library, questions)], resume=True)  # it was asked something else
    assert isinstance(ended(runner).error, RunError)
    runs_folder(library).joinpath("no-folder").write_text("")
    runner.start([Part(questions, runs_folder(library) / "no-folder" / "x", RunOptions())])
    failed = ended(runner)
    assert failed.error is not None
    assert failed.error.message == "the run cannot be written: Not a directory."
    runner.start([part(library, questions, 2)])
    assert ended(runner).state == "done"


def test_only_runs_of_the_library_are_opened_and_deleted(
    library: Engine, questions: Path, tmp_path: Path
) -> None:
    runner = Runner(library)
    runner.start([part(library, questions, number) for number in (1, 2)])
    first, second = ended(runner).names
    outside = tmp_path / "outside"
    (runs_folder(library) / first).rename(outside)
    (runs_folder(library) / "linked").symlink_to(outside)
    (runs_folder(library) / "stray").mkdir()
    (runs_folder(library) / "damaged").mkdir()
    (runs_folder(library) / "damaged" / "settings.json").write_text("{")
    assert [run.name for run in kept_runs(library)] == [second]
    for name in (first, "linked", "damaged", "..", "../runs/" + second, ""):
        with pytest.raises(UsageError):
            kept_run(library, name)
    delete_run(kept_run(library, second))
    assert kept_runs(library) == []
    assert (outside / "run.json").exists()


def test_sets_are_found_beside_the_articles_and_in_the_library(
    library: Engine, tmp_path: Path
) -> None:
    beside = write(tmp_path / "questions.jsonl", QUESTIONS)
    folder = library.folder.path / "questions"
    own = write(folder / "own.jsonl", QUESTIONS)
    verdicts = write(folder / "feedback.jsonl", QUESTIONS)
    (folder / "notes.txt").write_text("no set")
    uploaded = keep_set(library, write(tmp_path / "up" / "own.jsonl", QUESTIONS[:1])).path
    assert uploaded == folder / "uploaded" / "own.jsonl"
    assert [(one.origin, one.path) for one in question_sets(library)] == [
        ("articles", beside),
        ("library", own),
        ("uploaded", uploaded),
        ("feedback", verdicts),
    ]
    assert question_set(library, str(own)).origin == "library"
    for key in ("/etc/passwd", str(tmp_path / "up" / "own.jsonl"), ""):
        with pytest.raises(UsageError):
            question_set(library, key)


def test_an_uploaded_set_gets_a_safe_name_and_a_bad_one_is_not_kept(
    library: Engine, tmp_path: Path
) -> None:
    kept = keep_set(library, write(tmp_path / "..feedback.jsonl", QUESTIONS))
    assert kept.path.name == "feedback.jsonl"
    assert kept.path.parent.name == "uploaded"  # and so not the readers' verdicts
    other = keep_set(library, write(tmp_path / "feedback.jsonl", QUESTIONS[:2]))
    assert other.path.name == "feedback-2.jsonl"
    named = keep_set(library, write(tmp_path / "questions.txt", QUESTIONS[:3]))
    assert named in question_sets(library)
    with pytest.raises(QuestionFileError):
        keep_set(library, write(tmp_path / "bad.jsonl", [{"id": 1}]))
    assert not (kept.path.parent / "bad.jsonl").exists()
