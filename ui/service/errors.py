"""Errors of the endpoints as JSON, in the form of the interface that was called."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from rag.engine import Engine
from rag.errors import ModelError, UsageError, YuanwenError
from ui.service.asgi import error_body, visit_of
from ui.service.workers import AskerGone

_CODES = {400: "invalid_request", 404: "not_found", 422: "invalid_request", 503: "unavailable"}
_NO_JSON = 400  # how FastAPI tells of a body that it cannot read
_CLIENT_GONE = 499  # as in nginx's logs; nobody reads it


def tell_errors(app: FastAPI, engine: Engine) -> None:
    """Let an app answer with our errors."""

    @app.exception_handler(YuanwenError)
    def told(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, YuanwenError)
        return _answer(request, *error_of(error, engine))

    @app.exception_handler(RequestValidationError)
    def misshapen(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"] if part != "body") or "body"
        # without the input: it may not be encodable
        message = f"the field {place!r} cannot be used: {wrong['msg']}."
        status = 400 if request.url.path.startswith("/v1/") else 422  # as OpenAI has it
        return _answer(request, status, message, "See the HTTP interface in README.md.")

    @app.exception_handler(HTTPException)
    async def unreadable(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code != _NO_JSON:
            return await http_exception_handler(request, error)
        return _answer(request, _NO_JSON, "the body is no JSON.", "See docs/service.md.")

    @app.exception_handler(AskerGone)
    def gone(request: Request, _: Exception) -> Response:
        visit_of(request.scope).outcome = "cancelled"
        return Response(status_code=_CLIENT_GONE)


def error_of(error: YuanwenError, engine: Engine) -> tuple[int, str, str]:
    """Return the status, message and advice of an error."""
    if isinstance(error, UsageError | ModelError):
        return 400, error.message, error.advice
    return 503 if _there(engine) else 404, error.message, error.advice


def _there(engine: Engine) -> bool:
    try:
        return engine.exists()
    except YuanwenError:  # a store that does not answer
        return True


def _answer(request: Request, status: int, message: str, advice: str) -> JSONResponse:
    visit_of(request.scope).outcome = "refused" if status < 500 else "failed"
    body = error_body(request.url.path, status, message, advice, _CODES[status])
    return JSONResponse(body, status_code=status)
