"""The articles of a library in Milvus without their texts, as its catalogue reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.errors import LibraryError
from rag.milvus.library import MilvusLibrary
from rag.types import Article


class MilvusListing:
    """All articles of a library, read once; see `Listing`."""

    def __init__(self, library: MilvusLibrary) -> None:
        self._library = library
        self._records = [
            {name: value for name, value in record.items() if name != "text"}
            for record in library.listed()
        ]
        self.reprints: dict[str, list[str]] = {
            str(one["id"]): one["reprints"] for one in self._records if one["reprints"]
        }

    def records(self, *, text: bool = True) -> Iterator[dict[str, Any]]:
        """Yield the records, without their texts whatever is asked for."""
        del text
        return iter(self._records)

    def article(self, row: int) -> Article:
        """Return an article by its place among the records."""
        found = self._library.article(str(self._records[row]["id"]))
        if found is None:
            raise LibraryError("the library was changed meanwhile.", "Ask again.")
        return found
