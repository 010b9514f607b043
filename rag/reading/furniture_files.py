"""Which lines the text files of a folder repeat, so that they are taken for furniture of a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rag.errors import ReadError
from rag.reading.encoding import decode
from rag.reading.residue.site_furniture import FEWEST_PAGES, furniture_of

SUFFIXES = (".txt",)  # other formats say themselves what belongs to the article
MOST_FILES = 2000  # of a folder; one with more is no site's
LARGEST_BYTES = 1_000_000  # a longer file is no page of a site


def folder_furniture(paths: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """Return for each folder that holds several of the files the lines that they repeat."""
    folders: dict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        if path.name.lower().endswith(SUFFIXES) and path.is_file():
            folders[path.parent].append(path)
    return {
        folder: furniture_of([text for path in files if (text := _text(path)) is not None])
        for folder, files in folders.items()
        if FEWEST_PAGES <= len(files) <= MOST_FILES
    }


def _text(path: Path) -> str | None:
    """Return a file's text; None for what reading the file itself will tell of."""
    try:
        return decode(path.read_bytes()).text if path.stat().st_size <= LARGEST_BYTES else None
    except (OSError, ReadError):
        return None
