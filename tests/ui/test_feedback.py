"""Verdicts on answers as lines of a question file, and what runs make of them."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from eval.questions import load_questions
from eval.run import RunOptions, run_questions
from eval.scores import question_scores
from rag.engine import Engine
from rag.errors import LibraryBusy, UsageError
from rag.record import answer_record
from rag.types import Answer, Outcome
from ui.feedback import feedback_file, feedback_line, record

TEXT = "砚湖湿地公园总面积为5600亩。公园记录到鸟类168种。"
QUESTION = "公园记录到多少种鸟类？"


@pytest.fixture
def answer(engine: Engine, tmp_path: Path) -> Answer:
    path = tmp_path / "birds.txt"
    path.write_text(TEXT, encoding="utf-8")
    engine.index([str(path)])
    found = engine.ask(QUESTION)
    assert found.outcome is Outcome.ANSWERED
    return found


def lines(engine: Engine) -> list[dict[str, Any]]:
    text = feedback_file(engine).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_called_right_gives_its_quotes_and_articles(
    engine: Engine, answer: Answer
) -> None:
    line = record(engine, answer, "right")
    assert lines(engine) == [line]
    assert line["question"] == QUESTION
    assert line["articles"] == [answer.citations[0].article.id]
    assert line["evidence"] == [one.quote for one in answer.citations]
    assert "answers" not in line
    assert (line["kind"], line["lang"], line["model"]) == ("feedback", "zh", "extractive")
    assert line["user"] == "local"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", line["date"])
    (question,) = load_questions(feedback_file(engine))
    scores = question_scores(question, answer_record(answer))
    assert scores["recall@1"] == scores["citation_recall"] == scores["citation_precision"] == 1
    assert "answer_accuracy" not in scores  # no string is known that proves the answer


def test_a_right_answer_is_an_accepted_one(engine: Engine, answer: Answer) -> None:
    line = record(engine, answer, "wrong", " 168种 \n")
    assert line["answers"] == ["168种"]
    assert "articles" not in line  # those of a wrong answer are not known to be right
    assert line["cited"] == [answer.citations[0].article.id]
    (question,) = load_questions(feedback_file(engine))
    assert question_scores(question, answer_record(answer))["answer_accuracy"] == 1


def test_not_found_called_right_means_that_there_is_no_answer(
    engine: Engine, answer: Answer
) -> None:
    nothing = replace(
        answer, text="没有找到。", sentences=(), citations=(), outcome=Outcome.NOT_FOUND
    )
    record(engine, nothing, "right")
    (question,) = load_questions(feedback_file(engine))
    assert question.answers == []
    assert question_scores(question, answer_record(nothing)) == {"refused_when_unanswerable": 1}


def test_an_answer_only_called_wrong_is_kept_and_not_scored(
    engine: Engine, answer: Answer, tmp_path: Path
) -> None:
    record(engine, answer, "wrong")
    assert [one["verdict"] for one in lines(engine)] == ["wrong"]
    with pytest.raises(UsageError, match="only answers called wrong"):
        load_questions(feedback_file(engine))
    record(engine, answer, "right", user="another")
    assert len(lines(engine)) == 2
    run = run_questions(engine, feedback_file(engine), tmp_path / "run", RunOptions())
    assert run.record["counts"]["questions"] == 1
    assert [item.question.verdict for item in run.items] == ["right"]


def test_a_later_verdict_of_the_same_user_replaces_the_earlier(
    engine: Engine, answer: Answer
) -> None:
    record(engine, answer, "right", user="阿明")
    record(engine, answer, "right", user="小红")
    other = replace(answer, text="另一个回答")
    record(engine, other, "right", user="阿明")
    record(engine, answer, "wrong", "168种", user="阿明")
    found = lines(engine)
    assert [(one["verdict"], one["given"]) for one in found] == [
        ("wrong", answer.text), ("right", answer.text), ("right", "另一个回答")
    ]  # fmt: skip
    assert found[0]["user"] == sha256("阿明".encode()).hexdigest()[:16]
    assert "阿明" not in feedback_file(engine).read_text(encoding="utf-8")


def test_nothing_is_lost_when_many_press_at_once(engine: Engine, answer: Answer) -> None:
    users = [f"user-{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda user: record(engine, answer, "right", user=user), users))
        list(pool.map(lambda user: record(engine, answer, "wrong", user=user), users[:12]))
    found = lines(engine)
    assert len(found) == 24
    assert sum(one["verdict"] == "wrong" for one in found) == 12
    assert len({one["id"] for one in found}) == 24


def test_lines_of_others_and_a_missing_line_end_are_kept(engine: Engine, answer: Answer) -> None:
    path = feedback_file(engine)
    path.parent.mkdir(parents=True)
    mine = '{"id":"mine",  "question": "几亩？", "answers": ["5600亩"]}'
    path.write_text(f"{mine}\n\n# a word of mine", encoding="utf-8")
    record(engine, answer, "right")
    record(engine, answer, "wrong")
    before, empty, word, line, end = path.read_text(encoding="utf-8").split("\n")
    assert (before, empty, word, end) == (mine, "", "# a word of mine", "")
    assert json.loads(line)["verdict"] == "wrong"


def test_a_lock_held_by_another_is_told(
    engine: Engine, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    monkeypatch.setattr("ui.feedback.LOCK_SECONDS", 0.05)
    record(engine, answer, "right")
    with FileLock(str(feedback_file(engine)) + ".lock"), pytest.raises(LibraryBusy):
        record(engine, answer, "wrong")
    assert lines(engine)[0]["verdict"] == "right"


def test_hostile_right_answers_stay_one_line(engine: Engine, answer: Answer) -> None:
    record(engine, answer, "wrong", 'a"\n{"id": "x"}\r\n\u2028\ud800' + "长" * 5000)
    (question,) = load_questions(feedback_file(engine))
    assert question.answers is not None
    assert question.answers[0].startswith('a"\n{"id": "x"}\r\n\u2028?长')
    assert len(question.answers[0]) == 2000


def test_keys_in_a_models_spec_are_not_written(answer: Answer) -> None:
    model = replace(answer, model="http://me:secret@127.0.0.1:1/v1#qwen")
    assert "secret" not in json.dumps(feedback_line(model, "right"))
