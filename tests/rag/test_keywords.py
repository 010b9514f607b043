"""Keyword search against BM25 written out in plain Python."""

from __future__ import annotations

from collections import Counter
from math import log
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import keywords
from rag.keywords import KeywordIndex
from rag.terms import terms_of

CORPUS = [
    ["半", "导", "体", "半导", "导体"],
    ["半", "导", "体", "项", "目", "半导", "导体", "体项", "项目"],
    ["湿", "地", "公", "园", "湿地", "地公", "公园"],
    ["metro", "line", "metro", "opens"],
    [],
]
TEXTS = ["半导体", "半导体项目", "湿地公园", "Metro line, METRO opens!", "……"]


def bm25(
    query: list[str], corpus: list[list[str]], k1: float = 1.2, b: float = 0.75
) -> list[float]:
    """Robertson & Zaragoza (2009), with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5))."""
    mean = sum(map(len, corpus)) / len(corpus)
    scores = []
    for document in corpus:
        counts, score = Counter(document), 0.0
        for term in set(query):
            n = sum(term in other for other in corpus)
            idf = log(1 + (len(corpus) - n + 0.5) / (n + 0.5))
            tf = counts[term]
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / mean))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("半导体", ["半", "导", "体", "半导", "导体"]),
        ("公园项目", ["公", "园", "项", "目", "公园", "园项", "项目"]),
        ("metro lines", ["metro", "line"]),
        ("半 metro", ["半", "metro"]),
        ("不在其中", []),
    ],
)
@pytest.mark.parametrize("segment", [100, 2])
def test_scores_are_bm25(
    question: str, terms: list[str], segment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keywords, "SEGMENT_PASSAGES", segment)
    scores, _ = KeywordIndex.build(TEXTS).scores(question)
    np.testing.assert_allclose(scores, bm25(terms, CORPUS), rtol=1e-5)


def test_a_score_worked_by_hand() -> None:
    # Two passages of one word each: n = 1 of N = 2, idf = ln(1 + 1.5 / 1.5) = ln 2; tf = 1 and
    # mean length, so tf × 2.2 / (1 + 1.2) = 1. The most that a text could score is 2.2 × ln 2.
    scores, most = KeywordIndex.build(["metro", "wetland"]).scores("metro")
    np.testing.assert_allclose(scores, [log(2), 0], rtol=1e-6)
    assert most == pytest.approx(2.2 * log(2))


def test_a_saved_index_scores_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "SEGMENT_PASSAGES", 2)
    index = KeywordIndex.build(TEXTS)
    index.save(tmp_path)
    opened = KeywordIndex.open(tmp_path)
    assert len(opened) == len(TEXTS) == 5
    np.testing.assert_array_equal(opened.scores("半导体metro")[0], index.scores("半导体metro")[0])


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    KeywordIndex.build([]).save(tmp_path)
    assert KeywordIndex.open(tmp_path).scores("metro")[0].tolist() == []


def same(one: str, other: str) -> bool:
    return sorted(terms_of(one)) == sorted(terms_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("園區發展", "园区发展"),
        ("ＡＳＭＬ", "asml"),
        ("３４７６", "3476"),
        ("3,476", "3476"),
        ("３，４７６", "3476"),
        ("projects", "project"),
        ("companies", "company"),
        ("2024-38087", "2024 38087"),
    ],
)
def test_ways_of_writing_the_same(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3476", "3477"),
        ("3.476", "3476"),
        ("202438087", "2024-38087"),
        ("glass", "glas"),
        ("ab", "a b"),
    ],
)
def test_ways_of_writing_something_else(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_reference_number_is_found_among_its_neighbours() -> None:
    texts = ["备案号2024-38086", "备案号2024-38087", "备案号2023-38087", "2024年"]
    scores, _ = KeywordIndex.build(texts).scores("2024-38087")
    assert scores.argmax() == 1


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("经开区引进了多少个项目？", "经开区引进了 个项目 "),
        ("What is the capital?", "capital"),
        ("什么", "什么"),  # nothing else is left, so it stays
    ],
)
def test_question_words_do_not_count(question: str, matter: str) -> None:
    assert sorted(terms_of(question, question=True)) == sorted(terms_of(matter))


@given(
    st.lists(st.text("半导体项目湿地公园 metro", max_size=12), max_size=20),
    st.lists(st.text("半导体项目湿地公园 metro", max_size=12), max_size=6),
    st.randoms(use_true_random=False),
    st.sampled_from([1, 2, 5, 100]),
)
def test_a_changed_index_is_the_one_built_anew(
    texts: list[str], more: list[str], chance: Random, segment: int
) -> None:
    kept = np.array([chance.random() < 0.7 for _ in texts], dtype=bool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keywords, "SEGMENT_PASSAGES", segment)
        changed = KeywordIndex.build(texts).changed(kept, more)
    anew = KeywordIndex.build([*(t for t, stays in zip(texts, kept, strict=True) if stays), *more])
    assert len(changed) == len(anew)
    for question in ("半导体", "metro", "公园项目"):
        scores, most = changed.scores(question)
        expected, expected_most = anew.scores(question)
        np.testing.assert_allclose(scores, expected, rtol=1e-5)
        assert most == pytest.approx(expected_most)


def test_many_small_additions_leave_few_segments() -> None:
    index = KeywordIndex.build(["半导体"])
    for number in range(20):
        index = index.changed(np.ones(len(index), dtype=bool), [f"第{number}篇"])
    assert len(index) == 21
    assert len(index._segments) == 1
