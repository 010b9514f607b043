"""Replies from a file: which one is given, how it fails, and that tokens reach the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles

from rag.answering.models import load_model
from rag.answering.replies import Reply, TokenCount, whole_reply
from rag.engine import Engine
from rag.errors import ModelError
from rag.record import answer_record
from rag.settings import Settings

LINES = [
    {"when": "面积", "reply": "总面积为5600亩。", "tokens": {"prompt": 90, "completion": 7}},
    {"when": "断", "reply": "说到一半", "error": "the power is out"},
    "不知道。",
]


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "script.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in LINES), encoding="utf-8")
    return f"scripted:{path}"


def reply(spec: str, question: str) -> Reply:
    model = load_model(spec, timeout_seconds=1)
    assert model is not None
    return whole_reply(model.stream([{"role": "user", "content": question}]))


def test_the_first_line_that_fits_is_given_each_time(script: str) -> None:
    assert reply(script, "面积多大？") == Reply("总面积为5600亩。", TokenCount(90, 7))
    assert reply(script, "面积多大？") == reply(script, "面积多大？")
    assert reply(script, "何时开放？") == Reply("不知道。")


def test_a_json_list_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text(json.dumps(LINES, indent=1), encoding="utf-8")
    assert reply(f"scripted:{path}", "何时开放？") == Reply("不知道。")


def test_an_error_comes_after_the_reply(script: str) -> None:
    model = load_model(script, timeout_seconds=1)
    assert model is not None
    stream = model.stream([{"role": "user", "content": "断"}])
    assert next(stream) == "说到一半"
    with pytest.raises(ModelError, match="the power is out"):
        next(stream)


@pytest.mark.parametrize(
    "text", ["{", '{"when": "x"}', "[1]", '{"reply": "x", "tokens": {"a": 1}}']
)
def test_a_script_of_another_form(tmp_path: Path, text: str) -> None:
    path = tmp_path / "script.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="holds no replies"):
        load_model(f"scripted:{path}", timeout_seconds=1)


def test_a_script_that_is_not_there_or_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(f"scripted:{tmp_path / 'none.jsonl'}", timeout_seconds=1)
    path = tmp_path / "script.jsonl"
    path.write_text('{"when": "面积", "reply": "x"}', encoding="utf-8")
    with pytest.raises(ModelError, match="has no reply to this"):
        reply(f"scripted:{path}", "何时开放？")


def test_tokens_are_in_the_answer_and_its_record(
    script: str, tmp_path: Path, letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    engine = Engine(Settings(), tmp_path / "library")
    article = {"id": "birds", "title": "湿地", "text": "砚湖湿地公园总面积为5600亩。"}
    engine.index([write_articles(tmp_path / "a.jsonl", article)])
    found = engine.ask("公园面积多大？", model=script)
    assert found.tokens == TokenCount(90, 7)
    assert answer_record(found)["tokens"] == {"prompt": 90, "completion": 7}
    written = json.loads(Path(found.record or "").read_text(encoding="utf-8"))
    assert written["tokens"] == {"prompt": 90, "completion": 7}
    assert answer_record(engine.ask("公园面积多大？"))["tokens"] is None  # extractive
