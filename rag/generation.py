"""One generation of a library: the files of a folder, written whole, never changed.

Layout (docs/library-format.md): `manifest.json` names every other file with its size and SHA-256;
`block_sums.npy`, by which what is read is checked; `articles.jsonl` with `article_offsets.npy`;
`passages.npy` (article, start, end) with `passage_keys.npy` and `passage_scripts.npy`;
`vectors.faiss`; `keywords/*.npy`; `files.jsonl`, what was read; `relations.json`, which article
stands for which and which was superseded. No pickle anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.faiss_index import open_index
from embeddings.index import VectorIndex
from rag.blocks import Blocks
from rag.checked_files import CheckedFolder, damaged
from rag.errors import LibraryError
from rag.files import file_bytes, from_json
from rag.keywords import KeywordIndex
from rag.passages import context_of, encoded_text
from rag.sums import unsealed
from rag.types import Article, Passage, Removed, Trust

FORMAT = 4
OLDEST_READ = 3  # 3 has no sums of blocks: what it says is not compared with them
KEY_BYTES = 16
_TEXT = b', "text": "'  # the last field; in no value, where quotation marks are escaped
ARTICLE_FIELDS = (
    "id", "title", "date", "issuer", "url", "source", "language", "date_origin",
    "date_confidence", "document_number", "effective_date", "repeal_date",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A file that was read: its content's hash, the articles it gave and those removed since."""

    path: str
    digest: str
    ids: tuple[str, ...]
    status: str
    reason: str | None
    removed: tuple[str, ...] = ()  # ids; they come back only when the file itself is named


def passage_key(passage: Passage) -> bytes:
    """Return the content key (16 bytes) by which a passage's vector is found again."""
    return blake2b(encoded_text(passage).encode(), digest_size=KEY_BYTES).digest()


class Generation:
    """A generation opened for reading; nothing is loaded before it is needed."""

    def __init__(self, folder: Path) -> None:
        """Open a generation.

        Raises:
            FileNotFoundError, MissingFile: a file is not there.
            LibraryError: it is of another format, or a file is damaged.
            ValueError, KeyError, TypeError: the manifest has another form.
        """
        self.folder = folder
        try:
            text = file_bytes(folder / "manifest.json").decode()
            manifest = from_json(text)
        except ValueError as error:
            raise damaged(folder / "manifest.json") from error
        if manifest["format"] > FORMAT:
            raise LibraryError(
                f"the library was written by a newer Yuanwen (format {manifest['format']}).",
                "Update Yuanwen: pip install --upgrade yuanwen",
            )
        if manifest["format"] < OLDEST_READ:
            raise LibraryError(
                f"the library was written by an older Yuanwen (format {manifest['format']}).",
                "Index the articles again into another folder.",
            )
        self.checksum: str = manifest["checksum"]
        try:
            unsealed(text)
        except ValueError as error:
            raise damaged(folder / "manifest.json") from error
        self.encoder: str = manifest["encoder"]
        self.fingerprint: str = manifest["fingerprint"]
        self.dimension: int = manifest["dimension"]
        self.passage_characters: int = manifest["passage_characters"]
        self.trust = Trust(**manifest.get("trust", {}))
        self.article_count: int = manifest["articles"]
        self.passage_count: int = manifest["passages"]
        self._files = CheckedFolder(folder, manifest["files"])
        self._articles = self._files.file("articles.jsonl")
        self._offsets = self._array("article_offsets")
        self._passages = self._array("passages")
        self.scripts: NDArray[np.uint8] = self._array("passage_scripts")

    def _array(self, name: str) -> NDArray[Any]:
        return self._files.array(f"{name}.npy")

    @cached_property
    def background(self) -> NDArray[np.float32]:
        """Vectors of texts on many subjects, float32 (texts, dimension)."""
        return self._array("background")

    @cached_property
    def index(self) -> VectorIndex:
        """The vector index; row i is passage i."""
        file = self._files.file("vectors.faiss")
        return open_index(file.path, file.check)

    @cached_property
    def keywords(self) -> KeywordIndex:
        """The keyword index; row i is passage i."""
        return KeywordIndex.checked(self._files)

    def record(self, row: int, *, text: bool = True) -> dict[str, Any]:
        """Return an article's line: its fields, `duplicate_of` and, if wanted, its `text`."""
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        self._articles.check(start, end)
        line = bytes(self._articles.data[start:end])
        if not text and (end := line.find(_TEXT)) > 0:
            line = line[:end] + b"}"
        try:
            found: dict[str, Any] = json.loads(line)
        except ValueError as error:  # in a library without sums of its blocks
            raise LibraryError(
                f"article {row} of the library is damaged.", "Run `yuanwen check`."
            ) from error
        return found

    @property
    def line_count(self) -> int:
        """Number of lines of `articles.jsonl`."""
        return len(self._offsets) - 1

    def records(self, *, text: bool = True) -> Iterator[dict[str, Any]]:
        """Yield every article's line in order; several times as fast without their texts."""
        return (self.record(row, text=text) for row in range(self.article_count))

    def article(self, row: int) -> Article:
        """Return an article by row."""
        return article_of(self.record(row))

    def articles(self) -> Iterator[Article]:
        """Yield every article in order."""
        return map(article_of, self.records())

    @cached_property
    def ids(self) -> list[str]:
        """Id of each article by row."""
        return [record["id"] for record in self.records(text=False)]

    @cached_property
    def rows_by_id(self) -> dict[str, int]:
        """Row of each article by its id."""
        return {name: row for row, name in enumerate(self.ids)}

    @cached_property
    def dates(self) -> list[str | None]:
        """Date of each article by row."""
        return [date.decode() or None for date in self._array("article_dates").tolist()]

    @cached_property
    def _relations(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = json.loads(self._files.file("relations.json").read())
        return found

    @property
    def reprints(self) -> dict[str, list[str]]:
        """Ids of the articles that each original stands for."""
        return self._relations["reprints"]

    @property
    def superseded(self) -> dict[str, str]:
        """Id of each article that was corrected or repealed, and of the one that did it."""
        return self._relations["superseded"]

    @property
    def article_rows(self) -> NDArray[np.int32]:
        """Article row of each passage."""
        rows: NDArray[np.int32] = self._passages[:, 0]
        return rows

    @cached_property
    def blocks(self) -> Blocks:
        """Runs of passages of one article."""
        return Blocks.of_rows(self.article_rows, self.keywords.lengths)

    def span(self, row: int) -> tuple[int, int]:
        """Return where a passage starts and ends in its article."""
        return int(self._passages[row, 1]), int(self._passages[row, 2])

    def passage(self, row: int, article: Article) -> Passage:
        """Return a passage by row; `article` is the one it stands in."""
        _, start, end = map(int, self._passages[row])
        return Passage(
            f"{article.id}:{start}",
            article.id,
            article.text[start:end],
            start,
            end,
            context_of(article),
        )

    def check_files(self) -> None:
        """Compare every file with its sums, before another generation takes over from them.

        Raises:
            LibraryError: one is damaged.
        """
        self._files.check_all()

    def tables(self) -> dict[str, NDArray[Any]]:
        """Return the arrays with a row for each passage, by the names of their files."""
        keys = self._array("passage_keys")
        return {"passages": self._passages, "passage_keys": keys, "passage_scripts": self.scripts}

    @cached_property
    def rows_by_key(self) -> dict[bytes, int]:
        """Row of each passage by its content key."""
        keys = self._array("passage_keys")  # bytes of one block: faster than a row at a time
        return {key.tobytes(): row for row, key in enumerate(np.asarray(keys))}

    def sources(self) -> list[Source]:
        """Return the files that were read."""
        lines = self._files.file("files.jsonl").read().decode().split("\n")
        return [
            Source(**{**record, **{name: tuple(record[name]) for name in ("ids", "removed")}})
            for record in map(json.loads, filter(None, lines))
        ]


def article_of(record: dict[str, Any]) -> Article:
    """Return the article of a record."""
    fields: dict[str, Any] = {name: record.get(name) for name in ARTICLE_FIELDS}
    return Article(
        text=record["text"],
        repeals=tuple(record.get("repeals", ())),
        removed=tuple(Removed(*piece) for piece in record.get("removed", ())),
        **fields,
    )
