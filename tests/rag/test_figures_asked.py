"""A question for a number or a date is not answered by text without one."""

from __future__ import annotations

import pytest

from rag.answering.figures_asked import lacks_figure
from rag.answering.questions import focus_of


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("青石港一期有多少个泊位？", "青石港一期泊位的施工单位昨日进场。", True),
        ("青石港一期有多少个泊位？", "青石港一期建设六个泊位。", False),
        (
            "青石港一期有多少个泊位？",
            "青石12月20日电，泊位名单公布。",
            True,
        ),  # a day is no count
        ("青石港几月开港？", "新华社青石12月20日电，港口开港。", False),
        ("第七届港口博览会有多少个展位？", "第七届港口博览会开幕。", True),  # named in the question
        ("2009年4月，青石市设立几个区？", "2009年4月，青石市设立4个区。", False),
        ("云图二号的发布时间？", "云图二号引起广泛关注。", True),
        ("云图二号的发布时间？", "云图二号于去年秋天发布。", False),
        ("云图二号由谁设计？", "云图二号引起广泛关注。", False),  # asks for no figure
        ("卫星每隔几天在哪里变轨？", "卫星在近地轨道变轨。", False),
        ("近几年谁主持港务？", "周景行主持港务。", False),
        ("How many berths does the port have?", "The port has nine berths.", False),
        ("How many berths does the port have?", "The port's berths were renewed.", True),
        ("When did the port open?", "The port opened in the nineteenth century.", False),
        ("Who led the crew when the port opened?", "A captain named Osric led it.", False),
    ],
)
def test_a_figure_that_is_asked_for_has_to_be_there(question: str, text: str, lacks: bool) -> None:
    language = "en" if question.isascii() else "zh"
    assert lacks_figure(focus_of(question), [(text, language)]) is lacks


def test_one_text_with_a_figure_is_enough_and_unknown_numerals_are_not_judged() -> None:
    focus = focus_of("青石港一期有多少个泊位？")
    assert not lacks_figure(focus, [("泊位已经开工。", "zh"), ("六个泊位", "zh")])
    assert not lacks_figure(focus, [("Der Hafen hat sechs Liegeplätze.", "de")])
    assert lacks_figure(focus, [])
