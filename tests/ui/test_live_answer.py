"""An answer under way: its text grows, and a stop reaches a model that says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import pytest

from rag.engine import Engine
from rag.errors import ModelError
from rag.settings import Settings
from rag.types import Answer
from tests.conftest import LocalServer, Reply
from ui.live_answer import LiveAnswer
from ui.turns import Stopped

QUESTION = "青石大桥全长多少米？"
BEGUN = b'data: {"choices": [{"delta": {"content": "\xe5\xa4\xa7\xe6\xa1\xa5"}}]}\n\n'


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("live")
    text = "青石大桥通车\n日期：2023-05-09\n\n青石大桥全长1280米，双向六车道。"
    (folder / "bridge.txt").write_text(text, encoding="utf-8")
    engine = Engine(Settings(), folder / "library")
    engine.index([str(folder / "bridge.txt")])
    return engine


def test_an_answer_without_a_model_is_its_only_state(bridge: Engine) -> None:
    (answer,) = LiveAnswer(bridge, QUESTION, model="extractive").states()
    assert isinstance(answer, Answer)
    assert "1280米" in answer.text


def test_the_text_grows_and_the_checked_answer_ends_it(
    bridge: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = bridge.ask(QUESTION)
    shown = Event()

    def stream(*_: object, **__: object) -> Iterator[str | Answer]:
        yield from ("全", "长")
        assert shown.wait(20)
        yield "1280米"
        yield answer

    monkeypatch.setattr(bridge, "stream", stream)
    states = LiveAnswer(bridge, QUESTION, model="extractive").states()
    assert next(states) == "全长"  # what comes together is shown together
    shown.set()
    assert list(states) == ["全长1280米", answer]


def test_errors_come_as_the_result(bridge: Engine) -> None:
    refused = ModelError("not here.")
    assert list(LiveAnswer(bridge, QUESTION, model="x", refused=refused).states()) == [refused]
    (error,) = LiveAnswer(bridge, QUESTION, model="no such model").states()
    assert isinstance(error, ModelError)


@pytest.mark.parametrize("begun", [b"", BEGUN], ids=["before a piece", "in the middle"])
def test_a_stop_ends_answer_and_request_at_once(
    bridge: Engine, serve: Callable[[Reply], LocalServer], begun: bytes
) -> None:
    asked, hung_up = Event(), Event()

    def reply(handler: BaseHTTPRequestHandler, *_: Any) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.end_headers()
        handler.wfile.write(begun)
        asked.set()
        handler.connection.settimeout(20)
        if handler.connection.recv(1) == b"":
            hung_up.set()

    live = LiveAnswer(bridge, QUESTION, model=f"{serve(reply).url}#slow")
    states = live.states()
    assert not begun or next(states) == "大桥"
    assert asked.wait(20)
    started = time.perf_counter()
    live.stop()
    assert list(states) == [Stopped("大桥" if begun else "")]
    assert time.perf_counter() - started < 1
    assert hung_up.wait(5)


def test_a_reader_who_leaves_stops_it(bridge: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Event()

    def stream(*_: object, **__: object) -> Iterator[str]:
        try:
            while True:
                time.sleep(0.01)
                yield "字"
        finally:
            closed.set()

    monkeypatch.setattr(bridge, "stream", stream)
    states = LiveAnswer(bridge, QUESTION, model="extractive").states()
    assert str(next(states)).startswith("字")
    states.close()  # type: ignore[attr-defined]
    assert closed.wait(5)
