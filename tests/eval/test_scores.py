"""Scores of one question, worked by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.dates import names_date
from eval.questions import Question
from eval.scores import answer_scores, f1, is_right, retrieval_scores


def hits(*ids: str) -> list[dict]:
    return [{"article": {"id": name, "source": f"folder/{name}.txt"}} for name in ids]


def test_retrieval_of_one_article_in_second_place() -> None:
    # the second hit of "a" takes no place of its own: "b" is the second different article
    assert retrieval_scores(["b"], hits("a", "a", "b", "c")) == pytest.approx(
        {
            "recall@1": 0,
            "recall@5": 1,
            "recall@10": 1,
            "success@5": 1,
            "mrr@10": 1 / 2,
            "ndcg@10": 1 / log2(3),
        }
    )


def test_retrieval_of_two_articles() -> None:
    # found in places 1 and 3; ideal would be 1 and 2
    gained, ideal = 1 + 1 / log2(4), 1 + 1 / log2(3)
    assert retrieval_scores(["a", "c"], hits("a", "b", "c")) == pytest.approx(
        {
            "recall@1": 0.5,
            "recall@5": 1,
            "recall@10": 1,
            "success@5": 1,
            "mrr@10": 1,
            "ndcg@10": gained / ideal,
        }
    )


def test_success_asks_for_one_article_among_the_first_five() -> None:
    places = hits("a", "b", "c", "d", "e", "f")
    assert retrieval_scores(["f", "e"], places)["success@5"] == 1
    assert retrieval_scores(["f", "z"], places)["success@5"] == 0


def test_a_file_name_means_any_article_of_the_file_once() -> None:
    page = [
        {"article": {"id": "x", "source": "folder/page.txt#2"}},
        {"article": {"id": "y", "source": "folder/page.txt#1"}},
    ]
    assert retrieval_scores(["page.txt"], page)["recall@1"] == 1
    assert retrieval_scores(["page.txt", "z"], page)["recall@5"] == 0.5


def test_a_hit_counts_for_the_reprints_that_it_stands_for() -> None:
    # "b" stands for "b" and its reprint "c": two of the three wanted articles, in the second place
    found = [*hits("x"), {**hits("b")[0], "reprints": ["c"]}, *hits("y")]
    scores = retrieval_scores(["a", "b", "c"], found)
    assert scores["recall@1"] == 0
    assert scores["recall@5"] == pytest.approx(2 / 3)
    assert scores["mrr@10"] == 1 / 2
    # one relevant article in place 2, of two that could stand in places 1 and 2
    assert scores["ndcg@10"] == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_nothing_found_scores_nothing() -> None:
    assert set(retrieval_scores(["a"], []).values()) == {0.0}


@pytest.mark.parametrize(
    ("text", "iso", "named"),
    [
        ("于2023年11月10日启用", "2023-11-10", True),
        ("去年11月10日启用", "2023-11-10", False),
        ("2023-11-10", "2023-11-10", True),
        ("2023.11.1", "2023-11-10", False),
        ("2023年11月1日", "2023-11-10", False),
        ("２０２３年１１月１０日", "2023-11-10", True),
        ("二〇二三年十一月十日", "2023-11-10", True),
        ("on 10 November 2023", "2023-11-10", True),
        ("on November 10th, 2023", "2023-11-10", True),
        ("2023年11月10日", "2023-11", True),
        ("2023年1月", "2023-11", False),
        ("in November 2023", "2023-11", True),
        ("自2024年起", "2024", True),
        ("共12024家", "2024", False),
    ],
)
def test_a_date_in_any_writing(text: str, iso: str, named: bool) -> None:
    assert names_date(text, iso) is named


def question(**fields: object) -> Question:
    return Question.model_validate({"id": "q", "question": "?", **fields})


def test_a_right_answer_has_all_that_is_asked_of_it() -> None:
    asked = question(answers=["41个", "四十一个"], all_of=["35"], none_of=["36"],
                     newest_first=["41", "35"])  # fmt: skip
    assert is_right(asked, "现有41个[1]，此前为35个[2]。")
    assert not is_right(asked, "此前为35个，现有41个。")  # the older one leads
    assert not is_right(asked, "现有41个。")
    assert not is_right(asked, "现有41个，35个，36个。")


def test_digit_groups_and_width_do_not_matter() -> None:
    assert is_right(question(answers=["3476家"]), "共有３,４７６ 家")


def test_f1_counts_characters_or_words() -> None:
    assert f1("瓦德體", "瓦德体") == 1  # folded
    assert f1("叫瓦德体", "瓦德体") == pytest.approx(2 * (3 / 4) * 1 / (3 / 4 + 1))
    assert f1("the red line", "red line") == pytest.approx(0.8)
    assert f1("蓝", "红") == 0


def answer(outcome: str, *quotes: str) -> dict:
    article = {"id": "a", "source": "a.txt", "title": "企业技术中心"}
    return {
        "outcome": outcome,
        "answer": "共有12家。[1]",
        "citations": [{"quote": quote, "article": article} for quote in quotes],
    }


def test_citations_are_right_when_they_show_the_evidence_or_an_answer() -> None:
    asked = question(answers=["12家"], articles=["a.txt"], evidence=["已有12家"])
    scores = answer_scores(asked, answer("answered", "目前已有12家企业", "天气很好"))
    assert scores["citation_precision"] == 0.5
    assert scores["citation_recall"] == 1
    assert scores["answer_accuracy"] == 1
    assert scores["answered_when_answerable"] == 1
    other = question(answers=["12家"], articles=["b.txt"], evidence=["已有12家"])
    assert answer_scores(other, answer("answered", "目前已有12家企业"))["citation_precision"] == 0
    elsewhere = question(answers=["12家"], articles=["a.txt"], title_contains="博士站")
    assert answer_scores(elsewhere, answer("answered", "共有12家"))["citation_precision"] == 0


def test_refusing_is_right_only_where_there_is_no_answer() -> None:
    assert answer_scores(question(answers=[]), answer("not_found")) == {
        "refused_when_unanswerable": 1
    }
    refused = answer_scores(question(answers=["12家"]), answer("not_found"))
    assert refused["answer_accuracy"] == 0
    assert refused["answered_when_answerable"] == 0
