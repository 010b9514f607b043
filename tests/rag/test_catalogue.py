"""Lists and filters of articles: which, in which order, and read once for each generation."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_articles

from rag.catalogue import Filter
from rag.engine import Engine
from rag.errors import LibraryError, UsageError
from rag.generation import Generation

ROWS = (
    ("a", "地铁开工", "2024-09-12", "交通局", "地铁今天开工。"),
    ("b", "經開區年報", "2023", "经开区管委会", "年报发布。"),
    ("c", "湿地观鸟", "", "", '他说：", "text": "不是字段。'),
    ("d", "地铁通车 Metro Opens", "2025-02", "交通局", "通车了。"),
)
NAMES = ("id", "title", "date", "issuer", "text")
ARTICLES = [{name: one for name, one in zip(NAMES, row, strict=True) if one} for row in ROWS]


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Engine:
    engine.index([write_articles(tmp_path / "某报 2025.jsonl", *ARTICLES)])
    return engine


def found(engine: Engine, **wanted: str) -> str:
    return "".join(entry.id for entry in engine.catalogue().matching(Filter(**wanted)))


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, "dabc"),  # newest first, undated last
        ({"words": "地铁"}, "da"),
        ({"words": "metro 地铁"}, "d"),  # both words, in small letters
        ({"words": "经开区"}, "b"),  # though it is written in the traditional script
        ({"issuer": "交通"}, "da"),
        ({"file": "某报"}, "dabc"),
        ({"file": "别报"}, ""),
        ({"since": "2024"}, "da"),
        ({"since": "2023-05", "until": "2024-09-12"}, "ab"),  # 2023 may be after May
        ({"until": "2024-09-11"}, "b"),
        ({"since": "2025-02-20"}, "d"),
        ({"since": "2025-03"}, ""),
        ({"words": " ", "issuer": " ", "file": " ", "since": " ", "until": " "}, "dabc"),
    ],
)
def test_filters(filled: Engine, wanted: dict[str, str], ids: str) -> None:
    assert found(filled, **wanted) == ids


@pytest.mark.parametrize("date", ["soon", "2024-13", "2024-02-30", "24"])
def test_a_filter_by_what_is_no_date_is_told(filled: Engine, date: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        found(filled, until=date)


def test_issuers_come_by_how_often_they_issue(filled: Engine) -> None:
    assert filled.catalogue().issuers(9) == ["交通局", "经开区管委会"]
    assert filled.catalogue().issuers(1) == ["交通局"]


def test_a_record_without_its_text_has_all_else(filled: Engine) -> None:
    generation = filled.folder.open()
    for row in range(4):
        whole = generation.record(row)
        assert whole.pop("text") == ARTICLES[row]["text"]
        assert generation.record(row, text=False) == whole


def test_a_generation_is_catalogued_once(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    record = Generation.record

    def counted(self: Generation, row: int, *, text: bool = True) -> dict[str, object]:
        read.append(row)
        return record(self, row, text=text)

    monkeypatch.setattr(Generation, "record", counted)
    for _ in range(3):
        assert filled.catalogue().entry("d").row == 3  # type: ignore[union-attr]
    assert read == [0, 1, 2, 3]
    assert filled.article("b").title == "經開區年報"
    assert read == [0, 1, 2, 3, 1]  # its own line, whole
    filled.remove(["a"])
    assert found(filled) == "dbc"
    with pytest.raises(LibraryError, match="no article has the id 'a'"):
        filled.article("a")


def test_reprints_name_what_stands_for_them(engine: Engine, tmp_path: Path) -> None:
    text = "本报讯 云岭茶园今年春季采茶12.7吨，比去年多两成。" * 4
    engine.index(
        [write_articles(tmp_path / "a.jsonl", {"id": "a", "title": "开采", "text": text},
                        {"id": "b", "title": "开采", "text": text})]
    )  # fmt: skip
    catalogue = engine.catalogue()
    assert catalogue.entry("b").duplicate_of == "a"  # type: ignore[union-attr]
    assert catalogue.reprints("a") == ("b",)
    assert "a" in catalogue
    assert "x" not in catalogue
