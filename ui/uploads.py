"""Files that people drop into the window: named safely and kept inside the library."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from filecmp import cmp
from itertools import count
from pathlib import Path
from typing import BinaryIO

from rag.engine import Engine
from rag.errors import LibraryError
from rag.reading.file_report import FileReport
from rag.reading.reader import SUFFIXES
from rag.report import IndexReport, NothingToIndex, Progress, no_progress
from ui.texts import Texts

NAME_BYTES = 180  # file systems allow 255; the rest is for a number and a long suffix


@dataclass(frozen=True)
class Uploaded:
    """What became of some uploaded files; `index` is None where none was fit to be read.

    `reprints` counts the groups of articles that say the same and of which one is from these files.
    """

    files: tuple[FileReport, ...]
    index: IndexReport | None
    reprints: int = 0


def uploads_folder(engine: Engine) -> Path:
    """Return where the library keeps the files that were added in the window."""
    return engine.folder.path / "uploads"


def readable(paths: Iterable[str]) -> list[str]:
    """Return the files of a folder that articles may be in: of known kinds, not hidden; by name."""
    fit = (
        path
        for path in paths
        if _suffix(Path(path).name) is not None and not Path(path).name.startswith(".")
    )
    return sorted(fit, key=lambda path: Path(path).name)


def upload(
    engine: Engine, paths: Sequence[Path], texts: Texts, progress: Progress = no_progress
) -> Uploaded:
    """Copy files into the library's `uploads` folder and index them.

    Files of another kind, and those over the size limit, are refused and named; copies that
    could not be read are not kept, and none of a run that fails or is stopped.

    Raises:
        YuanwenError: another process is writing, or the run was stopped.
    """
    folder = uploads_folder(engine)
    limit = engine.settings.max_file_megabytes
    refused: list[FileReport] = []
    stored: list[Path] = []
    before = set(folder.iterdir()) if folder.is_dir() else set()
    try:
        for path in paths:
            if _suffix(path.name) is None:
                refused.append(FileReport(path.name, "failed", 0, texts.unknown_kind))
            elif path.stat().st_size > limit << 20:
                reason = texts.too_large.format(megabytes=limit)
                refused.append(FileReport(path.name, "failed", 0, reason))
            else:
                stored.append(_stored(path, folder))
        if not stored:
            return Uploaded(tuple(refused), None)
        report = engine.index([str(copy) for copy in stored], progress=progress)
    except NothingToIndex as error:
        _discard(set(stored) - before)
        return Uploaded((*_named(error.files), *refused), None)
    except BaseException:
        _discard(set(stored) - before)
        raise
    unread = {file.path for file in report.files if file.status in ("failed", "skipped")}
    _discard({copy for copy in stored if str(copy) in unread} - before)
    return Uploaded((*_named(report.files), *refused), report, _reprints(engine, stored, report))


def _discard(copies: Iterable[Path]) -> None:
    for copy in copies:
        copy.unlink(missing_ok=True)


def _named(files: Iterable[FileReport]) -> list[FileReport]:
    return [replace(file, path=Path(file.path).name) for file in files]


def _reprints(engine: Engine, stored: Sequence[Path], report: IndexReport) -> int:
    paths = {str(copy) for copy in stored}
    ids = {one for source in engine.keeper.sources() if source.path in paths
           for one in source.ids}  # fmt: skip
    return sum(not ids.isdisjoint(group) for group in report.duplicates)


def _stored(path: Path, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return store(path, folder)
    except OSError as error:
        raise LibraryError(
            f"cannot write to {str(folder)!r}: {error.strerror}.",
            "Make room, or check the rights of the folder.",
        ) from error


def store(path: Path, folder: Path) -> Path:
    """Copy a file under a safe name of its own; the same file uploaded again keeps its place."""
    name = safe_name(path.name)
    suffix = _suffix(name) or ""
    stem = name.removesuffix(suffix)
    for number in count(1):
        target = folder / (f"{stem}-{number}{suffix}" if number > 1 else name)
        try:
            with target.open("xb") as copy, path.open("rb") as original:
                _copied(original, copy, target)
            return target
        except FileExistsError:
            if target.is_file() and not target.is_symlink() and cmp(path, target, shallow=False):
                return target
    raise AssertionError  # numbers do not end


def _copied(original: BinaryIO, copy: BinaryIO, target: Path) -> None:
    try:
        shutil.copyfileobj(original, copy)
    except OSError:  # half a copy is none
        target.unlink()
        raise


def safe_name(name: str) -> str:
    """Return a file's own name without folders, control characters and leading dots.

    >>> safe_name("../../etc/通知 1.txt")
    '通知 1.txt'
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    base = "".join(
        one for one in base if unicodedata.category(one)[0] != "C" and one not in '<>:"|?*'
    )
    suffix = _suffix(base) or ""
    stem = base[: len(base) - len(suffix)].strip(" .")
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore") or "article"
    return stem + suffix


def _suffix(name: str) -> str | None:
    low = name.lower()
    return next((one for one in sorted(SUFFIXES, key=len, reverse=True) if low.endswith(one)), None)
