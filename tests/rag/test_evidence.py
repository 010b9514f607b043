"""What is read in the text of candidates, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rag.evidence import Asked, Evidence, compare, read
from rag.keywords import KeywordIndex
from rag.phrases import phrases_of, repeated
from rag.types import Article, Trust

TEXT = "湿地公园开园。今年有候鸟。半导体项目开工。"
ARTICLE = Article(id="a", title="湿地公园", text=TEXT, source="a.txt")


def asked(question: str) -> Asked:
    """A question to a collection of four passages, of unit weight for every term."""
    index = KeywordIndex.build([TEXT, "湿地", "候鸟", "园"])
    terms = index.question(question)
    object.__setattr__(terms, "weights", np.ones(len(terms.terms), dtype=np.float32))
    vector = np.array([1, 0], dtype=np.float32)
    return Asked(question, terms, vector, mean=0.2, deviation=0.1, script=1)


def bare(same: float = 1.0) -> Evidence:
    nothing = np.zeros(1, dtype=np.float32)
    return Evidence(
        np.array([0]), np.array([0], np.int32),
        np.array([same], np.float32), np.array([same], np.float32),
        nothing, nothing, nothing, 0.0, 1.0, nothing, nothing, nothing, nothing, nothing,
    )  # fmt: skip


def test_what_stands_together_in_sentences_and_title() -> None:
    # 湿地候鸟: 湿 地 候 鸟 湿地 地候 候鸟. The first sentence and the title have 湿, 地 and 湿地;
    # the second one 候, 鸟 and 候鸟; 地候 stands nowhere.
    found = read(bare(), asked("湿地候鸟"), [(ARTICLE, 0, len(TEXT))])
    assert found.sentence.tolist() == pytest.approx([3 / 7])
    assert found.window.tolist() == pytest.approx([6 / 7])
    assert found.titled.tolist() == pytest.approx([6 / 7])


def test_only_the_passage_is_read() -> None:
    start = TEXT.index("半导体")
    found = read(bare(), asked("候鸟"), [(ARTICLE, start, len(TEXT))])
    assert (found.sentence.tolist(), found.window.tolist()) == ([0], [0])


@pytest.mark.parametrize(
    ("question", "text", "same", "found"),
    [
        ("Wann wurde das Museum eröffnet?", "The museum was opened in 2019.", 1, 0),
        ("When was the museum opened?", "The museum was opened in 2019.", 1, 1),
        ("When was the museum opened?", "博物馆于2019年开放。", 0, 0),
        ("候鸟有多少？", "今年有候鸟。", 1, 1),
    ],
)
def test_two_languages_of_one_script_are_told_apart(
    question: str, text: str, same: float, found: float
) -> None:
    article = Article(id="a", title="", text=text, source="a.txt")
    evidence = read(bare(same), asked(question), [(article, 0, len(text))])
    assert evidence.same_language.tolist() == [found]
    assert evidence.same_script.tolist() == [same]


def test_phrases_are_runs_of_three_characters_and_of_two_words() -> None:
    question = asked("湿地公园 What is the Grand Canal museum?")
    texts = [phrase.text for phrase in phrases_of(question.text, question.terms)]
    assert texts == ["canal museum", "grand canal", "地公园", "湿地公"]


def test_the_share_of_phrases_that_a_text_repeats() -> None:
    question = asked("湿地公园")  # 湿地公 and 地公园, each of 3 characters and 2 pairs
    phrases = phrases_of(question.text, question.terms)
    assert [phrase.weight for phrase in phrases] == [5, 5]
    assert repeated(phrases, ["在濕地公", "园"]) == 0.5  # traditional and simplified alike
    assert repeated(phrases, ["湿地公园"]) == 1.0
    assert repeated((), ["湿地公园"]) == 0.0


@pytest.mark.parametrize(("same", "nearest"), [(1, 3.0), (0, 1.5)])
def test_the_nearest_sentence_counts_as_far_as_the_encoder_is_trusted(
    same: float, nearest: float
) -> None:
    # Cosines 0.1 and 0.8; the better is (0.8 - 0.2) / 0.1 = 6 deviations above the mean.
    sentences = [np.array([[0.1, 0.9], [0.8, 0.6]], dtype=np.float32)]
    found = compare(bare(same), asked("候鸟"), sentences, Trust(same=0.5, other=0.25))
    assert found.nearest.tolist() == pytest.approx([nearest])
