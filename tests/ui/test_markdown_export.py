"""A conversation as Markdown, read again by another Markdown implementation (markdown-it)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.claims.doubts import Doubt, DoubtKind
from rag.errors import ModelError, UsageError
from rag.types import (
    Answer,
    Article,
    Citation,
    Conflict,
    Hit,
    Outcome,
    Passage,
    Sentence,
    Statement,
    Verdict,
)
from ui.conversation import Turn
from ui.markdown_export import conversation_markdown
from ui.markdown_text import address, inline, quoted
from ui.texts import EN, ZH
from ui.turns import Stopped

TEXT = "开头一段。\n青岚站有317吨甘草，\n另有茯苓。\n结尾。"
QUOTE = "青岚站有317吨甘草，\n另有茯苓。"
ARTICLE = Article(
    "a", "青岚站的仓库", TEXT, "news/站.txt", "2024-05-01", "青岚日报", "https://news.example/1"
)


def answer(article: Article = ARTICLE, quote: str = QUOTE, said: str = "有317吨甘草。") -> Answer:
    start = article.text.index(quote)
    cited = Citation(1, article, quote, start, start + len(quote))
    passage = Passage("a:0", "a", article.text, 0, len(article.text))
    return Answer(
        question="那甘草呢？", standalone_question="青岚站有多少甘草？", text=f"{said}[1]",
        sentences=(Sentence(said, (1,), Verdict.SUPPORTED),), citations=(cited,),
        hits=(Hit(passage, article, 1.0, 0.9, ("keyword",)),), outcome=Outcome.ANSWERED,
        model="extractive", encoder="bundled", seconds={"total": 0.1},
    )  # fmt: skip


def parsed(document: str) -> list[tuple[str, str]]:
    """Every token of a document, those within lines too: (type, content)."""
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    found = []
    for token in reader.parse(document):
        found += [(one.type, one.content) for one in [token, *(token.children or ())]]
    return found


def kinds(document: str) -> set[str]:
    return {kind for kind, _ in parsed(document)}


def shown(document: str) -> str:
    return "".join(content for kind, content in parsed(document) if kind == "text")


def test_the_whole_document() -> None:
    conflict = Conflict("甘草", (Statement("317吨", "2024-05-01", 1), Statement("300吨", None, 1)))
    first = replace(answer(), conflicts=(conflict,))
    document = conversation_markdown([Turn(1, "那甘草呢？", first)], ZH)
    assert document == (
        "# 原文 Yuanwen · 问文章，看原文\n\n"
        "## 1. 那甘草呢？\n\n"
        "*按此理解：青岚站有多少甘草？*\n\n"
        "有317吨甘草。[1]\n\n"
        "**各篇文章说法不一：甘草**\n\n"
        "| 数值 | 日期 | 出处 |\n| --- | --- | --- |\n"
        "| 317吨 | 2024-05-01 | [1] |\n| 300吨 | 日期不详 | [1] |\n\n"
        "**原文出处**\n\n"
        "1. **青岚站的仓库** · 2024-05-01 · 青岚日报  \n"
        "   文件 news/站.txt · <https://news.example/1>\n\n"
        "   > 青岚站有317吨甘草，\n   > 另有茯苓。\n"
    )
    assert {"table_open", "ordered_list_open", "blockquote_open", "link_open"} <= kinds(document)


def test_what_is_not_supported_not_found_or_failed_is_told() -> None:
    doubt = Doubt(DoubtKind.FIGURE, "400吨", "317吨")
    doubtful = Sentence("有400吨甘草。", (), Verdict.UNSUPPORTED, (doubt,))
    none = replace(
        answer(), sentences=(Sentence("没有找到。", (), Verdict.FRAME),), citations=(),
        outcome=Outcome.NOT_FOUND, notice="no model",
    )  # fmt: skip
    failed = UsageError("the model <b> is *not* there.", "Name another.")
    turns = [
        Turn(1, "甲", replace(answer(), sentences=(doubtful,))), Turn(2, "乙", none),
        Turn(3, "丙", failed),
    ]  # fmt: skip
    document = conversation_markdown(turns, EN)
    assert "有400吨甘草。 *(not supported by the articles: the figure “400吨”" in document
    assert "*no model*\n\n没有找到。\n\n**The nearest passages" in document
    assert "> 青岚站有317吨甘草，\n> 另有茯苓。" in document
    assert "the model &lt;b&gt; is \\*not\\* there. Name another.*" in document


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![看](https://out.example/p.png)",
    "[点此](javascript:alert(1))",
    "[点此]: https://out.example",
    "[^1]: 注",
    "<https://out.example>",
    "# 标题",
    "## 标题",
    "标题\n===",
    "标题\n---",
    "- 一项",
    "+ 一项",
    "1. 一项",
    "1) 一项",
    "    代码",
    "\t代码",
    "```\n代码\n```",
    "~~~\n代码\n~~~",
    "`代码`",
    "**重** _斜_ ~~删~~",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "> 引",
    "&lt;script&gt; &#60;b&#62;",
    "a\\<b>\\",
    "***",
    "___",
    "<!-- 注",
    "<![CDATA[ x",
    "</blockquote></div>",
    "{{ site.title }} {% raw %}",
    "$x^2$",
    "(https://out.example)",
    ": https://out.example",
]
OURS = {
    "paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak", "em_open",
    "em_close", "strong_open", "strong_close", "heading_open", "heading_close", "text_special",
    "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "blockquote_open", "blockquote_close",
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_an_article_or_a_model_acts(hostile: str) -> None:
    article = replace(
        ARTICLE, text=hostile, title=hostile, issuer=hostile, source=hostile, url=None
    )
    turns = [Turn(1, hostile, answer(article, hostile, hostile))]
    turns.append(Turn(2, "接着", answer(article, hostile, f"甲{hostile}")))
    document = conversation_markdown(turns, ZH)
    assert kinds(document) <= OURS
    found = parsed(document)
    assert [kind for kind, _ in found].count("heading_open") == 3
    assert [kind for kind, _ in found].count("blockquote_open") == 2
    assert [kind for kind, _ in found].count("ordered_list_open") == 2
    plain = "".join(hostile.split())
    assert "".join(shown(document).split()).count(plain) >= 8


@given(st.text(st.sampled_from("ab \n\t<>[]()!#*_-+.:/`~|\\&;1=^{}$\"'中")))
def test_a_quote_is_one_block_of_plain_lines(text: str) -> None:
    document = quoted(text)
    found = [kind for kind, _ in parsed(document)]
    assert set(found) <= OURS - {"heading_open", "ordered_list_open", "em_open", "strong_open"}
    assert found.count("blockquote_open") == 1
    assert "".join(shown(document).split()) == "".join(text.split())


@given(st.text(st.sampled_from("ab <>[]()!#*_-+.:/`~|\\&;1=^{}$\"'中")))
def test_a_marker_and_what_follows_it_are_no_link(text: str) -> None:
    found = kinds(f"前{inline(text)}[1]{inline(text)}[2]")
    assert found <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://news.example/甲?a=1&b=2", "<https://news.example/甲?a=1&b=2>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://x.example/><script>", "https\\://x.example/&gt;&lt;script&gt;"),
        ("https://x.example/a b", "https\\://x.example/a b"),
        ("data:text/html,<b>", "data:text/html,&lt;b&gt;"),
    ],
)
def test_only_a_web_address_is_a_link(url: str, written: str) -> None:
    assert address(url) == written


def test_addresses_in_a_text_are_no_links_by_themselves() -> None:
    assert inline("见 http://out.example 和 www.out.example") == (
        "见 http\\://out.example 和 www\\.out.example"
    )


def test_nothing_turns_what_stands_beside_it_or_acts_on_a_terminal() -> None:
    assert inline("甲\u202e乙\x1b[2J") == "甲乙␛\\[2J"
    assert quoted("甲\u202e乙") == "> 甲�乙"


def test_what_was_stopped_and_what_was_compared_are_exported() -> None:
    stopped = Turn(
        1, "多长？", Stopped("全长*23*"), "x", None, ModelError("no."), "http://h/v1#qwen"
    )
    text = conversation_markdown([stopped], ZH)
    assert "全长\\*23\\*" in text
    assert ZH.talk.stopped in text
    assert text.index("全长") < text.index("### qwen") < text.index(ZH.error)
