"""The endpoint encoder against a real server on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import pytest

from embeddings.encoder import load_encoder
from embeddings.endpoint import EndpointEncoder
from embeddings.errors import EncoderError


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the encoder would have waited between its tries."""
    waited: list[float] = []
    monkeypatch.setattr("embeddings.endpoint.time.sleep", waited.append)
    return waited


def send(handler: BaseHTTPRequestHandler, body: object, status: int = 200) -> None:
    handler.send_response(status)
    handler.end_headers()
    handler.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())


def rows(vectors: list[list[float]]) -> dict[str, Any]:
    return {"data": [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]}


def length_and_one(handler: BaseHTTPRequestHandler, body: dict[str, Any], _number: int) -> None:
    send(handler, rows([[float(len(text)), 1.0] for text in body["input"]]))


def test_vectors_are_scaled_to_unit_length(serve: Callable) -> None:
    server = serve(length_and_one)
    encoder = load_encoder(f"endpoint:{server.url}#tiny", key="secret")
    vectors = encoder.encode_passages(["", "abc"])
    # (0, 1) has length 1; (3, 1) has length √10
    np.testing.assert_allclose(vectors, [[0, 1], [3 / 10**0.5, 1 / 10**0.5]], rtol=1e-6)
    assert server.requests == [{"path": "/v1/embeddings", "model": "tiny", "input": ["", "abc"]}]
    assert server.headers[0]["authorization"] == "Bearer secret"


def test_rows_are_put_in_order_by_their_index(serve: Callable) -> None:
    def backwards(handler: BaseHTTPRequestHandler, body: dict[str, Any], _number: int) -> None:
        send(handler, {"data": rows([[1.0, 0.0], [0.0, 1.0]])["data"][::-1]})

    vectors = EndpointEncoder(f"{serve(backwards).url}#m").encode_passages(["first", "second"])
    assert vectors.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_texts_are_sent_64_at_a_time(serve: Callable) -> None:
    server = serve(length_and_one)
    texts = ["x" * n for n in range(130)]
    vectors = EndpointEncoder(f"{server.url}#m").encode_passages(texts)
    assert [len(request["input"]) for request in server.requests] == [64, 64, 2]
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], np.arange(130), rtol=1e-5)


def test_a_busy_server_is_asked_again(serve: Callable, waits: list[float]) -> None:
    def busy_twice(handler: BaseHTTPRequestHandler, body: dict[str, Any], number: int) -> None:
        if number < 2:
            send(handler, {"error": "slow down"}, status=(429, 503)[number])
        else:
            length_and_one(handler, body, number)

    server = serve(busy_twice)
    vectors = EndpointEncoder(f"{server.url}#m").encode_queries([""])
    assert vectors.tolist() == [[0.0, 1.0]]
    assert len(server.requests) == 3
    assert waits == [0.5, 1.0]


def test_a_server_that_stays_busy_is_given_up(serve: Callable, waits: list[float]) -> None:
    server = serve(lambda handler, _body, _number: send(handler, b"slow down", status=429))
    with pytest.raises(EncoderError, match="answered 429: 'slow down'"):
        EndpointEncoder(f"{server.url}#m").encode_queries(["?"])
    assert len(server.requests) == 4


def test_a_refused_key_is_not_tried_again(serve: Callable, waits: list[float]) -> None:
    server = serve(lambda handler, _body, _number: send(handler, b"who are you", status=401))
    with pytest.raises(EncoderError, match="401") as caught:
        EndpointEncoder(f"{server.url}#m").encode_queries(["?"])
    assert "YUANWEN_ENDPOINT_KEY" in caught.value.advice
    assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize(
    "answer",
    [
        rows([[1.0, 0.0]]),  # one vector for two texts
        rows([[1.0, 0.0], [1.0]]),  # vectors of two lengths
        rows([[1.0, 0.0], [float("nan"), 0.0]]),
        {"data": [{"embedding": [1.0]}, {"embedding": [1.0]}]},  # no index
        {"vectors": []},
        ["data"],
        b"<html>It works!</html>",
    ],
)
def test_an_answer_of_the_wrong_shape_is_an_error(serve: Callable, answer: object) -> None:
    server = serve(lambda handler, _body, _number: send(handler, answer))
    with pytest.raises(EncoderError):
        EndpointEncoder(f"{server.url}#m").encode_passages(["one", "two"])


def test_a_server_that_is_not_there_is_told(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        port = free.getsockname()[1]
        encoder = EndpointEncoder(f"http://127.0.0.1:{port}/v1#m")
        with pytest.raises(EncoderError, match="does not answer") as caught:
            encoder.encode_queries(["?"])
    assert f"http://127.0.0.1:{port}/v1/embeddings" in caught.value.advice
    assert waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("place", ["127.0.0.1:80#m", "http://127.0.0.1/v1", "ftp://host#m"])
def test_a_place_needs_a_url_and_a_model(place: str) -> None:
    with pytest.raises(EncoderError, match="not an embeddings server"):
        EndpointEncoder(place)


@pytest.mark.parametrize("spec", ["", "bundle", "st:", "endpoint:", "bundled:x", "openai:x"])
def test_an_unknown_spec_is_an_error_that_lists_the_known(spec: str) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(spec)
    for known in ("bundled", "st:MODEL-OR-FOLDER", "endpoint:http://HOST/v1#MODEL"):
        assert known in caught.value.advice
