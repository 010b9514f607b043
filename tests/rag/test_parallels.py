"""Sentences that run alike and name another person, place or day."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_conflicts import hit, values

from rag.answering.conflicts import conflicts

RGB = Path(__file__).parents[2].parent / "shared/data/rgb"


@pytest.mark.parametrize(
    ("question", "one", "other", "given"),
    [
        ("观鸟屋是谁捐建的？", "砚湖观鸟屋由林远舟先生捐建，现已对外开放。",
         "砚湖观鸟屋由封听澜先生捐建，现已对外开放。", ["林远舟", "封听澜"]),
        ("砚湖公园在哪个城市？", "砚湖公园位于杭州市的西北部，占地5600亩。",
         "砚湖公园位于苏州市的西北部，占地5600亩。", ["杭州市", "苏州市"]),
        ("地铁三号线哪天开通？", "青川地铁三号线将于2027年6月30日正式开通运营。",
         "青川地铁三号线将于2027年9月30日正式开通运营。", ["2027年6月30日", "2027年9月30日"]),
        ("砚湖公园有多深的湖？", "砚湖公园的湖面平均水深为3.5米，最适合候鸟。",
         "砚湖公园的湖面平均水深为4.8米，最适合候鸟。", ["3.5米", "4.8米"]),
        ("Who built the harbour line?", "The harbour line of Qingchuan was built by Acme Rail in 2021.",
         "The harbour line of Qingchuan was built by Nord Rail in 2021.", ["Acme", "Nord"]),
        # short ones, most of which is the name
        ("砚湖镇的镇长是谁？", "砚湖镇镇长林远舟。", "砚湖镇镇长封听澜。", ["林远舟", "封听澜"]),
        ("砚湖公司的董事长是谁？", "砚湖公司董事长林远舟说。", "砚湖公司董事长封听澜说。", ["林远舟", "封听澜"]),
        ("Who runs Acme?", "Acme is run by Jane Ford.", "Acme is run by Tom Hill.", ["Jane Ford", "Tom Hill"]),
        ("When was Acme founded?", "Acme was founded in 1998.", "Acme was founded in 1996.", ["1998", "1996"]),
    ],
)  # fmt: skip
def test_another_answer_in_the_same_words(
    question: str, one: str, other: str, given: list[str]
) -> None:
    (found,) = conflicts(question, [hit(one, "2025-03-19"), hit(other, "2024-02-27")])
    assert [said.value for said in found.statements] == given
    assert [said.date for said in found.statements] == ["2025-03-19", "2024-02-27"]
    assert found.about == question.rstrip("?？")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # what the question names is what the sentences are about
        ("林远舟担任什么职务？", "林远舟担任砚湖镇镇长，分管农业和水利。", "封听澜担任砚湖镇镇长，分管农业和水利。"),
        # another day, another person
        ("观鸟屋是谁捐建的？", "2023年，砚湖观鸟屋由林远舟先生捐建。", "2024年，砚湖观鸟屋由封听澜先生捐建。"),
        # a longer form of the same name
        ("观鸟屋是谁捐建的？", "砚湖观鸟屋由云汀集团捐建，对外开放。", "砚湖观鸟屋由青川云汀集团捐建，对外开放。"),
        # put differently
        ("观鸟屋是谁捐建的？", "我们获悉，砚湖观鸟屋由林远舟先生捐建。", "记者获悉，砚湖观鸟屋由林远舟先生捐建。"),
        # a reason may be told in many ways
        ("观鸟屋为什么由人捐建？", "砚湖观鸟屋由林远舟先生捐建，对外开放。", "砚湖观鸟屋由封听澜先生捐建，对外开放。"),
        # another office, however alike the rest
        ("砚湖公司的董事长是谁？", "砚湖公司副董事长林远舟在会上说，公司将扩大生产。",
         "砚湖公司董事长封听澜在会上说，公司将扩大生产。"),
        ("砚湖镇的镇长是谁？", "砚湖镇镇长林远舟主持会议。", "砚湖镇书记封听澜主持会议。"),
        # short, and of another thing or of anything
        ("Who runs Acme?", "Acme is run by Jane Ford.", "Emca is run by Tom Hill."),
        ("When was Acme founded?", "Acme was founded in 1998.", "Acme was bought in 1996."),
        ("产值增长多少？", "同比增长12%。", "同比增长15%。"),
        # nothing alike
        ("观鸟屋是谁捐建的？", "砚湖观鸟屋由林远舟先生捐建，对外开放。", "有人说观鸟屋的捐建者其实另有其人，他叫封听澜。"),
    ],
)  # fmt: skip
def test_no_other_answer(question: str, one: str, other: str) -> None:
    assert values(question, hit(one, "2025-03-19"), hit(other, "2024-02-27")) == []


BOOKS = ("The Green Hill Library has 120,000 books.", "The Green Hill Library has 150,000 books.")
COST = ("The Green Hill tower cost $12 million.", "The Green Hill tower cost $15 million.")
TALL = ("The Green Hill tower is 120 metres tall.", "The Green Hill tower is 150 metres tall.")
STAFF = ("The Green Hill Library has 120 staff.", "The Green Hill Library has 150 staff.")


@pytest.mark.parametrize(
    ("question", "said", "is_told"),
    [
        ("How many books does Green Hill Library have?", BOOKS, True),
        ("How many books are in the Green Hill Library?", BOOKS, True),
        ("How many employees does Green Hill Library have?", BOOKS, False),
        ("How old is Green Hill Library?", BOOKS, False),
        ("How tall is Green Hill?", BOOKS, False),
        ("How much did the Green Hill Library cost?", BOOKS, False),
        ("How tall is the Green Hill tower?", TALL, True),
        ("How old is the Green Hill tower?", TALL, False),
        ("How much did the Green Hill tower cost?", COST, True),
        ("How tall is the Green Hill tower?", COST, False),
        ("How many people work at the Green Hill Library?", STAFF, True),
        ("How many books does Green Hill Library have?", STAFF, False),
    ],
)
def test_a_figure_of_another_thing_is_no_other_answer(
    question: str, said: tuple[str, str], is_told: bool
) -> None:
    hits = [hit(said[0], "2025-03-19"), hit(said[1], "2024-02-27")]
    assert bool(conflicts(question, hits)) is is_told


def test_what_is_corrected_takes_no_part() -> None:
    one = hit("砚湖观鸟屋由林远舟先生捐建，现已对外开放。", "2025-03-19")
    other = hit("砚湖观鸟屋由封听澜先生捐建，现已对外开放。", "2024-02-27")
    assert values("观鸟屋是谁捐建的？", one, other) != []
    assert values("观鸟屋是谁捐建的？", one, replace(other, superseded_by="x")) == []


@pytest.mark.skipif(not RGB.is_dir(), reason="../shared/data/rgb is absent")
@pytest.mark.parametrize("name", ["rgb_zh_fact", "rgb_en_fact"])
def test_right_and_wrong_passages_side_by_side(name: str) -> None:
    """Two passages with the answer and two with a false one: told in at least half of the cases."""
    lines = (RGB / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    told = 0
    for line in map(json.loads, lines):
        passages = [*line["positive"][:2], *line["positive_wrong"][:2]]
        hits = [hit(text, None, f"a{n}", title="") for n, text in enumerate(passages)]
        told += bool(conflicts(line["query"], hits))
    assert told >= len(lines) / 2
    assert not any(
        conflicts(
            line["query"],
            [hit(text, None, f"a{n}", title="") for n, text in enumerate(line["positive"][:1] * 2)],
        )
        for line in map(json.loads, lines)
    )
