"""How reading a file went; apart from the readers, which take longer to import than a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.types import Removed


@dataclass(frozen=True, slots=True)
class FileReport:
    """How reading a file went.

    `read`: all of it; `partial`: with lines left out, which `reason` names; `failed`: nothing,
    for the `reason`; `skipped`: no articles are meant to be in it, as in a set of questions.
    `removed` is what was taken for no part of an article.
    """

    path: str
    status: Literal["read", "partial", "failed", "skipped"]
    articles: int
    reason: str | None = None
    removed: tuple[Removed, ...] = ()
