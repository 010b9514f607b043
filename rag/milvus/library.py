"""A library in Milvus: what it says of itself, its articles, and whether all of it is there.

The record `library` says what it was built with (`encoder`, `fingerprint`, `dimension`,
`passage_characters`, `trust`, `background`), the record `revision` which change was the last.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np

from embeddings.encoder import Encoder
from rag.errors import LibraryError
from rag.generation import Source, article_of
from rag.milvus.address import Address
from rag.milvus.collections import Collections
from rag.milvus.cuts import Cut
from rag.milvus.records import ARTICLE, FILE, LIBRARY, DamagedRecord, Record, Records
from rag.milvus.store import MilvusStore
from rag.trust import probe_texts
from rag.types import Article, Trust

FORMAT = 1
CHECKED_AT_ONCE = 128  # articles


class MilvusLibrary:
    """The library at an address."""

    def __init__(self, spec: str, key: str | None, folder: Path) -> None:
        """Name it; nothing is asked of the server yet.

        Args:
            spec: its address.
            key: `user:password` or a token.
            folder: in which this machine keeps what it counted.
        """
        self.address = Address.of(spec)
        self.collections = Collections(self.address, key)
        self.records = Records(self.collections)
        name = sha256(spec.encode()).hexdigest()[:16]
        self._kept = folder / "work" / f"statistics-{name}.npz"
        self._there = False

    def _exists(self) -> bool:
        """Tell whether the collections are there; if so, they can be searched from now on."""
        if not self._there and self.collections.exist():
            self.collections.load()
            self._there = True
        return self._there

    def described(self) -> dict[str, Any] | None:
        """Return what the library was built with; None where there is none yet.

        Raises:
            LibraryError: it cannot be reached, or a newer Yuanwen wrote it.
        """
        if not self._exists():
            return None
        found = self.records.get(["library"]).get("library")
        if found is not None and found["format"] > FORMAT:
            raise LibraryError(
                f"the library was written by a newer Yuanwen (format {found['format']}).",
                "Update Yuanwen: pip install --upgrade yuanwen",
            )
        return found

    def describe(self, encoder: Encoder, spec: str, characters: int, trust: Trust) -> None:
        """Write down what the library is built with."""
        background = np.ascontiguousarray(encoder.encode_passages(probe_texts()), dtype="<f4")
        value = {
            "format": FORMAT,
            "encoder": spec,
            "fingerprint": encoder.fingerprint,
            "dimension": encoder.dimension,
            "passage_characters": characters,
            "trust": {"same": trust.same, "other": trust.other},
            "background": b64encode(background.tobytes()).decode(),
        }
        self.records.put([Record("library", LIBRARY, value)])

    def revision(self) -> str | None:
        """Return which change was the last; None where there is no library."""
        found = self.records.get(["revision"]) if self._exists() else {}
        return str(found["revision"]["value"]) if found else None

    def changed(self) -> None:
        """Tell all who use the library that it is another now."""
        value = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{token_hex(4)}"
        self.records.put([Record("revision", LIBRARY, {"value": value})])

    def open(self) -> MilvusStore:
        """Open the library for searches.

        Raises:
            LibraryError: there is none, or it cannot be reached.
        """
        library, revision = self.described(), self.revision()
        if library is None or revision is None:
            raise self.missing()
        return MilvusStore(self.collections, library, revision, self._kept)

    def missing(self) -> LibraryError:
        """Return the error of what cannot be done without a library."""
        return LibraryError(
            f"there is no library at {self.address.spec!r}.",
            "Make one: yuanwen index FILES-OR-FOLDERS --store SPEC",
        )

    def _there_is(self) -> Records:
        """Return the records of a library that is there."""
        if not self._exists():
            raise self.missing()
        return self.records

    def listed(self) -> Iterator[dict[str, Any]]:
        """Yield every article's record, as `Generation.records`."""
        return self._there_is().walk(ARTICLE)

    def sources(self) -> Iterator[Source]:
        """Yield the files that were read."""
        return map(source_of, self._there_is().walk(FILE))

    def article(self, name: str) -> Article | None:
        """Return an article by id; None where there is no such."""
        found = self._there_is().get([f"article:{name}"])
        return article_of(found[f"article:{name}"]) if found else None

    def problems(self) -> list[str]:
        """Look whether every article is whole and all of its passages are there, and no others."""
        self._there_is()
        try:
            library = self.described()
            if library is None:
                return ["the library does not say what it was built with"]
            return self._incomplete(library["passage_characters"])
        except DamagedRecord as error:
            return [error.message]

    def _incomplete(self, characters: int) -> list[str]:
        """Return which articles lack passages, and whether there are more than theirs."""
        found, passages = [], 0
        for some in _some(self.listed()):
            cuts = [Cut.of(record, characters) for record in some]
            wanted = [number for cut in cuts for number in cut.numbers]
            passages += len(wanted)
            there = self.collections.get("passages", wanted, ["article"])
            found += [
                f"article {cut.article.id} lacks passages"
                for cut in cuts
                if not cut.numbers.keys() <= there.keys()
            ]
        if (have := self.collections.count("passages")) != passages:
            found.append(f"{have} passages, not {passages}")
        return found


def source_of(value: dict[str, Any]) -> Source:
    """Return the file of a record."""
    return Source(**{**value, "ids": tuple(value["ids"]), "removed": tuple(value["removed"])})


def _some(records: Iterator[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    while some := list(islice(records, CHECKED_AT_ONCE)):
        yield some
