"""What is said where nothing answers."""

from __future__ import annotations

import pytest

from rag.answering.draft import not_found
from rag.answering.refusal import refusal, unspoken
from rag.types import Article, Hit, Passage

ARTICLE = Article(
    "a", "晶石电子投产", "晶石电子董事长余亮说，项目总投资55亿元。", "a.txt", date="2025-03-01"
)
PASSAGE = Passage("a:0", "a", ARTICLE.text, 0, len(ARTICLE.text))
HIT = Hit(PASSAGE, ARTICLE, 1.0, 0.5, ("keyword",))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("晶石电子的总经理是谁？", ["总经理"]),
        ("晶石電子2026年的GDP是多少？", ["2026", "GDP"]),  # the script of the name is another
        ("砚湖机场的跑道有多长？", ["砚湖机场", "跑道"]),
        ("晶石电子的董事长是谁？", []),
        ("晶石电子投资55亿元吗？", []),
        ("Who is the mayor of Port Alder?", ["mayor", "Port", "Alder"]),
    ],
)
def test_what_no_passage_speaks_of(question: str, words: list[str]) -> None:
    assert unspoken(question, [HIT]) == words


def test_a_refusal_names_what_is_nearest_and_what_is_missing() -> None:
    assert [sentence.text for sentence in refusal("晶石电子的总经理是谁？", [HIT])] == [
        "文章里没有找到这个问题的答案。",
        "最接近的是《晶石电子投产》（2025-03-01）。",
        "查到的段落都没有提到：总经理。",
    ]


def test_words_are_not_looked_for_in_another_script() -> None:
    assert [sentence.text for sentence in refusal("Who is the manager?", [HIT])] == [
        "The articles do not hold the answer to this question.",
        "The nearest is “晶石电子投产” (2025-03-01).",
    ]


def test_without_hits_there_is_nothing_near() -> None:
    assert len(refusal("晶石电子的总经理是谁？", [])) == 1


def test_what_looks_like_a_marker_in_a_title_is_none() -> None:
    article = Article("b", "图书馆里面[4]", "图书馆开馆。", "b.txt")
    hit = Hit(Passage("b:0", "b", article.text, 0, 6), article, 1.0, 0.5, ("keyword",))
    assert "[4]" not in not_found("谁设计了体育场？", [hit], "extractive").text
