"""Lines of a page that go on with others, and blocks that change places for that."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.reading.splitting.joints import END, ends_sentence, joint_scores, scores_as_printed
from rag.reading.splitting.lines import printed_lines
from rag.reading.splitting.moves import best_exchange, put_in, taken_out
from rag.reading.splitting.reading_order import Column, restore

TEXT = """
茶农陶桂香说，松坪村的茶园今年添了炒制线，全村三百多名采
茶工忙到傍晚。陶桂香家的茶园有十二亩，她说“今年茶芽早了九
天，价钱也好”，头一天的青叶卖了一百四十元。松坪村今年采茶1
26吨，采茶工的工钱也涨了，茶农们都盼着明年再添一条炒制线。
"""


def test_a_line_goes_on_where_a_word_a_number_or_a_quotation_is_divided() -> None:
    lines = printed_lines(TEXT)
    scores = joint_scores(lines)
    for before in range(3):  # 采|茶工, “…九|天…”, 1|26吨
        others = [scores[before, after] for after in range(4) if after not in (before, before + 1)]
        assert scores[before, before + 1] > max(others) + 1.0
    assert scores_as_printed(lines) == [0.0, *(scores[n, n + 1] for n in range(3))]
    assert [ends_sentence(line) for line in lines] == [False, False, False, True]
    assert scores[3, END] > 0.0 > scores[0, END]  # an article ends with a sentence


def test_blocks_of_an_article_change_places_where_every_sentence_then_fits() -> None:
    lines = printed_lines(TEXT)
    body = [0, 2, 1, 3]
    columns = [Column([], body), Column([], [])]
    restore(lines, columns)
    assert columns[0].body == [0, 1, 2, 3]


def test_blocks_stay_as_read_where_only_some_sentences_would_fit() -> None:
    lines = printed_lines(
        "茶农陶桂香说，松坪村的茶园今年添了炒制\n线。她家的茶园有十二亩，头一天就采了二十六斤\n"
        "炒茶师傅守在机器旁，不时抓起一把闻香，他说\n机器控温准，茶叶颜色更匀，可提香还得靠手。"
    )
    columns = [Column([], [0, 1, 2, 3]), Column([], [])]
    restore(lines, columns)
    assert columns[0].body == [0, 1, 2, 3]


def total(scores: np.ndarray, body: list[int]) -> float:
    line = [END, *body, END]
    return float(sum(scores[a, b] for a, b in pairwise(line)))


@given(st.integers(0, 9999), st.integers(2, 8))
@settings(max_examples=60, deadline=None)
def test_the_best_exchange_is_that_of_all_exchanges(seed: int, size: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(size + 1, size + 1)).astype(np.float32)
    body = [int(one) for one in draw.permutation(size)]
    tried = {
        (i, j, k): total(scores, body[:i] + body[j:k] + body[i:j] + body[k:])
        for i in range(size)
        for j in range(i + 1, size)
        for k in range(j + 1, size + 1)
    }
    gain = max(tried.values()) - total(scores, body)
    found = best_exchange(scores, body)
    assert (found is None) == (gain <= 0.0)
    if found is not None:
        assert abs(found.gain - gain) < 1e-4
        assert abs(tried[found.begin, found.middle, found.end] - max(tried.values())) < 1e-4


@given(st.integers(0, 9999))
@settings(max_examples=40, deadline=None)
def test_a_move_adds_what_the_joints_of_both_texts_change_by(seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(10, 10)).astype(np.float32)
    body, target = [0, 1, 2, 3, 4], [5, 6, 7, 8]
    out = taken_out(scores, body)
    joined, places = put_in(scores, target, body, inside_cost=0.0)
    for i in range(5):
        for j in range(i, 5):
            place = int(places[i, j])
            left = body[:i] + body[j + 1 :]
            grown = target[:place] + body[i : j + 1] + target[place:]
            change = total(scores, left) + total(scores, grown)
            change -= total(scores, body) + total(scores, target)
            assert abs(out[i, j] + joined[i, j] - change) < 1e-4
