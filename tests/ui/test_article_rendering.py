"""Lists and whole articles: paged, marked, everything escaped."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_articles

from rag.engine import Engine
from rag.types import Article, Removed
from tests.ui.test_rendering import EVIL, Page
from ui.article_rendering import LONGEST_CHARACTERS, article_html, list_html
from ui.article_texts import ARTICLE_TEXTS, EN, ZH
from ui.texts import Language


@pytest.fixture
def many(engine: Engine, tmp_path: Path) -> Engine:
    """An engine over 120 articles, n119 the newest."""
    articles = (
        {"id": f"n{n:03}", "title": f"第{n}号通知", "text": f"第{n}号通知说了第{n}件事。",
         "date": f"20{n // 12 + 10}-{n % 12 + 1:02}"}
        for n in range(120)
    )  # fmt: skip
    engine.index([write_articles(tmp_path / "a.jsonl", *articles)])
    return engine


def listed(page: Page) -> list[str | None]:
    return [one["data-open"] for one in page.all("button") if "data-open" in one]


def turns(page: Page) -> list[tuple[str | None, bool]]:
    """The pages that the pager's buttons lead to, and whether they can be pressed."""
    buttons = [one for one in page.all("button") if "data-page" in one]
    return [(one["data-page"], "disabled" not in one) for one in buttons]


def test_a_page_holds_fifty(many: Engine) -> None:
    entries = many.catalogue().entries
    first, last = (Page(list_html(entries, number, 120, ZH)) for number in (1, 3))
    assert listed(first) == [f"n{n:03}" for n in range(119, 69, -1)]
    assert listed(last) == [f"n{n:03}" for n in range(19, -1, -1)]
    assert "共 120 篇" in first.text
    assert "第 3 / 3 页" in last.text
    assert turns(first) == [("0", False), ("2", True)]
    assert turns(last) == [("2", True), ("4", False)]
    assert listed(Page(list_html(entries, 99, 120, ZH))) == listed(last)
    assert "3 篇符合，共 120 篇" in list_html(entries[:3], 1, 120, ZH)
    assert turns(Page(list_html(entries[:50], 1, 120, ZH))) == []


def test_an_empty_list_says_why() -> None:
    assert ZH.none_listed in list_html([], 1, 120, ZH)
    assert "添加文章" in list_html([], 1, 0, ZH)


def test_marks_of_listed_articles(engine: Engine, tmp_path: Path) -> None:
    text = "本报讯 云岭茶园今年春季采茶12.7吨，比去年多两成。" * 4
    copies = ({"id": name, "title": "开采", "text": text} for name in "ab")
    engine.index([write_articles(tmp_path / "a.jsonl", *copies)])
    page = Page(list_html(engine.catalogue().entries, 1, 2, ZH))
    assert page.text.count("转载") == 1
    whole = Page(article_html(engine.article("a"), engine.catalogue(), ZH))
    assert listed(whole) == ["b"]
    assert "转载 (1)" in whole.text
    assert "转载自" in Page(article_html(engine.article("b"), engine.catalogue(), ZH)).text


def test_repealed_articles_lead_to_what_repeals_them(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.indexing.repealed_articles", lambda _articles: {"old": "new"})
    notices = (
        {"id": name, "title": title, "text": f"{title}如下。"}
        for name, title in (("old", "招商办法"), ("new", "招商条例"))
    )
    engine.index([write_articles(tmp_path / "a.jsonl", *notices)])
    catalogue = engine.catalogue()
    page = Page(list_html(catalogue.entries, 1, 2, ZH))
    assert page.text.count(ZH.superseded) == 1
    shown = Page(article_html(engine.article("old"), catalogue, ZH))
    assert listed(shown) == ["new"]
    assert "更正或废止它的文章招商条例 · a.jsonl" in shown.text
    assert listed(Page(article_html(engine.article("new"), catalogue, ZH))) == []


def whole(many: Engine, **fields: object) -> str:
    known = {"id": "x", "title": "标题", "text": "一段。\n\n 二段。\n", "source": "a/b.txt"}
    return article_html(Article(**(known | fields)), many.catalogue(), ZH)  # type: ignore[arg-type]


def test_a_whole_article_has_its_paragraphs_and_where_its_date_was_found(many: Engine) -> None:
    page = Page(whole(many, date="2024-05-01", date_origin="dateline", url="https://a.cn/1"))
    assert "2024-05-01 见于电头" in page.text
    assert page.text.endswith("一段。二段。")
    assert [one["href"] for one in page.all("a")] == ["https://a.cn/1"]
    assert all(one["rel"] == "noopener noreferrer" for one in page.all("a"))
    assert page.all("details") == []
    assert Page(whole(many, url="javascript:alert(1)")).all("a") == []
    assert "日期不详" in whole(many, date_origin="dateline")


def test_what_was_removed_is_folded_away_with_its_reason(many: Engine) -> None:
    pieces = (Removed("责任编辑：某某", "page number"), Removed("返回顶部", "running foot"))
    html = whole(many, removed=pieces)
    assert [one.get("open") for one in Page(html).all("details")] == [None]
    assert "2 处" in html
    assert "责任编辑：某某" in html
    assert "page number" not in html  # told in Chinese


def test_an_endless_article_is_cut_and_says_so(many: Engine) -> None:
    html = whole(many, text="字" * (LONGEST_CHARACTERS + 5))
    assert html.count("字" * 1000) == LONGEST_CHARACTERS // 1000
    assert f"前 {LONGEST_CHARACTERS:,} 字，全文共 {LONGEST_CHARACTERS + 5:,} 字" in html
    assert "hint" not in whole(many)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_from_outside_acts(engine: Engine, tmp_path: Path, language: Language) -> None:
    texts = ARTICLE_TEXTS[language]
    name = f"a{EVIL}"
    engine.index([write_articles(tmp_path / "a.jsonl", {
        "id": name, "title": EVIL, "issuer": EVIL, "url": f"https://a/{EVIL}", "text": f"{EVIL}。",
    })])  # fmt: skip
    catalogue = engine.catalogue()
    article = engine.article(name)
    for html in (
        list_html(catalogue.entries, 1, 1, texts),
        article_html(article, catalogue, texts),
    ):
        page = Page(html)
        assert page.all("img") == []
        assert EVIL in page.text
        assert not any(one in html for one in ("${", "{{", "<img", "`"))
        assert not any(key.startswith("on") for _, attributes in page.tags for key in attributes)
    assert listed(Page(list_html(catalogue.entries, 1, 1, texts))) == [name]


def test_both_languages_have_the_same_values() -> None:
    import string

    for name, chinese in vars(ZH).items():
        if isinstance(chinese, str):
            fields = [
                {field for _, field, _, _ in string.Formatter().parse(text) if field}
                for text in (chinese, getattr(EN, name))
            ]
            assert fields[0] == fields[1], name
    assert ZH.origins.keys() == EN.origins.keys()
