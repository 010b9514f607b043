"""The log-in in a real browser, and a stop while a window is open."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import NEEDS_BROWSER
from ui.service.passwords import password_hash

sys.path.append(str(Path(__file__).parents[1] / "ui"))
from service_at_work import QUESTION, Process, filled, serving

PASSWORD = "青石大桥1280"

pytestmark = NEEDS_BROWSER


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Process]:
    library = filled(Engine(Settings(), tmp_path / "library"), tmp_path).folder.path
    users = f"小明:{password_hash(PASSWORD)}"
    with serving(library, users=users, stop_seconds="15") as running:
        yield running


def test_a_user_logs_in_asks_and_logs_out(service: Process, browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(service.url)
    assert page.url == f"{service.url}/login"
    page.screenshot(path=tmp_path / "login.png")
    page.get_by_label("用户名").fill("小明")
    page.get_by_label("密码").fill("falsch-falsch")
    page.get_by_role("button", name="登录").click()
    assert "用户名或密码不对" in page.get_by_role("alert").inner_text()
    page.get_by_label("用户名").fill("小明")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator("#brand h1").wait_for()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.locator(".turn .foot").first.wait_for(timeout=60_000)
    assert "1280米" in page.locator("#turn-1").inner_text()
    assert [one for one in told if "Content Security Policy" in one] == []
    started = time.monotonic()
    page.get_by_role("link", name="小明 · 退出登录").click()
    page.get_by_role("button", name="退出登录").click()
    page.goto(service.url)
    assert page.url == f"{service.url}/login"
    assert time.monotonic() - started < 30


def test_an_open_window_does_not_hold_up_a_stop(service: Process, browser: Any) -> None:
    page = browser.new_context(locale="en").new_page()
    page.goto(f"{service.url}/login")
    page.get_by_label("Name").fill("小明")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.locator("#brand h1").wait_for()
    page.wait_for_timeout(1500)
    started = time.monotonic()
    code, errors = service.stop()
    assert code == 0
    assert time.monotonic() - started < 8
    assert "Traceback" not in errors, errors[-3000:]
