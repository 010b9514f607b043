"""Removing articles, and with the last one of an uploaded file the library's copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.engine import Engine
from rag.report import Progress, no_progress
from ui.uploads import uploads_folder


@dataclass(frozen=True)
class Removal:
    """What was removed: titles, names of uploaded files; `articles` are left in the library."""

    titles: tuple[str, ...]
    files: tuple[str, ...]
    articles: int


def remove(engine: Engine, ids: Sequence[str], progress: Progress = no_progress) -> Removal:
    """Remove articles by id.

    A file in `uploads` of which no article is left is deleted: it is our copy, and indexing that
    folder must not bring the article back. Of one that holds others, too, the library keeps in
    mind which were removed, as of files elsewhere.

    Raises:
        YuanwenError: an id is unknown, or another process is writing; nothing is removed then.
    """
    catalogue = engine.catalogue()
    entries = [catalogue.entry(name) for name in ids]
    report = engine.remove(ids, progress)
    gone = set(ids)
    files = []
    for source in engine.keeper.sources():
        if not source.ids and gone & set(source.removed) and _is_upload(engine, source.path):
            Path(source.path).unlink(missing_ok=True)
            files.append(Path(source.path).name)
    titles = tuple(entry.title for entry in entries if entry is not None)
    return Removal(titles, tuple(files), report.articles)


def _is_upload(engine: Engine, path: str) -> bool:
    return Path(path).resolve().parent == uploads_folder(engine).resolve()
