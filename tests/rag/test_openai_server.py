"""The OpenAI-compatible chat model against a real server of events on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import tenacity

from rag.answering.chat_format import reply_pieces
from rag.answering.models import load_model
from rag.answering.openai_server import OpenAIServer
from rag.errors import ModelError

MESSAGES = [{"role": "user", "content": "年用电量是多少？"}]


def event(text: str, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n"


def says(*events: str, status: int = 200) -> Callable:
    def reply(handler: BaseHTTPRequestHandler, _body: dict[str, Any], _number: int) -> None:
        handler.send_response(status)
        handler.end_headers()
        for one in events:
            handler.wfile.write(one.encode())
            handler.wfile.flush()

    return reply


def model(url: str, **options: Any) -> OpenAIServer:
    return OpenAIServer(f"{url}#tiny", timeout_seconds=5, **options)


def test_pieces_come_as_they_are_sent(serve: Callable) -> None:
    role = 'data: {"choices": [{"delta": {"role": "assistant", "content": null}}]}\n\n'
    usage = 'data: {"choices": [], "usage": {"total_tokens": 9}}\n\n'
    server = serve(
        says(": ping\n\n", role, event("年用电量"), event("为3,476"), usage, "data: [DONE]\n\n")
    )
    pieces = list(model(server.url, key="secret").stream(MESSAGES))
    assert [piece for piece in pieces if piece] == ["年用电量", "为3,476"]
    (request,) = server.requests
    assert request["path"] == "/v1/chat/completions"
    assert (request["model"], request["stream"]) == ("tiny", True)
    assert request["messages"] == MESSAGES
    assert server.headers[0]["authorization"] == "Bearer secret"


def test_the_factory_opens_a_server_by_its_url(serve: Callable) -> None:
    server = serve(says(event("好。"), "data: [DONE]\n\n"))
    opened = load_model(f"{server.url}#tiny", timeout_seconds=5)
    assert opened is not None
    assert "".join(opened.stream(MESSAGES)) == "好。"
    assert load_model("extractive", timeout_seconds=5) is None


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_refusal_is_told_with_its_reason(
    serve: Callable, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answering.retrying._backing_off", tenacity.wait_none())
    server = serve(says("model not loaded", status=status))
    with pytest.raises(ModelError, match=f"answered {status}: 'model not loaded'"):
        list(model(server.url).stream(MESSAGES))


def test_a_stream_that_just_stops_is_not_taken_for_an_answer(serve: Callable) -> None:
    stream = model(serve(says(event("年用电量"))).url).stream(MESSAGES)
    assert next(stream) == "年用电量"
    with pytest.raises(ModelError, match="broke off"):
        next(stream)


def test_a_stream_may_end_by_its_finish_reason(serve: Callable) -> None:
    server = serve(says(event("好"), event("。", finish="stop")))
    assert "".join(model(server.url).stream(MESSAGES)) == "好。"


def test_a_connection_cut_within_a_chunk_is_an_error(serve: Callable) -> None:
    def cut(handler: BaseHTTPRequestHandler, _body: dict[str, Any], _number: int) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        data = event("年用电量").encode()
        handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\nff\r\ndata: {")
        handler.close_connection = True

    stream = model(serve(cut).url).stream(MESSAGES)
    assert next(stream) == "年用电量"
    with pytest.raises(ModelError, match="does not answer"):
        next(stream)


@pytest.mark.parametrize("data", ["{", "[]", '{"choices": 1}', '{"choices": [{"text": "x"}]}'])
def test_what_is_not_openais_form_is_an_error(serve: Callable, data: str) -> None:
    server = serve(says(f"data: {data}\n\n", "data: [DONE]\n\n"))
    with pytest.raises(ModelError, match="not OpenAI's form"):
        list(model(server.url).stream(MESSAGES))


@pytest.mark.parametrize(
    ("beginning", "chunk", "read"),
    [
        (b'data: {"', b"x" * 1024, 300 << 10),  # one line
        (b'{"', b"x" * 1024, 300 << 10),
        (b"\n", b": ping\n" * 100, 5 << 20),  # many
    ],
)
def test_no_more_is_read_than_a_reply_can_hold(beginning: bytes, chunk: bytes, read: int) -> None:
    taken = [beginning]

    def chunks() -> Iterator[bytes]:
        yield beginning
        while True:
            taken.append(chunk)
            yield chunk

    with pytest.raises(ModelError, match="more than a reply can hold"):
        list(reply_pieces(chunks()))
    assert read / 2 < sum(map(len, taken)) < read


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match="does not answer") as caught:
            list(model(url).stream(MESSAGES))
    assert url in caught.value.advice
