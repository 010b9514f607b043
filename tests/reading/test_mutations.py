"""Files damaged at random never crash or stall the reader, nor let mojibake through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .mutations import bases, run, wrong_characters

CASES = int(os.environ.get("MUTATIONS", "300"))  # 10,000: python -m tests.reading.mutations 10000


def test_damaged_files_are_read_or_told(tmp_path: Path) -> None:
    assert [f"{one.case} {one.name}: {one.what}" for one in run(CASES, 7, tmp_path)] == []


def test_the_check_sees_mojibake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong_characters("汉字æ±±a", "汉字") == {"æ", "±"}
    monkeypatch.setattr(
        "rag.reading.encoding._strictly", lambda data, encoding: data.decode(encoding, "replace")
    )
    assert any("wrong characters" in one.what for one in run(100, 7, tmp_path))


def test_every_format_takes_part() -> None:
    assert {Path(base.name).suffix for base in bases()} == {
        ".txt", ".md", ".html", ".jsonl", ".gz", ".pdf", ".docx", ".mhtml",
    }  # fmt: skip
