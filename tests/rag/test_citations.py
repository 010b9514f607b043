"""From a model's sentences to verbatim quotes, and whether the quotes say the same."""

from __future__ import annotations

import pytest

from rag.answering.citations import CitationList, Quote, cited_sentences, stands_in
from rag.keywords import KeywordIndex
from rag.types import Article, Hit, Passage, Sentence, Verdict

PARK = Article(
    "park",
    "湿地公园",
    "前言。砚湖湿地公园总面积为5600亩。修复工程投入3.2亿元，清退鱼塘1,400亩。观鸟屋由ASML捐建。",
    "park.txt",
)
METRO = Article(
    "metro",
    "Metro",
    "Metro line 3 has 21 stations. It was built by Acme Rail.",
    "m.txt",
    language="en",
)
KEYWORDS = KeywordIndex.build([PARK.text, METRO.text, "别的文章。", "Something else."])


def hit(article: Article, start: int = 0) -> Hit:
    text = article.text[start:]
    passage = Passage(f"{article.id}:{start}", article.id, text, start, start + len(text))
    return Hit(passage, article, 1.0, 0.9, ("keyword",))


def cite(answer: str) -> tuple[list[Sentence], CitationList]:
    cited = CitationList()
    return cited_sentences(answer, [hit(PARK, 3), hit(METRO)], KEYWORDS, cited), cited


def test_a_sentence_gets_the_verbatim_quote_it_rests_on() -> None:
    (sentence,), cited = cite("砚湖湿地公园的总面积是5600亩。")
    assert sentence == Sentence("砚湖湿地公园的总面积是5600亩。", (1,), Verdict.SUPPORTED)
    (citation,) = cited.citations
    assert citation.quote == "砚湖湿地公园总面积为5600亩。"
    assert PARK.text[citation.start : citation.end] == citation.quote
    assert (citation.marker, citation.verdict) == (1, Verdict.SUPPORTED)


def test_a_wrong_figure_is_unsupported() -> None:
    (sentence,), cited = cite("砚湖湿地公园的总面积是5700亩。")
    assert (sentence.markers, sentence.verdict) == ((1,), Verdict.UNSUPPORTED)
    assert cited.citations[0].quote == "砚湖湿地公园总面积为5600亩。"
    assert cited.citations[0].verdict == Verdict.UNSUPPORTED


def test_what_resembles_nothing_is_unsupported_and_has_no_marker() -> None:
    (sentence,), cited = cite("火星上有生命。")
    assert (sentence.markers, sentence.verdict) == ((), Verdict.UNSUPPORTED)
    assert cited.citations == []


def test_markers_that_the_model_wrote_are_dropped() -> None:
    (sentence,), _ = cite("砚湖湿地公园的总面积是5600亩[7][2]。")
    assert (sentence.text, sentence.markers) == ("砚湖湿地公园的总面积是5600亩。", (1,))


def test_markers_count_quotes_in_order_of_use() -> None:
    sentences, cited = cite(
        "Metro line 3 has 21 stations. 公园总面积为5600亩。Line 3 of the metro has 21 stations."
    )
    assert [sentence.markers for sentence in sentences] == [(1,), (2,), (1,)]
    assert [citation.article.id for citation in cited.citations] == ["metro", "park"]


def test_a_figure_leads_to_its_quote_across_languages() -> None:
    (sentence,), cited = cite("The wetland has an area of 5600 mu.")
    assert cited.citations[0].quote == "砚湖湿地公园总面积为5600亩。"
    assert sentence.verdict == Verdict.SUPPORTED


def test_an_empty_answer_has_no_sentences() -> None:
    assert cite("")[0] == cite(" [1] ")[0] == []


def test_without_hits_nothing_is_supported() -> None:
    (sentence,) = cited_sentences("公园总面积为5600亩。", [], KEYWORDS, CitationList())
    assert sentence.verdict == Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("sentence", "quote", "holds"),
    [
        ("用电3,476万千瓦时", "用电3476万千瓦时", True),
        ("用电3476万千瓦时", "用电３，４７６万千瓦时", True),
        ("增长6.80%", "增长6.8%", True),
        ("增长6.8%", "增长68%", False),
        ("面积76亩", "面积3476亩", False),
        ("备案号2024-38087", "备案号2024-38087", True),
        ("备案号2024-38087", "备案号2024-38078", False),
        ("没有数字", "面积3476亩", True),
        ("It was built by Acme Rail.", "The line was built by Acme Rail.", True),
        ("It was built by Emca Rail.", "The line was built by Acme Rail.", False),
        ("It was built by Acme.", "由艾克米公司承建。", True),  # a name is written otherwise there
    ],
)
def test_figures_and_names_must_stand_in_the_quote(sentence: str, quote: str, holds: bool) -> None:
    assert stands_in(sentence, quote) is holds


def test_the_same_quote_keeps_its_number() -> None:
    cited = CitationList()
    first, second = Quote(PARK, 0, 3), Quote(METRO, 0, 5)
    assert [cited.cite(first), cited.cite(second), cited.cite(first)] == [1, 2, 1]
    assert [citation.quote for citation in cited.citations] == ["前言。", "Metro"]
