"""Streams of language models that end in time, whatever their server or library does.

The model works in a thread of its own and hands its pieces over through a queue, so that the one
who waits can stop waiting at any moment.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, main_thread

from rag.answering.replies import Piece
from rag.errors import Cancelled, ModelError

STALLED_SECONDS = 30.0  # without a piece, once there was one
MOST_CHARACTERS = 20_000  # of a reply; one of 400 tokens has some 2,000


class Cancellation:
    """Tells a worker that nobody waits any more."""

    def __init__(self) -> None:
        self._event = Event()
        self._lock = Lock()
        self._hooks: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """Whether to stop: nobody waits, or the process is ending."""
        return self._event.is_set() or not main_thread().is_alive()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until the cancellation."""
        self._event.wait(seconds)

    def call(self, hook: Callable[[], None]) -> None:
        """Call `hook` when it is cancelled, from another thread; at once if it is already."""
        with self._lock:
            if not self._event.is_set():
                self._hooks.append(hook)
                return
        hook()

    def set(self) -> None:
        """Cancel, once."""
        with self._lock:
            hooks, self._hooks = self._hooks, []
            self._event.set()
        for hook in hooks:
            hook()


Worker = Callable[[Cancellation], Iterator[Piece]]
_END = object()


class TimedStream:
    """Pieces of a reply; unlike a generator, it can be ended while another thread waits for one."""

    def __init__(self, pieces: Generator[Piece], cancel: Callable[[], None]) -> None:
        self._pieces = pieces
        self.cancel = cancel  # from any thread: who waits gets `Cancelled`, the worker stops

    def __iter__(self) -> Iterator[Piece]:
        return self

    def __next__(self) -> Piece:
        return next(self._pieces)

    def close(self) -> None:
        """End it, in the thread that takes the pieces."""
        self._pieces.close()


def stream_in_time(worker: Worker, seconds: float, *, daemon: bool = True) -> TimedStream:
    """Yield what a worker yields, for so many seconds in all.

    Args:
        worker: makes the pieces, in another thread; it is cancelled when the time is over, and
            when the generator that this function returns is closed.
        seconds: from the first `next` to the last piece.
        daemon: whether the process may end while the worker is at work.

    Raises:
        ModelError: raised by the worker; or the time is over, no piece came for 30 s after an
            earlier one, or the reply has over 20,000 characters.
        Cancelled: the stream's `cancel` was called.
    """
    cancellation = Cancellation()
    queue: SimpleQueue[object] = SimpleQueue()

    def cancel() -> None:
        queue.put(Cancelled("the answer was stopped."))
        cancellation.set()

    return TimedStream(_pieces(worker, seconds, daemon, cancellation, queue), cancel)


def _pieces(
    worker: Worker,
    seconds: float,
    daemon: bool,
    cancellation: Cancellation,
    queue: SimpleQueue[object],
) -> Generator[Piece]:
    ends = time.monotonic() + seconds
    Thread(target=_work, args=(worker, cancellation, queue), daemon=daemon, name="model").start()
    characters = 0
    begun = False
    try:
        while True:
            left = ends - time.monotonic()
            item = _next(queue, left, min(left, STALLED_SECONDS) if begun else left, seconds)
            if item is _END:
                return
            if isinstance(item, BaseException):
                raise item
            assert not isinstance(item, bytes)
            begun = True
            if isinstance(item, str):
                characters += len(item)
                if characters > MOST_CHARACTERS:
                    raise ModelError(
                        f"the language model wrote more than {MOST_CHARACTERS} characters.",
                        "Try another model, or ask again.",
                    )
            yield item  # type: ignore[misc]
    finally:
        cancellation.set()


def _next(queue: SimpleQueue[object], left: float, wait: float, seconds: float) -> object:
    with contextlib.suppress(Empty):
        if wait > 0:  # not over already: pieces may come without a pause
            return queue.get(timeout=wait)
    if wait < left:
        raise ModelError(
            f"the language model fell silent in the middle of its answer for {wait:g} s.",
            "Ask again; if it stays so, see what the model's machine is busy with.",
        )
    raise ModelError(
        f"the language model took longer than {seconds:g} s.",
        "Give it more time (YUANWEN_MODEL_TIMEOUT_SECONDS), or choose a faster model.",
    )


def _work(worker: Worker, cancellation: Cancellation, queue: SimpleQueue[object]) -> None:
    try:
        with contextlib.closing(worker(cancellation)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                if cancellation.is_set:
                    return
                queue.put(piece)
    except BaseException as error:  # noqa: BLE001 (raised anew where the pieces are taken)
        queue.put(error)
    else:
        queue.put(_END)
