"""A graceful stop: answers under way end in the time given, what comes then is refused."""

from __future__ import annotations

import asyncio
import socket
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
        self.requests: set[asyncio.Task[object]] = set()  # all of them, those of idle windows too

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

    def cut_off(self) -> None:
        """Cut off what is left."""
        for request in self.requests:
            request.cancel()


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
        else:
            is_awaited = scope["path"] in AWAITED
            task = asyncio.current_task()
            assert task is not None  # where a coroutine runs
            self._stopping.requests.add(task)
            self._stopping.under_way += is_awaited
            try:
                await self._until_cut_off(scope, receive, send)
            finally:
                self._stopping.under_way -= is_awaited
                self._stopping.requests.discard(task)

    async def _until_cut_off(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; where it is cut off, end its answer, or say why there is none."""
        begun = ended = False

        async def send_noting(message: Scope) -> None:
            nonlocal begun, ended
            begun, ended = True, not message.get("more_body", "body" not in message)
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except asyncio.CancelledError:
            if not self._stopping.begun:
                raise
            if ended:
                return
            if begun:
                await send({"type": "http.response.body", "body": b""})
            else:
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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cut off what is left, and end."""
        self._stopping.cut_off()
        await super().shutdown(sockets)
