"""Unfriendly files of any size: what each reader likes least, again and again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from tests.fuzz.corpus import HTML, NOTICE, PORTAL, packed
from tests.reading import samples
from tests.reading.pdf_files import Piece, pdf
from tests.reading.test_damaged_files import MHTML_HEAD, W, word

NOTE = "<w:footnote><w:p><w:r><w:t>注。</w:t></w:r></w:p></w:footnote>"
Maker = Callable[[int], bytes]


def _again(piece: str, before: str = "新闻一则\n", after: str = "\n完。\n") -> Maker:
    def made(size: int) -> bytes:
        times = max(1, size // len(piece.encode()))
        return (before + piece * times + after).encode()

    return made


def _page(piece: str, before: str = "", after: str = "") -> Maker:
    head = f"<html><head><title>题</title>{before}"
    return _again(
        piece, head, f"{after}</head><body><p>今天，大家都来了，很高兴。</p></body></html>"
    )


def _body(piece: str) -> Maker:
    return _again(piece, "<html><body><h1>云麓书院开讲</h1>", "</body></html>")


def _lines(size: int) -> bytes:
    texts = (f"{number} {samples.ARTICLE}" for number in range(size // 360))
    lines = (json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    return "".join(lines).encode()


def _document(piece: str, before: str = "", after: str = "") -> Maker:
    def made(size: int) -> bytes:
        inner = before + piece * max(1, size // len(piece)) + after
        return packed_word(f"<w:document {W}><w:body>{inner}</w:body></w:document>")

    return made


def packed_word(document: str) -> bytes:
    """Return a Word file that is not compressed, so that no limit of ratios is met."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(word(document))) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _related(size: int) -> bytes:
    """Thousands of relations that lead to one part of notes."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    one = f'<Relationship Id="r{{}}" Type="{kind}" Target="footnotes.xml"/>'
    count = size // (2 * len(one))
    relations = "".join(map(one.format, range(count)))
    notes = f"<w:footnotes {W}>{NOTE * (size // (2 * len(NOTE)))}</w:footnotes>"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>文。</w:t></w:r></w:p></w:body></w:document>"
    return word(body, **{
        "word/_rels/document.xml.rels": f"{head}{relations}</Relationships>",
        "word/footnotes.xml": notes,
        "word/media/a.bin": bytes(range(256)) * (size // 256),  # by its ratio it is no bomb
    })  # fmt: skip


def _pages(size: int) -> bytes:
    page = [Piece("云麓书院开讲，市民三百余人到场。" * 2, 40, 760 - 14 * row) for row in range(50)]
    return pdf([page] * max(1, size // 9000))


def _scattered(size: int) -> bytes:
    count = max(1, size // 40)
    return pdf([[Piece("a", 7 * at % 560, 13 * at % 780) for at in range(count)]])


def _multipart(size: int) -> bytes:
    return MHTML_HEAD.replace(b"base64", b"8bit") + b"<p>" + b"--xx\n\n" * (size // 6)


def _archived(maker: Maker) -> Maker:
    return lambda size: MHTML_HEAD.replace(b"base64", b"8bit") + maker(size) + b"\n--xx--\n"


CASES: dict[tuple[str, str], Maker] = {
    ("txt", "articles"): _again(samples.ARTICLE + "\n\n"),
    ("txt", "newspaper pages"): _again(samples.PAGE),
    ("txt", "portal pages"): _again(PORTAL),
    ("txt", "notices"): _again(NOTICE),
    ("txt", "one line"): _again("云麓书院开讲"),
    ("txt", "one sentence of clauses"): _again("云麓书院开讲，"),
    ("txt", "lines of two characters"): _again("一二\n"),
    ("txt", "blank lines"): _again("\n", "新闻\n本报讯（记者 甲）\n记者\n"),
    ("txt", "blanks"): _again(" "),
    ("txt", "blanks in lines"): _again("甲" + " " * 60 + "\n"),
    ("txt", "brackets"): _again("《（“["),
    ("txt", "dots"): _again("。"),
    ("txt", "Latin dots"): _again(". "),
    ("txt", "digits"): _again("9"),
    ("txt", "dates"): _again("2024年3月5日至6月，去年同期"),
    ("txt", "bylines"): _again("本报讯（记者 陈某某）今天。\n"),
    ("txt", "paths"): _again("首页 > 新闻 > 正文\n"),
    ("txt", "headings and bullets"): _again("今天大家都来。\n要闻\n· 标题一二三四五六\n"),
    ("txt", "repeals"): _again("《甲》废止下列：\n"),
    ("txt", "terms"): _again("本办法自2024年7月1日起施行，有效期5年。"),
    ("txt", "English"): _again("On 5 March 2024 Mr. Lee said that 12% more came last year. "),
    ("txt", "other scripts"): _again("a\u0901\u0e01"),
    ("txt", "GB18030"): lambda size: (samples.ARTICLE * (size // 260 + 1)).encode("gb18030"),
    ("txt", "UTF-16"): lambda size: (samples.ARTICLE * (size // 260 + 1)).encode("utf-16"),
    ("md", "headings"): _again("#", "# "),
    ("md", "headings in lines"): _again("# 甲\n乙。\n"),
    ("md", "emphasis"): _again("**a "),
    ("md", "underlines"): _again("__a "),
    ("md", "links"): _again("[a]( "),
    ("md", "code"): _again("`a"),
    ("md", "a table's rule"): _again("\t", "|--|", "x\n"),
    ("md", "tables"): _again("| 甲 | 乙 |\n|--|--|\n"),
    ("md", "quotes"): _again("> 甲\n"),
    ("html", "articles"): _body("<p>近日，云麓书院开讲，市民三百余人到场，讲座每月两次。</p>"),
    ("html", "pages"): _again(HTML, "", ""),
    ("html", "elements"): _body("<p>一二"),
    ("html", "deep elements"): _body("<div>"),
    ("html", "links"): _body("<a href=x>一二</a>"),
    ("html", "lists"): _body("<li><a href=x>相关阅读一二三四</a></li>"),
    ("html", "cells"): _body("<table><tr><td>甲<td>乙</table>"),
    ("html", "nested tables"): _body("<table><tr><td>甲，乙。"),
    ("html", "comments of readers"): _body("<div class=c><p>大家都说好，真的。</p>回复</div>"),
    ("html", "disclaimers"): _body("<p>声明：一二，三四五六七八。"),
    ("html", "meta fields"): _page("<meta name=a content=b>"),
    ("html", "an open script"): _page('content="\\n', "<script>", "</script>"),
    ("html", "blanks behind a date field"): _page(" ", "ptime='="),
    ("html", "entities"): _body("&lt;&#x4e00;"),
    ("html", "opened tags"): _body("<p <p "),
    ("html", "breaks"): _body("近日，书院<br>"),
    ("mhtml", "articles"): _archived(_body("<p>近日，云麓书院开讲，讲座每月两次。</p>")),
    ("mhtml", "boundaries"): _multipart,
    ("mhtml", "headers"): _again("X-A: b\n", "MIME-Version: 1.0\n", "\n\na"),
    ("jsonl", "lines"): _lines,
    ("jsonl", "one text"): _again(samples.ARTICLE.replace("\n", "\\n"), '{"text": "', '"}\n'),
    ("jsonl", "short lines"): lambda size: b"".join(
        b'{"text": "%d"}\n' % number for number in range(size // 20)
    ),
    ("jsonl", "a date of blanks"): _again(" ", '{"text": "文。", "date": "2024-03-05', 'x"}'),
    ("jsonl", "numbers"): _again("9", '{"text": "文。", "id": ', "}"),
    ("jsonl", "open brackets"): _again("[", "", ""),
    ("jsonl.gz", "lines"): lambda size: gzip.compress(_lines(size), 1),
    ("docx", "paragraphs"): _document("<w:p><w:r><w:t>近日，书院开讲。</w:t></w:r></w:p>"),
    ("docx", "runs"): _document("<w:r><w:t>甲</w:t></w:r>", "<w:p>", "</w:p>"),
    ("docx", "tables"): _document(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    ("docx", "relations to one part"): _related,
    ("pdf", "pages"): _pages,
    ("pdf", "scattered letters"): _scattered,
}  # fmt: skip
