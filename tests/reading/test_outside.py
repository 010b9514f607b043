"""What a web page shows around its article is listed, in few pieces, and nothing shown is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from trafilatura import load_html

from rag.reading.reader import read_file
from rag.reading.web.html import read_html
from rag.reading.web.lines import shown_page
from rag.reading.web.outside import LONGEST_PIECE
from rag.types import Removed
from ui.translating import in_language

PAGES = Path(__file__).parents[3] / "shared" / "html"
FIRST = "经开区今天召开会议，研究部署下一步的重点工作，各部门负责人参加，会议由主任主持。"
SECOND = "会议强调，要善于改革创新，紧盯项目投资，推动产业发展，争取全年目标如期完成。"
THIRD = "会议还研究了其他事项，要求各部门把任务分解到人，按月公布进展，接受群众监督。"
SOURCE = (
    "<html><head><title>经开区召开会议</title></head><body>"
    "<div class=nav><a href=/>首页</a><p><a href=/n>新闻</a></div>"
    "<h1>经开区召开会议</h1><p>来源：某某日报 2024-03-05</p>"
    f"<div id=text><p>{FIRST}</p><p>{SECOND}</p>"
    "<ul><li><a href=1>别处的一条新闻</a><li><a href=2>别处的又一条新闻</a></ul>"
    f"<p>{THIRD}</p></div>"
    "<div style='display:none'><p>看不见的一行字</p></div>"
    "<div class=footer><p>版权所有 某某网</p><p>联系我们</p></div></body></html>"
)
PIECES = (
    Removed("首页\n新闻", "above_main_text"),
    Removed("别处的一条新闻\n别处的又一条新闻", "inside_main_text"),
    Removed("版权所有 某某网\n联系我们", "below_main_text"),
)


def test_what_stands_around_the_article_is_listed_by_its_place(tmp_path: Path) -> None:
    assert read_html(SOURCE.encode()).removed == PIECES
    path = tmp_path / "a.html"
    path.write_text(SOURCE, encoding="utf-8")
    (article,), report = read_file(str(path), 10**6)
    assert report.removed == article.removed == PIECES
    assert article.text.split("\n") == [
        "经开区召开会议", "来源：某某日报 2024-03-05", FIRST, SECOND, THIRD
    ]  # fmt: skip


def test_a_long_piece_is_cut_and_told() -> None:
    links = "".join(f"<p><a href={number}>第{number:04}条</a></p>" for number in range(2000))
    (above, *_) = read_html(SOURCE.replace("<h1>", f"<div>{links}</div><h1>").encode()).removed
    length = len("首页\n新闻") + 2000 * len("\n第0000条")
    assert len(above.text) == LONGEST_PIECE
    assert above.reason == f"above_main_text (the first 5000 of {length} characters)"
    assert in_language("zh", above.reason) == f"正文之前，共 {length} 字，此为前 5000 字"


def test_text_from_a_script_has_the_page_around_it() -> None:
    body = json.dumps({"content": FIRST + SECOND + THIRD}, ensure_ascii=False)
    source = f"<html><body><p>首页</p><p>新闻</p><script>var a = {body}</script></body></html>"
    page = read_html(source.encode())
    assert FIRST in page.text
    assert page.removed == (Removed("首页\n新闻", "outside_main_text"),)


@pytest.mark.skipif(not PAGES.exists(), reason=f"no {PAGES}")
def test_no_line_of_a_saved_page_is_lost() -> None:
    sizes = []
    for path in sorted(PAGES.glob("*.html")):
        data = path.read_bytes()
        read = read_html(data)
        sizes.append(sum(len(piece.text) for piece in read.removed))
        assert len(read.removed) <= 3
        if any("characters" in piece.reason for piece in read.removed):
            continue
        kept = "".join("".join([read.text, *(one.text for one in read.removed)]).split())
        shown = shown_page(load_html(data))
        lost = [
            line.text for line in shown.lines
            if "".join(line.text.split()) not in kept
            and not any(shown.blocks[one].hidden for one in shown.ancestors(line.block))
        ]  # fmt: skip
        assert lost == [], path.name
    assert max(sizes) <= 3 * LONGEST_PIECE
