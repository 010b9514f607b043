"""Word files: what a reader sees with all changes accepted, in order."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.parser import parse_xml

from rag.reading.docx import read_docx
from rag.reading.docx_text import lines_of, notes_of
from rag.types import Removed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def lines(body: str) -> list[str]:
    return lines_of(parse_xml(f"<w:body {W} {MC}>{body}</w:body>"))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (run("一") + f"<w:ins>{run('加')}</w:ins>" + run("二"), "一加二"),
        (
            run("一")
            + f"<w:del>{run('删')}<w:r><w:delText>除</w:delText></w:r></w:del>"
            + run("二"),
            "一二",
        ),
        (f"<w:moveFrom>{run('移')}</w:moveFrom>" + run("二"), "二"),
        (run("见") + f"<w:hyperlink>{run('链接')}</w:hyperlink>", "见链接"),
        (run("见") + f"<w:fldSimple>{run('第3页')}</w:fldSimple>", "见第3页"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("3"), "3"),
        (run("见") + run("隐藏", "<w:vanish/>") + run("此"), "见此"),
        (run("见") + run("显示", '<w:vanish w:val="0"/>'), "见显示"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/></w:r>", "甲 乙-"),
        (
            f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>",
            "汉",
        ),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (run("甲") + "<!-- no text -->", "甲"),
    ],
)
def test_a_paragraph(body: str, expected: str) -> None:
    assert lines(f"<w:p>{body}</w:p>") == [expected]


def test_line_breaks_and_text_boxes() -> None:
    box = f"<w:txbxContent><w:p>{run('框中')}</w:p></w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}<w:r>{both}</w:r></w:p>"
    assert lines(body) == ["甲", "乙", "框中"]


def test_tables() -> None:
    def row(*cells: str, properties: str = "") -> str:
        texts = (f"<w:tc><w:p>{run(cell)}</w:p><w:p/></w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(texts)}</w:tr>"

    two = f"<w:tc><w:p>{run('上')}</w:p><w:p>{run('下')}</w:p></w:tc>"
    body = (
        f"<w:tbl>{row('年份', '项目')}<w:tr>{two}<w:tc/></w:tr>{row('', '')}"
        f"{row('删', '去', properties='<w:del/>')}<w:ins>{row('2024', '41')}</w:ins></w:tbl>"
    )
    assert lines(body) == ["年份 | 项目", "上 下 | ", "2024 | 41"]


def test_notes_without_the_rules_above_them() -> None:
    notes = parse_xml(
        f'<w:footnotes {W}><w:footnote w:type="separator"><w:p>{run("——")}</w:p></w:footnote>'
        f"<w:footnote><w:p>{run('据统计局。')}</w:p></w:footnote></w:footnotes>"
    )
    assert notes_of(notes) == ["据统计局。"]


def test_headings_lists_heads_and_feet() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_heading("关于人才公寓的办法", 1)
    document.add_paragraph("申请人年满十八周岁", style="List Bullet")
    document.add_paragraph("在本区有\u200b工作", style="List Number")
    out = io.BytesIO()
    document.save(out)
    page = read_docx(out.getvalue())
    assert page.text.split("\n") == ["关于人才公寓的办法", "申请人年满十八周岁", "在本区有工作"]
    assert set(page.removed) == {
        Removed("内部资料", "running head"),
        Removed("第 1 页", "running foot"),
    }
