"""Adding, replacing and removing articles of a library in Milvus.

Nothing is locked: several processes may each index files of their own. Passages are written a batch
at a time, and a file counts as read when all of its articles are in; so a run that was killed is
gone through again, and what is there already is not encoded again. Relations (reprints, corrected
versions) are found among the articles of a run and those that these were related to before.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from rag.duplicates import Relations, duplicate_groups
from rag.errors import LibraryError
from rag.generation import Source, article_of
from rag.indexing import nothing_to_index, refuse_mixture, trust_in
from rag.intake import Intake
from rag.milvus.library import MilvusLibrary, source_of
from rag.milvus.records import ARTICLE, FILE, Record
from rag.milvus.writing import ArticleWriter
from rag.passages import passages_of
from rag.reading.reader import discover
from rag.report import IndexReport, Progress, no_progress
from rag.types import Article

TRUST_FROM = 1_000  # articles whose passages an encoder is measured on


class MilvusIndexer:
    """Changes one library in Milvus by one encoder."""

    def __init__(
        self, library: MilvusLibrary, encoder: Encoder, spec: str, *, max_file_bytes: int
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._spec = spec
        self._max_file_bytes = max_file_bytes
        self._writer = ArticleWriter(library, encoder)

    def index(
        self,
        paths: Sequence[str],
        *,
        passage_characters: int,
        prune: bool = False,
        progress: Progress = no_progress,
    ) -> IndexReport:
        """Read files and folders into the library; see `Indexer.index`.

        Raises:
            LibraryError: the library was built by another encoder or passage size, or the server
                does not answer.
        """
        started = time.perf_counter()
        described = self._library.described()
        if described is not None:
            refuse_mixture(_Built.of(described), self._encoder, self._spec, passage_characters)
        sources = self._sources(paths, prune) if described is not None else {}
        names = [name for source in sources.values() for name in source.ids]
        known = self._articles(names) if described is not None else {}
        reading = Intake(
            dict(sources), {n: article_of(v) for n, v in known.items()}, self._max_file_bytes
        )
        reading.read(paths, progress)
        if prune:
            reading.prune(paths)
        reading.settle()
        read_at = time.perf_counter()
        report = reading.report()
        if described is None:
            if not reading.articles:
                raise nothing_to_index(report.files)
            self._begin(reading.articles, passage_characters)
        articles = reading.articles
        gone = self._gone(known, reading, sources)
        changed = [one for path, one in reading.sources.items() if sources.get(path) != one]
        if described is not None and not (changed or gone or reading.changed):
            seconds = {"read": read_at - started, "encode": 0.0, "save": 0.0, "total": 0.0}
            return self._reported(report, _stored_relations(known), seconds)
        others = self._related(known, {article.id for article in articles} | gone)
        settled = reading.unchanged | {article.id for article in others}
        relations = self._writer.write([*articles, *others], settled, passage_characters, progress)
        self._writer.delete(gone)
        encoded_at = time.perf_counter()
        progress("save", 0, 1)
        records = self._library.records
        records.put([Record(f"file:{one.path}", FILE, asdict(one)) for one in changed])
        records.delete(f"file:{path}" for path in sources.keys() - reading.sources.keys())
        self._library.changed()
        progress("save", 1, 1)
        ended = time.perf_counter()
        seconds = {
            "read": read_at - started,
            "encode": encoded_at - read_at,
            "save": ended - encoded_at,
            "total": ended - started,
        }
        return self._reported(report, relations, seconds)

    def rebuild(
        self,
        *,
        passage_characters: int,  # noqa: ARG002
        progress: Progress = no_progress,  # noqa: ARG002
    ) -> IndexReport:
        """Refuse to encode anew: another name takes the articles, this one answers meanwhile.

        Raises:
            LibraryError: always.
        """
        raise LibraryError(
            "a library in Milvus is not encoded anew in its place.",
            "Index the articles under another name: yuanwen index PATH --store milvus://HOST/OTHER",
        )

    def remove(self, ids: Iterable[str], progress: Progress = no_progress) -> IndexReport:
        """Remove articles by id, for good; see `Indexer.remove`."""
        started = time.perf_counter()
        described, gone = self._library.described(), set(ids)
        if described is None:
            raise self._library.missing()
        values = self._articles(gone)
        if unknown := sorted(gone - values.keys()):
            raise LibraryError(
                f"no article has the id {unknown[0]!r}.", "List them: yuanwen articles"
            )
        others = self._related(values, gone)
        paths = {_path(str(value["source"])) for value in values.values()}
        sources = map(source_of, self._library.records.get(f"file:{one}" for one in paths).values())
        records = []
        for source in sources:
            left = tuple(name for name in source.ids if name not in gone)
            removed = (*source.removed, *(name for name in source.ids if name in gone))
            changed = replace(source, ids=left, removed=removed)
            records.append(Record(f"file:{source.path}", FILE, asdict(changed)))
        self._library.records.put(records)
        relations = self._writer.write(others, set(), described["passage_characters"], progress)
        self._writer.delete(gone)
        self._library.changed()
        seconds = {"read": 0.0, "encode": 0.0, "save": time.perf_counter() - started}
        report = IndexReport(0, 0, self._spec, removed=len(gone))
        return self._reported(report, relations, seconds | {"total": seconds["save"]})

    def _begin(self, articles: Sequence[Article], characters: int) -> None:
        """Make the collections and write down what the library is built with."""
        sample = articles[:: max(1, len(articles) // TRUST_FROM)]
        passages = [passage for one in sample for passage in passages_of(one, characters)]
        trust = trust_in(self._encoder, self._spec, passages)
        self._library.collections.create(self._encoder.dimension)
        self._library.collections.load()
        self._library.describe(self._encoder, self._spec, characters, trust)

    def _sources(self, paths: Sequence[str], prune: bool) -> dict[str, Source]:
        """Return what is known of the files that will be read or looked for."""
        records = self._library.records
        found = [*records.get(f"file:{path}" for path in discover(paths)).values()]
        if prune:
            roots = {Path(path) for path in paths}
            found += [
                value
                for value in records.walk(FILE)
                if roots & {Path(str(value["path"])), *Path(str(value["path"])).parents}
            ]
        return {one.path: one for one in map(source_of, found)}

    def _articles(self, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return the records of articles by id."""
        found = self._library.records.get(f"article:{name}" for name in names)
        return {str(value["id"]): value for value in found.values()}

    def _gone(
        self, known: dict[str, dict[str, Any]], reading: Intake, sources: dict[str, Source]
    ) -> set[str]:
        """Return the ids of articles that their files no longer have."""
        kept, own = {article.id for article in reading.articles}, {*sources, *reading.sources}
        return {
            name
            for name, value in known.items()
            if name not in kept and _path(str(value["source"]), own) in own
        }

    def _related(self, known: dict[str, dict[str, Any]], without: set[str]) -> list[Article]:
        """Return the articles that some are related to, and those that these are, and so on."""
        found: dict[str, dict[str, Any]] = {}
        fresh = known
        while fresh:
            names = {name for value in fresh.values() for name in _relatives(value)}
            fresh = self._articles(names - found.keys() - without)
            found |= fresh
        return [article_of(value) for value in found.values()]

    def _reported(
        self, report: IndexReport, relations: Relations, seconds: dict[str, float]
    ) -> IndexReport:
        return replace(
            report,
            articles=self._library.collections.count("records", f"kind == {ARTICLE}"),
            passages=self._library.collections.count("passages"),
            encoder=self._spec,
            duplicates=duplicate_groups(relations.reprints),
            seconds=seconds,
        )


@dataclass(frozen=True)
class _Built:
    """What a library was built with; see `Built`."""

    encoder: str
    fingerprint: str
    passage_characters: int

    @classmethod
    def of(cls, described: dict[str, Any]) -> _Built:
        return cls(described["encoder"], described["fingerprint"], described["passage_characters"])


def _relatives(value: dict[str, Any]) -> set[str]:
    single = {value["duplicate_of"], value["superseded_by"]} - {None}
    return {*single, *value["reprints"], *value["supersedes"]}


def _stored_relations(known: dict[str, dict[str, Any]]) -> Relations:
    reprints = {n: v["duplicate_of"] for n, v in known.items() if v["duplicate_of"] is not None}
    return Relations(reprints, {})


def _path(source: str, known: Collection[str] = ()) -> str:
    """Return the file of an article: its source, without the number of the article in it."""
    path, mark, number = source.rpartition("#")
    return path if mark and number.isdigit() and source not in known else source
