"""Whether a generation is as it was written: every checksum, every count, every offset."""

from __future__ import annotations

from pathlib import Path

from rag.errors import YuanwenError
from rag.files import file_bytes, from_json
from rag.generation import Generation
from rag.sums import checksum, files_of, unsealed


def damaged_files(folder: Path) -> list[str]:
    """Compare the manifest with its own checksum and every file with the manifest.

    Raises:
        OSError, ValueError, KeyError, TypeError: the manifest cannot be read.
    """
    text = file_bytes(folder / "manifest.json").decode()
    manifest = from_json(text)
    found = []
    try:
        unsealed(text)
    except ValueError:
        found.append("manifest.json is damaged")
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif checksum(path) != expected:
            found.append(f"{name} is damaged")
    known = {*manifest["files"], "manifest.json"}
    names = (path.relative_to(folder).as_posix() for path in files_of(folder))
    return found + [f"{name} is not of this library" for name in names if name not in known]


def miscounts(generation: Generation) -> list[str]:
    """Compare counts with the manifest and every passage's offsets with its article's text."""
    counts = {
        "articles": (generation.line_count, generation.article_count),
        "passages": (len(generation.article_rows), generation.passage_count),
        "vectors": (len(generation.index), generation.passage_count),
        "passages in the keyword index": (len(generation.keywords), generation.passage_count),
    }
    found = [f"{have} {name}, not {want}" for name, (have, want) in counts.items() if have != want]
    lengths = [len(article.text) for article in generation.articles()]
    for row, (article, start, end) in enumerate(generation.tables()["passages"].tolist()):
        if not (article < len(lengths) and 0 <= start < end <= lengths[article]):
            found.append(f"passage {row} does not stand in its article")
    return found


def problems(generation: Generation) -> list[str]:
    """Return what is wrong with a generation that could be opened."""
    found = damaged_files(generation.folder)
    if found:
        return found
    try:
        return miscounts(generation)
    except YuanwenError as error:  # a vector index of another version of FAISS
        return [error.message]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return [f"its files do not belong together: {error}"]
