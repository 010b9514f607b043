"""The articles and the settings in a real browser: add, follow, stop, filter, open, remove.

Screenshots go to pytest's folder (`--basetemp`) under `articles`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import NEEDS_BROWSER, PHONE, SAMPLES, Site, ask, running
from tests.e2e.slow_encoder import SlowEncoder

pytestmark = NEEDS_BROWSER
EVIL = "<img src=x onerror=\"document.title='broken'\">${1+1}{{value}}"
WAIT = 60_000


@pytest.fixture(scope="module")
def slow() -> SlowEncoder:
    return SlowEncoder()


@pytest.fixture(scope="module")
def site(
    browser: Any, slow: SlowEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("articles")
    engine = Engine(
        Settings(encoders=("endpoint:http://user:geheimnis@127.0.0.1:9/v1#bge",)),
        folder / "library",
    )
    engine._encoders["bundled"] = slow  # type: ignore[assignment]
    engine.index([str(SAMPLES)])
    with running(engine, browser, folder) as opened:
        yield opened


@pytest.fixture
def page(site: Site) -> Iterator[Callable[..., Any]]:
    """Open a tab on a panel; what Gradio calls an error in the browser fails the test."""
    opened: list[Any] = []
    errors: list[str] = []

    def at(tab: str, **how: Any) -> Any:
        page = site.page(**how)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.get_by_role("tab", name=tab, exact=True).click()
        opened.append(page)
        return page

    yield at
    for one in opened:
        one.context.close()
    assert errors == []


def brief(folder: Path, number: int, title: str = "云岭园区简报", more: str = "") -> Path:
    path = folder / f"简报 {number}.txt"
    path.write_text(
        f"{title}第{number}期\n日期：2025-04-{number:02}\n\n"
        f"{title}第{number}期说，园区新引进企业{number * 7 + 3}家。{more}\n",
        encoding="utf-8",
    )
    return path


def choose(page: Any, *files: Path) -> None:
    page.locator("#add input[type=file]").first.set_input_files(files)
    for file in files:
        page.locator("#add .file-preview", has_text=file.stem).wait_for()


def counted(page: Any, count: int) -> None:
    """Wait until the window's head tells so many articles."""
    page.locator("#brand p", has_text=f"· {count} ").wait_for(timeout=WAIT)


def held(site: Site) -> int:
    return site.engine.folder.open().article_count


def test_articles_are_listed_filtered_and_opened_whole(site: Site, page: Any) -> None:
    desk = page("文章")
    rows = desk.locator(".article-list li")
    rows.first.wait_for()
    dates = rows.locator("time").all_inner_texts()
    assert len(dates) == held(site)
    assert dates == sorted(dates, reverse=True)
    desk.locator("#words input, #words textarea").first.fill("地鐵")  # finds 地铁
    desk.locator(".count", has_text=f"2 篇符合，共 {held(site)} 篇").wait_for()
    desk.get_by_label("止").fill("2024-09-15")
    desk.locator(".count", has_text="1 篇符合").wait_for()
    site.shoot(desk, "filtered")
    rows.locator("button").click()
    whole = desk.locator(".whole")
    whole.wait_for()
    title = "青川地铁6号线东延段开工"
    assert whole.locator("h2").inner_text() == title
    name = next(one.id for one in site.engine.catalogue().entries if one.title == title)
    article = site.engine.article(name)
    lines = [line.strip() for line in article.text.split("\n") if line.strip()]
    assert whole.locator(".paragraphs p").all_inner_texts() == lines
    assert "2024-09-12" in whole.locator(".known").inner_text()
    site.shoot(desk, "open")
    desk.locator("#words input, #words textarea").first.fill("医药")
    desk.get_by_label("止").fill("")
    rows.locator("button", has_text="云麓生物医药产业园").click()
    whole.locator("h2", has_text="云麓生物医药产业园").wait_for()
    assert whole.locator(".pieces p").first.is_hidden()
    whole.locator(".pieces summary", has_text="2 处").click()
    assert whole.locator(".pieces p").count() == 2
    desk.get_by_label("止").fill("soon")
    desk.locator("#article-list .error", has_text="YYYY-MM-DD").wait_for()
    desk.get_by_role("button", name="关闭").click()
    desk.locator("#add").wait_for()


def test_questions_are_answered_while_files_are_read(
    site: Site, slow: SlowEncoder, page: Any, tmp_path: Path
) -> None:
    files = [brief(tmp_path, number, more=EVIL) for number in (1, 2, 3)]
    before = held(site)
    desk, other = page("文章"), page("提问")
    choose(desk, *files)
    slow.hold()
    desk.locator("#read").click()
    assert slow.reached.wait(30)
    desk.locator("#report progress").wait_for()
    assert desk.locator("#report .names li").all_inner_texts() == [one.name for one in files]
    site.shoot(desk, "reading")
    turn = ask(other, "砚湖湿地的候鸟为什么变多了？")
    assert turn.locator("a.cite").count() > 0
    assert held(site) == before
    slow.go.set()
    desk.locator("#report li.read").nth(2).wait_for(timeout=WAIT)
    counted(desk, before + 3)
    site.shoot(desk, "read")
    desk.locator(".article-list li", has_text="云岭园区简报第2期").wait_for()
    turn = ask(other, "云岭园区简报第2期说新引进企业多少家？")
    assert "17家" in turn.inner_text()
    desk.locator(".article-list button", has_text="云岭园区简报第2期").click()
    assert EVIL in desk.locator(".whole .paragraphs").inner_text()
    assert desk.title() == "原文 Yuanwen"


def test_reading_can_be_stopped_and_the_library_stays_as_it_was(
    site: Site, slow: SlowEncoder, page: Any, tmp_path: Path
) -> None:
    before, uploads = site.engine.folder.current_name(), site.engine.folder.path / "uploads"
    kept = sorted(uploads.glob("*"))
    desk = page("文章")
    choose(desk, brief(tmp_path, 4, "湖心岛简报"))
    slow.hold()
    desk.locator("#read").click()
    assert slow.reached.wait(30)
    desk.locator("#stop").click()
    desk.locator("#report", has_text="正在停止").wait_for()
    slow.go.set()
    desk.locator("#report .stopped", has_text="已停止，文库未变").wait_for(timeout=WAIT)
    site.shoot(desk, "stopped")
    assert site.engine.folder.current_name() == before
    assert sorted(uploads.glob("*")) == kept
    assert desk.locator("#add .file-preview", has_text="简报").count() > 0  # one press tries again
    desk.locator("#read").click()
    desk.locator("#report li.read").wait_for(timeout=WAIT)
    assert site.engine.folder.current_name() != before


def test_two_uploads_follow_one_another(
    site: Site, slow: SlowEncoder, page: Any, tmp_path: Path
) -> None:
    before = held(site)
    one, two = page("文章"), page("文章")
    choose(one, brief(tmp_path, 5, "山前镇简报"))
    choose(two, brief(tmp_path, 6, "山后镇简报"))
    slow.hold()
    one.locator("#read").click()
    assert slow.reached.wait(30)
    two.locator("#read").click()
    two.locator("#report", has_text="另一项更改正在进行").wait_for()
    site.shoot(two, "waiting")
    slow.go.set()
    for each in (one, two):
        each.locator("#report li.read").wait_for(timeout=WAIT)
    assert held(site) == before + 2


def test_removing_asks_once_more_and_tells_what_is_gone(
    site: Site, page: Any, tmp_path: Path
) -> None:
    desk = page("文章")
    choose(desk, *(brief(tmp_path, number, "石桥村简报") for number in (7, 8, 9)))
    before = held(site)
    desk.locator("#read").click()
    counted(desk, before + 3)
    desk.locator("#words input, #words textarea").first.fill("石桥村")
    desk.locator(".count", has_text="3 篇符合").wait_for()
    boxes = desk.locator(".article-list input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    desk.get_by_role("button", name="移除所选 2 篇").click()
    desk.get_by_role("button", name="不移除").click()
    assert held(site) == before + 3
    desk.get_by_role("button", name="移除所选 2 篇").click()
    desk.get_by_role("button", name="确定移除 2 篇？").click()
    told = desk.locator(".removal")
    told.wait_for(timeout=WAIT)
    counted(desk, before + 1)
    site.shoot(desk, "removed")
    assert told.locator("li").all_inner_texts() == ["石桥村简报第9期", "石桥村简报第8期"]
    desk.locator(".count", has_text="1 篇符合").wait_for()
    assert not boxes.first.is_checked()
    desk.locator(".article-list button").click()
    desk.get_by_role("button", name="移除这篇").click()
    site.shoot(desk, "removing-one")
    desk.get_by_role("button", name="确定移除这篇？").click()
    counted(desk, before)
    desk.locator("#add").wait_for()  # no article is open any more
    assert not list((site.engine.folder.path / "uploads").glob("简报 [789]*"))
    desk.get_by_role("tab", name="提问").click()
    turn = ask(desk, "石桥村简报第9期说园区新引进企业多少家？")
    assert "66家" not in turn.inner_text()


def test_a_folder_is_added_without_what_is_no_article(
    site: Site, page: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "来稿"
    (folder / "内").mkdir(parents=True)
    brief(folder, 10, "渡口镇简报")
    brief(folder / "内", 10, "渡口镇简报增刊")
    (folder / "照片.png").write_bytes(b"png")
    (folder / ".草稿.txt").write_text("草稿", encoding="utf-8")
    desk = page("文章")
    desk.locator("input[webkitdirectory]").set_input_files(folder)
    desk.locator("#report", has_text="2 个文件可读").wait_for()
    assert "2 个其他种类的文件" in desk.locator("#report").inner_text()
    desk.locator("#read").click()
    desk.locator("#report li.read").nth(1).wait_for(timeout=WAIT)
    names = {path.name for path in (site.engine.folder.path / "uploads").glob("简报 10*")}
    assert names == {"简报 10.txt", "简报 10-2.txt"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_an_article_opens_above_the_list(site: Site, page: Any, scheme: str) -> None:
    phone = page("文章", size=PHONE, scheme=scheme)
    phone.locator(".article-list li").first.wait_for()
    site.shoot(phone, f"phone-list-{scheme}")
    phone.locator(".article-list button", has_text="氢能公交").click()
    phone.locator(".whole h2").wait_for()
    site.shoot(phone, f"phone-open-{scheme}")
    top = phone.locator(".whole h2").evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < 300
    for tab in ("文章", "设置"):
        phone.get_by_role("tab", name=tab, exact=True).click()
        phone.wait_for_timeout(300)
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    site.shoot(phone, f"phone-settings-{scheme}")


def test_settings_show_what_is_in_use_and_no_key(site: Site, page: Any) -> None:
    desk = page("设置")
    used = desk.locator("#in-use")
    used.locator(".known").first.wait_for()
    generation = site.engine.folder.open()
    assert "摘录原文（不用模型）" in used.inner_text()
    assert f"{generation.passage_count} 段，每段约 300 字" in used.inner_text()
    desk.locator("#encoder input").click()
    assert "endpoint:http://***@127.0.0.1:9/v1#bge" in desk.locator("#encoder").inner_text()
    assert "geheimnis" not in desk.content()
    desk.keyboard.press("Escape")
    site.shoot(desk, "settings")
    desk.locator("#default-as-of").locator("input, textarea").first.fill("2024-13")
    desk.wait_for_timeout(300)  # no one types and presses Enter in the same millisecond
    desk.locator("#default-as-of").locator("input, textarea").first.press("Enter")
    desk.locator("#as-of-wrong .error", has_text="YYYY-MM-DD").wait_for()
    desk.locator("#default-as-of").locator("input, textarea").first.fill("2024-12")
    desk.wait_for_timeout(300)
    desk.locator("#default-as-of").locator("input, textarea").first.press("Enter")
    desk.locator("#as-of-wrong .error").wait_for(state="detached")


def test_the_library_is_encoded_anew_after_an_estimate(site: Site, page: Any) -> None:
    before = site.engine.folder.current_name()
    desk = page("设置")
    desk.locator("#estimate").click()
    desk.locator("#again-told", has_text="大约需要").wait_for(timeout=WAIT)
    site.shoot(desk, "estimate")
    assert site.engine.folder.current_name() == before
    desk.locator("#begin").click()
    desk.locator("#again-told", has_text="已用“自带").wait_for(timeout=WAIT)
    assert int(site.engine.folder.current_name() or 0) == int(before or 0) + 1


def test_the_language_chosen_is_kept_by_the_browser(site: Site, page: Any) -> None:
    desk = page("设置")
    desk.locator("#tongue label", has_text="English").click()
    desk.locator("#brand p", has_text="Ask the articles").wait_for()
    assert desk.locator("#in-use").inner_text().startswith("In use")
    desk.reload()
    desk.locator("#brand p", has_text="Ask the articles").wait_for()
    desk.get_by_role("tab", name="Articles", exact=True).click()
    desk.locator(".count", has_text="articles").wait_for()
    site.shoot(desk, "english")
    desk.get_by_role("tab", name="Settings", exact=True).click()
    assert desk.locator("#tongue input:checked").get_attribute("value") == "en"
    desk.locator("#tongue label", has_text="as the browser").click()
    desk.locator("#brand p", has_text="看原文").wait_for()


def test_no_request_left_this_machine(site: Site) -> None:
    hosts = {urlsplit(url).hostname for url in site.requests if url.startswith("http")}
    assert hosts == {"127.0.0.1"}
