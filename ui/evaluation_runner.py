"""Runs question sets in a thread of their own, one at a time, while the window goes on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

from eval.questions import load_questions
from eval.run import RunOptions, run_questions
from rag.engine import Engine
from rag.errors import LibraryBusy, LibraryError, YuanwenError
from rag.report import Progress

State = Literal["idle", "running", "stopping", "done", "stopped", "failed"]


@dataclass(frozen=True)
class Part:
    """One run of a job: what is asked, how, and where it is written."""

    questions: Path
    folder: Path
    options: RunOptions


@dataclass(frozen=True)
class Standing:
    """How far the newest job has come.

    `job` counts jobs from 1 (0: there was none); `done` and `of` count questions over all parts;
    `seconds_left` is None while nothing is known; `error` is why a job failed, None for one that
    failed in an unforeseen way.
    """

    job: int = 0
    state: State = "idle"
    parts: tuple[Part, ...] = ()
    done: int = 0
    of: int = 0
    seconds_left: float | None = None
    error: YuanwenError | None = None

    @property
    def busy(self) -> bool:
        """Whether questions are being asked."""
        return self.state in ("running", "stopping")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the folders of its runs."""
        return tuple(part.folder.name for part in self.parts)


class _Stopped(Exception):
    """The job was told to stop."""


class Runner:
    """Does one job at a time; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._standing = Standing()

    @property
    def standing(self) -> Standing:
        """How far the newest job has come."""
        with self._lock:
            return self._standing

    def start(self, parts: Sequence[Part], *, resume: bool = False) -> None:
        """Check the question sets, then begin to ask; returns at once.

        Args:
            parts: at least one; they are run one after another.
            resume: go on with runs that were stopped; parts not begun yet are begun.

        Raises:
            LibraryBusy: a job is running; it goes on.
            QuestionFileError: lines of a set are not questions.
            UsageError: a set cannot be read.
        """
        counts = [len(load_questions(one.questions)[: one.options.limit]) for one in parts]
        with self._lock:
            if self._standing.busy:
                raise LibraryBusy(
                    "an evaluation is running already.", "Wait until it has ended, or stop it."
                )
            job = self._standing.job + 1
            self._standing = Standing(job, "running", tuple(parts), of=sum(counts))
        work = Thread(target=self._work, args=(tuple(parts), counts, resume), daemon=True)
        work.start()

    def stop(self) -> None:
        """Let the job end after the question that it is at; what was answered is kept."""
        with self._lock:
            if self._standing.state == "running":
                self._standing = replace(self._standing, state="stopping", seconds_left=None)

    def _work(self, parts: Sequence[Part], counts: Sequence[int], resume: bool) -> None:
        state: State = "failed"
        error: YuanwenError | None = None
        watch = _Watch()
        try:
            for at, part in enumerate(parts):
                run_questions(
                    self._engine, part.questions, part.folder, part.options,
                    resume=resume, progress=self._after(sum(counts[:at]), watch),
                )  # fmt: skip
                watch.pause()
            state = "done"
        except _Stopped:
            state = "stopped"
        except YuanwenError as raised:
            error = raised
        except OSError as raised:
            error = LibraryError(
                f"the run cannot be written: {raised.strerror or raised}.",
                "Make room, or check the rights of the folder.",
            )
        finally:
            with self._lock:
                self._standing = replace(
                    self._standing, state=state, error=error, seconds_left=None
                )

    def _after(self, before: int, watch: _Watch) -> Progress:
        """Return what is told of a part, after as many questions of the parts before it."""

        def told(_stage: str, done: int, _of: int, _item: str = "", /) -> None:
            self._told(before + done, watch)

        return told

    def _told(self, done: int, watch: _Watch) -> None:
        watch.seen(done)
        with self._lock:
            left = watch.seconds_for(self._standing.of - done)
            self._standing = replace(self._standing, done=done, seconds_left=left)
            if self._standing.state == "stopping":
                raise _Stopped


class _Watch:
    """How long a question takes; those that a resumed run had already take no time."""

    def __init__(self) -> None:
        self._asked = 0
        self._seconds = 0.0
        self._last: tuple[int, float] | None = None

    def seen(self, done: int) -> None:
        now = time.monotonic()
        if self._last is not None:
            self._asked += done - self._last[0]
            self._seconds += now - self._last[1]
        self._last = done, now

    def pause(self) -> None:
        self._last = None

    def seconds_for(self, questions: int) -> float | None:
        return self._seconds / self._asked * questions if self._asked else None
