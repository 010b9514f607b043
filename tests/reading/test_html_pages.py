"""Web pages give their headline, main text and date, and nothing that hangs around them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.reading.date_origins import DateOrigin
from rag.reading.page import Page
from rag.reading.web.html import html_date, read_html

from .html_labels import LABELS

PAGES = Path(__file__).parents[3] / "shared" / "html"
FIRST = "今年以来，经开区已引进41个项目，总投资额超过700亿元，建设加快推进。"
SECOND = "会议强调，要善于改革创新，紧盯经济增量、项目投资，推动产业发展。"
NAVIGATION = "<ul><li><a href='/'>首页</a></li><li><a href='/n'>要闻</a></li></ul>"


def value(page: Page) -> str | None:
    """The page's date without its origin."""
    return page.date.value if page.date else None


def page(body: str, head: str = "<title>经开区召开会议_某某网</title>") -> str:
    return f"<html><head>{head}</head><body>{NAVIGATION}{body}</body></html>"


def lines_of(body: str, head: str = "<title>经开区召开会议_某某网</title>") -> list[str]:
    return read_html(page(body, head).encode()).text.split("\n")


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.skipif(not PAGES.is_dir(), reason="../shared/html is not here")
@pytest.mark.parametrize("name", LABELS)
def test_real_pages(name: str) -> None:
    label = LABELS[name]
    read = read_html((PAGES / f"{name}.html").read_bytes())
    text = squeezed(read.text)
    assert squeezed(read.title) == squeezed(label.title)
    assert label.date is None or value(read) == label.date
    assert [part for part in label.parts if squeezed(part) not in text] == []
    assert [part for part in label.residue if squeezed(part) in text] == []


def test_comments_outweigh_the_article() -> None:
    said = "<p>项目真好，希望早日建成，带动就业，一起努力。</p>"
    boxes = f"<div class=i><b>网友</b>{said}<div>回复</div></div>" * 30
    body = f"<h1>经开区召开会议</h1><div><p>{FIRST}</p><p>{SECOND}</p></div><div>{boxes}</div>"
    assert lines_of(body) == ["经开区召开会议", FIRST, SECOND]


@pytest.mark.parametrize(
    "article",
    [
        f"<div><p>{FIRST}</p><p>{SECOND}</p></div>",
        f"<div>　　{FIRST}<br><br>　　{SECOND}</div>",
        f"<div><div><section><span>{FIRST}</span></section></div><div><p>{SECOND}</p></div></div>",
        f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>",
        f"<div style='visibility: hidden'><p>{FIRST}</p><p>{SECOND}</p></div>",
        f"</body></html><div><p>{FIRST}</p><p>{SECOND}</p></div>",
    ],
    ids=["paragraphs", "breaks", "boxes", "layout table", "not yet visible", "early end"],
)
def test_forms_of_an_article(article: str) -> None:
    read = lines_of(f"<h1>经开区召开会议</h1><div>2024年3月5日 10:20</div>{article}")
    assert read == ["经开区召开会议", "2024年3月5日 10:20", FIRST, SECOND]


def test_what_hangs_at_the_end_is_left_out() -> None:
    body = (
        f"<h1>经开区召开会议</h1><div><p>{FIRST}</p><p>{SECOND}</p><p>（责任编辑：张三）</p>"
        "<p>分享到： 微信 微博</p><h3>相关阅读</h3>"
        "<div><b>另一个项目开工</b><p>日前，另一个项目举行开工仪式，总投资3亿元，</p></div></div>"
    )
    assert lines_of(body) == ["经开区召开会议", FIRST, SECOND, "（责任编辑：张三）"]


def test_boxes_named_for_comments_are_left_out() -> None:
    said = "".join(f"<p>第{one}位说，项目真好，希望早日建成，带动就业。</p>" for one in range(6))
    body = f"<h1>经开区召开会议</h1><div><p>{FIRST}{SECOND}</p><p>{FIRST}{SECOND}{SECOND}</p></div>"
    read = lines_of(f"{body}<div class='news-comment-list'>{said}</div>")
    assert read == ["经开区召开会议", FIRST + SECOND, FIRST + SECOND + SECOND]
    assert FIRST + SECOND in lines_of(f"<div id=comment>{body}</div>")  # a name may mislead


def test_the_article_ends_with_its_editor() -> None:
    teaser = "<b>另一个项目开工</b><p>日前，另一个项目举行开工仪式，总投资3亿元。</p>"
    body = f"<div><p>{FIRST}</p><p>{SECOND}</p><p>责任编辑：张三</p><p>校对：李四</p>{teaser}</div>"
    read = lines_of(f"<h1>经开区召开会议</h1>{body}")
    assert read == ["经开区召开会议", FIRST, SECOND, "责任编辑：张三", "校对：李四"]


def test_a_menu_at_the_end_is_left_out_but_not_the_signers() -> None:
    menu = "".join(f"<p>{one}</p>" for one in ("好文", "钦佩", "喜欢", "泪奔"))
    signed = "".join(f"<p>{one}</p>" for one in ("发改局", "经济局", "财政局", "商务局"))
    body = f"<h1>经开区召开会议</h1><div><p>{FIRST}</p><p>{SECOND}</p>"
    assert lines_of(f"{body}{menu}</div>") == ["经开区召开会议", FIRST, SECOND]
    assert "商务局" in lines_of(f"{body}{signed}<p>2024年3月5日</p></div>")


def test_signature_and_attachment_stay() -> None:
    ending = ["附件：申报表.doc", "经济发展局", "2024年2月27日"]
    tail = f"<p>附件：<a href='a'>申报表.doc</a></p><p>{ending[1]}</p><p>{ending[2]}</p>"
    body = f"<h1>经开区召开会议</h1><div><p>{FIRST}</p><p>{SECOND}</p>{tail}</div>"
    assert lines_of(body) == ["经开区召开会议", FIRST, SECOND, *ending]


def test_index_table_lead_and_data_table_stay() -> None:
    cells = "".join(
        f"<td>{one}</td>" for one in ("发布机构", "经济发展局", "成文日期", "2024-02-27")
    )
    row = f"<table><tr>{cells}</tr></table>"
    data = "<tr><th>指标</th><th>数值</th></tr><tr><td>产值</td><td>700亿元</td></tr>"
    lead = "导语：经开区近日召开会议，研究部署工作。"
    article = f"<p>{FIRST}</p><table>{data}</table><p>{SECOND}</p>"
    body = f"{row}<h1>经开区召开会议</h1><div>{lead}</div><div>{article}</div>"
    assert lines_of(body) == [
        "发布机构 | 经济发展局 | 成文日期 | 2024-02-27",
        "经开区召开会议",
        lead,
        FIRST,
        "指标 | 数值",
        "产值 | 700亿元",
        SECOND,
    ]
    assert read_html(page(body).encode()).issuer == "经济发展局"


def test_text_in_scripts() -> None:
    escaped = f"<p>{FIRST}</p><p>{SECOND}{SECOND}</p>".replace("<", "\\u003c")
    script = f'<script>var state = {{"publishTime": 1709600000, "content": "{escaped}"}}</script>'
    read = read_html(page(f"<div id=app></div>{script}").encode())
    assert read.text.split("\n") == ["经开区召开会议", FIRST, SECOND + SECOND]
    assert value(read) == "2024-03-05"


def test_a_list_of_articles_is_read_as_one() -> None:
    titles = [f"经开区召开第{number}次项目推进会议" for number in range(8)]
    body = "".join(f"<li><a href='/{title}'>{title}</a></li>" for title in titles)
    rights = "<p>版权所有，未经本站书面许可不得转载，违者必究。</p>"
    for footer in ("", rights):
        text = read_html(page(f"<ul>{body}</ul>{footer}").encode()).text
        assert [title for title in titles if title not in text] == []


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>经开区召开会议_要闻_某某网</title>", "<h1>经开区召开会议</h1>", "经开区召开会议"),
        ("<title>无标题文档</title>", "<h2>经开区召开年度会议</h2>", "经开区召开年度会议"),
        (
            "<title>经开区召开年度会议——要闻</title>",
            "<td>经开区召开年度会议</td>",
            "经开区召开年度会议",
        ),
        (
            "<title>经开区召开会议，部署...</title>",
            "<h1>经开区召开会议，部署工作</h1>",
            "经开区召开会议，部署工作",
        ),
        ("", "<h1>经开区召开年度会议</h1>", "经开区召开年度会议"),
        (
            '<meta property="og:title" content="会议"暗伤"曝露"><title>会议"暗伤"曝露_财经</title>',
            '<h1>会议"暗伤"曝露</h1>',
            '会议"暗伤"曝露',
        ),
    ],
)
def test_title(head: str, heading: str, title: str) -> None:
    body = f"{heading}<div><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert read_html(page(body, head).encode()).title == title


PUBDATE = '<meta name="PubDate" content="2024-03-01">'
LINKED_DATA = '<script type="application/ld+json">{"datePublished": "2024-03-05T08:00"}</script>'
CHANGED = '<meta itemprop="dateUpdate" content="2019-09-30 22:46">'
TWO_DAYS = '<script>a={"createdAt":"2019-09-07"};b={"createdAt":"2019-09-08"}</script>'


@pytest.mark.parametrize(
    ("head", "byline", "value", "origin"),
    [
        ("", "2024-03-05 10:20 丽水日报", "2024-03-05", DateOrigin.BYLINE),
        (PUBDATE, "2024-03-05 10:20", "2024-03-05", DateOrigin.BYLINE),
        (PUBDATE, "最后更新：2024-03-05 10:20", "2024-03-01", DateOrigin.METADATA),
        (PUBDATE, "成文日期：2024-02-27", "2024-03-01", DateOrigin.METADATA),
        ("<meta name=PubDate content=2024-03-01>", "", "2024-03-01", DateOrigin.METADATA),
        (LINKED_DATA, "", "2024-03-05", DateOrigin.METADATA),
        ('<script>var ct = "1581517074";</script>', "昨天", "2020-02-12", DateOrigin.METADATA),
        (CHANGED, "发布时间：09-30", "2019-09-30", DateOrigin.METADATA),
        (TWO_DAYS, "", None, None),
    ],
)
def test_date(head: str, byline: str, value: str | None, origin: DateOrigin | None) -> None:
    text = f"经开区召开会议\n{byline}\n{FIRST}\n{SECOND}"
    found = html_date(page("", head), text)
    assert (found and found.value, found and found.origin) == (value, origin)


def test_date_in_the_address() -> None:
    found = html_date("", FIRST, "https://example.cn/2024/03/05/1.html?day=2020-01-01")
    assert found is not None
    assert (found.value, found.origin) == ("2024-03-05", DateOrigin.ADDRESS)
    assert html_date("", FIRST, "https://example.cn/uploads/2024/03/1.html") is None


sentence = st.text("经开区项目投资产业发展", min_size=12, max_size=60).map(
    lambda one: f"{one}，{one}。"
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(sentence, min_size=3, max_size=12), st.integers(0, 3), st.sampled_from(["p", "div"])
)
def test_no_paragraph_is_lost(paragraphs: list[str], depth: int, tag: str) -> None:
    article = "".join(
        "<section>" * depth + f"<{tag}>{one}</{tag}>" + "</section>" * depth for one in paragraphs
    )
    body = f"<h1>经开区召开会议</h1><div>{article}</div><div><a href='/'>关于我们</a></div>"
    assert lines_of(body) == ["经开区召开会议", *paragraphs]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + FIRST * 5,
        "<meta " * 100_000,
        '<script>content="' + "\\" * 300_000 + "</script>",
        '<script>content="' + "<style>" * 20_000 + '"</script>',
        "<p>" + " " * 500_000 + FIRST,
        "<p>" + "2024-3-5 " * 50_000 + FIRST,
        "<table><tr><td>a</td><td>" * 80 + FIRST,
    ],
    ids=["deep", "tags", "string", "markup in a string", "spaces", "dates", "tables"],
)
def test_time_is_linear_in_the_length(body: str) -> None:
    started = time.process_time()
    read_html(page(f"{body}<p>{FIRST}{SECOND}</p>").encode())
    assert time.process_time() - started < 5


def test_labels_are_only_labels() -> None:
    strings = [part for label in LABELS.values() for part in (*label.parts, *label.residue)]
    assert len(LABELS) == 33
    assert max(map(len, strings)) < 40
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", one.date) for one in LABELS.values() if one.date)


def test_the_issuer_in_the_title_is_not_taken_for_the_headline() -> None:
    """Its signature stands below the text, and all the text above it would be lost."""
    html = (
        "<html><head><meta charset=utf-8><title>关于调整缴存基数的通知_临泽公积金中心</title>"
        "</head><body><h1>关于调整2024年度缴存基数的通知</h1><div><p>各缴存单位：</p>"
        "<p>根据有关规定，现将2024年度缴存基数调整事项通知如下，请各单位认真贯彻执行，按时完成各项工作。</p>"
        "<p>一、缴存基数按职工本人上年月平均工资核定，单位应当于7月31日前办理调整手续。</p>"
        "<p>临泽公积金中心</p><p>2024年6月18日</p></div></body></html>"
    )
    page = read_html(html.encode())
    assert page.title == "关于调整缴存基数的通知"
    assert "缴存基数按职工本人上年月平均工资核定" in page.text
    assert page.text.endswith("2024年6月18日")
