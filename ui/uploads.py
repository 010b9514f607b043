"""Files that people drop into the window: named safely and kept inside the library."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from filecmp import cmp
from itertools import count
from pathlib import Path

from rag.engine import Engine
from rag.errors import LibraryError
from rag.reading.file_report import FileReport
from rag.reading.reader import SUFFIXES
from rag.report import IndexReport, Progress, no_progress
from ui.texts import Texts

NAME_BYTES = 180  # file systems allow 255; the rest is for a number and a long suffix


@dataclass(frozen=True)
class Uploaded:
    """What became of some uploaded files; `index` is None where none was fit to be read."""

    files: tuple[FileReport, ...]
    index: IndexReport | None


def upload(
    engine: Engine, paths: Sequence[Path], texts: Texts, progress: Progress = no_progress
) -> Uploaded:
    """Copy files into the library's `uploads` folder and index them.

    Files of another kind, and those over the size limit, are refused and named; copies that
    could not be read are not kept.

    Raises:
        YuanwenError: another process is writing, or nothing at all could be read.
    """
    folder = engine.folder.path / "uploads"
    limit = engine.settings.max_file_megabytes
    reports, stored = [], []
    for path in paths:
        if _suffix(path.name) is None:
            reports.append(FileReport(path.name, "failed", 0, texts.unknown_kind))
        elif path.stat().st_size > limit << 20:
            reason = texts.too_large.format(megabytes=limit)
            reports.append(FileReport(path.name, "failed", 0, reason))
        else:
            stored.append(_stored(path, folder))
    if not stored:
        return Uploaded(tuple(reports), None)
    report = engine.index([str(path) for path in stored], progress=progress)
    for file in report.files:
        if file.status in ("failed", "skipped"):
            Path(file.path).unlink(missing_ok=True)
    shown = [replace(file, path=Path(file.path).name) for file in report.files]
    return Uploaded((*shown, *reports), report)


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
                shutil.copyfileobj(original, copy)
            return target
        except FileExistsError:
            if target.is_file() and not target.is_symlink() and cmp(path, target, shallow=False):
                return target
    raise AssertionError  # numbers do not end


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
