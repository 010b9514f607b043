"""Which sentences an extracted answer gives, and what of them is one quote."""

from __future__ import annotations

import numpy as np

from rag.answering.candidates import FEATURES, Candidate
from rag.answering.extractive import choose
from rag.types import Article

TEXT = "园区面积12平方公里。引进企业35家。职工4000多名。"
ARTICLE = Article("a", "园区", TEXT, "a.txt")


def candidate(sentence: str, probability: float, article: Article = ARTICLE) -> Candidate:
    start = article.text.index(sentence)
    features = np.zeros(len(FEATURES))
    return Candidate(
        article, start, start + len(sentence), features, True, probability * 10, probability
    )


def quotes(excerpts: list) -> list[str]:
    return [one.article.text[one.start : one.end] for one in excerpts]


def test_one_sentence_is_enough_where_it_is_likely() -> None:
    ranked = [candidate("引进企业35家。", 0.6), candidate("职工4000多名。", 0.3)]
    assert quotes(choose(ranked, 3, 280)) == ["引进企业35家。"]
    assert quotes(choose(ranked, 3, 280, is_list=True)) == ["引进企业35家。职工4000多名。"]


def test_further_sentences_come_until_they_are_likely_together() -> None:
    ranked = [
        candidate("引进企业35家。", 0.4), candidate("园区面积12平方公里。", 0.2),
        candidate("职工4000多名。", 0.1),
    ]  # fmt: skip
    (excerpt,) = choose(ranked, 3, 280)
    assert quotes([excerpt]) == ["园区面积12平方公里。引进企业35家。"]  # neighbours: one quote
    assert excerpt.sentences == ((0, 11), (11, 19))


def test_never_more_sentences_or_characters_than_asked_for() -> None:
    ranked = [candidate("引进企业35家。", 0.3), candidate("园区面积12平方公里。", 0.2)]
    assert quotes(choose(ranked, 1, 280)) == ["引进企业35家。"]
    assert quotes(choose(ranked, 2, 10)) == ["引进企业35家。"]
    assert quotes(choose(ranked, 2, 3)) == ["引进企业35家。"]  # never none
    assert choose([], 2, 100) == []


def test_sentences_with_others_between_them_are_quotes_of_their_own() -> None:
    ranked = [candidate("职工4000多名。", 0.3), candidate("园区面积12平方公里。", 0.2)]
    assert quotes(choose(ranked, 2, 280)) == ["职工4000多名。", "园区面积12平方公里。"]


def test_the_same_sentence_of_another_article_is_not_given_again() -> None:
    other = Article("b", "园区", "今天的消息。引进企业35家。", "b.txt")
    ranked = [candidate("引进企业35家。", 0.3), candidate("引进企业35家。", 0.2, other)]
    assert quotes(choose(ranked, 2, 280)) == ["引进企业35家。"]


def test_a_quote_is_no_longer_than_two_hundred_characters() -> None:
    text = "甲" * 119 + "。" + "乙" * 99 + "。"
    article = Article("c", "长", text, "c.txt")
    ranked = [candidate("甲" * 119 + "。", 0.3, article), candidate("乙" * 99 + "。", 0.2, article)]
    assert list(map(len, quotes(choose(ranked, 2, 280)))) == [120, 100]


def test_a_list_is_given_to_its_end() -> None:
    text = "职能有三个：一是管理户籍；二是征收赋税；三是维护治安。制度始于西周。"
    article = Article("d", "乡里", text, "d.txt")
    ranked = [candidate("职能有三个：一是管理户籍；", 0.9, article)]
    whole = "职能有三个：一是管理户籍；二是征收赋税；三是维护治安。"
    assert quotes(choose(ranked, 2, 280, is_list=True)) == [whole]
    assert quotes(choose(ranked, 2, 280)) == ["职能有三个：一是管理户籍；"]
    (cut,) = choose(ranked, 2, 20, is_list=True)
    assert quotes([cut]) == ["职能有三个：一是管理户籍；二是征收赋税；"]


def test_numbered_sentences_are_one_list() -> None:
    text = "要求如下。（一）材料齐全。（二）按期申报。咨询电话见附件。"
    article = Article("e", "通知", text, "e.txt")
    ranked = [candidate("（一）材料齐全。", 0.95, article)]
    given = "（一）材料齐全。（二）按期申报。"
    assert quotes(choose(ranked, 2, 280, is_list=True)) == [given]


def test_a_mistake_is_given_with_its_correction() -> None:
    text = "本报昨日把全长写成了23.6公里，这个数字有误。正确的是26.3公里。特此更正。"
    article = Article("f", "更正", text, "f.txt")
    ranked = [candidate("本报昨日把全长写成了23.6公里，这个数字有误。", 0.9, article)]
    both = "本报昨日把全长写成了23.6公里，这个数字有误。正确的是26.3公里。"
    assert quotes(choose(ranked, 1, 280)) == [both]
