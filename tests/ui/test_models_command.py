"""`yuanwen models`: what is configured, whether it answers, and the same list in the service."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.settings import Settings
from ui.main import run
from ui.service import allowed_models

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yuanwen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program in this process; return exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str, language: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("YUANWEN_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["yuanwen", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "script.jsonl"
    path.write_text('{"reply": "OK", "tokens": {"prompt": 15, "completion": 2}}\n')
    return f"scripted:{path}"


def test_only_extractive_is_configured_at_first(yuanwen: Call) -> None:
    code, out, _ = yuanwen("models", "--json")
    (only,) = json.loads(out)
    assert code == 0
    assert only | {"seconds": 0} == {
        "spec": "extractive", "ok": True, "seconds": 0, "tokens": None, "error": "", "advice": "",
    }  # fmt: skip


def test_each_is_tried_and_a_failure_is_told(
    yuanwen: Call, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANWEN_MODEL", script)
    monkeypatch.setenv("YUANWEN_MODELS", f"llamacpp:/nowhere.gguf {script}")
    code, out, _ = yuanwen("models", "--json")
    first, second, third = json.loads(out)
    assert code == 1
    assert (first["spec"], first["ok"]) == (script, True)
    assert first["tokens"] == {"prompt": 15, "completion": 2}
    assert (second["spec"], second["ok"], second["tokens"]) == (
        "llamacpp:/nowhere.gguf", False, None,
    )  # fmt: skip
    assert second["error"].startswith("the model's file '/nowhere.gguf' cannot be read")
    assert second["advice"] == "Write llamacpp: and the path of a .gguf file."
    assert third["spec"] == "extractive"


def test_as_people_read_it(yuanwen: Call, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_MODELS", f"{script} gpt")
    code, out, _ = yuanwen("models")
    assert code == 1
    assert out.splitlines()[1].endswith(": answers, 0.0 s, 15 tokens read, 2 written")
    assert "gpt: fails. no language model is named 'gpt'. Use one of: extractive, llam" in out
    code, out, _ = yuanwen("models", language="zh")
    assert "gpt：不可用。没有名为 'gpt' 的语言模型。请从中选一：extractive" in out


def test_a_model_that_says_nothing_does_not_answer(
    yuanwen: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "silent.jsonl"
    path.write_text('{"reply": " "}')
    monkeypatch.setenv("YUANWEN_MODEL", f"scripted:{path}")
    code, out, _ = yuanwen("models")
    assert code == 1
    assert "the language model said nothing" in out


def test_a_broken_file_of_settings_is_wrong_usage(
    yuanwen: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "yuanwen.toml"
    path.write_text('modle = "x"')
    monkeypatch.setattr("rag.settings.settings_files", lambda: (path,))
    code, out, err = yuanwen("models", language="zh")
    assert (code, out) == (2, "")
    assert "里的 'modle' 不是设置项" in err.replace("\n", "")


def test_the_service_offers_what_the_settings_name() -> None:
    engine = Engine(Settings(model="a:1", models=("b:2", "a:1")))
    assert allowed_models(engine, ["c:3"]) == ("a:1", "b:2", "c:3", "extractive")
