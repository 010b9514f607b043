"""Adding, replacing and removing articles: from files to a new generation of the library.

Incremental by construction: a passage whose content key has a vector already, in the current
generation or in the work folder of an interrupted run, is not encoded again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embeddings.encoder import Encoder, Vectors
from rag.errors import LibraryError, YuanwenError
from rag.generation import Contents, Generation, Source, encoded_text, passage_key
from rag.library import LibraryFolder
from rag.passages import passages_of
from rag.reading.reader import FileReport, discover, read_file
from rag.types import Article, Passage

BATCH_PASSAGES = 1024

Progress = Callable[[str, int, int], None]  # (stage: "read", "encode" or "save"; done; of)


@dataclass(frozen=True)
class IndexReport:
    """What an indexing run did; `seconds` holds read, encode, save and total."""

    articles: int
    passages: int
    encoder: str
    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0
    duplicates: list[list[str]] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def no_progress(_stage: str, _done: int, _of: int) -> None:
    """Show nothing."""


class Indexer:
    """Changes one library folder by one encoder."""

    def __init__(
        self, folder: LibraryFolder, encoder: Encoder, spec: str, *, max_file_bytes: int
    ) -> None:
        self._folder = folder
        self._encoder = encoder
        self._spec = spec
        self._max_file_bytes = max_file_bytes

    def index(
        self,
        paths: Sequence[str],
        *,
        passage_characters: int,
        prune: bool = False,
        progress: Progress = no_progress,
    ) -> IndexReport:
        """Read files and folders into the library.

        Raises:
            LibraryBusy: another process is writing.
            LibraryError: the library was built by another encoder or passage size.
        """
        started = time.perf_counter()
        with self._folder.writing():
            old = self._folder.open() if self._folder.exists() else None
            if old is not None:
                self._refuse_mixture(old, passage_characters)
            sources = {source.path: source for source in (old.sources() if old else [])}
            known = {article.id: article for article in (old.articles() if old else ())}
            reading = _Reading(sources, known, self._max_file_bytes)
            reading.read(paths, progress)
            if prune:
                reading.prune(paths)
            read_seconds = time.perf_counter() - started
            report = reading.report()
            if not reading.articles and old is None:
                raise _nothing_to_index(report.files)
            if old is not None and not reading.changed:
                seconds = {"read": read_seconds, "encode": 0.0, "save": 0.0}
                return replace(
                    report,
                    passages=old.passage_count,
                    encoder=self._spec,
                    duplicates=_groups(_duplicates(reading.articles)),
                    seconds=seconds | {"total": time.perf_counter() - started},
                )
            built = self._build(
                reading.articles, list(reading.sources.values()), old, passage_characters, progress
            )
        seconds = {"read": read_seconds, **built.seconds}
        return replace(
            report,
            passages=built.passages,
            encoder=self._spec,
            duplicates=built.duplicates,
            seconds=seconds | {"total": time.perf_counter() - started},
        )

    def rebuild(self, *, passage_characters: int, progress: Progress = no_progress) -> IndexReport:
        """Encode every article of the library anew, as a new generation."""
        with self._folder.writing():
            old = self._folder.open()
            articles = list(old.articles())
            fits = old.fingerprint == self._encoder.fingerprint
            built = self._build(
                articles, old.sources(), old if fits else None, passage_characters, progress
            )
        return replace(built, unchanged=len(articles))

    def remove(self, ids: Iterable[str], progress: Progress = no_progress) -> IndexReport:
        """Remove articles by id.

        Raises:
            LibraryError: an id is not in the library; nothing is removed then.
        """
        with self._folder.writing():
            old = self._folder.open()
            gone = set(ids)
            if unknown := sorted(gone - old.rows_by_id.keys()):
                raise LibraryError(
                    f"no article has the id {unknown[0]!r}.", "List them: yuanwen articles"
                )
            articles = [article for article in old.articles() if article.id not in gone]
            sources = [
                replace(source, ids=tuple(i for i in source.ids if i not in gone), digest="")
                if gone & set(source.ids)
                else source
                for source in old.sources()
            ]
            sources = [source for source in sources if source.ids]
            built = self._build(articles, sources, old, old.passage_characters, progress)
        return replace(built, removed=len(gone))

    def _refuse_mixture(self, old: Generation, passage_characters: int) -> None:
        if old.fingerprint != self._encoder.fingerprint:
            raise LibraryError(
                f"the library was built with the encoder {old.encoder!r}, not {self._spec!r}; "
                "their vectors cannot be mixed.",
                f"Keep {old.encoder!r}, or encode everything anew: "
                f"yuanwen reindex --encoder {self._spec}",
            )
        if old.passage_characters != passage_characters:
            raise LibraryError(
                f"the library's passages have {old.passage_characters} characters, "
                f"not {passage_characters}.",
                f"Cut everything anew: yuanwen reindex --passage-characters {passage_characters}",
            )

    def _build(
        self,
        articles: Sequence[Article],
        sources: Sequence[Source],
        old: Generation | None,
        passage_characters: int,
        progress: Progress,
    ) -> IndexReport:
        started = time.perf_counter()
        duplicates = _duplicates(articles)
        passages = [
            passage
            for article in articles
            if article.id not in duplicates
            for passage in passages_of(article, passage_characters)
        ]
        vectors = self._vectors(passages, old, progress)
        encoded = time.perf_counter()
        progress("save", 0, 1)
        self._folder.commit(
            Contents(
                articles,
                duplicates,
                passages,
                vectors,
                sources,
                self._spec,
                self._encoder.fingerprint,
                passage_characters,
            )
        )
        progress("save", 1, 1)
        ended = time.perf_counter()
        return IndexReport(
            articles=len(articles),
            passages=len(passages),
            encoder=self._spec,
            duplicates=_groups(duplicates),
            seconds={
                "read": 0.0,
                "encode": encoded - started,
                "save": ended - encoded,
                "total": ended - started,
            },
        )

    def _vectors(
        self, passages: Sequence[Passage], old: Generation | None, progress: Progress
    ) -> Vectors:
        vectors = np.zeros((len(passages), self._encoder.dimension), dtype=np.float32)
        cache = _WorkCache(self._folder.work / _digest(self._encoder.fingerprint.encode())[:16])
        places: dict[bytes, list[int]] = {}
        for row, passage in enumerate(passages):
            places.setdefault(passage_key(passage), []).append(row)
        if old is not None:
            kept = [(key, old.rows_by_key[key]) for key in places if key in old.rows_by_key]
            if kept:
                found = old.index.vectors(np.array([row for _, row in kept], dtype=np.int64))
                for (key, _), vector in zip(kept, found, strict=True):
                    vectors[places.pop(key)] = vector
        for key, vector in cache.read():
            if key in places:
                vectors[places.pop(key)] = vector
        missing = list(places.items())
        progress("encode", 0, len(missing))
        for at in range(0, len(missing), BATCH_PASSAGES):
            batch = missing[at : at + BATCH_PASSAGES]
            texts = [encoded_text(passages[rows[0]]) for _, rows in batch]
            encoded = self._encoder.encode_passages(texts)
            for (_, rows), vector in zip(batch, encoded, strict=True):
                vectors[rows] = vector
            if len(missing) > BATCH_PASSAGES:  # worth keeping should this run be interrupted
                cache.write([key for key, _ in batch], encoded)
            progress("encode", at + len(batch), len(missing))
        return vectors


class _WorkCache:
    """Vectors of an unfinished run: one file a batch, put in place whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> Iterable[tuple[bytes, Vectors]]:
        for path in sorted(self._folder.glob("*.npz")):
            try:
                with np.load(path, allow_pickle=False) as batch:
                    keys, vectors = batch["keys"], batch["vectors"]
            except (ValueError, OSError, KeyError, EOFError, BadZipFile):
                path.unlink(missing_ok=True)  # half a file of a killed run; encode again
                continue
            yield from ((key.tobytes(), vector) for key, vector in zip(keys, vectors, strict=True))

    def write(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
        path = self._folder / f"{_digest(keys[0])[:16]}.npz"
        scratch = path.with_suffix(".part")
        with scratch.open("wb") as file:
            np.savez(file, keys=table, vectors=vectors)
        scratch.replace(path)


class _Reading:
    """The articles of the library as they will be after reading some files."""

    def __init__(
        self, sources: dict[str, Source], known: dict[str, Article], max_bytes: int
    ) -> None:
        self.sources = sources
        self._articles = dict(known)
        self._before = dict(known)
        self._max_bytes = max_bytes
        self._reports: list[FileReport] = []
        self._counts = {"added": 0, "unchanged": 0, "replaced": 0, "removed": 0}

    @property
    def articles(self) -> list[Article]:
        return list(self._articles.values())

    @property
    def changed(self) -> bool:
        return self._articles != self._before

    def read(self, paths: Sequence[str], progress: Progress) -> None:
        found = list(discover(paths))
        for at, item in enumerate(found):
            progress("read", at, len(found))
            if isinstance(item, FileReport):
                self._reports.append(item)
            else:
                self._read(str(item))
        progress("read", len(found), len(found))

    def _read(self, path: str) -> None:
        before = self.sources.get(path)
        digest = _file_digest(path, self._max_bytes)
        if before is not None and digest and digest == before.digest:
            self._counts["unchanged"] += len(before.ids)
            self._reports.append(
                FileReport(path, before.status, len(before.ids), before.reason)  # type: ignore[arg-type]
            )
            return
        articles, report = read_file(path, self._max_bytes)
        self._reports.append(report)
        if report.status == "failed":  # what was read of it earlier stays
            return
        old_ids = dict.fromkeys(before.ids if before else ())
        ids = [self._place(article, old_ids) for article in articles]
        gone = [i for i in old_ids if i not in ids]
        for name in gone:
            self._articles.pop(name, None)
        added = [i for i in ids if i not in self._before]
        moved = min(len(added), len(gone))  # a changed text has a new id: replaced, not two events
        self._counts["removed"] += len(gone) - moved
        self._counts["added"] -= moved
        self._counts["replaced"] += moved
        self.sources[path] = Source(path, digest, tuple(ids), report.status, report.reason)

    def _place(self, article: Article, own: dict[str, None]) -> str:
        """Put an article in under an id of its own; the same text from another file gets -2."""
        name, number = article.id, 1
        while (
            name in self._articles
            and name not in own
            and not _same_source(self._articles[name], article)
        ):
            number += 1
            name = f"{article.id}-{number}"
        article = replace(article, id=name)
        before = self._before.get(name)
        self._counts[
            "added" if before is None else "unchanged" if before == article else "replaced"
        ] += 1
        self._articles[name] = article
        return name

    def prune(self, paths: Sequence[str]) -> None:
        """Drop articles of files that are gone from under the given paths."""
        roots = [Path(path) for path in paths]
        for path, source in list(self.sources.items()):
            under = any(Path(path) == root or root in Path(path).parents for root in roots)
            if under and not Path(path).exists():
                for name in source.ids:
                    self._articles.pop(name, None)
                    self._counts["removed"] += 1
                del self.sources[path]

    def report(self) -> IndexReport:
        return IndexReport(
            articles=len(self._articles),
            passages=0,
            encoder="",
            added=self._counts["added"],
            unchanged=self._counts["unchanged"],
            replaced=self._counts["replaced"],
            removed=self._counts["removed"],
            files=self._reports,
        )


def _same_source(one: Article, other: Article) -> bool:
    return one.source == other.source


def _duplicates(articles: Iterable[Article]) -> dict[str, str]:
    """Map each article whose text an earlier one has to that one."""
    first: dict[str, str] = {}
    found = {}
    for article in articles:
        stands = first.setdefault(article.text, article.id)
        if stands != article.id:
            found[article.id] = stands
    return found


def _groups(duplicates: dict[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for reprint, original in duplicates.items():
        groups.setdefault(original, [original]).append(reprint)
    return list(groups.values())


def _file_digest(path: str, max_bytes: int) -> str:
    digest = sha256()
    try:
        with Path(path).open("rb") as file:
            if Path(path).stat().st_size > max_bytes:
                return ""
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:  # reading it will tell the reason
        return ""
    return digest.hexdigest()


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _nothing_to_index(files: Sequence[FileReport]) -> YuanwenError:
    if files:
        reason = files[0].reason or files[0].status
        return LibraryError(
            f"none of {len(files)} files could be read; {files[0].path}: {reason}",
            "Give text, Markdown, HTML, PDF, DOCX or JSONL files.",
        )
    return LibraryError(
        "there is no article to index under the given paths.",
        "Give files or folders of .txt .md .html .mhtml .pdf .docx .jsonl .jsonl.gz files.",
    )
