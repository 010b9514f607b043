"""Questions at work: each in a thread of its own, so many at once, the others in a queue.

FastAPI's own threads (40) stay free for the window. A waiting question holds no thread, and one
whose asker has gone is given up at the next piece of its answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
AT_ONCE = 16  # more than that only wait for each other's processors; see docs/service.md
POLL_SECONDS = 0.5  # between two looks at whether the asker is still there
_END = object()


class AskerGone(Exception):
    """The one who asked has closed the connection."""


class Workers:
    """A number of places for work that holds a thread."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._places = asyncio.Semaphore(at_once)

    def stream(self, work: Callable[[], Iterator[T]]) -> Stream[T]:
        """Return what an iterator yields, which is taken in a thread once there is a place.

        The iterator is closed when the stream is, after the item that it is at work on.
        """
        return Stream(self._places, work)

    async def last(self, work: Callable[[], Iterator[T]], is_gone: Gone) -> T:
        """Return the last item that an iterator yields.

        Args:
            work: makes the iterator, which yields at least one item.
            is_gone: whether the asker has left.

        Raises:
            AskerGone: the asker has left; the work is given up.
        """
        stream = self.stream(work)
        waiting = asyncio.ensure_future(_last(stream))
        try:
            while not waiting.done():
                await asyncio.wait({waiting}, timeout=POLL_SECONDS)
                if not waiting.done() and await is_gone():
                    raise AskerGone
            return await waiting
        finally:
            waiting.cancel()
            stream.close()


Gone = Callable[[], Awaitable[bool]]


class Stream(Generic[T]):
    """Items that come out of a thread; to be closed, whether it was begun or not.

    It belongs to the thread of its event loop, where all but `_run` is called.
    """

    def __init__(self, places: asyncio.Semaphore, work: Callable[[], Iterator[T]]) -> None:
        self._places = places
        self._work = work
        self._stopped = threading.Event()
        self._queue: asyncio.Queue[object] | None = None
        self._has_place = False

    def __aiter__(self) -> Stream[T]:
        """Return itself."""
        return self

    async def __anext__(self) -> T:
        """Return the next item, the first one once there is a place.

        Raises:
            Exception: what the work raises.
        """
        if self._queue is None:
            self._queue = await self._begun()
        item = await self._queue.get()
        if item is _END:
            raise StopAsyncIteration
        if isinstance(item, BaseException):
            raise item
        return cast("T", item)

    def close(self) -> None:
        """Give the work up; nobody waits for it any more, and its place is free."""
        self._stopped.set()
        if self._has_place:
            self._has_place = False
            self._places.release()

    async def _begun(self) -> asyncio.Queue[object]:
        await self._places.acquire()
        self._has_place = True
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[object] = asyncio.Queue()

        def put(item: object) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended with the service
                loop.call_soon_threadsafe(queue.put_nowait, item)
                if item is _END or isinstance(item, BaseException):
                    loop.call_soon_threadsafe(self.close)

        # A daemon: a service that stops does not wait for a model that says nothing.
        threading.Thread(target=self._run, args=(put,), daemon=True, name="answer").start()
        return queue

    def _run(self, put: Callable[[object], None]) -> None:
        try:
            items: Any = self._work()
            with contextlib.closing(items):
                while not self._stopped.is_set():
                    item = next(items, _END)
                    put(item)
                    if item is _END:
                        return
        except BaseException as error:  # noqa: BLE001 (raised anew where the items are taken)
            put(error)


async def _last(items: Stream[T]) -> T:
    last: T | None = None
    async for item in items:
        last = item
    return cast("T", last)
