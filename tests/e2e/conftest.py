"""One browser for all, and the window over the samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import CHROMIUM, FLAGS, SAMPLES, Site, running


@pytest.fixture(scope="module")  # an open one is a running event loop: in the way elsewhere
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("window")
    engine = Engine(Settings(), folder / "library")
    engine.index([str(SAMPLES)])
    with running(engine, browser, folder) as opened:
        yield opened
