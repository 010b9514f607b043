"""HTML, web archives, PDF, Word and Markdown give the text and what the file states."""

from __future__ import annotations

import io
import zipfile

import pytest

from rag.errors import ReadError
from rag.reading.docx import read_docx
from rag.reading.page import Page
from rag.reading.pdf.reader import read_pdf
from rag.reading.plain import read_markdown
from rag.reading.web.html import read_html
from rag.reading.web.mhtml import read_mhtml

from . import samples


def value(page: Page) -> str | None:
    """The page's date without its origin."""
    return page.date.value if page.date else None


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312"])
def test_html(charset: str) -> None:
    encoding = "gb18030" if charset == "gb2312" else charset
    page = read_html(samples.html(charset).encode(encoding))
    assert page.text == samples.ARTICLE
    assert (page.title, value(page), page.issuer) == (
        "丽水经开区召开会议",
        "2024-03-05",
        "丽水日报",
    )


def test_html_with_a_false_charset() -> None:
    assert read_html(samples.html("gb2312").encode("utf-8")).text == samples.ARTICLE


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<!-- -->"])
def test_html_without_text(data: bytes) -> None:
    with pytest.raises(ReadError, match="holds no text"):
        read_html(data)


def test_mhtml() -> None:
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: http://example.cn/a.html\n"
        "Date: Mon, 1 Jan 2035 00:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="xx"\n\n--xx\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
    )
    page = read_mhtml(head.encode() + samples.html().encode() + b"\n--xx--\n")
    assert page.text == samples.ARTICLE
    assert (page.url, value(page)) == ("http://example.cn/a.html", "2024-03-05")
    with pytest.raises(ReadError, match="no HTML part"):
        read_mhtml(b"just a text")


def test_pdf() -> None:
    assert read_pdf(samples.pdf("The zone attracted 41 projects.")).text == (
        "The zone attracted 41 projects."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (samples.pdf(""), "has no text"),
        (samples.encrypted_pdf(), "is encrypted"),
        (samples.pdf("x")[:60], "is a damaged PDF"),
        (b"no PDF at all", "is a damaged PDF"),
    ],
)
def test_pdf_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(data)
    assert caught.value.message.startswith(reason)


def test_docx_keeps_paragraphs_and_tables_in_order() -> None:
    page = read_docx(samples.word())
    assert page.text.split("\n") == [
        "丽水经开区召开会议",
        "发布机构 | 宣传信息科",
        "成文日期 | 2024-02-27",
        "今天上午，会议在丽水开幕。",
    ]
    assert (page.title, page.date) == (None, None)  # the file's properties are not the article's


def test_docx_damaged_or_a_bomb() -> None:
    with pytest.raises(ReadError, match="is no DOCX file"):
        read_docx(samples.word()[:200])
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"word/{number}.xml", bytes(70_000_000))
    with pytest.raises(ReadError, match="unpacks to 210 MB"):
        read_docx(bomb.getvalue())
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    with pytest.raises(ReadError, match="is a damaged DOCX"):
        read_docx(bomb.getvalue())


def test_markdown() -> None:
    page = read_markdown(
        "---\ntitle: 题\ndate: 2024-03-05\nauthor: 宣传信息科\nurl: http://a.cn/1\n---\n"
        "# 一个标题\n\n经开区**引进**了[41个](http://b.cn/x_(y))项目。\n\n"
        "- 第一\n- 第二\n\n| 年 | 项目 |\n|---|---|\n| 2024 | 41 |\n"
    )
    assert (
        page.text
        == "一个标题\n经开区引进了41个项目。\n- 第一\n- 第二\n| 年 | 项目 |\n| 2024 | 41 |"
    )
    assert (page.title, value(page)) == ("题", "2024-03-05")
    assert (page.issuer, page.url) == ("宣传信息科", "http://a.cn/1")


def test_markdown_without_front_matter_keeps_its_words() -> None:
    page = read_markdown("---\na: [\n---\n## 小标题 ##\n3 * 4 * 5 = 60，snake_case_name。\n")
    assert page.text == "a: [\n小标题\n3 * 4 * 5 = 60，snake_case_name。"
    assert read_markdown("# 题\n正文。").title == "题"
