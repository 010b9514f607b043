"""Searching a library: modes, dates, and what is found by which search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.days import last_day
from rag.engine import Engine
from rag.errors import LibraryError, UsageError
from rag.retrieval import Retriever
from rag.types import Article, Hit, Passage, Trust

UNDATED = {"id": "undated", "title": "湿地公园", "text": "湿地公园里的候鸟比去年多了七只。"}


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    """Articles of 2023, of May 2024, of 20 May 2024 and of no date."""
    articles = [
        zone("y2023", "2023", "五"),
        zone("m2024", "2024-05", "九"),
        zone("d2024", "2024-05-20", "十二"),
        UNDATED,
    ]
    engine.index([write_articles(tmp_path / "articles.jsonl", *articles)])
    return engine


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2024", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2023-02", "2023-02-28"),
        ("2100-02", "2100-02-28"),
        ("2024-04", "2024-04-30"),
        ("2024-05-06", "2024-05-06"),
        ("0001", "0001-12-31"),
    ],
)
def test_last_day(date: str, day: str) -> None:
    assert last_day(date) == day


@pytest.mark.parametrize(
    "date",
    ["", "24", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-05-00", "2024-5-6",
     "2024/05/06", "0000", "2024-05-06T10", "去年"],
)  # fmt: skip
def test_what_is_no_date_is_a_usage_error(date: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        last_day(date)


@pytest.mark.parametrize(
    ("as_of", "seen"),
    [
        ("2022", set()),
        ("2023-12-30", set()),  # "2023" may mean its last day
        ("2023-12-31", {"y2023"}),
        ("2024-05-30", {"y2023", "d2024"}),  # "2024-05" may mean the 31st
        ("2024-05", {"y2023", "m2024", "d2024"}),
        ("2024", {"y2023", "m2024", "d2024"}),
        (None, {"y2023", "m2024", "d2024", "undated"}),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "dense", "keyword"])
def test_as_of_sees_what_was_published_by_then(
    library: Engine, as_of: str | None, seen: set[str], mode: str
) -> None:
    found = library.search("半导体项目 湿地公园", k=50, as_of=as_of, mode=mode)
    assert {hit.article.id for hit in found.hits} == seen
    assert found.left_out == 4 - len(seen)
    assert found.as_of == as_of


def test_keyword_mode_finds_only_what_shares_words(library: Engine) -> None:
    found = library.search("候鸟", mode="keyword")
    assert [hit.article.id for hit in found.hits] == ["undated"]
    assert "keyword" in found.hits[0].found_by


def test_dense_mode_finds_the_nearest_vector_without_shared_words(library: Engine) -> None:
    # The fake encoder counts characters modulo 64: these have the same vector as 湿地公园里.
    alike = "".join(chr(ord(one) + 64) for one in UNDATED["text"])
    found = library.search(alike, mode="dense", k=2)
    assert found.hits[0].article.id == "undated"
    assert found.hits[0].found_by == ("dense",)
    assert found.hits[0].score > found.hits[1].score


def test_hybrid_hits_are_ordered_by_confidence(library: Engine) -> None:
    hits = library.search("湿地公园里的候鸟").hits
    assert hits[0].article.id == "undated"
    assert hits[0].found_by == ("keyword", "dense")
    confidences = [hit.confidence for hit in hits]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] > confidences[1]


def test_k_is_the_number_of_hits(library: Engine) -> None:
    assert [len(library.search("半导体", k=k).hits) for k in (1, 2, 50)] == [1, 2, 4]


@pytest.mark.parametrize("question", ["", "  \n\u3000"])
def test_an_empty_question_is_a_usage_error(library: Engine, question: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        library.search(question)


def test_a_question_that_is_no_text_is_a_usage_error(library: Engine) -> None:
    with pytest.raises(UsageError, match="not valid Unicode"):
        library.search("caf\udce9")  # how Python shows an argument that was not UTF-8


def test_an_unknown_mode_is_a_usage_error(library: Engine) -> None:
    with pytest.raises(UsageError) as caught:
        library.search("项目", mode="sparse")  # type: ignore[arg-type]
    assert caught.value.advice == "Use one of: hybrid, dense, keyword."


@pytest.mark.parametrize("question", ["?", "🦆", "什么", "a", "项目" * 2000])
def test_odd_questions_are_answered_all_the_same(library: Engine, question: str) -> None:
    assert len(library.search(question, k=3).hits) == 3


def test_a_library_is_not_searched_by_another_encoder(library: Engine) -> None:
    with pytest.raises(LibraryError, match="another") as caught:
        Retriever(library.retriever().store, LetterEncoder("other"))
    assert "reindex" in caught.value.advice


def test_a_new_generation_is_searched_at_once(
    library: Engine, tmp_path: Path, count: Callable[[], int]
) -> None:
    before = count()
    library.index([write_articles(tmp_path / "more.jsonl", zone("new", "2025-01-02", "二十"))])
    assert count() == before + 1


@pytest.fixture
def count(library: Engine) -> Callable[[], int]:
    return lambda: len(library.search("半导体项目", k=50).hits)


def test_a_hit_names_its_days_with_relative_words_resolved() -> None:
    text = "新区成立于2019年。去年11月10日，服务中心正式启用。同年底，二期开工。"
    article = Article(id="a", title="题", text=text, source="a.txt", date="2024-02-27")
    start = text.index("去年")
    passage = Passage("a:1", "a", text[start:], start, len(text))
    hit = Hit(passage, article, 1.0, 0.9, ("keyword",))
    named = {text[one.start : one.end]: one.value for one in hit.dates}
    assert named["去年11月10日"] == "2023-11-10"
    assert named["同年底"].startswith("2023-12")
    assert "2019年" not in named  # it stands before the passage


def test_an_encoder_that_is_not_trusted_does_not_change_the_order_of_keywords(
    library: Engine,
) -> None:
    retriever = library.retriever()
    retriever.ranker.trust = Trust(same=0.1, other=0.0)
    hybrid, keyword = (
        [hit.passage.id for hit in retriever.search("候鸟比去年多了吗", 10, mode=mode).hits]
        for mode in ("hybrid", "keyword")
    )
    assert hybrid == keyword
    assert hybrid[0].startswith("undated")


def test_an_encoder_that_is_not_trusted_is_asked_where_keywords_find_nothing(
    library: Engine,
) -> None:
    retriever = library.retriever()
    retriever.ranker.trust = Trust(same=0.1, other=0.0)
    hits = retriever.search("zzz", 2).hits
    assert [hit.found_by for hit in hits] == [("dense",), ("dense",)]
