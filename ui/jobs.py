"""Changes of the library that the window starts: one after another, each can be stopped.

A change runs in a thread of its own, so that it ends whether its tab stays open or not.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from rag.errors import LibraryError, YuanwenError
from rag.report import Progress, no_progress, stoppable

Result = TypeVar("Result")
LOG = logging.getLogger("yuanwen")
LOOKS_SECONDS = 0.2  # between two looks at a change under way
WAITING, PREPARING = "wait", "prepare"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a change is: a stage of `Progress`, or that it waits for another or begins."""

    stage: str = WAITING
    done: int = 0
    of: int = 0
    item: str = ""
    stopping: bool = False


class Job(Generic[Result]):
    """A change under way."""

    def __init__(self, work: Callable[[Progress], Result], turn: threading.Lock) -> None:
        """Start as soon as no other holds `turn`."""
        self._work = work
        self._turn = turn
        self._stop = threading.Event()
        self._step = Step()
        self._result: Result | None = None
        self._error: YuanwenError | None = None
        self._thread = threading.Thread(target=self._run, name="library-job", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._thread.is_alive()

    @property
    def step(self) -> Step:
        """How far it is."""
        now = self._step
        return Step(now.stage, now.done, now.of, now.item, self._stop.is_set())

    def stop(self) -> None:
        """End it before it changes anything; what is in place already stays."""
        self._stop.set()

    def steps(self) -> Iterator[Step]:
        """Yield how far it is when that has changed, until it has ended."""
        shown = None
        while self._thread.is_alive():
            if (now := self.step) != shown:
                shown = now
                yield now
            self._thread.join(LOOKS_SECONDS)

    def result(self) -> Result:
        """Wait for its end and return what it gave.

        Raises:
            Cancelled: it was stopped.
            YuanwenError: it failed; the library is as it was.
        """
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None  # a change gives a report
        return self._result

    def _run(self) -> None:
        progress = stoppable(self._told, self._stop)
        try:
            while not self._turn.acquire(timeout=LOOKS_SECONDS):
                stoppable(no_progress, self._stop)(WAITING, 0, 0)
            try:
                progress(PREPARING, 0, 0)
                self._result = self._work(progress)
            finally:
                self._turn.release()
        except YuanwenError as error:
            self._error = error
        except Exception as error:  # the tab has to be told, whatever it was
            LOG.exception("a change of the library failed")
            self._error = LibraryError(
                f"the change failed: {error or type(error).__name__}.",
                "The library is as it was. The log of the service tells more.",
            )

    def _told(self, stage: str, done: int, of: int, item: str = "", /) -> None:
        self._step = Step(stage, done, of, item)


class Jobs:
    """The changes of one library, by whoever started them; one runs, the others wait."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._started: dict[str, list[Job[object]]] = {}
        self._guard = threading.Lock()

    def start(self, owner: str, work: Callable[[Progress], Result]) -> Job[Result]:
        """Start a change in someone's name: that of a tab, say."""
        job: Job[Result] = Job(work, self._turn)
        with self._guard:
            running = [one for one in self._started.get(owner, []) if one.alive]
            self._started[owner] = [*running, job]  # type: ignore[list-item]
            for name in [n for n, jobs in self._started.items() if not any(j.alive for j in jobs)]:
                del self._started[name]
        return job

    def stop(self, owner: str) -> None:
        """Stop what someone has started."""
        with self._guard:
            for job in self._started.get(owner, []):
                job.stop()
