"""What kind of thing a question asks for."""

from __future__ import annotations

import numpy as np
import pytest

from rag.answering.questions import Kind, focus_of, kind_of
from rag.terms import terms_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("经开区引进了多少个半导体项目？", Kind.NUMBER),
        ("經開區引進了幾家企業？", Kind.NUMBER),
        ("隧道有多长？", Kind.NUMBER),
        ("How many stations are there?", Kind.NUMBER),
        ("Wie viele Vögel gibt es?", Kind.NUMBER),
        ("Сколько станций?", Kind.NUMBER),
        ("地铁三号线什么时候开通？", Kind.DATE),
        ("公园是哪一年开放的？", Kind.DATE),
        ("In what year did it open?", Kind.DATE),
        ("When does it open?", Kind.DATE),
        ("Wann öffnet der Park?", Kind.DATE),
        ("候鸟为什么多了？", Kind.REASON),
        ("Why did they return?", Kind.REASON),
        ("谁是合作社理事长？", Kind.PERSON),
        ("Who built it?", Kind.PERSON),
        ("Кто построил?", Kind.PERSON),
        ("哪家公司中标？", Kind.ORGANISATION),
        ("Which company won?", Kind.ORGANISATION),
        ("公园位于哪里？", Kind.PLACE),
        ("Where is the park?", Kind.PLACE),
        ("介绍一下湿地公园", Kind.OTHER),
        ("Describe the park.", Kind.OTHER),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("text", "question", "holds"),
    [
        ("引进项目12个。", "项目有多少个？", True),
        ("引进项目十二个。", "项目有多少个？", True),
        ("引进了项目。", "项目有多少个？", False),
        ("2024年引进了项目。", "2024年引进多少？", False),  # the question's own year
        ("6月30日通车。", "何时通车？", True),
        ("它已经通车。", "何时通车？", False),
        ("因为水变浅了。", "候鸟为什么来？", True),
        ("负责人米向晚说。", "负责人是谁？", True),
        ("湿地公园很大。", "介绍一下湿地公园", False),  # no kind is asked for
    ],
)
def test_holding_the_kind_asked_for(text: str, question: str, holds: bool) -> None:
    focus = focus_of(question)
    assert focus.kind_in(text, np.zeros(len(focus.terms)))[0] is holds


def test_words_beside_the_question_word_are_near() -> None:
    focus = focus_of("砚湖湿地公园的面积是多少？")
    near = dict(zip(focus.terms.tolist(), focus.nearness.tolist(), strict=True))
    pairs = [int(terms_of(pair)[-1]) for pair in ("砚湖", "公园", "面积")]
    assert [round(near[pair], 3) for pair in pairs] == [
        round(float(np.exp(-away / 6)), 3)
        for away in (9, 5, 2)  # to 多少, from the pair's start
    ]


def test_a_kind_counts_by_what_stands_beside_it() -> None:
    focus = focus_of("公园记录到多少种鸟？")
    near = focus.nearness / focus.nearness.sum()
    _, beside = focus.kind_in("全年记录到168种鸟。", near)
    text = "公园里可以记录到许多种鸟，它位于城市的南边，从市中心乘坐公共汽车只要20分钟。"
    _, far = focus.kind_in(text, near)
    assert beside > far


@pytest.mark.parametrize(
    ("question", "text", "counts"),
    [
        ("有多少家企业？", "引进企业35家。", True),
        ("有多少家企业？", "引进企业三十五家。", True),
        ("有多少家企业？", "引进项目35个。", False),
        ("几名职工？", "职工4000多名。", True),
        ("有多少？", "引进企业35家。", False),
    ],
)
def test_the_unit_asked_for(question: str, text: str, counts: bool) -> None:
    assert focus_of(question).unit_in(text) is counts


def test_how_far_a_text_is_a_list() -> None:
    asked = focus_of("园区有哪些产业？")
    assert asked.is_list
    assert asked.listing_in("有芯片、药品、汽车。") == 0.5  # two separators of four
    assert asked.listing_in("有芯片、药品、汽车、机床、纺织、家具。") == 1.0
    assert focus_of("园区在哪里？").listing_in("有芯片、药品、汽车。") == 0.0
    assert focus_of("Which companies came?").is_list
    assert not focus_of("Which company came?").is_list


def test_a_question_of_question_words_alone() -> None:
    focus = focus_of("是谁？")
    assert focus.kind is Kind.PERSON
    assert focus.kind_in("负责人米向晚说。", focus.nearness)[0]
    empty = focus_of("？？")
    assert len(empty.terms) == 0
    assert empty.kind_in("3家。", empty.nearness) == (False, 0.0)
