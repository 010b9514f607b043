"""Values that articles give differently for one thing, and what only looks like that."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.bundled import BundledEncoder
from rag.answering.citations import CitationList
from rag.answering.conflicts import cited_conflicts, conflicts
from rag.claims.quotes import Quote
from rag.engine import Engine
from rag.settings import Settings
from rag.types import Article, Conflict, Hit, Passage, Statement

SEEDS = Path(__file__).parents[2].parent / "shared/seeds"
Given = list[tuple[str, str | None]]


def hit(text: str, date: str | None = None, name: str = "", title: str = "澜州经开区") -> Hit:
    article = Article(name or f"{date}:{text[:12]}", title, text, "a.txt", date=date)
    return Hit(
        Passage(f"{article.id}:0", article.id, text, 0, len(text)), article, 1.0, 0.9, ("k",)
    )


def values(question: str, *hits: Hit) -> list[Given]:
    return [
        [(one.value, one.date) for one in found.statements] for found in conflicts(question, hits)
    ]


QUESTION = "澜州经开区的晶圆项目一共有多少个？"
NEW = hit("截至目前，澜州经开区已成功引进41个晶圆项目，总投资额超过700亿元。", "2025-03-19")
OLD = hit("澜州经开区培育晶圆产业链，短短四年落地项目35个，总投资超650亿元。", "2024-02-27")


def test_an_update_over_time_is_told_newest_first() -> None:
    for hits in ((NEW, OLD), (OLD, NEW)):
        (found,) = conflicts(QUESTION, hits)
        assert found.about == "晶圆项目"
        assert [(one.value, one.date) for one in found.statements] == [
            ("41个", "2025-03-19"),
            ("35个", "2024-02-27"),
        ]
        assert found.statements[1].quote.text == OLD.passage.text


@pytest.mark.parametrize(
    ("question", "first", "second", "about"),
    [
        ("新区累计引进了多少个晶圆项目？", "截至2025年3月，新区累计引进晶圆项目36个，已投产25个。",
         "截至2024年2月，新区累计引进晶圆项目28个，已投产17个。", "新区累计引进晶圆项目"),
        ("青川市图书馆新馆的建筑面积是多少？", "青川市图书馆新馆建筑面积为5.2万平方米。",
         "青川市图书馆新馆建筑面积4.8万平方米。", "青川市图书馆新馆建筑面积"),
        ("青川市图书馆新馆的建筑面积是多少？", "青川市图书馆新馆的总建筑面积约5.2万平方米。",
         "青川市图书馆新馆的总建筑面积4.8万平方米。", "总建筑面积"),
        ("2024年青川园区引进了多少个项目？", "2024年青川园区引进项目9个。",
         "2024年青川园区引进项目12个。", "青川园区引进项目"),
    ],
)  # fmt: skip
def test_what_a_conflict_is_about_begins_at_a_word(
    question: str, first: str, second: str, about: str
) -> None:
    (found,) = conflicts(question, [hit(first, "2025-03-19"), hit(second, "2024-02-27")])
    assert found.about == about


def test_only_what_is_asked_for_is_compared() -> None:
    assert values("澜州经开区晶圆项目的总投资是多少？", NEW, OLD) == [
        [("超过700亿元", "2025-03-19"), ("超650亿元", "2024-02-27")]
    ]
    assert values("澜州经开区的晶圆项目什么时候开工？", NEW, OLD) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # another part
        ("云汀项目占地多少亩？", "云汀项目占地400亩。", "云汀项目一期占地224亩。"),
        # another thing
        (
            "晶圆一年生产多少片？",
            "云汀半导体首期项目达产后，可形成年产360万片晶圆的能力。",
            "中海晶圆项目规划年产600万片晶圆。",
        ),
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资700亿元。",
         "澜州经开区引进总投资120亿元的云汀晶圆产业项目。"),
        ("How many wafer projects are there?", "澜州经开区共引进晶圆产业项目41个。",
         "岚西新区共引进晶圆产业项目9个。"),
        # another year
        ("澜州经开区引进了多少个晶圆项目？", "2023年，澜州经开区引进晶圆项目6个。",
         "2024年，澜州经开区引进晶圆项目9个。"),
        ("澜州经开区引进了多少个晶圆项目？", "去年澜州经开区引进晶圆项目6个。",
         "澜州经开区共引进晶圆项目41个。"),
        # planned and done, added and in all
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区共引进晶圆项目41个。",
         "澜州经开区计划引进晶圆项目60个。"),
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区共引进晶圆项目41个。",
         "澜州经开区新增晶圆项目5个。"),
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区共引进晶圆项目41个。",
         "澜州经开区晶圆项目开工12个。"),
        # another unit
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区共引进晶圆项目41个。",
         "澜州经开区晶圆项目引进人才320人。"),
        # roundings
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资近70亿元。",
         "澜州经开区晶圆项目总投资69.8亿元。"),
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资超过70亿元。",
         "澜州经开区晶圆项目总投资71.3亿元。"),
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资约120亿元。",
         "澜州经开区晶圆项目总投资120亿元。"),
        # which is whose is not told in words that can be compared
        ("澜州经开区和岚西新区有多少个晶圆项目？", "澜州经开区和岚西新区的晶圆项目分别为41个和9个。",
         "澜州经开区和岚西新区的晶圆项目有50个。"),
    ],
)  # fmt: skip
def test_no_conflict(question: str, one: str, other: str) -> None:
    assert values(question, hit(one, "2025-03-19"), hit(other, "2024-02-27")) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("云汀项目占地多少亩？", "云汀项目占地400亩。", "云汀项目占地224亩。"),
        ("云汀项目占地多少亩？", "云汀项目一期占地400亩。", "云汀项目一期占地224亩。"),
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资700亿元。", "澜州经开区晶圆项目总投资120亿元。"),
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区计划引进晶圆项目41个。", "澜州经开区计划引进晶圆项目60个。"),
        ("澜州经开区引进了多少个晶圆项目？", "澜州经开区共引进晶圆项目41个。", "澜州经开区引进晶圆项目5个。"),
        ("澜州经开区晶圆项目总投资多少？", "澜州经开区晶圆项目总投资近70亿元。", "澜州经开区晶圆项目总投资62亿元。"),
        ("澜州经开区有多少个晶圆项目？", "澜州经开区的晶圆项目为41个。", "澜州经开区的晶圆项目有50个。"),
    ],
)  # fmt: skip
def test_the_same_without_what_sets_them_apart_is_a_conflict(
    question: str, one: str, other: str
) -> None:
    (found,) = values(question, hit(one, "2025-03-19"), hit(other, "2024-02-27"))
    assert [date for _, date in found] == ["2025-03-19", "2024-02-27"]


ZONE_NEW = "云汀新区共引进项目41个，其中投产25个，在建9个。"
ZONE_OLD = "云汀新区共引进项目35个，其中投产17个，在建7个。"


@pytest.mark.parametrize(
    ("question", "one", "other", "given"),
    [
        # the stage that is asked for
        ("云汀新区投产的项目有多少个？", ZONE_NEW, ZONE_OLD, ["25个", "17个"]),
        ("云汀新区有多少个项目在建？", ZONE_NEW, ZONE_OLD, ["9个", "7个"]),
        ("云汀新区引进了多少个项目？", ZONE_NEW, ZONE_OLD, ["41个", "35个"]),
        ("云汀新区投产的项目有多少个？", ZONE_NEW, "云汀新区共引进项目35个。", []),
        ("云汀新区投产的项目有多少个？", "云汀新区共引进项目41个。", "云汀新区共引进项目35个。", []),
        ("云汀新区在建项目有多少个？", "云汀新区在建项目12个。", "云汀新区项目9个。", []),
        ("云汀学校建成后年产值多少？", "云汀学校年产值5亿元。", "云汀学校年产值6亿元。", ["5亿元", "6亿元"]),
        ("云汀新区投产的项目有多少个？", "云汀新区项目41个，投产25个，在建9个。",
         "云汀新区项目41个，投产25个，在建7个。", []),
        ("云汀新区建成了多少座充电站？", "云汀新区建成充电站25座。", "云汀新区计划建成充电站40座。", []),
        # what a length is of
        ("云汀馆有多高？", "云汀博物馆高32米。", "云汀博物馆高28米。", ["32米", "28米"]),
        ("云汀馆有多高？", "云汀博物馆高32米。", "云汀博物馆长28米。", []),
        ("云汀桥多长？", "云汀桥主桥长320米。", "云汀桥全长1280米。", []),
        # short sentences
        ("云汀桥多长？", "云汀桥长320米。", "云汀桥全长280米。", ["320米", "280米"]),
        ("云汀公园门票多少钱？", "门票30元。", "门票20元。", ["30元", "20元"]),
    ],
)  # fmt: skip
def test_the_stage_and_the_measure_that_are_asked_for(
    question: str, one: str, other: str, given: list[str]
) -> None:
    found = values(
        question,
        hit(one, "2025-03-19", title="云汀公园"),
        hit(other, "2024-02-27", title="云汀公园"),
    )
    assert [[value for value, _ in each] for each in found] == ([given] if given else [])


def test_the_same_year_given_differently_is_a_conflict() -> None:
    found = values(
        "2024年澜州经开区引进了多少个晶圆项目？",
        hit("2024年，澜州经开区引进晶圆项目9个。", "2025-01-10"),
        hit("去年澜州经开区引进晶圆项目11个。", "2025-03-19"),
    )
    assert found == [[("11个", "2025-03-19"), ("9个", "2025-01-10")]]


def test_an_as_of_date_is_no_other_period() -> None:
    found = values(
        QUESTION,
        hit("截至2024年底，澜州经开区共有晶圆项目38个。", "2025-01-10"),
        hit("截至2025年3月，澜州经开区共有晶圆项目41个。", "2025-03-19"),
    )
    assert found == [[("41个", "2025-03-19"), ("38个", "2025-01-10")]]


def test_a_value_that_several_articles_give_counts_once_with_the_newest_date() -> None:
    again = hit("澜州经开区共引进晶圆项目41个。", "2025-06-01")
    assert values(QUESTION, NEW, OLD, again) == [[("41个", "2025-06-01"), ("35个", "2024-02-27")]]
    assert values(QUESTION, NEW, again) == []


def test_what_is_corrected_or_repealed_is_not_shown_as_an_equal() -> None:
    assert values(QUESTION, NEW, replace(OLD, superseded_by="x")) == []


def test_the_same_values_in_other_words_are_one_disagreement() -> None:
    hits = [
        hit("青川市第六届议会共有70个议席，由选民选出。", name="a", title="青川议会"),
        hit("青川市第六届议会共有170个议席，由选民选出。", name="b", title="青川议会"),
        hit("第六届议会的选举将产生70个议席，选期定在九月。", name="c", title="青川选举"),
        hit("第六届议会的选举将产生170个议席，选期定在九月。", name="d", title="青川选举"),
    ]
    assert len(values("青川市第六届议会有多少个议席？", *hits)) == 1


def test_one_article_does_not_contradict_itself() -> None:
    text = f"{NEW.passage.text}{OLD.passage.text}"
    assert values(QUESTION, hit(text, "2025-03-19")) == []


def test_an_undated_statement_comes_last() -> None:
    undated = hit("澜州经开区共引进晶圆项目44个。")
    assert values(QUESTION, undated, OLD) == [[("35个", "2024-02-27"), ("44个", None)]]


def test_an_english_question_on_chinese_articles() -> None:
    found = values("How many wafer projects has the Lanzhou zone attracted so far?", OLD, NEW)
    assert found == [[("41个", "2025-03-19"), ("35个", "2024-02-27")]]


def test_english_articles() -> None:
    new = hit("The Lanzhou zone now has 41 wafer projects.", "2025-03-19", title="Lanzhou zone")
    old = hit("The Lanzhou zone has 35 wafer projects.", "2024-02-27", title="Lanzhou zone")
    plan = hit("The Lanzhou zone plans 60 wafer projects.", "2024-05-01", title="Lanzhou zone")
    question = "How many wafer projects does the Lanzhou zone have?"
    assert values(question, old, new, plan) == [
        [("41 wafer projects", "2025-03-19"), ("35 wafer projects", "2024-02-27")]
    ]


def test_articles_in_two_languages() -> None:
    english = hit("The Lanzhou zone has 35 wafer projects.", "2024-02-27", title="Lanzhou zone")
    question = "How many wafer projects does the Lanzhou zone have?"
    assert values(question, NEW, english) == [
        [("41个", "2025-03-19"), ("35 wafer projects", "2024-02-27")]
    ]


def test_with_the_answers_quotes_only_their_figures_count() -> None:
    (found,) = conflicts(QUESTION, [NEW, OLD], [Quote(NEW.article, 0, 24)])
    assert len(found.statements) == 2
    other = hit("别的文章。", "2025-01-01")
    assert conflicts(QUESTION, [NEW, OLD], [Quote(other.article, 0, 5)]) == []


def test_statements_are_cited() -> None:
    cited = CitationList()
    assert cited_conflicts(conflicts(QUESTION, [NEW, OLD]), cited) == (
        Conflict(
            "晶圆项目", (Statement("41个", "2025-03-19", 1), Statement("35个", "2024-02-27", 2))
        ),
    )
    assert [one.quote for one in cited.citations] == [NEW.passage.text, OLD.passage.text]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is absent")
def test_the_seeds(
    tmp_path: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([str(SEEDS)])

    def found(question: str) -> list[list[str]]:
        hits = engine.search(question).hits
        return [[one.value for one in d.statements] for d in conflicts(question, hits)]

    counts, money = [["41个", "35个"]], [["超过700亿元", "超650亿元"]]
    asked = "How many semiconductor projects has the Lishui zone attracted so far?"
    assert found("丽水经开区的半导体项目一共有多少个?") == found(asked) == counts
    assert found("丽水经开区半导体项目总投资多少?") == money
    assert found("中欣晶圆每年生产多少片晶圆?") == []
    assert found("富乐德半导体项目年产多少片抛光片?") == []
    questions = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    told = {line["id"] for line in map(json.loads, questions) if found(line["question"])}
    assert told == {"d21", "d23"}
