"""The settings: what is in use is told, keys and folders are not."""

from __future__ import annotations

import string
from datetime import UTC, datetime

import pytest

from rag.library_facts import LibraryFacts
from tests.ui.test_rendering import EVIL, Page
from ui import texts as words
from ui.settings_rendering import duration, in_use_html, room
from ui.settings_texts import EN, ZH

FACTS = LibraryFacts(
    generation=7, written=datetime(2026, 3, 5, 8, tzinfo=UTC), articles=12345, reprints=67,
    passages=45678, passage_characters=300, encoder="endpoint:https://me:geheim@host/v1?api_key=k1#bge",
    kilobytes=3 << 19, own_weights=True,
)  # fmt: skip


def test_what_is_in_use_is_told_without_keys() -> None:
    models = ["https://u:pass@host/v1#qwen", "extractive"]
    page = Page(in_use_html(FACTS, models, ZH, words.ZH))
    assert "回答方式qwen" in page.text
    assert "可换成摘录原文（不用模型）" in page.text
    assert "编码器endpoint:https://***@host/v1?api_key=***#bge" in page.text
    assert "12,345 篇，其中转载 67 篇" in page.text
    assert "全部 45,678 段重新编码" in page.text
    assert "1.5 GB" in page.text
    assert "由你的问题校准" in page.text
    assert not any(key in page.text for key in ("geheim", "k1", "pass"))


def test_without_a_library_only_the_model_is_told() -> None:
    page = Page(in_use_html(None, ["extractive"], EN, words.EN))
    assert "No articles yet." in page.text
    assert "Others" not in page.text


def test_specs_are_escaped() -> None:
    page = Page(in_use_html(None, [f"ollama:{EVIL}"], ZH, words.ZH))
    assert page.all("img") == []


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0, " 1 秒"), (1.2, " 2 秒"), (59.9, " 60 秒"), (61, " 2 分钟"), (7140, " 119 分钟"),
     (7201, " 3 小时")],
)  # fmt: skip
def test_durations_are_rounded_up(seconds: float, told: str) -> None:
    assert duration(seconds, ZH) == told


def test_sizes() -> None:
    assert [room(size) for size in (512, 2048, 1 << 21)] == ["0.5 MB", "2.0 MB", "2.0 GB"]


def test_both_languages_have_the_same_values() -> None:
    for name, chinese in vars(ZH).items():
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(text) if field}
            for text in (chinese, getattr(EN, name))
        ]
        assert fields[0] == fields[1], name
