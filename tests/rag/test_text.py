"""Folding and scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import fold, main_script


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("園區發展", "园区发展"),
        ("ＡＢＣ１２３％（ｘ）　！", "abc123%(x) !"),
        ("Größe ÜBER", "größe über"),
        ("МЕТРО", "метро"),
        ("İ", "İ"),  # its lower-case form has two characters; offsets come first
        ("３，４７６", "3,476"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("经开区引进项目", "han"),
        ("昨年プロジェクトを誘致した", "kana"),
        ("개발구", "hangul"),
        ("The zone", "latin"),
        ("Метро", "cyrillic"),
        ("Μετρό", "greek"),
        ("مرحبا بالعالم", "arabic"),
        ("สวัสดี", "thai"),
        ("ASML公司", "han"),  # four letters are one and a third Han characters, rounded down to 1
        ("Intel Corporation 与我", "latin"),  # 16 letters // 3 = 5 against 2
        ("2024-05-01 …", ""),
        ("", ""),
    ],
)
def test_main_script(text: str, script: str) -> None:
    assert main_script(text) == script


def test_marks_heaped_on_a_letter_are_no_text_in_their_script() -> None:
    assert main_script("玉渡仓库存放了白芷" + "\u0e49" * 300) == "han"
    assert main_script("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35") == "thai"
