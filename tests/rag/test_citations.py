"""From a model's sentences to verbatim quotes, and whether the quotes say the same."""

from __future__ import annotations

import pytest

from embeddings.bundled import BundledEncoder
from rag.answering.citations import CheckedText, CitationList, cited_sentences
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.quotes import Quote
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


def checked(answer: str, *hits: Hit) -> tuple[CheckedText, CitationList]:
    cited = CitationList()
    given = hits or (hit(PARK, 3), hit(METRO))
    return cited_sentences(answer, given, KEYWORDS, cited), cited


def cite(answer: str, *hits: Hit) -> tuple[tuple[Sentence, ...], CitationList]:
    found, cited = checked(answer, *hits)
    assert found.removed == ()
    return found.sentences, cited


def test_a_sentence_gets_the_verbatim_quote_it_rests_on() -> None:
    (sentence,), cited = cite("砚湖湿地公园的总面积是5600亩。")
    assert sentence == Sentence("砚湖湿地公园的总面积是5600亩。", (1,), Verdict.SUPPORTED)
    (citation,) = cited.citations
    assert citation.quote == "砚湖湿地公园总面积为5600亩。"
    assert PARK.text[citation.start : citation.end] == citation.quote
    assert (citation.marker, citation.verdict) == (1, Verdict.SUPPORTED)


def test_a_sentence_that_the_quote_contradicts_is_taken_out() -> None:
    found, cited = checked("砚湖湿地公园的总面积是5700亩。修复工程投入3.2亿元。")
    (removed,) = found.removed
    assert removed.text == "砚湖湿地公园的总面积是5700亩。"
    assert removed.doubts == (Doubt(DoubtKind.FIGURE, "5700亩", "5600亩", denied=True),)
    assert (removed.article.id, removed.quote) == ("park", "砚湖湿地公园总面积为5600亩。")
    assert [one.text for one in found.sentences] == ["修复工程投入3.2亿元。"]
    assert [one.quote for one in cited.citations] == ["修复工程投入3.2亿元"]


def test_what_a_quote_does_not_say_is_unsupported() -> None:
    (sentence,), cited = cite("砚湖湿地公园总面积为5600亩，由林间担任园长。")
    assert (sentence.markers, sentence.verdict) == ((1,), Verdict.UNSUPPORTED)
    assert cited.citations[0].verdict == Verdict.UNSUPPORTED


def test_what_resembles_nothing_is_unsupported_and_has_no_marker() -> None:
    (sentence,), cited = cite("火星上有生命。")
    assert (sentence.markers, sentence.verdict) == ((), Verdict.UNSUPPORTED)
    assert sentence.doubts == (Doubt(DoubtKind.NO_QUOTE, "火星上有生命。"),)
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


@pytest.mark.parametrize(
    "reply",
    [
        "根据文章内容，砚湖湿地公园的总面积是5600亩。",
        "根据提供的段落[1]，砚湖湿地公园的总面积是5600亩。",
        "文章中提到，砚湖湿地公园的总面积是5600亩。",
        "因此，根据原文，砚湖湿地公园的总面积是5600亩。",
        "1. 砚湖湿地公园的总面积是**5600亩**。",
        "- 砚湖湿地公园的总面积是5600亩。",
        "答案：砚湖湿地公园的总面积是5600亩。",
        "According to the passages, the wetland has an area of 5600 mu.",
    ],
)
def test_what_a_model_says_around_a_statement_claims_nothing(reply: str) -> None:
    (sentence,), cited = cite(reply)
    assert sentence.verdict is Verdict.SUPPORTED
    assert [one.quote for one in cited.citations] == ["砚湖湿地公园总面积为5600亩。"]
    assert not sentence.text.startswith(("1", "-"))
    assert "**" not in sentence.text


SHORT = Article(
    "zone",
    "澜州",
    "澜州经开区共引进晶圆项目41个。工业学院现有在校生4000人，设专业35个。董事长叶国信出席会议。",
    "z.txt",
)


@pytest.mark.parametrize(
    ("question", "reply", "held", "quote"),
    [
        ("澜州经开区引进了多少个晶圆项目？", "41个。", True, "澜州经开区共引进晶圆项目41个。"),
        ("工业学院设多少个专业？", "35个。", True, "工业学院现有在校生4000人，设专业35个。"),
        ("澜州经开区引进了多少个晶圆项目？", "35个。", False, "澜州经开区共引进晶圆项目41个。"),
        ("工业学院设多少个专业？", "41个。", False, "工业学院现有在校生4000人，设专业35个。"),
        ("董事长是谁？", "董事长是叶国信。", True, "董事长叶国信出席会议。"),
    ],
)
def test_a_short_reply_is_placed_by_its_question(
    question: str, reply: str, held: bool, quote: str
) -> None:
    cited = CitationList()
    found = cited_sentences(reply, [hit(SHORT), hit(PARK)], KEYWORDS, cited, None, question)
    (sentence,) = found.sentences
    assert (sentence.verdict is Verdict.SUPPORTED) is held
    assert cited.citations[0].quote == quote


def test_an_encoder_finds_the_quote_in_another_language(bundled: BundledEncoder) -> None:
    reply = "The bird hide was donated by a company. The weather on Mars is cold."
    found = cited_sentences(reply, [hit(PARK, 3), hit(METRO)], KEYWORDS, CitationList(), bundled)
    first, second = found.sentences
    assert (first.verdict, first.markers) == (Verdict.SUPPORTED, (1,))
    assert second.verdict is Verdict.UNSUPPORTED


def test_an_empty_answer_has_no_sentences() -> None:
    assert cite("")[0] == cite(" [1] ")[0] == ()


def test_without_hits_nothing_is_supported() -> None:
    (sentence,) = cited_sentences("公园总面积为5600亩。", [], KEYWORDS, CitationList()).sentences
    assert sentence.verdict == Verdict.UNSUPPORTED


def test_the_shortest_run_of_clauses_that_holds_a_sentence_is_cited() -> None:
    _, cited = cite("公园清退了1400亩鱼塘。")
    assert cited.citations[0].quote == "清退鱼塘1,400亩。"


def test_a_sentence_that_joins_two_sources_gets_both() -> None:
    first = Article("a", "青川", "青川地铁三号线全长28公里，设21座车站。今天天气很好。", "a.txt")
    second = Article("b", "临泽", "临泽有轨电车全长12公里，设15座车站。明天也是晴天。", "b.txt")
    (sentence,), cited = cite(
        "青川地铁三号线全长28公里，临泽有轨电车全长12公里。", hit(first), hit(second)
    )
    assert (sentence.markers, sentence.verdict) == ((1, 2), Verdict.SUPPORTED)
    assert [one.quote for one in cited.citations] == [
        "青川地铁三号线全长28公里",
        "临泽有轨电车全长12公里",
    ]


def test_a_sentence_too_long_for_one_quote_gets_two() -> None:
    long = "全长28公里的青川地铁三号线连接老城和新区，" + "沿途景色优美，乘客可以看到湖面，" * 12
    article = Article("a", "青川", f"{long}总投资为75亿元。明天也是晴天。", "a.txt")
    (sentence,), cited = cite("青川地铁三号线全长28公里，总投资为75亿元。", hit(article))
    assert (sentence.markers, sentence.verdict) == ((1, 2), Verdict.SUPPORTED)
    assert "28公里" in cited.citations[0].quote
    assert cited.citations[1].quote == "总投资为75亿元。"
    assert all(len(one.quote) <= 200 for one in cited.citations)


def test_figures_of_two_sources_do_not_change_places() -> None:
    first = Article("a", "青川", "青川地铁三号线全长28公里，设21座车站。今天天气很好。", "a.txt")
    second = Article("b", "临泽", "临泽有轨电车全长12公里，设15座车站。明天也是晴天。", "b.txt")
    found, _ = checked(
        "青川地铁三号线全长12公里，临泽有轨电车全长28公里。", hit(first), hit(second)
    )
    assert all(one.verdict is not Verdict.SUPPORTED for one in found.sentences)


RENT = Article(
    "rent",
    "公寓管理办法",
    "房租按照周边房价的60%收取。具有博士学位的住户，房租按照周边房价的40%收取。押金另行规定。",
    "r.txt",
)
COUNTS = (
    Article("new", "新区", "截至2025年3月，新区累计引进晶圆项目36个，已投产25个。", "n.txt"),
    Article("old", "新区", "截至2024年2月，新区累计引进晶圆项目28个，已投产17个。", "o.txt"),
)


@pytest.mark.parametrize(
    "reply",
    [
        "房租按照周边房价的60%收取，博士按40%收取。",
        "房租按照周边房价的60%收取，具有博士学位的住户，房租按照周边房价的40%收取。",
    ],
)
def test_what_joins_two_neighbouring_sentences_is_held_by_both(reply: str) -> None:
    (sentence,), cited = cite(reply, hit(RENT), hit(PARK))
    assert (sentence.markers, sentence.verdict) == ((1,), Verdict.SUPPORTED)
    assert "60%" in cited.citations[0].quote
    assert "40%" in cited.citations[0].quote


def test_two_neighbouring_sentences_do_not_lend_each_other_their_figures() -> None:
    (sentence,), _ = cite("房租按照周边房价的40%收取，博士按60%收取。", hit(RENT), hit(PARK))
    assert sentence.verdict is Verdict.UNSUPPORTED  # another near sentence has the 60%
    found, _ = checked("房租按照周边房价的60%收取，博士按50%收取。", hit(RENT), hit(PARK))
    assert [one.text for one in found.removed] == ["房租按照周边房价的60%收取，博士按50%收取。"]


def test_two_articles_hold_what_each_adds() -> None:
    reply = "截至2025年3月，新区累计引进晶圆项目36个，2024年2月为28个。"
    (sentence,), cited = cite(reply, *map(hit, COUNTS))
    assert sentence.verdict is Verdict.SUPPORTED
    assert {one.article.id for one in cited.citations} == {"new", "old"}


def test_a_difference_that_was_worked_out_is_contradicted_by_nothing() -> None:
    reply = "截至2025年3月，新区累计引进晶圆项目36个，比2024年2月的28个增加8个。"
    (sentence,), _ = cite(reply, *map(hit, COUNTS))
    assert sentence.verdict is Verdict.UNSUPPORTED
    assert not any(doubt.denied for doubt in sentence.doubts)
    found, _ = checked(reply.replace("8个。", "9个。"), *map(hit, COUNTS))
    assert len(found.removed) == 1


def test_of_two_equal_passages_the_one_that_the_model_named_is_cited() -> None:
    same = "观鸟屋由远山集团捐建，可容纳30人。"
    first, second = (Article(name, name, same, f"{name}.txt") for name in "ab")
    for marker, article in ((1, "a"), (2, "b")):
        for reply in (f"观鸟屋由远山集团捐建[{marker}]。", f"观鸟屋由远山集团捐建。[{marker}]"):
            (sentence,), cited = cite(reply, hit(first), hit(second))
            assert sentence.text == "观鸟屋由远山集团捐建。"
            assert cited.citations[0].article.id == article


def test_a_marker_that_names_the_wrong_passage_does_not_mislead() -> None:
    (sentence,), cited = cite("砚湖湿地公园的总面积是5600亩[2]。")
    assert (cited.citations[0].article.id, sentence.verdict) == ("park", Verdict.SUPPORTED)


def test_the_same_quote_keeps_its_number() -> None:
    cited = CitationList()
    first, second = Quote(PARK, 0, 3), Quote(METRO, 0, 5)
    assert [cited.cite(first), cited.cite(second), cited.cite(first)] == [1, 2, 1]
    assert [citation.quote for citation in cited.citations] == ["前言。", "Metro"]
