"""A small library and a real service over it, in this process or in one of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from rag.engine import Engine

ROOT = Path(__file__).parents[2]
BRIDGE = "青石大桥于2023年5月8日通车，全长1280米，双向六车道。"
ARTICLES = {
    "bridge.txt": f"青石大桥通车\n日期：2023-05-09\n\n{BRIDGE}",
    "library.txt": "市图书馆延长开放\n日期：2024-03-02\n\n市图书馆从3月起每晚开放到22点。",
    "orchard.md": "# Orchard opens\n\nDate: 2022-10-01\n\nThe orchard grows 640 pear trees.",
}
QUESTION = "青石大桥全长多少米？"


def filled(engine: Engine, folder: Path) -> Engine:
    """Put the articles into an engine's library."""
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    engine.index([str(folder / name) for name in ARTICLES])
    return engine


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Serve an app over real sockets; gives its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    wait_for(url)
    yield url
    server.should_exit = True
    thread.join(20)


@dataclass
class Process:
    """`yuanwen serve` in a process of its own."""

    url: str
    process: subprocess.Popen[str]

    def stop(self) -> tuple[int, str]:
        """Send SIGTERM; return the exit code and what was written to stderr."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for its end."""
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


@contextmanager
def serving(library: Path, *options: str, **settings: str) -> Iterator[Process]:
    """Run `yuanwen serve`; settings are named without YUANWEN_, in small letters."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui.main", "--library", str(library), "serve"]
    given = {f"YUANWEN_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [*command, "--port", str(port), *options],
        cwd=ROOT, env=os.environ | {"YUANWEN_LANGUAGE": "en"} | given,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield Process(f"http://127.0.0.1:{port}", process)
    finally:
        process.kill()
        process.wait()


def wait_for(url: str) -> None:
    """Wait until a service answers."""
    for _ in range(200):
        try:
            httpx.get(f"{url}/healthz", timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")
