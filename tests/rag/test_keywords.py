"""Keyword search against BM25 written out in plain Python."""

from __future__ import annotations

from collections import Counter
from math import log
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

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


def bm25(query: list[str], corpus: list[list[str]], k1: float = 0.8, b: float = 0.5) -> list[float]:
    """Robertson & Zaragoza (2009), with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5)).

    A word or a figure counts twice.
    """
    mean = sum(map(len, corpus)) / len(corpus)
    scores = []
    for document in corpus:
        counts, score = Counter(document), 0.0
        for term in set(query):
            n = sum(term in other for other in corpus)
            idf = log(1 + (len(corpus) - n + 0.5) / (n + 0.5)) * (2 if term.isascii() else 1)
            tf = counts[term]
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / mean))
        scores.append(score)
    return scores


def scores_of(index: KeywordIndex, question: str) -> tuple[list[float], float]:
    """Return the score of every passage and the most that any text could score."""
    asked = index.question(question)
    rows, found = index.search(asked, max(1, len(index)))
    scores = np.zeros(len(index))
    scores[rows] = found
    return scores.tolist(), asked.most


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
    scores, _ = scores_of(KeywordIndex.build(TEXTS), question)
    np.testing.assert_allclose(scores, bm25(terms, CORPUS), rtol=1e-5)


def test_a_score_worked_by_hand() -> None:
    # Two passages of one character each: n = 1 of N = 2, idf = ln(1 + 1.5 / 1.5) = ln 2; tf = 1
    # and mean length, so tf × 1.8 / (1 + 0.8) = 1. The most that a text could score is 1.8 × ln 2.
    scores, most = scores_of(KeywordIndex.build(["铁", "湿"]), "铁")
    np.testing.assert_allclose(scores, [log(2), 0], rtol=1e-6)
    assert most == pytest.approx(1.8 * log(2))
    # A word counts twice.
    assert scores_of(KeywordIndex.build(["metro", "湿"]), "metro")[0][0] == pytest.approx(
        2 * log(2)
    )


def test_a_saved_index_scores_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "SEGMENT_PASSAGES", 2)
    index = KeywordIndex.build(TEXTS)
    index.write(tmp_path, np.ones(len(index), dtype=bool), [])
    opened = KeywordIndex.open(tmp_path)
    assert len(opened) == len(TEXTS) == 5
    assert scores_of(opened, "半导体metro") == scores_of(index, "半导体metro")


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    KeywordIndex.build([]).write(tmp_path, np.ones(0, dtype=bool), [])
    assert scores_of(KeywordIndex.open(tmp_path), "metro")[0] == []


@given(
    st.lists(st.text("铁湿园 park", min_size=1, max_size=9), min_size=1, max_size=40),
    st.text("铁湿园 park", min_size=1, max_size=6),
    st.integers(1, 5),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_skipping_long_postings_changes_no_result(
    texts: list[str], question: str, k: int, pool: int, chance: Random
) -> None:
    allowed = np.array([chance.random() < 0.7 for _ in texts], dtype=bool)
    index = KeywordIndex.build(texts)
    asked = index.question(question)
    every = np.arange(len(texts))
    expected = index.bm25(asked, index.counts(asked, every), every) * allowed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keywords, "POOL", pool)
        rows, scores = index.search(asked, k, allowed)
    best = np.sort(expected[expected > 0])[::-1][:k]
    np.testing.assert_allclose(scores, best, rtol=1e-5)
    np.testing.assert_allclose(expected[rows], scores, rtol=1e-5)


def test_counts_are_those_of_the_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "SEGMENT_PASSAGES", 2)
    index = KeywordIndex.build(["铁铁", "湿", "铁", "园铁铁铁"])
    asked = index.question("铁")
    assert index.counts(asked, np.array([3, 0, 1])).tolist() == [[3, 2, 0]]


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
    scores, _ = scores_of(KeywordIndex.build(texts), "2024-38087")
    assert int(np.argmax(scores)) == 1


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
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(keywords, "SEGMENT_PASSAGES", segment)
        KeywordIndex.build(texts).write(Path(folder), kept, more)
        changed = KeywordIndex.open(Path(folder))
        anew = KeywordIndex.build(
            [*(t for t, stays in zip(texts, kept, strict=True) if stays), *more]
        )
        assert len(changed) == len(anew)
        for question in ("半导体", "metro", "公园项目"):
            scores, most = scores_of(changed, question)
            expected, expected_most = scores_of(anew, question)
            np.testing.assert_allclose(scores, expected, rtol=1e-5)
            assert most == pytest.approx(expected_most)


def test_many_small_additions_leave_few_segments(tmp_path: Path) -> None:
    index = KeywordIndex.build(["半导体"])
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        index.write(folder, np.ones(len(index), dtype=bool), [f"第{number}篇"])
        index = KeywordIndex.open(folder)
    assert len(index) == 6
    assert len(list(folder.glob("*-terms.npy"))) == 1
