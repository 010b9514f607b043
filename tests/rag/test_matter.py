"""Whether a quote can speak of the years and figures asked about."""

from __future__ import annotations

import pytest

from rag.answering.matter import asked_years, figures_apart, said_as_asked, speaks_of
from rag.claims.quotes import Quote
from rag.types import Article, Hit, Passage


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2022年的产值是多少？", {2022}),
        ("二〇二二年三月的产值是多少？", {2022}),
        ("2021至2023年增长了多少？", {2021, 2022, 2023}),
        ("去年的产值是多少？", set()),  # of no article yet
        ("产值是多少？", set()),
        ("What was the output in March 2022?", {2022}),
    ],
)
def test_years_asked_about(question: str, years: set[int]) -> None:
    assert asked_years(question) == years


@pytest.mark.parametrize(
    ("text", "quoted", "date", "title", "speaks"),
    [
        ("2022年产值300亿元。", "2022年产值300亿元。", None, "简讯", True),
        ("去年产值300亿元。", "去年产值300亿元。", "2023-03-01", "简讯", True),
        ("去年产值300亿元。", "去年产值300亿元。", "2025-03-01", "简讯", False),
        ("2022年园区扩建。产值300亿元。", "产值300亿元。", None, "简讯", True),  # the text before
        ("产值300亿元。", "产值300亿元。", "2022-12-31", "简讯", True),
        ("产值300亿元。", "产值300亿元。", None, "2022年简讯", True),
        ("到2027年，产值力争300亿元。", "到2027年，产值力争300亿元。", "2025-03-01", "简讯", False),
        ("产值300亿元。", "产值300亿元。", None, "简讯", True),  # nobody can tell
        ("2019年扩建。产值300亿元。", "产值300亿元。", None, "简讯", False),
    ],
)
def test_what_a_quote_can_speak_of(
    text: str, quoted: str, date: str | None, title: str, speaks: bool
) -> None:
    start = text.index(quoted)
    quote = Quote(Article("a", title, text, "a.txt", date=date), start, start + len(quoted))
    assert speaks_of(quote, frozenset({2022})) is speaks
    assert speaks_of(quote, frozenset())


def hit(title: str, text: str) -> Hit:
    article = Article("a", title, text, "a.txt")
    return Hit(Passage("a:0", "a", text, 0, len(text)), article, 1.0, 0.5, ("keyword",))


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("青川地铁19号线有多少个车站？", ["19"]),
        ("青川地铁6号线有多少个车站？", []),
        ("青川地铁2024年开工的线路有多少个车站？", []),  # years are another matter
        ("哪两条线路有车站？", []),  # not in digits
    ],
)
def test_figures_of_another_matter(question: str, apart: list[str]) -> None:
    assert (
        figures_apart(question, [hit("地铁简讯", "青川地铁6号线开工。全线设车站16个。")]) == apart
    )


def test_a_figure_may_stand_in_the_title() -> None:
    assert figures_apart("19号线有多少个车站？", [hit("19号线简讯", "全线设车站16个。")]) == []


@pytest.mark.parametrize(
    ("question", "sentence", "texts", "said"),
    [
        # the figure is one of another year, whatever the second quote says
        ("青川2021年的出生率是多少？", "青川2021年的出生率为5.99‰",
         ("2020年临泽的出生率为5.99‰", "2021年青川出生的人减少"), False),
        ("青川2021年的出生率是多少？", "5.99‰", ("2021年青川的出生率为5.99‰，2020年为6.2‰",), True),
        ("青川2021年的产值是多少？", "300亿元", ("园区2015年成立，2021年产值300亿元。",), True),
        ("青川2021年的产值是多少？", "300亿元", ("园区产值300亿元。2021年",), True),
        # the ninth part is not the tenth
        ("《山海客10》什么时候上映？", "5月21日", ("《山海客9》于5月21日上映",), False),
        ("《山海客10》什么时候上映？", "5月21日", ("《山海客10》于5月21日上映",), True),
        ("青川地铁19号线有几个站？", "16个", ("初步规划站点共有16个。",), False),
    ],
)  # fmt: skip
def test_what_a_sentence_rests_on_speaks_of_what_is_asked(
    question: str, sentence: str, texts: tuple[str, ...], said: bool
) -> None:
    quotes = [Quote(Article("a", "简讯", text, "a.txt"), 0, len(text)) for text in texts]
    assert said_as_asked(question, sentence, quotes) is said


def test_a_figure_of_the_question_may_stand_in_the_title() -> None:
    article = Article("a", "地铁19号线规划", "初步规划站点共有16个。", "a.txt")
    quote = Quote(article, 0, len(article.text))
    assert said_as_asked("青川地铁19号线有几个站？", "16个", [quote])
