"""The order of hits: dates that are asked about, newer ones, and no article before all others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_articles

from rag.engine import Engine
from rag.settings import Settings


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine over an empty folder, with the bundled encoder."""
    return Engine(Settings(), tmp_path / "library")


def indexed(engine: Engine, folder: Path, *articles: dict[str, str]) -> Engine:
    engine.index([write_articles(folder / "articles.jsonl", *articles)])
    return engine


def report(name: str, date: str, text: str) -> dict[str, str]:
    return {"id": name, "title": "园区简报", "date": date, "text": text}


def three_years(engine: Engine, folder: Path) -> Engine:
    """The same report of three years, but for its figures."""
    text = "园区共有企业{}家，其中规模以上企业{}家。"
    return indexed(
        engine,
        folder,
        report("old", "2022-05-01", text.format(31, 11)),
        report("new", "2024-05-01", text.format(47, 19)),
        report("middle", "2023-05-01", text.format(36, 14)),
    )


def test_of_equals_the_newer_comes_first(engine: Engine, tmp_path: Path) -> None:
    engine = three_years(engine, tmp_path)
    hits = engine.search("园区有多少家企业？").hits
    assert [hit.article.id for hit in hits] == ["new", "middle", "old"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("2022年园区有多少家企业？", "old"),
        ("2023年5月园区有多少家企业？", "middle"),
        ("园区2022年第二季度有多少家企业？", "old"),
    ],
)
def test_the_days_that_are_asked_about_come_first(
    engine: Engine, tmp_path: Path, question: str, first: str
) -> None:
    engine = three_years(engine, tmp_path)
    assert engine.search(question).hits[0].article.id == first


def test_last_year_is_counted_from_the_day_asked_for(engine: Engine, tmp_path: Path) -> None:
    text = "园区共有企业{}家，其中规模以上企业{}家。"
    engine = indexed(
        engine,
        tmp_path,
        report("old", "2022-05-01", text.format(31, 11)),
        report("new", "2023-05-01", text.format(47, 19)),
    )
    found = engine.search("去年园区有多少家企业？", as_of="2023-12-31")
    assert found.hits[0].article.id == "old"


def test_one_article_does_not_crowd_out_the_others(engine: Engine, tmp_path: Path) -> None:
    sentence = "园区的企业在第{}车间生产晶圆，第{}车间的良率是全园区最高的，工人们为此准备了很久。"
    long = "".join(sentence.format(n, n + 1) for n in range(60))
    engine = indexed(
        engine,
        tmp_path,
        report("long", "2024-05-01", long),
        report("one", "2024-05-01", "另一家园区的企业也在车间里生产晶圆。"),
        report("two", "2024-05-01", "晶圆运到港口，由企业的车队送达。"),
    )
    hits = engine.search("企业在车间生产晶圆", k=5).hits
    assert {hit.article.id for hit in hits[:4]} == {"long", "one", "two"}
    assert [hit.article.id for hit in hits].count("long") == 3  # room that is left is filled


@pytest.mark.parametrize("code", ["2024-38087", "〔2024〕12号", "COF-220", "B1023"])
def test_a_code_finds_its_article_among_like_ones(
    engine: Engine, tmp_path: Path, code: str
) -> None:
    codes = ["2024-38087", "2024-38086", "〔2024〕12号", "〔2024〕21号", "COF-220", "COF-320",
             "B1023", "B1032"]  # fmt: skip
    engine = indexed(
        engine,
        tmp_path,
        *(report(one, "2024-05-01", f"园区收到编号为{one}的文件，已经办理。") for one in codes),
    )
    assert engine.search(f"编号{code}的文件办理了吗？").hits[0].article.id == code


@pytest.mark.parametrize("short", ["临欣晶圆", "临泽临欣", "臨欣晶圓", "ＬＸ晶圆"])
def test_a_company_is_found_by_its_short_name(engine: Engine, tmp_path: Path, short: str) -> None:
    engine = indexed(
        engine,
        tmp_path,
        report("it", "2024-05-01", "浙江临泽临欣晶圆半导体材料有限公司（LX）的二期项目投产。"),
        report("other", "2024-05-01", "浙江临泽富晶微电子科技有限公司的二期项目投产。"),
        report("third", "2024-05-01", "浙江临泽中芯封装测试有限公司的二期项目投产。"),
    )
    assert engine.search(f"{short}的二期项目投产了吗？").hits[0].article.id == "it"
