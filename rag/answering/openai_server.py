"""Any OpenAI-compatible chat server (`POST BASE/chat/completions`, streamed where it can)."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import httpx

from rag.answering.chat_format import reply_pieces
from rag.answering.prompts import Message
from rag.answering.replies import REPLY_TOKENS, Piece
from rag.answering.retrying import TransientModelError, begun_with_retries
from rag.answering.timed_stream import Cancellation, stream_in_time
from rag.errors import ModelError

CONNECT_SECONDS = 10.0
ERROR_BYTES = 4096  # read of a refusal
REFUSES_A_FIELD = {400, 422}
# What is asked for beside the messages, first to last; servers refuse what they do not know.
_FORMS: tuple[dict[str, Any], ...] = (
    {"stream": True, "stream_options": {"include_usage": True}},
    {"stream": True},
    {"stream": False},
)


class OpenAIServer:
    """A server named by its base URL, `#` and the model's name."""

    def __init__(self, place: str, *, timeout_seconds: float, key: str | None = None) -> None:
        url, _, model = place.partition("#")
        self._url, self._model = url.rstrip("/") + "/chat/completions", model or "default"
        self._seconds = timeout_seconds
        headers = {"Accept-Encoding": "identity"}  # what is read is what is counted
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            limits=httpx.Limits(max_keepalive_connections=0),  # each call can be shut by itself
            headers=headers,
        )

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """Yield the answer in pieces; see `ChatModel`.

        A server that is busy (429), in trouble (5xx) or not to be connected to is tried again
        before its first piece, within the model's time.
        """

        def worker(cancellation: Cancellation) -> Iterator[Piece]:
            return begun_with_retries(
                lambda: self._reply(messages, cancellation), self._seconds, cancellation.sleep
            )

        return stream_in_time(worker, self._seconds)

    def _reply(self, messages: Sequence[Message], cancellation: Cancellation) -> Iterator[Piece]:
        """Ask in the first form that the server takes, and yield its reply."""
        for form in _FORMS:
            try:
                yield from self._asked(messages, form, cancellation)
            except _FieldRefused:
                if form is _FORMS[-1]:
                    raise
                continue
            return

    def _asked(
        self, messages: Sequence[Message], form: dict[str, Any], cancellation: Cancellation
    ) -> Iterator[Piece]:
        body = {
            "model": self._model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": REPLY_TOKENS,
            **form,
        }
        try:
            with self._client.stream(
                "POST", self._url, json=body, extensions={"trace": _shutting(cancellation)}
            ) as reply:
                if reply.status_code != httpx.codes.OK:
                    self._refuse(reply, form)
                yield from reply_pieces(reply.iter_bytes())
        except (httpx.NetworkError, httpx.ProtocolError) as error:
            if cancellation.is_set:  # which is what ended it
                return
            raise TransientModelError(
                f"the model's server does not answer: {_told(error)}.",
                f"Check that it runs at {self._url}.",
            ) from error
        except httpx.HTTPError as error:  # a time-out: it will not be quicker at another try
            raise ModelError(
                f"the model's server does not answer: {_told(error)}.",
                f"Check that it runs at {self._url}.",
            ) from error

    def _refuse(self, reply: httpx.Response, form: dict[str, Any]) -> NoReturn:
        status, told = reply.status_code, _beginning(reply)
        message = f"the model's server answered {status}: {told[:120]!r}."
        if status == httpx.codes.TOO_MANY_REQUESTS or reply.is_server_error:
            raise TransientModelError(
                message,
                "It is busy or in trouble: wait a little and ask again.",
                retry_after=_retry_after(reply.headers),
            )
        # Asked again with less, where there is less to ask for and it may be about that.
        if status in REFUSES_A_FIELD and ("stream_options" in form or "stream" in told):
            raise _FieldRefused(
                message, "Check the model's name and the key (YUANWEN_ENDPOINT_KEY)."
            )
        raise ModelError(message, "Check the model's name and the key (YUANWEN_ENDPOINT_KEY).")


class _FieldRefused(ModelError):
    """The server does not know a field of the request, or so it seems."""


def _beginning(reply: httpx.Response) -> str:
    """Read the first bytes of a refusal."""
    data = b""
    for chunk in reply.iter_bytes():
        data += chunk
        if len(data) >= ERROR_BYTES:
            break
    return data[:ERROR_BYTES].decode("utf-8", "replace").strip()


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that a server asks to wait; None where it gives none, or a date."""
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _told(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _shutting(cancellation: Cancellation) -> Callable[[str, dict[str, Any]], None]:
    """Return a trace of a request that has its connection shut when it is cancelled.

    httpx tells of each connection that it opens (https://www.encode.io/httpcore/extensions/), and
    shutting it wakes a thread that waits for its first byte.
    """

    def trace(event: str, told: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connection = told["return_value"].get_extra_info("socket")
            cancellation.call(lambda: _shut(connection))

    return trace


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed already
        connection.shutdown(socket.SHUT_RDWR)
