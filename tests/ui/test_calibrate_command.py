"""`yuanwen calibrate` as it is called: figures, JSON, what is refused, and back again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone

from ui.main import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yuanwen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    letters: LetterEncoder,
) -> Call:  # fmt: skip
    """Call the program over a library of 24 years in this process; in Chinese."""
    monkeypatch.setenv("YUANWEN_LANGUAGE", "zh")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: object) -> tuple[int, str, str]:
        arguments = ["yuanwen", "--library", tmp_path / "library", *words]
        monkeypatch.setattr(sys, "argv", list(map(str, arguments)))
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    articles = [zone(f"y{year}", f"{year}-02-27", str(year - 1990)) for year in range(2000, 2024)]
    assert call("index", write_articles(tmp_path / "a.jsonl", *articles))[0] == 0
    return call


def questions(path: Path, count: int) -> Path:
    lines = [
        json.dumps({"id": f"q{n}", "question": f"{n}年经开区引进半导体项目多少个？",
                    "articles": [f"y{n}"]})
        for n in range(2000, 2000 + count)
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_figures_are_printed_and_given_as_json(yuanwen: Call, tmp_path: Path) -> None:
    path = questions(tmp_path / "q.jsonl", 24)
    code, out, _ = yuanwen("--json", "calibrate", path)
    record = json.loads(out)
    assert code == 0
    assert list(record) == ["kept", "questions", "unanswerable", "before", "after", "path"]
    assert list(record["before"]) == list(record["after"]) == [
        "recall@1", "calibration_error", "log_loss",
    ]  # fmt: skip
    assert record["kept"] == (record["after"]["log_loss"] < record["before"]["log_loss"])
    assert record["kept"] == (tmp_path / "library" / "fusion.json").exists()
    code, out, _ = yuanwen("calibrate", path)
    assert code == 0
    assert f"log_loss          {record['before']['log_loss']:9.4f}  ->" in out
    assert ("校准有益" if record["kept"] else "校准没有益处") in out


def test_too_few_questions_are_refused_with_advice(yuanwen: Call, tmp_path: Path) -> None:
    code, _, err = yuanwen("calibrate", questions(tmp_path / "q.jsonl", 19))
    assert code == 2
    assert "里有 19 个问题的文章在文库里；校准至少要 20 个。" in err
    assert "yuanwen questions draft 可以起草一些。" in err


def test_reset_and_what_cannot_be_asked(yuanwen: Call, tmp_path: Path) -> None:
    own = tmp_path / "library" / "fusion.json"
    own.write_text("damaged", encoding="utf-8")
    code, _, err = yuanwen("search", "项目")
    assert code == 1
    assert "calibrate --reset" in err
    assert yuanwen("calibrate", "--reset")[:2] == (0, "已恢复自带的权重。\n")
    assert not own.exists()
    assert yuanwen("calibrate", "--reset")[:2] == (0, "文库没有自己的权重。\n")
    assert json.loads(yuanwen("--json", "calibrate", "--reset")[1]) == {"removed": False}
    assert yuanwen("calibrate")[0] == 2
    assert yuanwen("calibrate", tmp_path / "q.jsonl", "--reset")[0] == 2
