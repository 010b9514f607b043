"""The two collections of a library in Milvus: the one module that imports pymilvus.

`NAME_passages` has a row for each passage: `id`, `article`, `day` (of the article, 20240520; 0 for
none), `script`, `vector` and, from Milvus 2.4 on, `terms`, the sparse vector of its terms.
`NAME_records` has the texts: articles, the files that were read, and what the library is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Literal

from embeddings.encoder import Vectors
from rag.errors import LibraryError, MissingPackage
from rag.milvus.address import Address
from rag.milvus.lite import Heard, is_there
from rag.milvus.numbers import LEAST, SPAN

Which = Literal["passages", "records"]
Row = dict[str, Any]

MOST_OF_QUERY = 16_384  # rows that Milvus returns at most
ASKED_AT_ONCE = 1_000  # ids
ARTICLES_AT_ONCE = 64
RECORDS_AT_ONCE = 128  # up to 64 KB each
DATA_BYTES = 65_535
UNUSED = [0.0, 0.0]  # a collection must have a vector
ASKING_SECONDS = 30.0
WRITING_SECONDS = 180.0
SPARSE_FROM = (2, 4)  # version of Milvus


class Collections:
    """Two collections that make up a library; opened when first used."""

    def __init__(self, address: Address, key: str | None = None) -> None:
        """Name them; `key` is `user:password` or a token."""
        self.address = address
        self._key = key or ""
        self._heard: Heard | None = None

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 (pymilvus has no types)
        try:
            from pymilvus import MilvusClient

            if self.address.local:
                import milvus_lite  # noqa: F401
        except ImportError as error:
            raise MissingPackage(
                "pymilvus is not installed.", "Run: pip install pymilvus milvus-lite"
            ) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what fails is told by us
        if self.address.local:
            return self._local(MilvusClient)
        with self._told():
            return MilvusClient(uri=self.address.uri, token=self._key, timeout=ASKING_SECONDS)

    def _local(self, client: Any) -> Any:  # noqa: ANN401
        from pymilvus.exceptions import MilvusException

        self._heard = Heard()
        try:
            return client(uri=self.address.uri)
        except MilvusException as error:
            raise self._heard.failure(self.address.uri, error) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of what Milvus reports."""
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (MilvusException, RpcError) as error:
            first = str(error).strip().split("\n")[0][:300]
            raise LibraryError(
                f"Milvus at {self.address.uri} reports: {first}",
                "Check that it runs; what was written stays, and the same command goes on there.",
            ) from error

    def _name(self, which: Which) -> str:
        return f"{self.address.name}_{which}"

    def exist(self) -> bool:
        """Tell whether both are there."""
        if self.address.local and not is_there(Path(self.address.uri)):
            return False
        client = self._client
        with self._told():
            return all(client.has_collection(self._name(w)) for w in ("passages", "records"))

    def create(self, dimension: int) -> None:
        """Make those that are not there, for vectors of a dimension."""
        client = self._client
        from pymilvus import DataType

        fields: dict[Which, list[tuple[str, Any, dict[str, int]]]] = {
            "passages": [
                ("article", DataType.INT64, {}),
                ("day", DataType.INT64, {}),
                ("script", DataType.INT8, {}),
                ("vector", DataType.FLOAT_VECTOR, {"dim": dimension}),
            ],
            "records": [
                ("kind", DataType.INT8, {}),
                ("day", DataType.INT64, {}),
                ("pieces", DataType.INT64, {}),
                ("digest", DataType.VARCHAR, {"max_length": 64}),
                ("data", DataType.VARCHAR, {"max_length": DATA_BYTES}),
                ("vector", DataType.FLOAT_VECTOR, {"dim": len(UNUSED)}),
            ],
        }
        if self._takes_sparse():
            fields["passages"].append(("terms", DataType.SPARSE_FLOAT_VECTOR, {}))
        with self._told():
            for which, columns in fields.items():
                if client.has_collection(self._name(which)):
                    continue
                schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
                schema.add_field("id", DataType.INT64, is_primary=True)
                indexes = client.prepare_index_params()
                for name, kind, sizes in columns:
                    schema.add_field(name, kind, **sizes)
                    if name in {"vector", "terms"}:
                        indexes.add_index(name, **self._index(which, name))
                client.create_collection(
                    self._name(which),
                    schema=schema,
                    index_params=indexes,
                    consistency_level="Session",  # others see a write within a second
                )

    def _index(self, which: Which, field: str) -> dict[str, Any]:
        if field == "terms":
            return {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
        if self.address.local or which == "records":
            return {"index_type": "FLAT", "metric_type": "IP"}
        parameters = {"M": 16, "efConstruction": 200}
        return {"index_type": "HNSW", "metric_type": "IP", "params": parameters}

    def _takes_sparse(self) -> bool:
        with self._told():
            version = str(self._client.get_server_version())
        if self.address.local:
            return True
        parts = version.removeprefix("v").split("-")[0].split(".")
        return tuple(int(part) for part in parts[:2]) >= SPARSE_FROM

    @cached_property
    def has_terms(self) -> bool:
        """Whether passages have sparse vectors, for keyword search."""
        with self._told():
            described = self._client.describe_collection(self._name("passages"))
        return any(field["name"] == "terms" for field in described["fields"])

    def load(self) -> None:
        """Make the collections ready to be searched."""
        with self._told():
            for which in ("passages", "records"):
                self._client.load_collection(self._name(which))
        if self._heard is not None:
            self._heard.refuse_damaged(self.address.uri)

    def put(self, which: Which, rows: Sequence[Row]) -> None:
        """Write rows by their ids; what has the same id is replaced."""
        if which == "records":
            rows = [{**row, "vector": UNUSED} for row in rows]
        size = RECORDS_AT_ONCE if which == "records" else ASKED_AT_ONCE
        for some in _parts(rows, size):
            with self._told():
                self._client.upsert(self._name(which), some, timeout=WRITING_SECONDS)

    def get(self, which: Which, ids: Iterable[int], fields: Sequence[str]) -> dict[int, Row]:
        """Return rows by their ids; those that are not there are left out."""
        size = RECORDS_AT_ONCE if "data" in fields else ASKED_AT_ONCE
        found: dict[int, Row] = {}
        for some in _parts(list(dict.fromkeys(ids)), size):
            with self._told():
                rows = self._client.get(
                    self._name(which), some, output_fields=["id", *fields], timeout=WRITING_SECONDS
                )
            found |= {int(row["id"]): row for row in rows}
        return found

    def walk(self, which: Which, condition: str, fields: Sequence[str]) -> Iterator[Row]:
        """Yield all rows that fulfil a condition (empty: all), a few at a time."""
        slices = self.count(which) // (RECORDS_AT_ONCE if "data" in fields else 4_096) + 1
        yield from self._between(which, condition, fields, LEAST, LEAST + SPAN, slices)

    def _between(
        self, which: Which, condition: str, fields: Sequence[str], low: int, high: int, slices: int
    ) -> Iterator[Row]:
        """Yield the rows whose ids lie in a range, in so many steps."""
        borders = [low + (high - low) * at // slices for at in range(slices + 1)]
        for start, end in pairwise(borders):
            within = [f"id >= {start}"] * (start > LEAST) + [f"id < {end}"] * (end < LEAST + SPAN)
            rows = self.select(which, " and ".join([*within, *filter(None, [condition])]), fields)
            if len(rows) == MOST_OF_QUERY:
                yield from self._between(which, condition, fields, start, end, 8)
            else:
                yield from rows

    def select(
        self, which: Which, condition: str, fields: Sequence[str], most: int = MOST_OF_QUERY
    ) -> list[Row]:
        """Return at most so many rows that fulfil a condition, in no order."""
        with self._told():
            return list(
                self._client.query(
                    self._name(which),
                    filter=condition,
                    output_fields=["id", *fields],
                    limit=most,
                    timeout=WRITING_SECONDS,
                )
            )

    def of_articles(self, numbers: Iterable[int]) -> set[int]:
        """Return the ids of all passages of articles, given the articles' numbers."""
        found: set[int] = set()
        for some in _parts(list(numbers), ARTICLES_AT_ONCE):
            condition = f"article in {some}"
            rows = self.select("passages", condition, ["article"])
            if len(rows) == MOST_OF_QUERY:
                rows = list(self.walk("passages", condition, ["article"]))
            found |= {int(row["id"]) for row in rows}
        return found

    def count(self, which: Which, condition: str = "") -> int:
        """Return how many rows fulfil a condition."""
        with self._told():
            found = self._client.query(
                self._name(which),
                filter=condition,
                output_fields=["count(*)"],
                timeout=WRITING_SECONDS,
            )
        return int(found[0]["count(*)"])

    def nearest(
        self, field: str, vector: Vectors | Mapping[int, float], k: int, condition: str
    ) -> list[tuple[int, int, float]]:
        """Return id, article and inner product of the best passages, best first."""
        data: Any = dict(vector) if isinstance(vector, Mapping) else vector.tolist()
        wide = {} if field == "terms" or self.address.local else {"ef": max(2 * k, 256)}
        with self._told():
            (found,) = self._client.search(
                self._name("passages"),
                data=[data],
                anns_field=field,
                limit=min(k, MOST_OF_QUERY),
                filter=condition,
                search_params={"metric_type": "IP", "params": wide},
                output_fields=["article"],
                timeout=ASKING_SECONDS,
            )
        return [(int(r["id"]), int(r["entity"]["article"]), float(r["distance"])) for r in found]

    def delete(self, which: Which, ids: Iterable[int]) -> None:
        """Delete rows by their ids."""
        for some in _parts(list(ids), ASKED_AT_ONCE):
            with self._told():
                self._client.delete(self._name(which), ids=some, timeout=WRITING_SECONDS)


def _parts(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
