"""What an indexing run tells: its progress while it runs, and what it did in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rag.reading.file_report import FileReport

Progress = Callable[[str, int, int], None]  # (stage: "read", "encode" or "save"; done; of)


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


def no_progress(_stage: str, _done: int, _of: int) -> None:
    """Show nothing."""
