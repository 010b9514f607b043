"""Nothing that articles, questions or names of files hold acts on the terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import write_articles
from rich.table import Table
from rich.text import Text

from ui.console import Terminal
from ui.visible_text import in_json, visible

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., tuple[int, str, str]]
CLEAR, TITLE, C1 = "\x1b[2J", "\x1b]0;broken\x07", "\x9b31m"
TURNED = "\u202e"
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_signs_keep_the_length_and_what_stands_around() -> None:
    assert visible("甲\x1b[31m\t乙\n\x00\x7f\x9b\u202e\u2067丙\ud800") == "甲␛[31m\t乙\n␀␡���丙�"
    assert visible("\u202ea\u202c") == "�a�"
    assert visible("普通的文字 plain text, café") == "普通的文字 plain text, café"
    assert visible("سلام\u200e") == "سلام\u200e"


def test_json_holds_the_same_values() -> None:
    value = {"text": f"甲{CLEAR}{C1}{TURNED}\x7f"}
    written = in_json(json.dumps(value, ensure_ascii=False))
    assert not ACTING.search(written)
    assert json.loads(written) == value


def test_lines_tables_and_messages(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal("en", as_json=False)
    table = Table(box=None)
    table.add_column(f"head{C1}")
    table.add_row(f"cell{CLEAR}")
    terminal.lines(f"one{CLEAR}", Text(f"two{C1}{TURNED}", "red"), table)
    terminal.message(f"three{TITLE}")
    out, err = capsys.readouterr()
    assert not ACTING.search(out + err)
    assert "one␛[2J" in out
    assert "two�31m�" in out
    assert "cell␛" in out  # cut: rich counts no width for what was an escape
    assert "three␛]0;broken" in err


@pytest.mark.parametrize(
    ("encoding", "shown"), [("gbk", "湿地?有317只鸭。"), ("ascii", "???317??")]
)
def test_a_terminal_that_lacks_characters_shows_a_sign(
    yuanwen: Call, tmp_path: Path, encoding: str, shown: str
) -> None:
    path = write_articles(tmp_path / "a.jsonl", {"id": "a", "text": "湿地🦆有317只鸭。"})
    assert yuanwen("index", path, "--library", tmp_path / "library")[0] == 0
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", "articles", "show", "a", "--library", "library"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert shown in done.stdout.decode(encoding)


def test_articles_questions_and_file_names(yuanwen: Call, tmp_path: Path) -> None:
    article = {
        "id": "a", "title": f"站{CLEAR}名", "issuer": f"局{C1}", "date": "2024-05-01",
        "text": f"青岚站存放了317吨甘草{CLEAR}{C1}{TURNED}货物。",
    }  # fmt: skip
    path = write_articles(tmp_path / f"名{CLEAR[:2]}31m.jsonl", article)
    bad = tmp_path / f"坏{C1}.pdf"
    bad.write_bytes(b"%PDF-")
    library = tmp_path / "library"
    shown = [
        yuanwen("index", path, bad, "--library", library),
        yuanwen("articles", "--library", library),
        yuanwen("articles", "show", "a", "--library", library),
        yuanwen("search", f"甘草{CLEAR}", "--library", library),
        yuanwen("ask", f"青岚站存放了多少吨甘草？{CLEAR}", "--library", library),
        yuanwen("articles", "show", f"b{CLEAR}", "--library", library),
        yuanwen("ask", "青岚站存放了多少吨甘草？", "--json", "--library", library),
    ]
    for code, out, err in shown:
        assert code in (0, 1, 3)
        assert not ACTING.search(out + err), repr(out + err)
    assert "317吨甘草" in shown[4][1]
    (cited,) = json.loads(shown[6][1])["citations"]
    text = json.loads(yuanwen("articles", "show", "a", "--json", "--library", library)[1])["text"]
    assert text[cited["start"] : cited["end"]] == cited["quote"]
