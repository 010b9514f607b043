"""An answer while it is being written: its text so far, at most some twenty times a second."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Event, Thread

from rag.answering.timed_stream import Cancellation
from rag.conversation.turns import Messages
from rag.engine import Engine
from rag.errors import UsageError, YuanwenError
from rag.types import Answer
from ui.turns import Result, Stopped

PAUSE_SECONDS = 0.05  # between two states of the text; what comes meanwhile is shown together
_END = object()


class LiveAnswer:
    """One question under way, in a thread of its own; `stop` may be called from any thread."""

    def __init__(
        self,
        engine: Engine,
        question: str,
        *,
        messages: Messages = (),
        model: str,
        as_of: str | None = None,
        k: int | None = None,
        refused: YuanwenError | None = None,
    ) -> None:
        """Start at once; see `Engine.stream`. With `refused`, that is what comes of it."""
        self._items: SimpleQueue[object] = SimpleQueue()
        self._cancellation = Cancellation()
        self._stopped = Event()

        def work() -> None:
            if refused is not None:
                self._items.put(refused)
                return
            try:
                stream = engine.stream(
                    question, messages=messages, model=model, as_of=as_of, k=k,
                    cancellation=self._cancellation,
                )  # fmt: skip
                with contextlib.closing(stream) as items:  # type: ignore[type-var]
                    for item in items:
                        if self._stopped.is_set():
                            return
                        self._items.put(item)
            except BaseException as error:  # noqa: BLE001 (raised anew where it is waited for)
                self._items.put(error)
            else:
                self._items.put(_END)

        Thread(target=work, name="answer", daemon=True).start()

    def stop(self) -> None:
        """End it: `states` ends at once, the model's work as soon as the model lets go."""
        self._stopped.set()
        self._items.put(_END)
        self._cancellation.set()

    def states(self) -> Iterator[str | Result]:
        """Yield the text so far whenever it has grown, then what came of it.

        Closing the iterator stops the answer.
        """
        written = ""
        try:
            while True:
                items = self._waited_for()
                if self._stopped.is_set():
                    yield Stopped(written)
                    return
                if grown := "".join(item for item in items if isinstance(item, str)):
                    written += grown
                    yield written
                if not isinstance(items[-1], str):
                    yield _result(items[-1])
                    return
        finally:
            self.stop()

    def _waited_for(self) -> list[object]:
        """Wait for what comes, and a little longer for what comes with it."""
        items = [self._items.get()]
        until = time.monotonic() + PAUSE_SECONDS
        while isinstance(items[-1], str) and not self._stopped.is_set():
            try:
                items.append(self._items.get(timeout=max(0.0, until - time.monotonic())))
            except Empty:
                break
        return items


def _result(item: object) -> Result:
    if isinstance(item, Answer | YuanwenError):
        return item
    if isinstance(item, BaseException):
        raise item
    return UsageError("no answer came.")  # a stream ends with its answer
