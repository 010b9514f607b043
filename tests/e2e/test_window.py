"""The window in a real browser: ask, press a marker, read the original; add an article; no answer.

Screenshots go to pytest's folder (`--basetemp`) under `window`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from rag.types import Answer, Verdict
from tests.e2e.site import DESK, NEEDS_BROWSER, PHONE, Site, ask, in_view

QUESTION = "砚湖湿地的候鸟为什么变多了？"
TEA = "云岭茶园今年春季采茶12.7吨。<img src=x onerror=\"document.title='broken'\">${1+1}{{value}}"

pytestmark = NEEDS_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.mark.parametrize(
    ("name", "locale", "scheme", "size"),
    [("desk", "zh-CN", "light", DESK), ("dark", "zh-CN", "dark", DESK),
     ("phone", "zh-CN", "light", PHONE)],
)  # fmt: skip
def test_every_marker_opens_its_quote(
    site: Site, name: str, locale: str, scheme: str, size: Any
) -> None:
    page = site.page(locale=locale, scheme=scheme, size=size)
    site.shoot(page, f"{name}-1-welcome")
    turn = ask(page, QUESTION)
    expected = {one["marker"]: one["quote"] for one in site.api(QUESTION)["citations"]}
    assert len(expected) > 1
    for marker, quote in reversed(expected.items()):  # [1] last: it stood open to begin with
        turn.locator("a.cite", has_text=f"[{marker}]").click()
        source = page.locator("#sources details[open]")
        page.locator(f"#src-1-{marker}[open].current").wait_for()
        site.shoot(page, f"{name}-2-source-{marker}")
        assert source.count() == 1
        assert source.locator("mark").evaluate("e => e.textContent") == quote
        assert in_view(source.locator("mark"))
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.context.close()


def test_an_earlier_answer_keeps_its_sources(site: Site) -> None:
    page = site.page()
    first = ask(page, QUESTION)
    ask(page, "云麓生物医药产业园的总投资是多少？")
    first.locator("a.cite").first.click()
    page.locator("#src-1-1[open].current").wait_for()
    assert page.locator("#sources .group:visible").count() == 1
    page.context.close()


def test_what_a_follow_up_is_taken_to_mean_is_shown_and_can_be_edited(site: Site) -> None:
    page = site.page()
    ask(page, "云麓生物医药产业园规划用地多少亩？")
    assert not page.locator("#edit").is_visible()
    turn = ask(page, "那它的总投资呢？")
    meant = "云麓生物医药产业园的总投资是多少？"
    assert turn.locator(".understood").inner_text() == f"按此理解：{meant}"
    assert "56亿元" in turn.inner_text()
    page.locator("#edit").click()
    box = page.locator("#question textarea")
    playwright.expect(box).to_have_value(meant)
    site.shoot(page, "understood")
    alone = ask(page, meant)
    assert alone.locator(".understood").count() == 0
    playwright.expect(page.locator("#edit")).to_be_hidden()
    page.context.close()


def test_a_dropped_file_can_be_asked_about(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "茶园 新闻.txt"
    path.write_text(f"云岭茶园开采\n日期：2025-04-06\n\n{TEA}", encoding="utf-8")
    odd = tmp_path / "tool.exe"
    odd.write_bytes(b"MZ")
    page = site.page()
    before = int(page.locator("#brand p").inner_text().split("·")[1].split()[0])
    page.get_by_role("tab", name="文章").click()
    page.locator("#add input[type=file]").set_input_files([path, odd])
    page.wait_for_timeout(1500)
    page.locator("#read").click()
    page.locator("#report li.read").wait_for(timeout=60_000)
    site.shoot(page, "upload")
    assert "茶园" in page.locator("#report li.read").inner_text()
    assert "不支持" in page.locator("#report li.failed").inner_text()
    page.locator("#brand p", has_text=f"{before + 1} 篇文章").wait_for()
    page.get_by_role("tab", name="提问").click()
    turn = ask(page, "云岭茶园今年春季采茶多少吨？")
    assert "12.7吨" in turn.inner_text()
    turn.locator("a.cite").first.click()
    site.shoot(page, "upload-asked")
    assert "uploads/" in page.locator("#sources details[open] .file").inner_text()
    assert page.title() == "原文 Yuanwen"  # the article's script did not run
    assert "${1+1}{{value}}" in page.locator("#sources").inner_text()
    assert page.locator("#sources img, #conversation img").count() == 0
    page.context.close()


def test_where_nothing_is_found_the_window_stays_calm(site: Site) -> None:
    question = "火星探测器的燃料是什么？"
    assert site.api(question)["outcome"] == "not_found"
    page = site.page()
    turn = ask(page, question)
    site.shoot(page, "not-found")
    assert turn.locator(".not-found").count() == 1
    assert turn.locator(".not-found li").count() == 3
    assert turn.locator("a.cite").count() == 0
    page.context.close()


def test_an_answer_is_shown_as_it_is_written_and_what_is_unsupported_is_flagged(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = site.engine.ask(QUESTION)
    doubtful = replace(real.sentences[0], verdict=Verdict.UNSUPPORTED)
    written = threading.Event()

    def stream(*_: object, **__: object) -> Iterator[str | Answer]:
        yield "因为<b>水</b>"
        assert written.wait(30)
        yield replace(real, sentences=(doubtful, *real.sentences[1:]))

    monkeypatch.setattr(site.engine, "stream", stream)
    page = site.page()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question .submit-button").click()
    page.locator(".writing", has_text="因为<b>水</b>").wait_for()
    site.shoot(page, "writing")
    written.set()
    page.locator("#turn-1 .foot").wait_for()
    site.shoot(page, "unsupported")
    assert page.locator(".sentence.unsupported .flag").inner_text() == "未得到原文支持"
    assert page.locator(".writing").count() == 0
    page.context.close()


def test_a_wrong_date_is_told_in_the_conversation(site: Site) -> None:
    page = site.page(locale="en-US")
    page.get_by_label("As of").fill("tomorrow")
    turn = ask(page, QUESTION)
    site.shoot(page, "error")
    assert "YYYY-MM-DD" in turn.locator(".error .advice").inner_text()
    page.context.close()


def test_the_language_follows_the_browser_and_can_be_switched(site: Site) -> None:
    page = site.page(locale="en-US")
    assert "Ask the articles" in page.locator("#brand p").inner_text()
    page.locator("#examples button:visible").first.click()
    page.locator("#turn-1 .foot").wait_for(timeout=60_000)
    site.shoot(page, "english")
    page.locator("#language").click()
    page.locator("#brand p", has_text="看原文").wait_for()
    assert "摘录原文" in page.locator("#turn-1 .foot").inner_text()
    page.context.close()


def test_no_request_left_this_machine(site: Site) -> None:
    hosts = {urlsplit(url).hostname for url in site.requests if url.startswith("http")}
    assert hosts == {"127.0.0.1"}
