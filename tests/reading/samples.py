"""Small files of every kind, made in memory."""

from __future__ import annotations

import io

import docx
from pypdf import PdfWriter

ARTICLE = (
    "丽水经开区召开会议\n"
    "发布时间：2024-03-05 来源：丽水日报\n"
    "今年以来，丽水经开区已成功引进41个半导体项目，总投资额超过700亿元，项目建设加快推进。\n"
    "会议强调，要善于改革创新，紧盯经济增量、项目投资、项目招引，推动产业发展。"
)


def html(charset: str = "utf-8") -> str:
    """Return a page with navigation around the article."""
    title, byline, *paragraphs = ARTICLE.split("\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html><head><meta charset="{charset}"><title>{title}_经开区网</title>'
        '<meta name="PubDate" content="2024-03-05 10:20"></head><body>'
        '<nav><a href="/">首页</a><a href="/n">新闻</a></nav>'
        f"<article><h1>{title}</h1><p>{byline}</p>{body}</article></body></html>"
    )


def pdf(text: str) -> bytes:
    """Return a one-page PDF 1.4 file with a line of ASCII text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, content in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n" + table + trailer


def encrypted_pdf() -> bytes:
    """Return a PDF that opens with a password only."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf("secret")))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word() -> bytes:
    """Return a Word file with a heading, an index table and a paragraph."""
    document = docx.Document()
    document.core_properties.title = "模板"
    document.add_paragraph("丽水经开区召开会议")
    table = document.add_table(2, 2)
    for row, cells in enumerate([("发布机构", "宣传信息科"), ("成文日期", "2024-02-27")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("今天上午，会议在丽水开幕。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PAGE = """地铁六号线东延段开通

本报讯（记者 陈书远）3月4日，地铁六号线东延段开通初期运营。

东延段全长26.3公里，设站14座。市民从临泽新区到市中心只需四十分钟。

砚湖湿地公园记录到鸟类新种

本报讯（记者 林知秋 通讯员 何田）近日，砚湖湿地公园的监测人员记录到黑脸琵鹭。

公园已累计记录到鸟类168种，比前一年多六种。
"""
