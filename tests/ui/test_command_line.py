"""The command line as it is called: exit codes, one JSON document on stdout, errors in a line."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes import write_articles, zone

from tests.faults.operations import Operations

QUESTIONS = [
    {"id": "q1", "question": "2024年引进了多少个半导体项目？", "answers": ["35个"],
     "articles": ["y2024"], "kind": "fact"},
    {"id": "q2", "question": "2025年引进了多少个半导体项目？", "answers": ["41个"],
     "articles": ["y2025"], "kind": "fact"},
]  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file of two questions."""
    path = tmp_path / "questions.jsonl"
    lines = (json.dumps(question, ensure_ascii=False) + "\n" for question in QUESTIONS)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_global_options_stand_before_or_after_the_command(yuanwen: Call, library: Path) -> None:
    after = yuanwen("articles", "--library", library, "--json")
    before = yuanwen("--library", library, "--json", "articles")
    assert after == before
    assert [article["id"] for article in json.loads(after[1])] == ["y2024", "y2025"]


def test_a_run_is_written_compared_and_reported(
    yuanwen: Call, library: Path, questions: Path, tmp_path: Path
) -> None:
    def evaluate(name: str, *more: str) -> dict[str, Any]:
        code, out, _ = yuanwen("--library", library, "--json", "eval", questions,
                               "--out", tmp_path / name, *more)  # fmt: skip
        assert code == 0
        return json.loads(out)

    full = evaluate("full")
    assert full["scores"]["answer_accuracy"]["n"] == 2
    assert (tmp_path / "full" / "report.html").stat().st_size > 1000
    evaluate("searched", "--no-answers", "--mode", "keyword")
    code, out, _ = yuanwen("compare", tmp_path / "full", tmp_path / "searched", "--json")
    assert code == 0
    found = json.loads(out)
    assert {"name", "a", "b", "difference", "low", "high"} <= found["scores"][0].keys()
    assert "answer_accuracy" not in {score["name"] for score in found["scores"]}
    code, out, _ = yuanwen("compare", tmp_path / "full", tmp_path / "full")
    assert code == 0
    assert "The runs do not differ." in out


def test_a_damaged_question_file_names_its_lines_and_runs_nothing(
    yuanwen: Call, library: Path, questions: Path, tmp_path: Path
) -> None:
    text = questions.read_text(encoding="utf-8") + '{"id": "q3"}\n{"id": 4, "question": "?"}\nno\n'
    questions.write_text(text, encoding="utf-8")
    code, out, err = yuanwen("eval", questions, "--library", library, "--out", tmp_path / "run")
    assert (code, out) == (1, "")
    assert all(f"line {number}:" in err for number in (3, 4, 5))
    assert err.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_a_judge_without_answers_is_wrong_usage(
    yuanwen: Call, library: Path, questions: Path
) -> None:
    code, _, err = yuanwen("eval", questions, "--no-answers", "--judge", "x", "--library", library)
    assert code == 2
    assert err.startswith("Error: ")


def test_drafted_questions_can_be_run(yuanwen: Call, tmp_path: Path) -> None:
    articles = write_articles(
        tmp_path / "a.jsonl",
        {"id": "metro", "title": "地铁6号线东延段开通", "text": "地铁6号线东延段全长26.3公里。"},
        {"id": "birds", "title": "砚湖湿地公园", "text": "砚湖湿地公园总面积为5600亩。"},
    )
    library, path = tmp_path / "library", tmp_path / "drafted.jsonl"
    assert yuanwen("index", articles, "--library", library)[0] == 0
    draft = ("questions", "draft", "--out", path, "-n", "4", "--library", library)
    assert yuanwen(*draft)[0] == 0
    drafted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert "地铁6号线东延段全长多少公里？" in [question["question"] for question in drafted]
    assert yuanwen(*draft)[0] == 2  # a file that is there is never overwritten
    code, _, _ = yuanwen("eval", path, "--library", library, "--out", tmp_path / "run")
    assert code == 0


def test_a_library_that_gives_no_question_is_told(
    yuanwen: Call, library: Path, tmp_path: Path
) -> None:
    """Both articles say the same sentence of other years: its figure has no one right answer."""
    path = tmp_path / "drafted.jsonl"
    code, _, err = yuanwen("questions", "draft", "-n", "4", "--out", path, "--library", library)
    assert code == 1
    assert "Advice: " in err
    assert not path.exists()


def test_a_record_is_asked_again(yuanwen: Call, library: Path, tmp_path: Path) -> None:
    question = "2024年引进了多少个半导体项目？"
    record = json.loads(yuanwen("--library", library, "--json", "ask", question)[1])["record"]
    code, out, _ = yuanwen("--library", library, "replay", record, "--json")
    told = json.loads(out)
    assert (code, told["same"], set(told["parts"].values())) == (0, True, {True})
    assert "the answer is the same" in yuanwen("--library", library, "replay", record)[1]
    more = write_articles(tmp_path / "b.jsonl", zone("y2023", "2023-02-01", "20"))
    assert yuanwen("--library", library, "index", more)[0] == 0
    code, out, err = yuanwen("--library", library, "replay", record)
    assert code == 0
    assert "the answer differs" in out
    assert "found now: y2023:" in out
    assert "generation: 000001 then, 000002 now" in err


def test_an_old_record_is_refused_in_one_line(yuanwen: Call, library: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text('{"question": "q", "answer": "a"}', encoding="utf-8")
    code, out, err = yuanwen("--library", library, "replay", old)
    assert (code, out) == (1, "")
    assert err.startswith("Error: the record ")
    assert "Advice: Ask the question again" in err


def test_errors_are_one_line_with_advice(yuanwen: Call, tmp_path: Path) -> None:
    code, out, err = yuanwen("ask", "?", "--library", tmp_path / "none")
    assert (code, out) == (1, "")
    assert err.startswith("Error: ")
    assert "Advice: " in err
    assert err.count("\n") == 1


def test_errors_and_reasons_are_in_the_readers_language(
    yuanwen: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANWEN_LANGUAGE", "zh")
    library = tmp_path / "library"
    code, _, err = yuanwen("articles", "--library", library)
    assert (code, err) == (
        1, f"错误：{str(library)!r} 里没有文库。 建议：请先建立：yuanwen index 文件或文件夹\n"
    )  # fmt: skip
    write_articles(tmp_path / "a.jsonl", zone("y2024", "2024-02-27", "35"))
    (tmp_path / "b.txt").write_bytes(b"")
    code, _, err = yuanwen("index", tmp_path, "--library", library)
    assert (code, "b.txt：是空的" in err) == (3, True)
    code, out, _ = yuanwen("index", tmp_path, "--library", library, "--json")
    assert [file["reason"] for file in json.loads(out)["files"]] == [None, "is empty"]


def test_raw_shows_a_web_page_around_its_article(yuanwen: Call, tmp_path: Path) -> None:
    text = "经开区今天召开会议，研究部署下一步的重点工作，各部门负责人参加。"
    (tmp_path / "a.html").write_text(
        f"<title>经开区召开会议</title><p><a href=/>首页</a></p><h1>经开区召开会议</h1>"
        f"<div><p>{text}</p><p>{text}</p></div><p>版权所有 某某网</p>",
        encoding="utf-8",
    )
    library = tmp_path / "library"
    yuanwen("index", tmp_path / "a.html", "--library", library)
    (listed,) = json.loads(yuanwen("articles", "--json", "--library", library)[1])
    _, out, _ = yuanwen("articles", "show", listed["id"], "--raw", "--library", library)
    places = [out.index(one) for one in ("above_main_text", "首页", text, "below", "版权所有")]
    assert places == sorted(places)
    _, out, _ = yuanwen("articles", "show", listed["id"], "--library", library)
    assert "首页" not in out


def test_a_full_disk_beside_the_library_is_one_line_too(
    yuanwen: Call, library: Path, questions: Path, tmp_path: Path
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for at in (0, 1, 4):
        with Operations(tmp_path / "run", at, full, takes_room=True):
            code, out, err = yuanwen(
                "--library", library, "eval", questions, "--out", tmp_path / "run"
            )
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "No space left on device" in err
        assert "Advice: Make room" in err


def test_where_memory_does_not_suffice_the_library_is_as_it_was(
    yuanwen: Call, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object) -> None:
        raise MemoryError

    more = write_articles(tmp_path / "more.jsonl", zone("y2026", "2026-02-01", "57"))
    monkeypatch.setattr("rag.generation_writer._write_articles", none_left)
    code, out, err = yuanwen("index", more, "--library", library)
    assert (code, out) == (1, "")
    (line,) = err.splitlines()
    assert "not enough memory" in line
    assert "fewer files" in line
    listed = json.loads(yuanwen("articles", "--json", "--library", library)[1])
    assert [one["id"] for one in listed] == ["y2024", "y2025"]
    assert yuanwen("check", "--library", library)[0] == 0


@pytest.mark.parametrize(
    ("words", "closed"),
    [(["articles", "--json"], ">&-"), (["articles"], ">&-"), (["chat"], "<&-"),
     (["articles", "show", "none"], "2>&-")],
)  # fmt: skip
def test_closed_streams_are_done_without(library: Path, words: list[str], closed: str) -> None:
    line = shlex.join([sys.executable, "-m", "ui.main", *words, "--library", str(library)])
    done = subprocess.run(
        ["sh", "-c", f"{line} {closed}"], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == ("none" in words)
    assert b"Traceback" not in done.stderr
