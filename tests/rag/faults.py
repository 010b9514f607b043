"""A chat server that fails in a chosen way until it is healed, streaming or not."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

REPLY = "备案号为2024-38087。"
TEN_MEGABYTES = 10 << 20
CHUNK = 1 << 16


def event(text: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n".encode()


USAGE = b'data: {"choices": [], "usage": {"prompt_tokens": 120, "completion_tokens": 9}}\n\n'
GOOD_STREAM = event("备案号") + event("为2024-38087。", "stop") + USAGE + b"data: [DONE]\n\n"
GOOD_DOCUMENT = json.dumps(
    {
        "choices": [{"message": {"content": REPLY}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 120, "completion_tokens": 9},
    }
).encode()


class FaultServer:
    """What answers a POST of the `serve` fixture: `FaultServer(fault, streams).reply`."""

    def __init__(self, fault: str, *, streams: bool) -> None:
        self.fault, self.streams = fault, streams
        self.ending = Event()  # lets what hangs go
        self.hung_up = Event()  # the other side has closed a connection that hung

    def heal(self) -> None:
        self.fault = ""

    def reply(self, handler: BaseHTTPRequestHandler, _body: dict[str, Any], _number: int) -> None:
        with suppress(OSError):  # the other side may leave when it has had enough
            getattr(self, f"_{self.fault or 'good'}")(handler)

    def _good(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        handler.wfile.write(GOOD_STREAM if self.streams else GOOD_DOCUMENT)

    def _begin(
        self, handler: BaseHTTPRequestHandler, status: int = 200, kind: str = "", **headers: str
    ) -> None:
        handler.send_response(status)
        form = "text/event-stream" if self.streams else "application/json"
        handler.send_header("Content-Type", kind or form)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    def _part(self, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(event("备案号") if self.streams else GOOD_DOCUMENT[:30])
        handler.wfile.flush()

    def _hang(self, handler: BaseHTTPRequestHandler) -> None:
        handler.connection.settimeout(0.02)
        while not self.ending.is_set():
            with suppress(TimeoutError):
                if handler.connection.recv(1) == b"":
                    self.hung_up.set()
                    return

    def _hangs_before_headers(self, handler: BaseHTTPRequestHandler) -> None:
        self._hang(handler)

    def _hangs_in_the_middle(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        self._part(handler)
        self._hang(handler)

    def _drips(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        while not self.ending.wait(0.02):  # never silent for long, and never done
            handler.wfile.write(b": ping\n\n" if self.streams else b" ")
            handler.wfile.flush()

    def _is_busy(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler, 429)
        handler.wfile.write(b"too many requests")

    def _is_busy_for_long(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler, 429, Retry_After="60")
        handler.wfile.write(b"too many requests")

    def _breaks_down(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler, 500)
        handler.wfile.write(b"out of memory")

    def _cuts(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler, Content_Length="100000")
        self._part(handler)

    def _cuts_before_headers(self, handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    def _sends_rubbish(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        handler.wfile.write(b"data: " * self.streams + bytes(range(128, 256)) + b"}\n\n")

    def _sends_a_web_page(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler, kind="text/html")
        handler.wfile.write(b"<!doctype html>\n<html><body>Welcome</body></html>\n")

    def _sends_a_line_of_ten_megabytes(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        handler.wfile.write(b'data: {"' if self.streams else b'{"choices": [{"message": "')
        for _ in range(TEN_MEGABYTES // CHUNK):
            handler.wfile.write(b"x" * CHUNK)

    def _sends_ten_megabytes_of_pieces(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)
        piece = event("半" * 100) if self.streams else b'{"a":\n[' * 40
        for _ in range(TEN_MEGABYTES // len(piece)):
            handler.wfile.write(piece)

    def _says_nothing(self, handler: BaseHTTPRequestHandler) -> None:
        self._begin(handler)


FAULTS = tuple(
    name.removeprefix("_")
    for name in vars(FaultServer)
    if name.startswith(("_hangs", "_drips", "_is", "_breaks", "_cuts", "_sends", "_says"))
)
Serve = Callable[[Any], Any]
