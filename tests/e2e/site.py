"""A running service with its window, and the browser that looks at it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import uvicorn

from rag.engine import Engine

CHROMIUM = Path("/usr/bin/chromium")
SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]


@dataclass
class Site:
    """A running service, and what the browser asked for."""

    url: str
    shots: Path
    browser: Any
    engine: Engine
    requests: list[str] = field(default_factory=list)

    def page(self, *, locale: str = "zh-CN", scheme: str = "light", size: Any = DESK) -> Any:
        context = self.browser.new_context(locale=locale, color_scheme=scheme, viewport=size)
        context.on("request", lambda request: self.requests.append(request.url))
        page = context.new_page()
        page.goto(self.url)
        page.locator("#brand h1").wait_for()
        return page

    def shoot(self, page: Any, name: str) -> None:
        page.wait_for_timeout(600)  # scrolling comes to rest
        page.screenshot(path=self.shots / f"{name}.png")

    def api(self, question: str) -> Any:
        request = Request(
            f"{self.url}/api/ask", json.dumps({"question": question}).encode(),
            {"content-type": "application/json"},
        )  # fmt: skip
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)


@contextmanager
def running(
    engine: Engine,
    browser: Any,
    shots: Path,
    models: Sequence[str] = (),
    around: Callable[[Any], Any] = lambda app: app,
) -> Iterator[Site]:
    """Serve an engine's library on a free port; `around` puts an ASGI middleware about it."""
    from ui.service import build_app

    listener = socket.create_server(("127.0.0.1", 0))
    app = around(build_app(engine, models))
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _wait(f"{url}/healthz")
    yield Site(url, shots, browser, engine)
    server.should_exit = True
    thread.join(20)
    listener.close()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=5).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def ask(page: Any, question: str) -> Any:
    """Ask, wait for the complete answer, and return its turn."""
    turn = page.locator(f"#turn-{page.locator('.turn').count() + 1}")
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    turn.locator(".foot, .error").first.wait_for(timeout=60_000)
    page.wait_for_timeout(400)  # the box takes the next question
    return turn


def in_view(locator: Any) -> bool:
    return bool(
        locator.evaluate(
            "e => { const r = e.getBoundingClientRect();"
            " return r.top >= 0 && r.bottom <= innerHeight && r.height > 0; }"
        )
    )
