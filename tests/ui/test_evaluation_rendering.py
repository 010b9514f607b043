"""Runs, comparisons and reports as HTML: figures as they are, nothing from outside acts."""

from __future__ import annotations

import html
import re
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from eval.compare import Change, Comparison, Difference
from rag.errors import YuanwenError
from ui.evaluation_rendering import comparison_html, progress_html, report_html, scores_html
from ui.evaluation_runner import Standing
from ui.evaluation_runs import KeptRun
from ui.evaluation_texts import EVALUATION_TEXTS, EvaluationTexts
from ui.feedback_texts import FEEDBACK_TEXTS

HOSTILE = "<img src=x onerror=alert(1)>\"'${1}{{x}}`"


def kept(name: str = "r", **settings: Any) -> KeptRun:
    asked = {"questions": "s.jsonl", "model": "extractive", "mode": "hybrid", "k": 20,
             "limit": None} | settings  # fmt: skip
    record = {
        "counts": {"questions": 30, "answerable": 24},
        "scores": {
            "recall@1": {"value": 0.75, "low": 0.6, "high": 0.9, "n": 24},
            "seconds_p50": {"value": 1.5, "low": 1.25, "high": 2, "n": 30},
            HOSTILE: {"value": 0, "low": 0, "high": 0, "n": 1},
        },
    }
    return KeptRun(Path("runs") / name, asked, record, 30, datetime(2026, 11, 27, 9, 30))


def test_scores_with_their_intervals() -> None:
    shown = scores_html(kept(questions=HOSTILE), "zh")
    row = re.search(r'<tr data-score="recall@1">.*?</tr>', shown)
    assert row is not None
    assert "首篇召回" in row[0]
    assert ">0.750</td>" in row[0]
    assert ">0.600 – 0.900</td>" in row[0]
    assert 'left:60.0%;width:30.0%"></i><b style="left:75.0%"' in row[0]
    seconds = re.search(r'<tr data-score="seconds_p50">.*?</tr>', shown)
    assert seconds is not None
    assert "track" not in seconds[0]  # seconds are no share
    assert "30 题，其中 24 题有答案" in shown
    calm(shown)


def test_a_comparison_shows_worse_questions_first_with_both_answers() -> None:
    changes = [
        Change("q1", "好了？", "b", "better", {"answer_accuracy": (0.0, 1.0)}, None, "二"),
        Change(HOSTILE, HOSTILE, "b", "worse", {HOSTILE: (1.0, 0.0)}, HOSTILE, ""),
    ]
    scores = [Difference("recall@1", "b", 0.75, 0.5, -0.25, -0.4, -0.1, 24, 0.2)]
    found = Comparison(["a", "b"], {}, 3, scores, {"seconds_p50": [1.5, 0.25]}, changes)
    shown = comparison_html(found, [kept("a"), kept("b", mode="keyword", model=HOSTILE)], "zh")
    for text in (
        "0.750",
        "0.500",
        "-0.250",
        "[-0.400, -0.100]",
        "变差",
        "有 3 题",
        "1.500",
        "0.250",
    ):
        assert text in shown
    first, second = re.findall(r"<article.*?</article>", shown)
    assert "badge worse" in first
    assert "未作答" in first
    assert "未作答" in second
    assert "答对率 0.00 → 1.00" in second
    calm(shown)


def test_a_report_stands_in_a_frame_that_reaches_nothing() -> None:
    page = f'<!doctype html>\n<html lang="zh-CN">\n<b>{HOSTILE}</b>'
    shown = report_html(page, HOSTILE, "en")
    assert 'sandbox="allow-scripts"' in shown
    calm(shown)
    source = re.search(r'srcdoc="([^"]*)"', shown)
    assert source is not None
    assert html.unescape(source[1]) == page.replace(
        '<html lang="zh-CN">', '<html lang="zh-CN" data-wanted="en">'
    )


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing(), ""),
        (Standing(1, "running", of=4), "正在准备"),
        (Standing(1, "running", done=2, of=4, seconds_left=0.2), "大约还要 1 秒"),
        (Standing(1, "running", done=2, of=4, seconds_left=121), "大约还要 2 分钟"),
        (Standing(1, "stopping", done=2, of=4), "问完手上这题就停"),
        (Standing(1, "stopped", done=2, of=4), "问过的 2 题都已保存"),
        (Standing(1, "done", done=4, of=4), "评测完成，共 4 题"),
        (Standing(1, "failed"), "出了点问题"),
        (Standing(1, "failed", error=YuanwenError("x", "")), ""),  # told as an error
    ],
)
def test_progress(standing: Standing, told: str) -> None:
    shown = progress_html(standing, "zh")
    assert told in shown
    assert bool(shown) == bool(told)


@pytest.mark.parametrize("name", [one.name for one in fields(EvaluationTexts)])
def test_both_languages_have_the_same_values(name: str) -> None:
    zh, en = (getattr(EVALUATION_TEXTS[language], name) for language in ("zh", "en"))
    told = [zh.values(), en.values()] if isinstance(zh, dict) else [[zh], [en]]
    values = [sorted(re.findall(r"\{\w+\}", " ".join(texts))) for texts in told]
    assert values[0] == values[1]
    assert all(any("\u4e00" <= one <= "\u9fff" for one in text) or text == "{name}"
               for text in told[0])  # fmt: skip


def test_the_bar_has_every_text_in_both_languages() -> None:
    zh, en = (FEEDBACK_TEXTS[language] for language in ("zh", "en"))
    assert all(getattr(zh, one.name) != getattr(en, one.name) for one in fields(zh))


def calm(shown: str) -> None:
    """Nothing from outside has become an element, an attribute or a placeholder."""
    assert "<img" not in shown
    assert not set("${}`") & set(shown)
