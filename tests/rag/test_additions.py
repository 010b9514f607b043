"""What an answer adds to its question has to stand in its quotes."""

from __future__ import annotations

import pytest

from rag.answering.additions import adds_what_is_held, says_something
from rag.claims.quotes import Quote
from rag.types import Article


@pytest.mark.parametrize(
    ("question", "sentence", "text", "held"),
    [
        # the question's words are in the quote, the theme is not
        ("青川论坛的主题是什么？", "青川论坛的主题是绿色发展和产业培育。",
         "青川论坛由市科技局主办，将于十一月在青川举行。", False),
        ("青川论坛的主题是什么？", "青川论坛的主题是绿色发展。", "论坛以“绿色发展”为主题。", True),
        ("岳千帆在《山海客》里演谁？", "岳千帆在《山海客》里演郝望舒。",
         "岳千帆等老戏骨在《山海客》里起到极好的衬托作用。", False),
        ("园区有多少家企业？", "园区有41家企业。", "园区企业总数达到41家。", True),  # figures alone
        ("总投资呢？", "总投资是五十六亿元。", "项目共投入56亿元。", True),  # a figure in words
        # other words for the same: 水变 变浅 浅了 of 因为 为水 水变 变浅 浅了 食物 物多
        ("候鸟为什么增加？", "因为水变浅了，食物多。", "主要原因是水变浅了。", True),
        ("青川论坛的主题是什么？", "主题是綠色發展。", "论坛以“绿色发展”为主题。", True),  # folded
        ("What is the theme?", "The theme is growth.", "The theme was not told.", True),
        ("论坛的主题是什么？", "论坛的主题是绿色发展。", "Its theme is green growth.", True),
    ],
)  # fmt: skip
def test_what_is_added_is_held(question: str, sentence: str, text: str, held: bool) -> None:
    quote = Quote(Article("a", "简讯", text, "a.txt"), 0, len(text))
    assert adds_what_is_held(question, sentence, [quote]) is held


@pytest.mark.parametrize(
    ("title", "text", "quote", "says"),
    [
        ("Nov 17, 2022 ..", "Nov 17, 2022 ... 青川游戏将停止运营。", "Nov 17, 2022 ...", False),
        ("2022年11月17日", "2022年11月17日", "2022年11月17日", False),
        ("青川游戏停止运营", "2023年1月24日", "2023年1月24日", True),  # a cell below its heading
        ("公告", "停止运营的时间：2023年1月24日", "2023年1月24日", True),
        ("公告", "2023年1月24日停运", "2023年1月24日停运", True),
    ],
)
def test_a_date_alone_says_nothing(title: str, text: str, quote: str, says: bool) -> None:
    start = text.index(quote)
    found = Quote(Article("a", title, text, "a.txt"), start, start + len(quote))
    assert says_something("青川游戏什么时候停止运营？", [found]) is says


@pytest.mark.parametrize(
    ("question", "text", "quote", "says"),
    [
        # the words that matter, whole: "the" is in "other" and everywhere
        ("When did the contest take place?", "Other news.\nNov 17, 2022", "Nov 17, 2022", False),
        ("How tall is the tower?", "Tower | 320 m | 1998", "320 m", True),
        ("Сколько проектов в зоне?", "Всего проектов: 41", "41", True),
        # a cell behind its label, in another language
        ("How many projects are there?", "项目：41个", "41个", True),
        ("How many projects are there?", "公司成立了。41个", "41个", False),
    ],
)  # fmt: skip
def test_what_stands_before_a_lone_figure(question: str, text: str, quote: str, says: bool) -> None:
    start = text.index(quote)
    found = Quote(Article("a", "", text, "a.txt"), start, start + len(quote))
    assert says_something(question, [found]) is says
