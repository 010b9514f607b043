"""How the sentences found are judged, by numbers worked out by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from fakes import LetterEncoder

from rag.answering.candidates import FEATURES, Candidate, candidates, shipped, spoken_of
from rag.answering.questions import focus_of
from rag.answering.sufficiency import sufficiency, sufficiency_features, sufficiency_names
from rag.keywords import KeywordIndex
from rag.passages import passages_of
from rag.types import Article, Hit

PARK = Article(
    "p",
    "湿地公园",
    "湿地公园开园。门票30元。鸟有168种、鱼有20种、花有9种、草有5种、树有3种：",
    "a.txt",
)
KEYWORDS = KeywordIndex.build([PARK.text])


def hits_of(article: Article) -> list[Hit]:
    return [Hit(passage, article, 1.0, 0.7, ("keyword",)) for passage in passages_of(article, 300)]


def judged(question: str, article: Article = PARK) -> dict[str, dict[str, float]]:
    """Return the features of each sentence by name."""
    found = candidates(question, hits_of(article), LetterEncoder(), KEYWORDS)
    return {one.text: dict(zip(FEATURES, one.features.tolist(), strict=True)) for one in found}


def test_features_of_a_number() -> None:
    found = judged("门票多少元？")
    ticket = found["门票30元。"]
    # 门 票 门票 元 are the terms; all weigh the same, and the sentence has all of them.
    assert ticket["coverage"] == pytest.approx(1.0)
    assert (ticket["kind"], ticket["figure"], ticket["unit"]) == (1.0, 1.0, 1.0)
    assert ticket["kind_near"] == pytest.approx(1.0)
    assert ticket["passage"] == pytest.approx(0.7)
    assert ticket["length"] == pytest.approx(log(6))
    opened = found["湿地公园开园。"]
    assert (opened["coverage"], opened["kind"], opened["unit"]) == (0.0, 0.0, 0.0)


def test_what_stands_before_or_in_the_title_counts_apart() -> None:
    found = judged("湿地公园开园的门票？")["门票30元。"]
    # Terms: 湿地公园开园的门票 has 9 characters and 8 pairs, each once but for 园 (twice): 16.
    # The sentence has 门 票 门票; the one before 湿 地 公 园 开 湿地 地公 公园 园开 开园; the title
    # 湿 地 公 园 湿地 地公 公园. All weigh alike but 的门 的 园的, which no passage has.
    weights = KEYWORDS.weights
    terms = focus_of("湿地公园开园的门票？").terms
    total = float(weights(terms).sum())
    each = float(weights(focus_of("门票").terms).sum()) / 3
    assert found["coverage"] == pytest.approx(3 * each / total)
    assert found["before"] == pytest.approx(10 * each / total)
    assert found["title"] == pytest.approx(7 * each / total)


def test_what_a_rule_says_of_itself_is_said_of_its_title() -> None:
    article = Article(
        "n", "公寓办法", "公寓办法\n第一条 略。第二条 本办法自7月1日起施行。", "n.txt"
    )
    found = judged("公寓办法何时施行？", article)["第二条 本办法自7月1日起施行。"]
    assert found["coverage"] == pytest.approx(1.0)
    assert found["title"] == 0.0


def test_lists_and_openings() -> None:
    last = judged("有哪些动植物？")["鸟有168种、鱼有20种、花有9种、草有5种、树有3种："]
    assert (last["listing"], last["opening"]) == (1.0, 1.0)
    assert judged("有几种鸟？")["门票30元。"]["listing"] == 0.0


def test_headings_and_questions_do_not_answer_but_a_single_sentence_does() -> None:
    article = Article("q", "门票几何", "门票几何\n门票多少钱？门票30元。", "b.txt")
    assert set(judged("门票多少？", article)) == {"门票30元。"}
    single = Article("s", "门票30元。", "门票30元。", "c.txt")
    assert set(judged("门票多少？", single)) == {"门票30元。"}


def test_probabilities_are_a_softmax_of_the_scores() -> None:
    found = candidates(
        "门票多少元？", hits_of(PARK), LetterEncoder(), KEYWORDS, {"coverage|same": 2.0}
    )
    scores = np.array([one.score for one in found])
    np.testing.assert_allclose(
        [one.probability for one in found], np.exp(scores) / np.exp(scores).sum()
    )
    assert found[0].text == "门票30元。"
    assert found[0].score == pytest.approx(2.0)
    assert candidates("门票？", [], LetterEncoder(), KEYWORDS) == []


def test_sufficiency_is_the_logistic_of_its_features() -> None:
    ranked = candidates("门票多少元？", hits_of(PARK), LetterEncoder(), KEYWORDS)
    names = sufficiency_names()
    row = dict(zip(names, sufficiency_features(0.8, ranked, (0.9, 0.6)).tolist(), strict=True))
    assert row["answerable"] == pytest.approx(log(4))
    assert row["ahead"] == ranked[0].probability
    assert row["coverage"] == row["coverage|same"] == pytest.approx(1.0)
    assert row["same"] == 1.0
    foreign = candidates("How much?", hits_of(PARK), LetterEncoder(), KEYWORDS)
    other = sufficiency_features(0.8, foreign, (0.0, 0.0))
    assert not other[len(names) // 2 :].any()  # another script: nothing counts anew
    weights = shipped()["sufficiency"]
    odds = sum(weights[name] * value for name, value in row.items()) + weights["bias"]
    assert sufficiency(0.8, ranked, (0.9, 0.6)) == pytest.approx(1 / (1 + np.exp(-odds)))
    assert sufficiency(0.8, [], (0.0, 0.0)) == 0.0


def test_a_sentence_that_says_what_is_asked_is_likelier_to_be_enough() -> None:
    silent = Article("t", "湿地公园", "湿地公园开园。公园里有鸟，也有鱼。", "d.txt")
    question = "湿地公园的门票多少元？"

    def likely(article: Article) -> float:
        ranked: list[Candidate] = candidates(question, hits_of(article), LetterEncoder(), KEYWORDS)
        return sufficiency(0.8, ranked, spoken_of(question, hits_of(article), KEYWORDS))

    assert likely(PARK) > 2 * likely(silent)
