"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.questions import Kind, holds_kind, kind_of


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
    ("text", "kind", "question", "holds"),
    [
        ("引进项目12个。", Kind.NUMBER, "多少个？", True),
        ("引进项目十二个。", Kind.NUMBER, "多少个？", True),
        ("引进了项目。", Kind.NUMBER, "多少个？", False),
        ("2024年引进了项目。", Kind.NUMBER, "2024年引进多少？", False),  # the question's own year
        ("6月30日通车。", Kind.DATE, "何时通车？", True),
        ("它已经通车。", Kind.DATE, "何时通车？", False),
        ("因为水变浅了。", Kind.REASON, "为什么？", True),
        ("负责人米向晚说。", Kind.PERSON, "谁？", True),
        ("什么都行。", Kind.OTHER, "?", True),
    ],
)
def test_holding_a_kind(text: str, kind: Kind, question: str, holds: bool) -> None:
    assert holds_kind(text, kind, question) is holds
