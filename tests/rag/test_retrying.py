"""Another try: after what, how often, how long waited; and streams that end in time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import tenacity

from rag.answering.models import ChatModel, load_model
from rag.answering.replies import Piece, Reply, TokenCount, whole_reply
from rag.answering.retrying import TransientModelError, begun_with_retries
from rag.answering.timed_stream import Cancellation, stream_in_time
from rag.errors import ModelError

MESSAGES = [{"role": "user", "content": "年用电量是多少？"}]
GOOD = {"choices": [{"message": {"content": "好。"}}]}


def opened(url: str, seconds: float = 5) -> ChatModel:
    model = load_model(f"{url}#tiny", timeout_seconds=seconds)
    assert model is not None
    return model


def refuses(*statuses: int, told: str = "no", **headers: str) -> Callable:
    """Answer requests with these statuses, and all after them well."""

    def reply(handler: BaseHTTPRequestHandler, _body: dict[str, Any], number: int) -> None:
        handler.send_response(statuses[number] if number < len(statuses) else 200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write((told if number < len(statuses) else json.dumps(GOOD)).encode())

    return reply


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between tries of which the server does not say when."""
    monkeypatch.setattr("rag.answering.retrying._backing_off", tenacity.wait_none())


@pytest.mark.parametrize("statuses", [(429,), (500, 503), (502, 429, 500)])
def test_a_server_that_recovers_is_answered(
    serve: Callable, at_once: None, statuses: tuple[int, ...]
) -> None:
    server = serve(refuses(*statuses))
    assert whole_reply(opened(server.url).stream(MESSAGES)) == Reply("好。")
    assert len(server.requests) == len(statuses) + 1


def test_four_tries_are_all(serve: Callable, at_once: None) -> None:
    server = serve(refuses(*[503] * 9))
    with pytest.raises(ModelError, match="answered 503"):
        whole_reply(opened(server.url).stream(MESSAGES))
    assert len(server.requests) == 4


@pytest.mark.parametrize("status", [401, 403, 404, 413])
def test_what_will_not_be_otherwise_is_not_tried_again(serve: Callable, status: int) -> None:
    server = serve(refuses(status))
    with pytest.raises(ModelError, match=f"answered {status}"):
        whole_reply(opened(server.url).stream(MESSAGES))
    assert len(server.requests) == 1


def test_the_wait_is_the_one_that_the_server_asks_for(serve: Callable) -> None:
    server = serve(refuses(429, Retry_After="0.3"))
    started = time.perf_counter()
    assert whole_reply(opened(server.url).stream(MESSAGES)).text == "好。"
    assert 0.3 <= time.perf_counter() - started < 1


def test_a_wait_beyond_the_models_time_is_not_begun(serve: Callable) -> None:
    server = serve(refuses(429, Retry_After="60"))
    started = time.perf_counter()
    with pytest.raises(ModelError, match="answered 429"):
        whole_reply(opened(server.url).stream(MESSAGES))
    assert time.perf_counter() - started < 1
    assert len(server.requests) == 1


def test_waits_grow_and_are_random() -> None:
    waits: list[float] = []

    def begin() -> Iterator[Piece]:
        raise TransientModelError("busy")
        yield ""

    for _ in range(200):
        with pytest.raises(TransientModelError):
            whole_reply(begun_with_retries(begin, 60, waits.append))
    first, second, third = waits[::3], waits[1::3], waits[2::3]
    assert max(first) <= 0.5 < max(second) <= 1 < max(third) <= 2
    assert len(set(first)) > 100


def test_nothing_is_tried_again_once_a_piece_was_given() -> None:
    begun = []

    def begin() -> Iterator[Piece]:
        begun.append(1)
        yield "年用电量"
        raise TransientModelError("cut")

    stream = begun_with_retries(begin, 60, time.sleep)
    assert next(stream) == "年用电量"
    with pytest.raises(TransientModelError):
        next(stream)
    assert len(begun) == 1


def test_a_server_that_does_not_know_how_to_count_is_asked_without(serve: Callable) -> None:
    server = serve(refuses(400, told="Unrecognized request argument: stream_options"))
    assert whole_reply(opened(server.url).stream(MESSAGES)) == Reply("好。")
    first, second = server.requests
    assert first["stream_options"] == {"include_usage": True}
    assert "stream_options" not in second
    assert second["stream"] is True


def test_a_server_that_does_not_stream_is_asked_for_a_document(serve: Callable) -> None:
    server = serve(refuses(422, 422, told="stream is not supported"))
    assert whole_reply(opened(server.url).stream(MESSAGES)) == Reply("好。")
    assert [request["stream"] for request in server.requests] == [True, True, False]


def test_a_request_that_is_refused_whatever_it_asks_is_told(serve: Callable) -> None:
    server = serve(refuses(*[400] * 9, told="no such model"))
    with pytest.raises(ModelError, match="answered 400: 'no such model'"):
        whole_reply(opened(server.url).stream(MESSAGES))
    assert len(server.requests) == 2


def pausing(*seconds: float) -> Callable[[Cancellation], Iterator[Piece]]:
    def worker(cancellation: Cancellation) -> Iterator[Piece]:
        for number, pause in enumerate(seconds):
            cancellation.sleep(pause)
            yield str(number)

    return worker


def test_a_stream_within_its_time_is_passed_on() -> None:
    assert list(stream_in_time(pausing(0, 0.02, 0.02), 5)) == ["0", "1", "2"]


def test_the_time_is_that_of_the_whole_stream() -> None:
    started = time.perf_counter()
    with pytest.raises(ModelError, match=r"took longer than 0\.2 s"):
        list(stream_in_time(pausing(*[0.05] * 100), 0.2))
    assert 0.2 <= time.perf_counter() - started < 0.5


def test_the_time_is_over_although_pieces_never_pause() -> None:
    def endless(_cancellation: Cancellation) -> Iterator[Piece]:
        while True:
            yield ""

    with pytest.raises(ModelError, match=r"took longer than 0\.1 s"):
        for _ in stream_in_time(endless, 0.1):
            pass


def test_silence_in_the_middle_ends_sooner_than_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.answering.timed_stream.STALLED_SECONDS", 0.1)
    started = time.perf_counter()
    assert list(stream_in_time(pausing(0.2, 0), 5)) == ["0", "1"]  # the first may take longer
    with pytest.raises(ModelError, match=r"fell silent .* for 0\.1 s"):
        list(stream_in_time(pausing(0, 4), 5))
    assert time.perf_counter() - started < 1


def test_a_reply_without_end_is_ended() -> None:
    def babbling(_cancellation: Cancellation) -> Iterator[Piece]:
        while True:
            yield "半" * 1000

    before = threading.active_count()
    pieces: list[Piece] = []
    with pytest.raises(ModelError, match="wrote more than 20000 characters"):
        pieces.extend(stream_in_time(babbling, 5))
    assert threading.active_count() <= before + 1


def test_an_error_of_the_worker_is_raised_where_its_pieces_are_taken() -> None:
    def failing(_cancellation: Cancellation) -> Iterator[Piece]:
        yield "a"
        raise ModelError("gone.")

    stream = stream_in_time(failing, 5)
    assert next(stream) == "a"
    with pytest.raises(ModelError, match=r"gone\."):
        next(stream)


def test_closing_a_stream_cancels_its_worker() -> None:
    hooked = threading.Event()
    ended = threading.Event()

    def worker(cancellation: Cancellation) -> Iterator[Piece]:
        cancellation.call(hooked.set)
        try:
            yield "a"
            cancellation.sleep(30)
            yield "b"
        finally:
            ended.set()

    stream = stream_in_time(worker, 60)
    assert next(stream) == "a"
    stream.close()  # type: ignore[attr-defined]
    assert hooked.wait(1)
    assert ended.wait(1)


def test_a_hook_that_comes_too_late_is_called_at_once() -> None:
    cancellation = Cancellation()
    cancellation.set()
    called: list[int] = []
    cancellation.call(lambda: called.append(1))
    assert called == [1]


def test_a_count_of_tokens_is_none_below_nothing() -> None:
    with pytest.raises(ValueError, match="not a count"):
        TokenCount(-1, 2)
