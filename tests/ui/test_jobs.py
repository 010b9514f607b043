"""Changes of the library from the window: one at a time, followed, stopped."""

from __future__ import annotations

import threading

import pytest

from rag.errors import Cancelled, LibraryBusy, LibraryError
from rag.report import Progress
from ui.jobs import PREPARING, WAITING, Jobs


def test_a_job_gives_what_its_work_gave() -> None:
    steps = []
    go = threading.Event()

    def work(progress: Progress) -> str:
        progress("read", 0, 2, "a/b.txt")
        assert go.wait(10)
        return "done"

    job = Jobs().start("tab", work)
    for step in job.steps():
        steps.append(step)
        if step.stage == "read":
            go.set()
    assert job.result() == "done"
    assert (steps[-1].stage, steps[-1].done, steps[-1].of, steps[-1].item) == (
        "read", 0, 2, "a/b.txt",
    )  # fmt: skip
    assert not job.alive


def test_the_second_waits_for_the_first_and_each_is_stopped_apart() -> None:
    jobs, begun, go = Jobs(), threading.Event(), threading.Event()
    order: list[str] = []

    def first(progress: Progress) -> int:
        begun.set()
        assert go.wait(10)
        order.append("first")
        return 1

    def second(progress: Progress) -> int:
        order.append("second")
        return 2

    one = jobs.start("a", first)
    assert begun.wait(10)
    two, three = jobs.start("b", second), jobs.start("c", second)
    assert two.step.stage == WAITING
    assert one.step.stage == PREPARING
    jobs.stop("c")
    with pytest.raises(Cancelled):  # while it waits, and at once
        three.result()
    assert two.alive
    go.set()
    assert (one.result(), two.result()) == (1, 2)
    assert order == ["first", "second"]


def test_a_stop_is_shown_and_ends_the_work_at_its_next_step() -> None:
    jobs, begun = Jobs(), threading.Event()

    def endless(progress: Progress) -> int:
        begun.set()
        while True:
            progress("encode", 1, 9)

    job = jobs.start("a", endless)
    assert begun.wait(10)
    jobs.stop("nobody")
    assert not job.step.stopping
    jobs.stop("a")
    assert job.step.stopping
    with pytest.raises(Cancelled, match="library is as it was"):
        job.result()


def test_errors_reach_the_one_who_asks(caplog: pytest.LogCaptureFixture) -> None:
    def busy(progress: Progress) -> int:
        raise LibraryBusy("busy.", "Wait.")

    def broken(progress: Progress) -> int:
        raise FileNotFoundError("gone.txt")

    jobs = Jobs()
    with pytest.raises(LibraryBusy, match="busy"):
        jobs.start("a", busy).result()
    assert caplog.records == []
    with pytest.raises(LibraryError, match=r"the change failed: gone\.txt"):
        jobs.start("a", broken).result()
    assert "FileNotFoundError" in caplog.text  # the log tells where
    assert jobs.start("a", lambda _progress: 3).result() == 3  # the turn is free again
