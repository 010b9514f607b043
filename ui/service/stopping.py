"""A graceful stop: answers under way end in the time given, what comes then is refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import FrameType

import uvicorn

from ui.service.asgi import App, Receive, Refusal, Scope, Send, refuse
from ui.service.paths import AWAITED

_STOPPING = Refusal(
    503,
    "the service is stopping.",
    "Ask again when it is back.",
    "stopping",
    (("Retry-After", "5"), ("Connection", "close")),
)


class Stopping:
    """Whether the service is to stop, and what it still waits for."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._ends: float | None = None
        self.under_way = 0

    @property
    def begun(self) -> bool:
        """Whether a stop has been asked for."""
        return self._ends is not None

    @property
    def is_due(self) -> bool:
        """Whether the service can end: nothing is under way, or the time is over."""
        return self._ends is not None and (not self.under_way or self._clock() >= self._ends)

    def begin(self) -> None:
        """Ask for the stop, or, the second time, for the end."""
        now = self._clock()
        self._ends = now if self._ends is not None else now + self._seconds


class Door:
    """Refuses requests once the service is stopping, and counts those that are waited for."""

    def __init__(self, app: App, stopping: Stopping) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif self._stopping.begun:
            await refuse(scope, send, _STOPPING)
        elif scope["path"] not in AWAITED:
            await self._app(scope, receive, send)
        else:
            self._stopping.under_way += 1
            try:
                await self._awaited(scope, receive, send)
            finally:
                self._stopping.under_way -= 1

    async def _awaited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; where it is cut off before its answer was begun, say why."""
        begun = False

        async def send_noting(message: Scope) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except asyncio.CancelledError:
            if begun or not self._stopping.begun:
                raise
            await refuse(scope, send, _STOPPING)


class Server(uvicorn.Server):
    """uvicorn, whose stop is ours; `run` returns where it would raise the signal anew."""

    def __init__(self, config: uvicorn.Config, stopping: Stopping) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Begin to stop; a second signal ends it at once."""
        self._stopping.begin()

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether to end."""
        return await super().on_tick(counter) or self._stopping.is_due
