"""The program called in this process, and a small library to call it on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone

from ui.main import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yuanwen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], letters: LetterEncoder
) -> Call:
    """Call the program in this process; return exit code, stdout and stderr."""
    monkeypatch.setenv("YUANWEN_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["yuanwen", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def library(tmp_path: Path, yuanwen: Call) -> Path:
    """A library of two articles."""
    articles = write_articles(
        tmp_path / "a.jsonl", zone("y2024", "2024-02-27", "35"), zone("y2025", "2025-03-06", "41")
    )
    assert yuanwen("index", articles, "--library", tmp_path / "library")[0] == 0
    return tmp_path / "library"
