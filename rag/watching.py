"""Following files and folders: what changes is indexed as soon as it is quiet again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from rag.errors import LibraryBusy, LibraryError
from rag.reading.reader import SUFFIXES
from rag.report import IndexReport

QUIET_MILLISECONDS = 1600  # a file that is being copied changes many times


def follow(
    paths: Sequence[str], update: Callable[[], IndexReport], stop: Event | None = None
) -> Iterator[IndexReport]:
    """Yield the report of each update that changed something, until stopped or interrupted.

    Args:
        paths: files and folders; folders that are not there yet are an error.
        update: indexes them anew; what is unchanged costs little.
        stop: ends it when set; None leaves that to Ctrl-C.

    Raises:
        LibraryError: a path does not exist.
    """
    from watchfiles import watch

    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise LibraryError(f"{missing[0]!r} cannot be followed: it does not exist.", "Make it.")
    waiting = False
    for changes in watch(
        *paths, stop_event=stop, debounce=QUIET_MILLISECONDS, yield_on_timeout=True,
        raise_interrupt=True,
    ):  # fmt: skip
        waiting = waiting or any(path.lower().endswith(SUFFIXES) for _, path in changes)
        if not waiting:
            continue
        try:
            report = update()
        except LibraryBusy:  # another process writes; the next tick tries again
            continue
        waiting = False
        if report.added or report.replaced or report.removed:
            yield report
