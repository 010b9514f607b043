"""What an indexing run tells: its progress while it runs, and what it did in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from rag.errors import Cancelled, LibraryError
from rag.reading.file_report import FileReport


class Progress(Protocol):
    """Is told how far a run is; what it raises ends the run, and the library is as it was."""

    def __call__(self, stage: str, done: int, of: int, item: str = "", /) -> None:
        """Take a step.

        Args:
            stage: "read", "encode" or "save"; other runs have others.
            done: files, passages or questions done.
            of: how many there are.
            item: the path of the file that is being read, else empty.
        """
        ...


@dataclass(frozen=True)
class IndexReport:
    """What an indexing run did; `seconds` holds read, encode, save and total."""

    articles: int
    passages: int
    encoder: str
    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0
    duplicates: list[list[str]] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


class NothingToIndex(LibraryError):
    """A new library would be empty; `files` tells why, file by file."""

    def __init__(self, message: str, advice: str, files: Sequence[FileReport] = ()) -> None:
        super().__init__(message, advice)
        self.files = tuple(files)


def no_progress(_stage: str, _done: int, _of: int, _item: str = "", /) -> None:
    """Show nothing."""


def stoppable(progress: Progress, stop: Event) -> Progress:
    """Return a progress that ends its run when `stop` is set, as long as nothing is changed.

    The run then raises `Cancelled`. Once its generation is in place it is told as done.
    """

    def step(stage: str, done: int, of: int, item: str = "", /) -> None:
        in_place = stage == "save" and done == of
        if stop.is_set() and not in_place:
            raise Cancelled(
                "the run was stopped; the library is as it was.",
                "Start it again: what was encoded is not encoded anew.",
            )
        progress(stage, done, of, item)

    return step
