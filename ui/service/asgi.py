"""What the layers around the app share: the ASGI types, what is known of a request, refusals."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_VISIT = "yuanwen.visit"
_POLICY_VIOLATION = 1008  # of a WebSocket


@dataclass
class Visit:
    """What is known of one request; the layers that it passes fill it in.

    `who` names the key or the user behind it without giving either away, `user` is the user's own
    name; both are None for anyone.
    """

    who: str | None = None
    user: str | None = None
    outcome: str | None = None
    question: str | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a request is not let through; `code` is OpenAI's word for it."""

    status: int
    message: str
    advice: str
    code: str
    headers: tuple[tuple[str, str], ...] = ()


def visit_of(scope: Scope) -> Visit:
    """Return what is known of a request, the same object for all layers."""
    visit = scope.setdefault(_VISIT, Visit())
    assert isinstance(visit, Visit)
    return visit


def header(scope: Scope, name: str) -> str:
    """Return a header of a request, "" where it has none; the first of several."""
    wanted = name.lower().encode("ascii")
    for key, value in scope.get("headers", ()):
        if key.lower() == wanted:
            return bytes(value).decode("latin-1")
    return ""


def address_of(scope: Scope) -> str:
    """Return the address that a request comes from, "" where it is not known."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def error_body(path: str, status: int, message: str, advice: str, code: str) -> dict[str, Any]:
    """Return an error in the form of the interface that a path belongs to."""
    if not path.startswith("/v1/"):
        return {"error": message, "advice": advice}
    kind = "server_error" if status >= 500 else "invalid_request_error"
    told = f"{message} {advice}".strip()
    return {"error": {"message": told, "type": kind, "param": None, "code": code}}


async def refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    """Answer a request, or close a WebSocket, with a refusal."""
    visit = visit_of(scope)
    visit.outcome = visit.outcome or "refused"
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    body = error_body(scope["path"], refusal.status, refusal.message, refusal.advice, refusal.code)
    headers = [
        (b"content-type", b"application/json"),
        *((name.encode(), value.encode("latin-1")) for name, value in refusal.headers),
    ]
    data = json.dumps(body, ensure_ascii=False).encode()
    headers.append((b"content-length", str(len(data)).encode()))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": data})
