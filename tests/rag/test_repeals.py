"""Documents that repeal others, by number and by title."""

from __future__ import annotations

from rag.repeals import repealed_articles
from rag.types import Article


def notice(name: str, title: str, date: str, *repeals: str, number: str | None = None) -> Article:
    return Article(
        id=name, title=title, text=title, source=f"{name}.txt", date=date,
        document_number=number, repeals=repeals,
    )  # fmt: skip


OLD = notice(
    "old", "关于印发《人才公寓管理办法（试行）》的通知", "2020-05-06", number="临管〔2020〕5号"
)
OTHER = notice("other", "关于学习《人才公寓管理办法（试行）》的通知", "2020-06-01")


def test_a_document_is_known_by_its_title_within_the_notice_that_issued_it() -> None:
    new = notice("new", "人才公寓管理办法", "2024-05-28", "《人才公寓管理办法（试行）》")
    assert repealed_articles([OLD, OTHER, new]) == {"old": "new"}


def test_a_document_is_known_by_its_number_whatever_its_width() -> None:
    new = notice("new", "人才公寓管理办法", "2024-05-28", "临管〔２０２０〕5号")
    assert repealed_articles([OLD, OTHER, new]) == {"old": "new"}


def test_the_latest_repeal_counts_and_none_reaches_what_came_after_it() -> None:
    first = notice("first", "办法", "2022-01-01", "临管〔2020〕5号")
    second = notice(
        "second", "新办法", "2024-01-01", "临管〔2020〕5号", "《办法》", "《更新的办法》"
    )
    later = notice("later", "更新的办法", "2025-01-01", "《更新的办法》")
    found = repealed_articles([second, later, OLD, first])
    assert found == {"old": "second", "first": "second"}


def test_without_repeals_there_is_nothing_to_do() -> None:
    assert repealed_articles([OLD, OTHER]) == {}
