"""Where a library's articles are kept: in its folder, or in Milvus.

`store.json` in the folder names a store that is elsewhere; records of answers, conversations and
the library's own weights stay in the folder.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, Protocol

from embeddings.encoder import Encoder
from rag.catalogue import Catalogue, Listing
from rag.errors import LibraryError
from rag.generation import Source
from rag.library import LibraryFolder
from rag.local_store import LocalStore
from rag.report import IndexReport, Progress
from rag.store import Store
from rag.types import Article


class Writer(Protocol):
    """Changes a library."""

    def index(
        self, paths: Sequence[str], *, passage_characters: int, prune: bool, progress: Progress
    ) -> IndexReport:
        """Read files and folders into it."""

    def rebuild(self, *, passage_characters: int, progress: Progress) -> IndexReport:
        """Encode it anew."""

    def remove(self, ids: Sequence[str], progress: Progress) -> IndexReport:
        """Remove articles by id."""


class Keeper(Protocol):
    """Has a library's articles."""

    def revision(self) -> Hashable | None:
        """Return what is another one after each change; None where there is no library."""

    def number(self) -> int:
        """Return the number of the last change, which grows with each; 0 where there is none."""

    def open(self) -> Store:
        """Open the library for searches."""

    def writer(self, encoder: Encoder, spec: str, max_file_bytes: int) -> Writer:
        """Return what changes the library."""

    def built_with(self) -> tuple[str, int] | None:
        """Return the spec of its encoder and the size of its passages; None for no library."""

    def listed(self) -> Iterator[dict[str, Any]]:
        """Yield the record of every article."""

    def sources(self) -> Iterable[Source]:
        """Return the files that were read."""

    def catalogue(self) -> Catalogue:
        """Read the entries of all articles."""

    def article(self, name: str) -> Article | None:
        """Return an article by id; None where there is no such."""

    def problems(self) -> list[str]:
        """Verify the library."""


class _Catalogued(ABC):
    """Reads the catalogue once for each revision."""

    def __init__(self) -> None:
        self._catalogue: tuple[Hashable | None, Catalogue] | None = None
        self._cataloguing = Lock()

    @abstractmethod
    def revision(self) -> Hashable | None:
        """Return what is another one after each change."""

    @abstractmethod
    def _listing(self) -> Listing:
        """Return the articles as they are now."""

    def catalogue(self) -> Catalogue:
        """Return the entries of all articles."""
        with self._cataloguing:
            revision = self.revision()
            if self._catalogue is None or self._catalogue[0] != revision:
                self._catalogue = (revision, Catalogue(self._listing()))
            return self._catalogue[1]


class FolderKeeper(_Catalogued):
    """A library whose articles are in its folder."""

    def __init__(self, folder: LibraryFolder) -> None:
        super().__init__()
        self._folder = folder

    def revision(self) -> Hashable | None:
        """Return what names the current generation."""
        return self._folder.pointer()

    def number(self) -> int:
        """Return the number of the current generation."""
        return int(self._folder.current_name() or 0)

    def open(self) -> Store:
        """Open the current generation."""
        return LocalStore(self._folder.open())

    def writer(self, encoder: Encoder, spec: str, max_file_bytes: int) -> Writer:
        """Return what writes generations."""
        from rag.indexing import Indexer  # the readers' patterns take 0.3 s, and no question them

        return Indexer(self._folder, encoder, spec, max_file_bytes=max_file_bytes)

    def built_with(self) -> tuple[str, int] | None:
        """Return what the current generation was built with."""
        if not self._folder.exists():
            return None
        found = self._folder.open()
        return found.encoder, found.passage_characters

    def listed(self) -> Iterator[dict[str, Any]]:
        """Yield the record of every article."""
        return self._folder.open().records()

    def sources(self) -> Iterable[Source]:
        """Return the files that were read."""
        return self._folder.open().sources()

    def _listing(self) -> Listing:
        return self._folder.open()

    def article(self, name: str) -> Article | None:
        """Return an article by id."""
        catalogue = self.catalogue()
        entry = catalogue.entry(name)
        return None if entry is None else catalogue.generation.article(entry.row)

    def problems(self) -> list[str]:
        """Verify the current generation."""
        return self._folder.problems()


class MilvusKeeper(_Catalogued):
    """A library whose articles are in Milvus."""

    def __init__(self, folder: LibraryFolder, spec: str, key: str | None) -> None:
        from rag.milvus.library import MilvusLibrary

        super().__init__()
        self._library = MilvusLibrary(spec, key, folder.path)

    def revision(self) -> str | None:
        """Return the library's last change."""
        return self._library.revision()

    def number(self) -> int:
        """Return the time of the last change."""
        time = (self._library.revision() or "0").partition("-")[0]
        return int(time.replace("T", ""))

    def open(self) -> Store:
        """Open the library as it is now."""
        return self._library.open()

    def writer(self, encoder: Encoder, spec: str, max_file_bytes: int) -> Writer:
        """Return what writes into the collections."""
        from rag.milvus.indexing import MilvusIndexer

        return MilvusIndexer(self._library, encoder, spec, max_file_bytes=max_file_bytes)

    def built_with(self) -> tuple[str, int] | None:
        """Return what the library says that it was built with."""
        found = self._library.described()
        return None if found is None else (found["encoder"], found["passage_characters"])

    def listed(self) -> Iterator[dict[str, Any]]:
        """Yield the record of every article."""
        return self._library.listed()

    def sources(self) -> Iterable[Source]:
        """Return the files that were read."""
        return self._library.sources()

    def _listing(self) -> Listing:
        from rag.milvus.listing import MilvusListing

        return MilvusListing(self._library)

    def article(self, name: str) -> Article | None:
        """Return an article by id."""
        return self._library.article(name)

    def problems(self) -> list[str]:
        """Verify the collections."""
        return self._library.problems()


def keeper_of(folder: LibraryFolder, spec: str | None, key: str | None) -> Keeper:
    """Return who has a library's articles.

    Args:
        folder: of the library.
        spec: of a store, for a folder that names none and has no articles of its own.
        key: for the store.

    Raises:
        LibraryError: `store.json` is damaged.
    """
    spec = folder.store() or (None if folder.has_articles() else spec)
    return MilvusKeeper(folder, spec, key) if spec else FolderKeeper(folder)


def attach(folder: LibraryFolder, spec: str, key: str | None) -> Keeper:
    """Let a library keep its articles in a store from now on.

    Raises:
        UsageError: the spec names no store.
        LibraryError: the store does not answer, or the library keeps its articles elsewhere.
    """
    before = folder.store()
    if folder.has_articles() or before not in {None, spec}:
        raise LibraryError(
            f"the library in {str(folder.path)!r} has its articles elsewhere.",
            "Choose another folder with --library.",
        )
    keeper = MilvusKeeper(folder, spec, key)
    keeper.revision()  # whether it answers
    folder.attach(spec)
    return keeper
