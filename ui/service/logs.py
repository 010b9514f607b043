"""Structured logs: one JSON object a line on stderr for each request and each trouble.

No key, password or cookie is ever in them, and no question unless the settings say so.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from ui.service.asgi import App, Receive, Scope, Send, visit_of
from ui.service.paths import logged_path


def log_line(out: TextIO, **values: object) -> None:
    """Write one line, the time in front."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    print(json.dumps({"time": now, **values}, ensure_ascii=False), file=out, flush=True)


class RequestLog:
    """Writes down each request when it is over: `status` is null where no answer was begun."""

    def __init__(self, app: App, *, questions: bool, out: TextIO | None = None) -> None:
        self._app = app
        self._questions = questions
        self._out = out or sys.stderr

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int | None = None
        started = time.perf_counter()
        visit = visit_of(scope)

        async def send_noting(message: Scope) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except BaseException:
            visit.outcome = visit.outcome or "failed"
            raise
        finally:
            told: dict[str, Any] = {
                "event": "request",
                "method": scope["method"],
                "path": logged_path(scope["path"]),
                "status": status,
                "seconds": round(time.perf_counter() - started, 4),
                "who": visit.who,
                "outcome": visit.outcome,
            }
            if self._questions and visit.question is not None:
                told["question"] = visit.question
            log_line(self._out, **told)


class JsonLines(logging.Formatter):
    """Puts what the server itself logs into the same form.

    Of an exception only its type and place are kept: its text may hold what was asked.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        told: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": "server",
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["exception"] = record.exc_info[0].__name__
            told["trace"] = [line.rstrip() for line in traceback.format_tb(record.exc_info[2])]
        return json.dumps(told, ensure_ascii=False)


def json_log_config() -> dict[str, Any]:
    """Return the configuration by which uvicorn logs its troubles as lines of JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }
