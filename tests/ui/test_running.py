"""The service under way: limits, logs, a graceful stop, the commands around it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from service_at_work import QUESTION, ROOT, filled, listening, serving
from typer.testing import CliRunner

from rag.engine import Engine
from rag.settings import Settings
from ui.main import app as commands
from ui.service import build_app
from ui.service.limits import Rate
from ui.service.logs import JsonLines
from ui.service.passwords import is_password
from ui.service.paths import logged_path
from ui.service.stopping import Stopping
from ui.service.workers import Workers

ASKED = {"question": QUESTION}
Serve = Callable[[Any], Any]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("running")
    return filled(Engine(Settings(), folder / "library"), folder).folder.path


def service(library: Path, log: io.StringIO | None = None, **settings: Any) -> Any:
    return build_app(Engine(Settings(**settings), library), window=False, log=log)


def keyed(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_requests_of_a_minute_are_counted_for_each_key(library: Path) -> None:
    client = TestClient(service(library, api_keys=("a", "b"), requests_per_minute=2))
    got = [client.post("/api/search", json=ASKED, headers=keyed("a")) for _ in range(3)]
    assert [one.status_code for one in got] == [200, 200, 429]
    assert 55 <= int(got[2].headers["retry-after"]) <= 60
    assert got[2].json()["advice"]
    assert client.post("/api/search", json=ASKED, headers=keyed("b")).status_code == 200
    assert client.get("/healthz").status_code == 200
    told = client.post("/v1/chat/completions", json={}, headers=keyed("a")).json()
    assert told["error"]["code"] == "rate_limit_exceeded"


def test_a_rate_lets_through_again_what_is_a_minute_old() -> None:
    now = 100.0
    rate = Rate(2, 60, clock=lambda: now)
    rate.count("a")
    now = 130.0
    rate.count("a")
    assert (rate.wait("a"), rate.wait("b")) == (30.0, 0.0)
    now = 160.0
    assert rate.wait("a") == 0.0
    rate.count("a")
    assert rate.wait("a") == 30.0
    rate.take_back("a")
    assert rate.wait("a") == 0.0


def slow_model(release: threading.Event) -> Callable[..., None]:
    """A model whose reply waits until it is told to come."""

    def reply(handler: BaseHTTPRequestHandler, _body: object, _number: int) -> None:
        release.wait(20)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        piece = {"choices": [{"index": 0, "delta": {"content": "青石大桥全长1280米。"}}]}
        handler.wfile.write(f"data: {json.dumps(piece)}\n\ndata: [DONE]\n\n".encode())

    return reply


def test_answers_at_once_are_counted_for_each_key(library: Path, serve: Serve) -> None:
    release = threading.Event()
    model = f"{serve(slow_model(release)).url}#slow"
    settings = Settings(api_keys=("a", "b"), concurrent_answers=1, models=(model,))
    app = build_app(Engine(settings, library), window=False)
    with listening(app) as url, ThreadPoolExecutor(1) as pool:

        def ask(key: str, model: str) -> httpx.Response:
            asked = ASKED | {"model": model}
            return httpx.post(f"{url}/api/ask", json=asked, headers=keyed(key), timeout=30)

        first = pool.submit(ask, "a", "slow")
        time.sleep(0.5)
        second = ask("a", "extractive")
        assert (second.status_code, second.headers["retry-after"]) == (429, "1")
        assert ask("b", "extractive").status_code == 200
        release.set()
        assert first.result().json()["model"] == model
        assert ask("a", "extractive").status_code == 200


def test_a_large_body_is_refused_declared_or_not(library: Path) -> None:
    client = TestClient(service(library, max_request_kilobytes=16))
    large = {"question": QUESTION, "messages": [{"role": "user", "content": "x" * 17_000}]}
    assert client.post("/api/ask", json=large).status_code == 413
    body = json.dumps(large).encode()
    pieces = client.post(
        "/v1/chat/completions", content=(body[at : at + 1000] for at in range(0, len(body), 1000))
    )
    assert (pieces.status_code, pieces.json()["error"]["code"]) == (413, "request_too_large")
    large["messages"][0]["content"] = "x" * 15_000  # type: ignore[index]
    assert client.post("/api/ask", json=large).status_code == 200


def test_more_users_than_places_are_all_answered(library: Path) -> None:
    """80 at once, 16 places: streams that end or are left give theirs back."""
    with listening(service(library)) as url, ThreadPoolExecutor(80) as pool:

        def ask(number: int) -> int:
            if number % 2:
                return httpx.post(f"{url}/api/ask", json=ASKED, timeout=60).status_code
            body = {"model": "yuanwen", "stream": True,
                    "messages": [{"role": "user", "content": QUESTION}]}  # fmt: skip
            return httpx.post(f"{url}/v1/chat/completions", json=body, timeout=60).status_code

        assert set(pool.map(ask, range(80))) == {200}


def test_work_that_fails_gives_its_place_back() -> None:
    def fails() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    async def still_there() -> bool:
        return False

    async def run() -> int:
        workers = Workers(at_once=1)
        with pytest.raises(ValueError, match="broken"):
            await workers.last(fails, still_there)
        left = workers.stream(lambda: iter(range(3)))  # begun, then left
        assert await anext(left) == 0
        left.close()
        return await workers.last(lambda: (n for n in range(4)), still_there)

    assert asyncio.run(asyncio.wait_for(run(), 10)) == 3


def log_of(library: Path, **settings: Any) -> tuple[list[dict[str, Any]], str]:
    log = io.StringIO()
    client = TestClient(service(library, log, api_keys=("top-secret-key",), **settings))
    client.post("/api/ask", json=ASKED, headers=keyed("top-secret-key"))
    client.post("/api/ask?q=青石大桥", json=ASKED, headers=keyed("wrong-secret"))
    client.post(
        "/api/ask", json={"question": "城市足球队今年赢了几场？"}, headers=keyed("top-secret-key")
    )
    client.get("/healthz")
    return [json.loads(line) for line in log.getvalue().splitlines()], log.getvalue()


def test_a_request_is_a_line_without_what_was_asked(library: Path) -> None:
    lines, raw = log_of(library)
    assert [(one["status"], one["outcome"]) for one in lines] == [
        (200, "answered"), (401, "refused"), (200, "not_found"), (200, None),
    ]  # fmt: skip
    first = lines[0]
    assert first.keys() == {
        "time", "event", "method", "path", "status", "seconds", "who", "outcome",
    }  # fmt: skip
    assert (first["method"], first["path"]) == ("POST", "/api/ask")
    assert 0 < first["seconds"] < 30
    assert first["who"] == lines[2]["who"] != lines[1]["who"]
    assert first["who"].startswith("key:")
    for hidden in ("青石", "足球", "secret"):
        assert hidden not in raw


def test_questions_are_in_the_log_where_that_is_set(library: Path) -> None:
    lines, raw = log_of(library, log_questions=True)
    assert [one.get("question") for one in lines] == [
        QUESTION, None, "城市足球队今年赢了几场？", None,
    ]  # fmt: skip
    assert "secret" not in raw


def test_troubles_of_the_server_are_lines_without_their_texts() -> None:
    try:
        raise ValueError(QUESTION)
    except ValueError:
        record = logging.LogRecord("uvicorn", 40, "x", 1, "it failed", (), sys.exc_info())
    told = json.loads(JsonLines().format(record))
    assert (told["level"], told["message"], told["exception"]) == (
        "error", "it failed", "ValueError",
    )  # fmt: skip
    assert QUESTION not in json.dumps(told, ensure_ascii=False)


def test_paths_are_logged_without_files_and_sessions() -> None:
    assert logged_path("/gradio_api/file=/tmp/通知.pdf") == "/gradio_api/file=…"
    assert logged_path("/gradio_api/heartbeat/abc") == "/gradio_api/heartbeat/…"
    assert logged_path("/api/ask") == "/api/ask"


def test_a_stop_waits_for_answers_for_so_long() -> None:
    now = 0.0
    stopping = Stopping(8, clock=lambda: now)
    stopping.under_way = 1
    assert not (stopping.begun or stopping.is_due)
    stopping.begin()
    assert stopping.begun and not stopping.is_due
    stopping.under_way = 0
    assert stopping.is_due
    stopping.under_way = 1
    now = 8.0
    assert stopping.is_due
    other = Stopping(8, clock=lambda: now)
    other.under_way = 1
    other.begin()
    other.begin()  # a second signal
    assert other.is_due


@pytest.mark.parametrize("seconds", ["20", "1"])
def test_answers_under_way_end_before_the_service(
    library: Path, serve: Serve, seconds: str
) -> None:
    release = threading.Event()
    model = f"{serve(slow_model(release)).url}#slow"
    with serving(library, "--model", model, "--log", "json", stop_seconds=seconds) as running:
        with ThreadPoolExecutor(1) as pool:
            asked = {"json": ASKED | {"model": "slow"}, "timeout": 30}
            first = pool.submit(httpx.post, f"{running.url}/api/ask", **asked)
            time.sleep(1)
            running.process.terminate()
            time.sleep(0.4)
            late = httpx.post(f"{running.url}/api/ask", json=ASKED)
            assert (late.status_code, late.json()["error"]) == (503, "the service is stopping.")
            assert httpx.get(f"{running.url}/healthz").status_code == 503
            started = time.monotonic()
            if seconds == "20":
                release.set()
                assert "1280米" in first.result().json()["answer"]
            else:
                assert first.result().status_code == 503
            code, errors = running.ended()
            assert time.monotonic() - started < 6
        release.set()
    assert code == 0
    lines = [json.loads(line) for line in errors.splitlines()]
    assert (lines[0]["event"], lines[-1]["event"]) == ("listening", "stopped")
    assert model not in errors


def test_a_service_with_keys_alone_says_that_it_has_no_window(library: Path) -> None:
    with serving(library, "--host", "0.0.0.0", api_keys="one-key") as running:
        assert httpx.get(running.url).status_code == 404
        told = httpx.get(f"{running.url}/v1/models", headers=keyed("one-key"))
        assert told.json()["data"][0]["id"] == "yuanwen"
        code, errors = running.stop()
    assert code == 0
    assert "no chat window" in errors
    assert "one-key" not in errors


def test_the_line_of_a_user_is_printed() -> None:
    done = CliRunner().invoke(commands, ["password", "小明"], input="青石大桥1280\n")
    name, _, hashed = done.stdout.strip().partition(":")
    assert name == "小明"
    assert is_password("青石大桥1280", hashed)
    assert "青石大桥1280" not in done.output
    short = CliRunner().invoke(commands, ["password", "小明"], input="short\n")
    assert "at least 8" in str(short.exception)


@pytest.mark.skipif(find_spec("mcp") is None, reason="mcp is not installed")
def test_the_mcp_tools_search_and_answer(library: Path) -> None:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "ui.main", "--library", str(library), "mcp"],
        cwd=str(ROOT),
    )  # fmt: skip

    async def talk() -> tuple[list[str], Any, Any, Any]:
        async with Client(stdio_client(server)) as client:
            tools = await client.list_tools()
            found = await client.call_tool("search", {"question": QUESTION, "k": 1})
            answer = await client.call_tool("ask", {"question": QUESTION})
            wrong = await client.call_tool("ask", {"question": QUESTION, "as_of": "2024-13"})
            return [one.name for one in tools.tools], found, answer, wrong

    names, found, answer, wrong = asyncio.run(asyncio.wait_for(talk(), 60))
    assert names == ["search", "ask"]
    assert len(found.structured_content["hits"]) == 1
    assert "1280米" in answer.structured_content["answer"]
    assert answer.structured_content["citations"][0]["article"]["date"] == "2023-05-09"
    assert wrong.is_error
    assert "Write YYYY" in wrong.content[0].text
