"""How much one user, key or address may ask: requests a minute, answers at once, bytes sent."""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Callable

from ui.service.asgi import (
    App,
    Receive,
    Refusal,
    Scope,
    Send,
    address_of,
    header,
    refuse,
    visit_of,
)
from ui.service.paths import ANSWERING, COUNTED, UPLOAD

MINUTE = 60.0  # seconds
MOST_KNOWN = 20_000  # of those who are counted; then those who have long been silent are forgotten


class Rate:
    """At most so many events in so many seconds, for each name."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: dict[str, deque[float]] = {}

    def wait(self, name: str) -> float:
        """Return for how many seconds there is no place for another event; 0 where there is."""
        times = self._recent(name)
        if len(times) < self._most:
            return 0.0
        return max(0.0, times[0] + self._seconds - self._clock())

    def count(self, name: str) -> None:
        """Count an event."""
        if len(self._times) >= MOST_KNOWN:
            self._times = {one: kept for one in [*self._times] if (kept := self._recent(one))}
        times = self._recent(name)
        times.append(self._clock())
        self._times[name] = times

    def take_back(self, name: str) -> None:
        """Forget the newest event, if there is one."""
        if times := self._recent(name):
            times.pop()

    def _recent(self, name: str) -> deque[float]:
        times = self._times.get(name, deque())
        begins = self._clock() - self._seconds
        while times and times[0] <= begins:
            times.popleft()
        return times


class Limits:
    """Refuses with 429 what is over a limit; 0 is no limit."""

    def __init__(self, app: App, requests_per_minute: int, concurrent_answers: int) -> None:
        self._app = app
        self._rate = Rate(requests_per_minute, MINUTE) if requests_per_minute else None
        self._most = concurrent_answers
        self._answering: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] not in COUNTED:
            await self._app(scope, receive, send)
            return
        who = visit_of(scope).who or f"address:{address_of(scope)}"
        if self._rate is not None:
            wait = self._rate.wait(who)
            if wait > 0:
                await refuse(scope, send, _too_many("too many requests in a minute.", wait))
                return
            self._rate.count(who)
        if scope["path"] not in ANSWERING or not self._most:
            await self._app(scope, receive, send)
            return
        if self._answering[who] >= self._most:
            await refuse(scope, send, _too_many("too many questions at once.", 1.0))
            return
        self._answering[who] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._answering[who] -= 1
            if not self._answering[who]:
                del self._answering[who]


class BodySize:
    """Refuses bodies over a size with 413; Gradio itself holds uploads to theirs."""

    def __init__(self, app: App, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request once all of its body has come, or refuse it."""
        if scope["type"] != "http" or scope["path"].rstrip("/") == UPLOAD:
            await self._app(scope, receive, send)
            return
        declared = header(scope, "content-length")
        if declared.isdecimal() and int(declared) > self._most:
            await refuse(scope, send, self._too_large())
            return
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # the client has gone
            body += message.get("body", b"")
            if len(body) > self._most:
                await refuse(scope, send, self._too_large())
                return
            more = message.get("more_body", False)
        whole: list[Scope] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def receive_whole() -> Scope:
            return whole.pop() if whole else await receive()

        await self._app(scope, receive_whole, send)

    def _too_large(self) -> Refusal:
        return Refusal(
            413,
            f"the request has more than {self._most >> 10} KB.",
            "Send less, or let the service take more (YUANWEN_MAX_REQUEST_KILOBYTES).",
            "request_too_large",
            (("Connection", "close"),),
        )


def _too_many(message: str, seconds: float) -> Refusal:
    wait = str(math.ceil(seconds))
    return Refusal(
        429, message, f"Try again in {wait} s.", "rate_limit_exceeded", (("Retry-After", wait),)
    )
