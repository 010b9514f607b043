"""Files to articles: which files there are, which reader each needs, and how it went."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from rag.errors import ReadError
from rag.reading.articles import articles_of
from rag.reading.docx import read_docx
from rag.reading.encoding import decode
from rag.reading.file_report import FileReport
from rag.reading.jsonl import A_QUESTION, read_jsonl
from rag.reading.page import Page
from rag.reading.pdf.reader import read_pdf
from rag.reading.plain import read_markdown, read_plain
from rag.reading.sizes import LARGEST, refuse_larger
from rag.reading.web.html import read_html
from rag.reading.web.mhtml import read_mhtml
from rag.types import Article

UNPACKED_TIMES = 8  # a .jsonl.gz may hold this many times the largest file size, unpacked
PROBLEMS_SHOWN = 3
LINK_OUT = "is a link that leads out of the folder"

_READERS: dict[str, Callable[[bytes], Page]] = {
    ".txt": lambda data: read_plain(decode(data).text),
    ".md": lambda data: read_markdown(decode(data).text),
    ".html": read_html,
    ".htm": read_html,
    ".mhtml": read_mhtml,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
_LINES = (".jsonl", ".jsonl.gz")
SUFFIXES = (*_READERS, *_LINES)


class _QuestionSetError(ReadError):
    """A `.jsonl` file that holds questions for evaluation."""


def discover(
    paths: Iterable[str | Path], left_out: Callable[[Path], None] = lambda _path: None
) -> Iterator[Path]:
    """Yield the files to read, those of a folder sorted and with those of its subfolders.

    A file that is named is yielded whatever it is, so that `read_file` tells what is wrong with
    it; from folders come only files of the known suffixes, hidden ones left out, each folder
    once however many links lead to it, and no library. A folder that cannot be listed is itself
    yielded.

    Args:
        paths: files and folders.
        left_out: told of each file or folder that is a link out of all the folders given. An
            archive of articles that someone sent may hold such a link to any file of the machine.
    """
    given = [Path(path) for path in paths]
    roots = [path.resolve() for path in given if path.is_dir()]
    visited: set[tuple[int, int]] = set()
    for path in given:
        if path.is_dir():
            yield from _files(path, roots, visited, left_out)
        else:
            yield path


def _files(
    folder: Path,
    roots: Sequence[Path],
    visited: set[tuple[int, int]],
    left_out: Callable[[Path], None],
) -> Iterator[Path]:
    pending = [folder]  # no recursion: folders may be nested by the thousand
    while pending:
        path = pending.pop()
        if path is not folder and not path.is_dir():
            yield path
            continue
        try:
            status = path.stat()
            entries = sorted(path.iterdir(), reverse=True)
        except OSError:
            yield path
            continue
        if (status.st_dev, status.st_ino) in visited or _is_library(path):
            continue
        visited.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith(".") or not _is_wanted(entry):
                continue
            if entry.is_symlink() and not _is_within(entry, roots):
                left_out(entry)
            else:
                pending.append(entry)


def _is_wanted(entry: Path) -> bool:
    return entry.is_dir() or (_suffix(entry) is not None and entry.is_file())


def _is_within(link: Path, roots: Sequence[Path]) -> bool:
    """Tell whether a link leads to what stands in one of the folders."""
    target = link.resolve()
    return any(target.is_relative_to(root) for root in roots)


def _is_library(folder: Path) -> bool:
    """Tell whether a folder is one of our own libraries, which holds articles but is no source."""
    marks = (folder / name for name in ("current.json", "lock"))  # the first may be lost
    return (folder / "generations").is_dir() and any(mark.is_file() for mark in marks)


def _suffix(path: Path) -> str | None:
    name = path.name.lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)


def read_file(
    path: str, max_bytes: int, furniture: Collection[str] = frozenset()
) -> tuple[list[Article], FileReport]:
    """Read the articles of one file; what is wrong with the file is reported, never raised.

    Args:
        path: the file, as it shall stand in `Article.source`.
        max_bytes: a larger file is not read; of text and web pages `sizes.LARGEST` holds, too.
        furniture: lines that other files of the same site repeat.

    Returns:
        The articles in the file's order, and the report; `failed` comes with no articles.
    """
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        articles, problem = _read(Path(path), shown, max_bytes, furniture)
    except _QuestionSetError:
        return [], FileReport(shown, "skipped", 0, "is a set of questions")
    except ReadError as error:
        return [], FileReport(shown, "failed", 0, error.message)
    except OSError as error:
        return [], FileReport(shown, "failed", 0, error.strerror or type(error).__name__)
    except MemoryError:
        return [], FileReport(shown, "failed", 0, "does not fit into memory")
    status: Literal["read", "partial"] = "partial" if problem else "read"
    removed = tuple(piece for article in articles for piece in article.removed)
    return articles, FileReport(shown, status, len(articles), problem, removed)


def _read(
    path: Path, source: str, max_bytes: int, furniture: Collection[str]
) -> tuple[list[Article], str | None]:
    try:
        status = path.stat()
    except ValueError as error:  # a NUL, half a character
        raise ReadError("has a name that no file can have") from error
    if stat.S_ISDIR(status.st_mode):
        next(os.scandir(path), None)  # tells, as an OSError, why a folder could not be listed
        raise ReadError("is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("is not a regular file")
    suffix = _suffix(path)
    if suffix is None:
        raise ReadError(f"is of an unknown kind (known: {' '.join(SUFFIXES)})")
    if status.st_size == 0:
        raise ReadError("is empty")
    refuse_larger(status.st_size, min(max_bytes, LARGEST.get(suffix, max_bytes)))
    if suffix in _LINES:
        return _read_lines(path, source, max_bytes)
    page = _READERS[suffix](path.read_bytes())
    if not page.text.strip():
        raise ReadError("is empty")
    return articles_of(page, source, furniture), page.problem


def _read_lines(path: Path, source: str, max_bytes: int) -> tuple[list[Article], str | None]:
    lines = read_jsonl(path, source, UNPACKED_TIMES * max_bytes)
    first = "; ".join(f"line {one.line}: {one.reason}" for one in lines.problems[:PROBLEMS_SHOWN])
    if not lines.articles:
        if lines.problems and all(one.reason == A_QUESTION for one in lines.problems):
            raise _QuestionSetError(A_QUESTION)
        raise ReadError(f"holds no article ({first})" if first else "is empty")
    more = len(lines.problems) - PROBLEMS_SHOWN
    return lines.articles, f"{first}; and {more} more" if more > 0 else first or None
