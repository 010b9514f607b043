"""The service put together: the routes, the window at `/`, and the layers that a request passes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from rag.engine import Engine
from rag.record import Record
from ui.service.access import Access, KeyRing
from ui.service.asgi import error_body, visit_of
from ui.service.chat_completions import chat_completions
from ui.service.errors import tell_errors
from ui.service.headers import Headers
from ui.service.hosts import OwnNames
from ui.service.json_interface import json_interface
from ui.service.limits import BodySize, Limits
from ui.service.login import login_routes
from ui.service.logs import RequestLog
from ui.service.models import allowed_models
from ui.service.passwords import users_of
from ui.service.paths import HEALTH
from ui.service.sessions import Sessions
from ui.service.stopping import Door, Stopping
from ui.service.workers import Workers


def build_app(
    engine: Engine,
    models: Sequence[str] = (),
    *,
    window: bool = True,
    own_names: bool = False,
    log: TextIO | None = None,
    stopping: Stopping | None = None,
) -> FastAPI:
    """Return the service over a library, with the chat window at `/`.

    Keys, users and limits are those of the engine's settings.

    Args:
        engine: its library need not exist yet.
        models: specs that may be chosen beside the default model and `extractive`; a spec can
            make this process call another server, so no other one is taken from a request.
        window: whether the chat window is there.
        own_names: whether only this machine's own names are answered where no one logs in.
        log: where a line of JSON is written for each request; None: nowhere.
        stopping: told from outside when the service is to stop.

    Raises:
        UsageError: the setting of the users is not a list of names and hashes.
    """
    settings = engine.settings
    allowed = allowed_models(engine, models)
    users = users_of(settings.users)
    sessions = Sessions() if users else None
    workers = Workers()
    app = FastAPI(title="Yuanwen", docs_url=None, redoc_url=None, openapi_url=None)
    tell_errors(app, engine)
    _add_health(app, engine)
    if sessions is not None:
        app.include_router(login_routes(users, sessions))
    app.include_router(chat_completions(engine, allowed, workers))
    app.include_router(json_interface(engine, allowed, workers))
    _end_with_nothing(app)
    if window:
        os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported
        from ui.window.window import mount_window

        mount_window(app, engine, allowed, user_of=_user if users else None)
    # The last one added is the first that a request passes.
    app.add_middleware(BodySize, most_bytes=settings.max_request_kilobytes << 10)
    app.add_middleware(
        Limits,
        requests_per_minute=settings.requests_per_minute,
        concurrent_answers=settings.concurrent_answers,
    )
    app.add_middleware(Access, keys=KeyRing(settings.api_keys), sessions=sessions)
    if own_names and not users:
        app.add_middleware(OwnNames, keys=bool(settings.api_keys))
    app.add_middleware(Door, stopping=stopping or Stopping(settings.stop_seconds))
    if log is not None:
        app.add_middleware(RequestLog, questions=settings.log_questions, out=log)
    app.add_middleware(Headers)
    return app


def _add_health(app: FastAPI, engine: Engine) -> None:
    @app.get(HEALTH)
    def healthz() -> Record:
        if not engine.exists():
            return {"status": "ok", "articles": 0, "library": "none"}
        articles, passages = engine.counts()
        return {
            "status": "ok",
            "articles": articles,
            "passages": passages,
            "library": "ready",
        }


def _end_with_nothing(app: FastAPI) -> None:
    """Answer for all other paths of the interfaces; the window would give its page for them."""
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    @app.api_route("/v1/{rest:path}", methods=every)
    @app.api_route("/api/{rest:path}", methods=every)
    async def nothing(rest: str, request: Request) -> JSONResponse:
        message = f"there is no {request.method} /{rest[:100]} in this interface."
        body = error_body(request.url.path, 404, message, "See docs/service.md.", "not_found")
        return JSONResponse(body, status_code=404)


def _user(request: Request) -> str | None:
    """Return who is logged in, as `gr.Request.username` has it."""
    return visit_of(request.scope).user
