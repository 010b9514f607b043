"""The conversation in a real browser: markers, verdicts, stop, comparison, history, export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import NEEDS_BROWSER, PHONE, SAMPLES, Site, ask, running
from tests.e2e.slow_model import REPLY, SlowModel, slow_model

BIRDS = "砚湖湿地的候鸟为什么变多了？"
CHIPS = "临泽新区累计引进了多少个半导体项目？"
MARS = "火星探测器的燃料是什么？"

pytestmark = NEEDS_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def model() -> Iterator[SlowModel]:
    with slow_model() as made:
        yield made


@pytest.fixture(scope="module")
def site(
    browser: Any, model: SlowModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("talking")
    engine = Engine(Settings(), folder / "library")
    engine.index([str(SAMPLES)])
    with running(engine, browser, folder, [model.spec]) as opened:
        yield opened


@pytest.fixture
def page(site: Site) -> Iterator[Any]:
    opened = site.page()
    yield opened
    opened.context.close()


def choose_model(page: Any, name: str) -> None:
    page.get_by_label("回答方式").click()
    page.get_by_role("option", name=name).click()


def begin(page: Any, question: str) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def complete(page: Any, turn: str = "#conversation #turn-1") -> Any:
    found = page.locator(turn)
    found.locator(".foot, .error, .stopped").first.wait_for(timeout=60_000)
    return found


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_marker_previews_its_source(page: Any, by: str) -> None:
    turn = ask(page, BIRDS)
    page.locator("#feedback").wait_for()  # comes last
    page.wait_for_timeout(400)  # all is laid out
    marker = turn.locator("a.cite").first
    if by == "pointer":
        marker.hover()
    else:
        page.locator("#conversation a.cite").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
    preview = page.locator(".preview")
    preview.wait_for()
    told = preview.inner_text()
    quote = page.locator("#src-1-1 mark").inner_text()
    assert all(part in told for part in ("砚湖湿地迎来首批越冬候鸟", "2024-12-18", quote))
    page.keyboard.press("Escape")
    assert preview.count() == 0


def test_paragraphs_around_the_quote_are_one_press_away(page: Any, site: Site) -> None:
    ask(page, BIRDS)
    source = page.locator("#src-1-1")
    quoted = source.locator("blockquote")
    before = quoted.inner_text()
    source.get_by_role("button", name="上一段").click()
    earlier = quoted.inner_text()
    assert earlier.endswith(before)
    assert len(earlier) > len(before)
    source.get_by_role("button", name="下一段").click()
    assert quoted.inner_text().startswith(earlier)
    for name in ("上一段", "下一段"):
        button = source.get_by_role("button", name=name)
        while button.is_visible():
            button.click()
    (row,) = [one for one in site.engine.articles() if one["source"].endswith("wetland-park.txt")]
    whole = site.engine.article(str(row["id"])).text
    assert quoted.evaluate("e => e.textContent").strip() == whole.strip()


def test_a_citation_is_copied(page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, BIRDS)
    page.locator("#src-1-1 .copy").click()
    playwright.expect(page.locator("#src-1-1 .copy")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("青川生态网《砚湖湿地迎来首批越冬候鸟》，2024-12-18：“")
    assert copied.endswith("wetland-park.txt")


def test_where_the_clipboard_is_refused_the_citation_can_still_be_had(page: Any) -> None:
    page.evaluate("""() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
        document.execCommand = () => false;
    }""")
    ask(page, BIRDS)
    page.locator("#src-1-1 .copy").click()
    field = page.locator("#src-1-1 .citation")
    field.wait_for()
    assert page.evaluate("getSelection().toString()") == field.inner_text()


def test_what_articles_differ_on_is_a_dated_table(page: Any) -> None:
    turn = ask(page, CHIPS)
    rows = turn.locator(".conflict tbody tr")
    told = [rows.nth(at).locator("td").all_inner_texts() for at in range(rows.count())]
    dates = [row[1] for row in told]
    assert len(told) > 1
    assert dates == sorted(dates, reverse=True)
    rows.nth(1).locator("a.cite").click()
    source = page.locator(f"#src-1-{told[1][2].strip('[]')}.current")
    assert dates[1] in source.inner_text()
    assert "各篇文章的说法不同" not in turn.inner_text()  # said once, by the table


def test_what_is_unsupported_says_why_when_pressed(page: Any) -> None:
    choose_model(page, "qwen3-demo")
    begin(page, BIRDS)
    turn = complete(page)
    flag = turn.locator("button.flag")
    assert turn.locator(".sentence.supported").count() >= 1
    assert flag.count() == 1
    assert not turn.locator(".why").is_visible()
    flag.focus()
    page.keyboard.press("Enter")
    assert turn.locator(".why").inner_text().startswith("原因：")
    assert flag.get_attribute("aria-expanded") == "true"


def test_an_answer_is_stopped_with_what_was_written(page: Any, model: SlowModel) -> None:
    model.pause_seconds, model.sent = 0.2, 0
    model.hung_up.clear()
    choose_model(page, "qwen3-demo")
    begin(page, BIRDS)
    page.locator("#writing .writing", has_text="砚湖").wait_for()
    page.keyboard.press("Escape")
    turn = complete(page)
    model.pause_seconds = 0.05
    written = turn.locator(".unchecked").inner_text()
    assert REPLY.startswith(written)
    assert 2 <= len(written) < len(REPLY) / 2
    assert "已停止" in turn.inner_text()
    assert model.hung_up.wait(10)
    playwright.expect(page.locator("#question .submit-button")).to_be_visible()
    turn.get_by_role("button", name="再答一次").click()
    playwright.expect(turn.locator(".foot")).to_contain_text("qwen3-demo", timeout=60_000)
    assert page.locator(".turn").count() == 1


def test_only_the_turn_being_written_is_sent_anew(page: Any) -> None:
    """Words of a model cost the same however long the conversation is."""
    ask(page, BIRDS)
    page.evaluate("document.querySelector('#conversation .turn').dataset.kept = 'yes'")
    page.evaluate("""() => {
        window.changes = 0;
        new MutationObserver(() => { window.changes += 1; })
            .observe(document.querySelector("#conversation"), { childList: true, subtree: true });
    }""")
    choose_model(page, "qwen3-demo")
    begin(page, "砚湖湿地公园的总面积是多少？")
    page.locator("#writing .writing", has_text="水变浅").wait_for()
    begun = page.evaluate("window.changes")
    page.locator("#writing .writing", has_text="40厘米").wait_for()
    assert page.evaluate("window.changes") == begun
    complete(page, "#conversation #turn-2")


def test_two_models_are_compared_side_by_side(page: Any, site: Site) -> None:
    ask(page, BIRDS)
    page.get_by_text("对比模型").click()
    page.locator("[data-do=compare]").click()
    page.locator("#writing .compared .writing").wait_for()
    assert page.locator("#writing .compared .answered").count() == 1
    turn = complete(page, "#conversation #turn-1 .compared section:nth-child(2)")
    assert turn.locator(".model").inner_text() == "qwen3-demo"
    first, second = (page.locator(".compared section").nth(at).bounding_box() for at in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    turn.locator("a.cite").first.click()
    page.locator("#src-b-1-1[open].current").wait_for()
    page.locator(".compared section").nth(0).locator("a.cite").first.click()
    page.locator("#src-1-1[open].current").wait_for()
    page.set_viewport_size(PHONE)
    first, second = (page.locator(".compared section").nth(at).bounding_box() for at in (0, 1))
    assert first["y"] + first["height"] <= second["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_another_model_answers_the_last_question(page: Any) -> None:
    ask(page, BIRDS)
    page.get_by_text("换个模型").click()
    page.locator("[data-do=again]").click()
    turn = page.locator("#conversation #turn-1")
    playwright.expect(turn.locator(".foot")).to_contain_text("qwen3-demo", timeout=60_000)
    assert page.locator(".turn").count() == 1


def test_a_reload_brings_the_conversation_back_and_it_goes_on(page: Any) -> None:
    ask(page, "云麓生物医药产业园规划用地多少亩？")
    page.reload()
    turn = complete(page)
    turn.locator("a.cite").first.click()
    page.locator("#src-1-1[open].current").wait_for()
    assert page.locator("#src-1-1 mark").inner_text()
    follow_up = ask(page, "那它的总投资呢？")
    assert "云麓生物医药产业园的总投资是多少？" in follow_up.locator(".understood").inner_text()
    page.reload()
    complete(page, "#conversation #turn-2")


def test_earlier_conversations_are_opened_and_deleted(page: Any, site: Site) -> None:
    ask(page, MARS)
    page.get_by_role("button", name="新对话").click()
    page.locator(".welcome").wait_for()
    assert page.locator("#examples button").first.is_visible()
    ask(page, CHIPS)
    page.get_by_role("button", name="历史").click()
    items = page.locator(".past li")
    items.first.wait_for()
    assert CHIPS in items.nth(0).inner_text()
    items.filter(has_text=MARS).first.locator(".open").click()
    playwright.expect(page.locator("#conversation .question")).to_have_text(MARS)
    playwright.expect(items).to_have_count(0)
    page.get_by_role("button", name="历史").click()
    items.first.wait_for()
    before = items.count()
    delete = items.filter(has_text=CHIPS).first.get_by_role("button", name="删除")
    delete.click()
    page.wait_for_timeout(300)
    assert items.count() == before  # the first press only asks
    items.nth(0).get_by_role("button", name="再按一次确认").click()
    playwright.expect(items).to_have_count(before - 1)
    assert MARS in page.locator("#conversation").inner_text()
    every = page.get_by_role("button", name="全部删除")
    every.click()
    page.get_by_role("button", name="再按一次确认").click()
    page.locator(".past .empty").wait_for()
    page.locator(".welcome").wait_for()
    assert not list((site.engine.folder.path / "history").rglob("*.json"))


def test_an_article_removed_meanwhile_is_told_of_its_source(page: Any, site: Site) -> None:
    path = site.shots / "tea.txt"
    path.write_text(
        "云岭茶园开采\n日期：2025-04-06\n\n云岭茶园今年春季采茶12.7吨。", encoding="utf-8"
    )
    site.engine.index([str(path)])
    ask(page, "云岭茶园今年春季采茶多少吨？")
    (row,) = [one for one in site.engine.articles() if one["source"] == str(path)]
    site.engine.remove([str(row["id"])])
    page.reload()
    complete(page)
    assert "已从文库移除" in page.locator("#src-1-1").inner_text()
    assert page.locator("#src-1-1 mark").inner_text() == "云岭茶园今年春季采茶12.7吨。"


def test_a_conversation_is_exported_with_its_sources(page: Any) -> None:
    ask(page, BIRDS)
    with page.expect_download() as waited:
        page.get_by_role("button", name="导出").click()
    name = waited.value.suggested_filename
    assert re.fullmatch(r"yuanwen-\d{4}-\d\d-\d\d\.md", name)
    text = Path(waited.value.path()).read_text(encoding="utf-8")
    assert f"## 1. {BIRDS}" in text
    assert "水变浅了" in text
    assert "**砚湖湿地迎来首批越冬候鸟** · 2024-12-18" in text


def test_keys_and_what_is_read_aloud(page: Any) -> None:
    box = page.locator("#question textarea")
    box.fill("砚湖湿地的候鸟")
    box.press("Shift+Enter")
    assert page.locator(".turn").count() == 0
    assert box.input_value() == "砚湖湿地的候鸟\n"
    box.fill(BIRDS)
    box.press("Enter")
    complete(page)
    voice = page.locator("#voice[aria-live=polite]")
    assert "水变浅了" in voice.inner_text()
    page.locator("#conversation a.cite").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


CONTRAST = """() => {
  const channel = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255)
    + 0.0722 * channel(b / 255);
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parts(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const e of document.querySelectorAll("#brand *, #panels *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility({ visibilityProperty: true }) || e.disabled) continue;
    const pair = [light(parts(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const told = `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)}`;
    if (ratio < 4.5) low.push(`${told} ${ratio.toFixed(2)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(site: Site, scheme: str) -> None:
    page = site.page(scheme=scheme)
    choose_model(page, "qwen3-demo")
    begin(page, BIRDS)
    complete(page).locator("button.flag").click()
    ask(page, CHIPS)
    ask(page, MARS)
    page.get_by_role("button", name="历史").click()
    page.locator(".past li").first.wait_for()
    page.locator("#conversation a.cite").first.click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_a_phone_needs_no_sideways_scrolling(site: Site) -> None:
    page = site.page(size=PHONE)
    ask(page, CHIPS)
    ask(page, MARS)
    page.get_by_role("button", name="历史").click()
    page.locator(".past li").first.wait_for()
    page.get_by_text("对比模型").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()
