"""Texts of any length in Milvus, whose fields hold 64 KB: records in pieces, changed at one stroke.

A record is a JSON object known by a key (`article:ID`, `file:PATH`, `library`). Its first row says
how many pieces it has and what their digest is; the others are known by that digest, so that a
record that is being replaced is read as it was or as it will be, never as a mixture.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from rag.errors import LibraryError
from rag.files import json_text
from rag.milvus.collections import Collections, Row
from rag.milvus.numbers import number

ARTICLE, PIECE, FILE, LIBRARY = range(4)  # kinds of rows
PIECE_CHARACTERS = 16_000  # of at most 4 bytes
TRIES = 3
_FIELDS = ("kind", "pieces", "digest", "data")


class DamagedRecord(LibraryError):
    """A record is not as it was written."""


@dataclass(frozen=True)
class Record:
    """What is kept under a key; `day` as in `Collections`."""

    key: str
    kind: int
    value: Mapping[str, Any]
    day: int = 0


class Records:
    """The records of a library."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    def put(self, records: Sequence[Record]) -> dict[str, bool]:
        """Write records; each is whole at every moment. Those that are there as given stay.

        Returns:
            The keys of those that changed, and whether there was something before.
        """
        before = self._collections.get(
            "records", [_id(one.key) for one in records], ["pieces", "digest"]
        )
        pieces: list[Row] = []
        heads: list[Row] = []
        changed: dict[str, bool] = {}
        for one in records:
            head, *rest = _rows(one)
            old = before.get(head["id"])
            if old is not None and old["digest"] == head["digest"]:
                before.pop(head["id"])
                continue
            heads.append(head)
            pieces += rest
            changed[one.key] = old is not None
        self._collections.put("records", pieces)
        self._collections.put("records", heads)
        kept = {row["id"] for row in pieces}
        self._collections.delete("records", set(_pieces(before.values())) - kept)
        return changed

    def get(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return the values of keys; those that are not there are left out."""
        ids = {_id(key): key for key in keys}
        found = self._whole(self._collections.get("records", ids, _FIELDS).values())
        return {ids[place]: value for place, value in found.items()}

    def numbered(self, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return the values of records by the numbers of their keys, likewise."""
        return self._whole(self._collections.get("records", numbers, _FIELDS).values())

    def walk(self, kind: int, condition: str = "") -> Iterator[dict[str, Any]]:
        """Yield the values of all records of a kind that fulfil a condition."""
        wanted = " and ".join([f"kind == {kind}", *filter(None, [condition])])
        some: list[Row] = []
        for row in self._collections.walk("records", wanted, _FIELDS):
            some.append(row)
            if len(some) == 64:
                yield from self._whole(some).values()
                some = []
        yield from self._whole(some).values()

    def delete(self, keys: Iterable[str]) -> None:
        """Delete records by their keys."""
        ids = [_id(key) for key in keys]
        rows = self._collections.get("records", ids, ["pieces", "digest"])
        self._collections.delete("records", rows)
        self._collections.delete("records", _pieces(rows.values()))

    def _whole(self, heads: Iterable[Row]) -> dict[int, dict[str, Any]]:
        """Return the values of records by their numbers, given their first rows."""
        found: dict[int, dict[str, Any]] = {}
        rest = list(heads)
        for _ in range(TRIES):
            wanted = [place for row in rest for place in _pieces([row])]
            pieces = self._collections.get("records", wanted, ["data"]) if wanted else {}
            torn = []
            for row in rest:
                data = [pieces[place]["data"] for place in _pieces([row]) if place in pieces]
                text = row["data"] + "".join(data)
                if _digest(text) == row["digest"]:
                    found[int(row["id"])] = json.loads(text)
                else:
                    torn.append(int(row["id"]))
            if not torn:
                return found
            # replaced between the two reads: read anew
            rest = list(self._collections.get("records", torn, _FIELDS).values())
        raise DamagedRecord(
            f"record {torn[0]} of the library in Milvus is damaged.", "Run `yuanwen check`."
        )


def _id(key: str) -> int:
    return number(*key.split(":", 1))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _pieces(heads: Iterable[Row]) -> list[int]:
    """Return the ids of all rows of records but their first."""
    return [
        number("piece", str(row["id"]), row["digest"], str(at))
        for row in heads
        for at in range(1, int(row["pieces"]))
    ]


def _rows(record: Record) -> list[Row]:
    text = json_text(record.value)
    digest = _digest(text)
    parts = [text[at : at + PIECE_CHARACTERS] for at in range(0, len(text), PIECE_CHARACTERS)]
    head = {"id": _id(record.key), "pieces": len(parts), "digest": digest}
    ids = [head["id"], *_pieces([head])]
    return [
        {
            **head,
            "id": place,
            "kind": record.kind if at == 0 else PIECE,
            "day": record.day if at == 0 else 0,
            "data": part,
        }
        for at, (place, part) in enumerate(zip(ids, parts, strict=True))
    ]
