"""Runs over a tiny library with the real encoder: written, resumed, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import QuestionFileError, RunError
from eval.folder import open_run
from eval.intervals import estimate
from eval.questions import load_questions
from eval.run import RunOptions, run_questions
from rag.engine import Engine
from rag.errors import UsageError
from rag.settings import Settings

ARTICLES = [
    {"id": "birds", "title": "湿地", "text": "砚湖湿地公园记录到鸟类168种。公园总面积为5600亩。"},
    {"id": "metro", "title": "地铁", "text": "地铁6号线东延段全长26.3公里，设站14座。"},
]
QUESTIONS = [
    {"id": "q1", "question": "砚湖湿地公园记录到多少种鸟类？", "answers": ["168种"],
     "articles": ["birds"], "kind": "fact", "lang": "zh"},
    {"id": "q2", "question": "地铁6号线东延段全长多少公里？", "answers": ["26.3公里"],
     "articles": ["metro"], "kind": "fact", "lang": "zh"},
    {"id": "q3", "question": "谁发明了蒸汽机？", "answers": [], "kind": "unanswerable",
     "lang": "zh"},
]  # fmt: skip


def lines(path: Path, records: list[dict]) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([str(lines(tmp_path / "articles.jsonl", ARTICLES))])
    return engine


def test_a_run_is_scored_in_all_and_by_kind(engine: Engine, tmp_path: Path) -> None:
    path = lines(tmp_path / "questions.jsonl", QUESTIONS)
    run = run_questions(engine, path, tmp_path / "run", RunOptions())
    scores = run.record["scores"]
    assert scores["recall@1"] == {"value": 1, "low": 1, "high": 1, "n": 2}
    assert scores["answer_accuracy"]["value"] == 1
    assert scores["refused_when_unanswerable"] == {"value": 1, "low": 1, "high": 1, "n": 1}
    assert set(run.record["by_kind"]) == {"fact", "unanswerable"}
    opened = open_run(tmp_path / "run")
    assert opened.record == run.record
    assert [opened.lines[f"q{n}"]["outcome"] for n in (1, 2, 3)] == [
        "answered",
        "answered",
        "not_found",
    ]


def test_an_interrupted_run_goes_on_where_it_stopped(engine: Engine, tmp_path: Path) -> None:
    path = lines(tmp_path / "questions.jsonl", QUESTIONS)

    def interrupt(_stage: str, done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    folder = tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        run_questions(engine, path, folder, RunOptions(answers=False), progress=interrupt)
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "q3", "hi')  # as a killed process leaves it
    asked: list[int] = []
    run = run_questions(
        engine, path, folder, RunOptions(answers=False), resume=True,
        progress=lambda _stage, done, _of: asked.append(done),
    )  # fmt: skip
    assert asked == [2, 3]
    assert [item.question.id for item in run.items] == ["q1", "q2", "q3"]
    with pytest.raises(RunError):  # asked something else
        run_questions(engine, path, folder, RunOptions(answers=False, k=5), resume=True)
    with pytest.raises(RunError):  # there is a run already
        run_questions(engine, path, folder, RunOptions(answers=False))


def test_every_bad_line_is_named_and_nothing_is_run(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    good = json.dumps(QUESTIONS[0], ensure_ascii=False)
    bad = ["{", "[]", '{"id": "x"}', '{"id": "y", "question": "?", "iso": "2023-13"}',
           '{"id": "z", "question": "?", "answers": "12"}']  # fmt: skip
    path.write_text("\n".join([good, *bad, good]), encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        run_questions(engine, path, tmp_path / "run", RunOptions())
    assert [number for number, _ in caught.value.problems] == [2, 3, 4, 5, 6, 7]
    assert not (tmp_path / "run").exists()


def test_unknown_fields_are_kept(tmp_path: Path) -> None:
    path = lines(tmp_path / "questions.jsonl", [{**QUESTIONS[0], "note": "kept"}])
    assert load_questions(path)[0].model_extra == {"note": "kept"}


def test_an_interval_covers_what_is_known_of_a_binomial() -> None:
    found = estimate([1.0] * 80 + [0.0] * 20)
    # normal approximation: 0.8 ± 1.96 × sqrt(0.8 × 0.2 / 100) = 0.8 ± 0.0784
    assert found.value == 0.8
    assert found.low == pytest.approx(0.7216, abs=0.012)
    assert found.high == pytest.approx(0.8784, abs=0.012)
    assert found.n == 100


def test_what_cannot_judge_is_told_before_anything_is_asked(engine: Engine, tmp_path: Path) -> None:
    path = lines(tmp_path / "questions.jsonl", QUESTIONS)
    with pytest.raises(UsageError):
        run_questions(engine, path, tmp_path / "run", RunOptions(judge="extractive"))
    assert not (tmp_path / "run").exists()


def test_a_held_out_article_is_not_found(engine: Engine, tmp_path: Path) -> None:
    held_out = {**QUESTIONS[0], "id": "h", "answers": [], "held_out": ["birds"]}
    path = lines(tmp_path / "questions.jsonl", [held_out, QUESTIONS[0]])
    run = run_questions(engine, path, tmp_path / "run", RunOptions(answers=False))
    found = [{hit["article"]["id"] for hit in item.record["hits"]} for item in run.items]
    assert found == [{"metro"}, {"birds", "metro"}]
    unknown = lines(tmp_path / "unknown.jsonl", [{**held_out, "held_out": ["nobody"]}])
    with pytest.raises(UsageError, match="nobody"):
        run_questions(engine, unknown, tmp_path / "other", RunOptions())
