"""Hostile articles, questions, replies and names of files in a real browser: they stay text.

The set is `tests/hostile/cases.jsonl`; `tests/hostile/inspect.js` looks at every change of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from rag.engine import Engine
from rag.settings import Settings
from rag.types import Answer
from tests.e2e.site import DESK, NEEDS_BROWSER, PHONE, Site, ask, running
from tests.hostile.cases import Case, cases, write_files, write_replies

CASES = cases()
QUOTED = [one for one in CASES if one.reply is None]
REPLIES = [one for one in CASES if one.reply is not None]
SHARES = [QUOTED[start : start + 26] for start in range(0, len(QUOTED), 26)]
INSPECT = Path(__file__).parents[1] / "hostile" / "inspect.js"
ODD_NAMES = ("<img src=x onerror=window.hacked=1>.exe", "a\u202etxt.exe", "${1+1}{{a}}.bin")
TITLE = "原文 Yuanwen"

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write_files(CASES, folder / "files")
    return folder


@pytest.fixture(scope="module")
def hostile(folder: Path, browser: Any) -> Iterator[Site]:
    """The window over the set; quotes are the answers."""
    engine = Engine(Settings(), folder / "library")
    engine.index([str(folder / "files")])
    with running(engine, browser, folder) as site:
        yield site


class Watched:
    """A page, and everything that it did."""

    def __init__(self, site: Site, size: Any = DESK) -> None:
        self.requests: list[str] = []
        self.told: list[str] = []  # dialogs, errors, what the content policy refused
        context = site.browser.new_context(locale="zh-CN", viewport=size)
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("dialog", lambda dialog: (self.told.append("a dialog"), dialog.dismiss()))
        context.on("page", lambda page: self.told.append("a window") if page.opener() else None)
        context.add_init_script(path=INSPECT)
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.goto(site.url)
        self.page.locator("#brand h1").wait_for()
        self._page_url = self.page.url

    def _console(self, message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.told.append(message.text)

    def problems(self) -> list[str]:
        """Everything that text of ours must not do."""
        page = self.page
        found = [*page.evaluate("foreign()"), *page.evaluate("turned()"), *self.told]
        hosts = {urlsplit(url).hostname for url in self.requests if url.startswith("http")}
        found += [f"went to {host}" for host in hosts - {"127.0.0.1"}]
        for ours in ("#question textarea", "#language", "#brand h1"):
            if not page.evaluate("selector => reached(selector)", ours):
                found.append(f"{ours} is covered")
        if page.title() != TITLE or page.url != self._page_url:
            found.append("another title or address")
        return found

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.context.close()


def test_the_set_is_large_enough() -> None:
    assert len(CASES) >= 60
    assert len({one.kind for one in CASES}) >= 15
    assert {one.kind for one in CASES} >= {"bidi", "reply", "file", "question", "template"}


def cited(answer: Answer, case: Case) -> bool:
    return any(case.answer in one.quote for one in answer.citations)


@pytest.mark.parametrize("share", range(len(SHARES)))
def test_articles_and_questions_stay_text(hostile: Site, share: int) -> None:
    with Watched(hostile) as watched:
        for number, case in enumerate(SHARES[share], start=1):
            turn = ask(watched.page, case.question)
            answer = hostile.engine.ask(case.question, record=False)
            shown = turn.locator(".question").evaluate("e => e.textContent")
            assert shown == case.question, case.id
            if case.kind != "question":
                assert cited(answer, case), case.id
            for one in answer.citations:
                source = watched.page.locator(f"#src-{number}-{one.marker}")
                assert source.count() == 1, case.id
                assert source.locator("mark").evaluate("e => e.textContent") == one.quote, case.id
                around = source.locator("blockquote").evaluate("e => e.textContent").strip("…")
                assert around in one.article.text, case.id
                heading = source.locator(".heading b").evaluate("e => e.textContent")
                assert heading == one.article.title, case.id
        assert watched.problems() == []


def test_a_narrow_page_is_no_wider_for_it(hostile: Site) -> None:
    with Watched(hostile, PHONE) as watched:
        for case in CASES:
            if case.kind in {"long", "combining", "title"}:
                ask(watched.page, case.question)
        assert watched.problems() == []


def test_what_models_write_stays_text_while_it_streams_and_after(
    folder: Path, browser: Any
) -> None:
    spec = write_replies(REPLIES, folder / "replies.jsonl")
    engine = Engine(Settings(model=spec), folder / "talked")
    engine.index([str(folder / "files")])
    with running(engine, browser, folder) as site, Watched(site) as watched:
        for case in REPLIES:
            turn = ask(watched.page, case.question)
            assert case.answer in turn.inner_text(), case.id
        assert watched.page.locator(".sentence bdi.sealed + a.cite").count() == 2
        assert watched.problems() == []
        assert watched.page.evaluate("window.streamed") is True


def test_names_of_uploaded_files_stay_text(hostile: Site, folder: Path) -> None:
    with Watched(hostile) as watched:
        paths = sorted(path for path in (folder / "files").iterdir() if path.suffix != ".jsonl")
        odd = []
        for name in (
            "<img src=x onerror=window.hacked=1>.exe",
            "a\u202etxt.exe",
            "${1+1}{{a}}.bin",
        ):
            odd.append(folder / name)
            odd[-1].write_bytes(b"MZ")
        page = watched.page
        page.get_by_role("tab", name="文章").click()
        page.locator("#add input[type=file]").set_input_files([*paths, *odd])
        page.wait_for_timeout(1000)
        page.locator("#read").click()
        page.locator("#report li.failed").first.wait_for(timeout=60_000)
        assert page.locator("#report li.failed").count() == len(odd)
        assert "img src=x" in page.locator("#report").inner_text()
        assert watched.problems() == []


@pytest.mark.parametrize(
    ("date", "said"),
    [("<img src=x", "'<img src=x'"), ("${1}{{a}}", "'${1}{{a}}'"), ("\u202e", r"'\u202e'")],
)
def test_an_error_that_repeats_what_was_typed_stays_text(
    hostile: Site, date: str, said: str
) -> None:
    with Watched(hostile) as watched:
        watched.page.get_by_label("截至日期").fill(date)
        turn = ask(watched.page, "甘草有多少？")
        told = turn.locator(".error p").first.evaluate("e => e.textContent")
        assert told == f"不是日期：{said}。"
        assert watched.problems() == []
