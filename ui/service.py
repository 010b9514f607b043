"""The HTTP service: questions over JSON, with the chat window at `/`."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from typing import Any, Literal

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from rag.answering.checking import configured_models
from rag.engine import Engine
from rag.errors import ModelError, UsageError, YuanwenError
from rag.record import Record, answer_record, search_record
from rag.retrieval import Mode

QUESTION_CHARACTERS = 4000
STOP_SECONDS = 3  # given to answers under way when the service is stopped

# Nothing is fetched from or sent to another host, whatever an article or a library asks for.
_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"worker-src 'self' blob:; frame-ancestors 'self'; form-action 'self'; base-uri 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class SearchRequest(BaseModel):
    """A search; the fields are those of `yuanwen search`."""

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS)
    k: int = Field(default=10, ge=1, le=1000)
    mode: Mode = "hybrid"
    as_of: str | None = None


class Message(BaseModel):
    """An earlier turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(max_length=100_000)


class AskRequest(BaseModel):
    """A question; `messages` are earlier turns, oldest first."""

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS)
    model: str | None = None
    as_of: str | None = None
    messages: list[Message] = Field(default_factory=list, max_length=100)


def allowed_models(engine: Engine, models: Sequence[str]) -> tuple[str, ...]:
    """Return the models that may be chosen over HTTP, the default one first."""
    return configured_models(engine.settings, models)


def build_app(engine: Engine, models: Sequence[str] = ()) -> FastAPI:
    """Return the service over a library, with the chat window at `/`.

    Args:
        engine: its library need not exist yet.
        models: specs that may be chosen beside the default model and `extractive`; a spec can
            make this process call another server, so no other one is taken from a request.
    """
    allowed = allowed_models(engine, models)
    app = FastAPI(title="Yuanwen", docs_url=None, redoc_url=None, openapi_url=None)

    @app.exception_handler(YuanwenError)
    def told(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, YuanwenError)
        body = {"error": error.message, "advice": error.advice}
        return JSONResponse(body, status_code=_status(error, engine))

    @app.exception_handler(RequestValidationError)
    def misshapen(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"] if part != "body") or "body"
        body = {
            "error": f"the field {place!r} cannot be used: {wrong['msg']}.",
            "advice": "See the HTTP interface in README.md.",
        }
        return JSONResponse(body, status_code=422)  # without the input: it may not be encodable

    @app.get("/healthz")
    def healthz() -> Record:
        if not engine.folder.exists():
            return {"status": "ok", "articles": 0, "library": "none"}
        generation = engine.folder.open()
        return {
            "status": "ok",
            "articles": generation.article_count,
            "passages": generation.passage_count,
            "library": "ready",
        }

    @app.post("/api/search")
    def search(wanted: SearchRequest) -> Record:
        found = engine.search(wanted.question, k=wanted.k, mode=wanted.mode, as_of=wanted.as_of)
        return search_record(found)

    @app.post("/api/ask")
    def ask(wanted: AskRequest) -> Record:
        if wanted.model is not None and wanted.model not in allowed:
            raise ModelError(
                f"the model {wanted.model!r} cannot be chosen here.",
                f"Use one of: {', '.join(allowed)}; others are named when the service starts.",
            )
        earlier = [{"role": one.role, "content": one.content} for one in wanted.messages]
        return answer_record(
            engine.ask(wanted.question, messages=earlier, model=wanted.model, as_of=wanted.as_of)
        )

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported
    from ui.window.window import mount_window

    mount_window(app, engine, allowed)
    app.add_middleware(_Headers)
    return app


def serve(
    engine: Engine,
    *,
    host: str,
    port: int,
    models: Sequence[str],
    insecure: bool,
    on_listening: Callable[[str], None] = lambda _url: None,
) -> None:
    """Run the window and the service until SIGINT or SIGTERM.

    `on_listening` is called with the service's URL once its address is bound.

    Raises:
        UsageError: the host is not this machine's own and `insecure` is not given; or the address
            cannot be bound.
    """
    if not insecure and not _is_loopback(host):
        raise UsageError(
            f"anyone who reaches {host} could read and change the library.",
            "Leave --host at 127.0.0.1, or add --insecure on a network that you trust.",
        )
    with _bound(host, port) as listener, _sigterm_ends_quietly():
        config = uvicorn.Config(
            build_app(engine, models),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        on_listening(f"http://{host}:{listener.getsockname()[1]}")
        with contextlib.suppress(KeyboardInterrupt):  # raised anew once all is closed
            uvicorn.Server(config).run(sockets=[listener])


def _status(error: YuanwenError, engine: Engine) -> int:
    if isinstance(error, UsageError | ModelError):
        return 400
    return 503 if engine.folder.exists() else 404


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port}: {error.strerror}.", "Choose another --port."
        ) from error


@contextlib.contextmanager
def _sigterm_ends_quietly() -> Iterator[None]:
    """Let `serve` return on SIGTERM; uvicorn raises the signal anew after it has stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]


class _Headers:
    """Adds the headers above to every answer; streams pass through untouched."""

    def __init__(self, app: Callable[[_Scope, _Receive, _Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        async def send_with(message: _Scope) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, send_with)
