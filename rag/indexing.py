"""Adding, replacing and removing articles: from files to a new generation of the library.

Incremental by construction: a passage whose content key has a vector already, in the current
generation or in the work folder of an interrupted run, is not encoded again.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Protocol

import numpy as np

from embeddings.encoder import BUNDLED, Encoder, load_encoder
from rag.duplicates import Relations, duplicate_groups, find_relations
from rag.errors import LibraryError
from rag.generation import Generation, Source
from rag.generation_writer import Contents, Encoded, Kept, write_generation
from rag.intake import Intake
from rag.library import LibraryFolder
from rag.passage_encoding import EncodingAhead, passage_vectors
from rag.passages import passages_of
from rag.pointer import KEPT_GENERATIONS
from rag.reading.file_report import FileReport
from rag.repeals import repealed_articles
from rag.report import IndexReport, NothingToIndex, Progress, no_progress
from rag.restoring import to_go_on_from
from rag.trust import measured_trust, probe_texts
from rag.types import Article, Passage, Trust
from rag.work_cache import WorkCache


class Built(Protocol):
    """What a library was built with."""

    @property
    def encoder(self) -> str:
        """Spec of the encoder."""

    @property
    def fingerprint(self) -> str:
        """Of the encoder."""

    @property
    def passage_characters(self) -> int:
        """Wanted size of a passage."""


class Indexer:
    """Changes one library folder by one encoder."""

    def __init__(
        self, folder: LibraryFolder, encoder: Encoder, spec: str, *, max_file_bytes: int
    ) -> None:
        self._folder = folder
        self._encoder = encoder
        self._spec = spec
        self._max_file_bytes = max_file_bytes
        self._cache = WorkCache(folder.work, encoder.fingerprint)

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
            old = to_go_on_from(self._folder)
            if old is not None:
                refuse_mixture(old, self._encoder, self._spec, passage_characters)
            sources = {source.path: source for source in (old.sources() if old else [])}
            known = {article.id: article for article in (old.articles() if old else ())}
            with closing(
                EncodingAhead(self._encoder, self._cache, passage_characters, old)
            ) as ahead:
                reading = Intake(sources, known, self._max_file_bytes, ahead.offer)
                reading.read(paths, progress)
                if prune:
                    reading.prune(paths)
                reading.settle()
                read_seconds = time.perf_counter() - started
                report = reading.report()
                if not reading.articles and old is None:
                    raise nothing_to_index(report.files)
                if old is not None and not reading.changed:
                    seconds = {"read": read_seconds, "encode": 0.0, "save": 0.0}
                    return replace(
                        report,
                        passages=old.passage_count,
                        encoder=self._spec,
                        duplicates=[[one, *others] for one, others in old.reprints.items()],
                        seconds=seconds | {"total": time.perf_counter() - started},
                    )
                built = self._build(
                    reading.articles, list(reading.sources.values()), old, passage_characters,
                    progress, unchanged=reading.unchanged, ahead=ahead,
                )  # fmt: skip
        seconds = {**built.seconds, "read": read_seconds}
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
            articles = list(old.articles())  # compared with their sums as they are read
            fits = old.fingerprint == self._encoder.fingerprint
            built = self._build(
                articles, old.sources(), old if fits else None, passage_characters, progress
            )
        return replace(built, unchanged=len(articles))

    def remove(self, ids: Iterable[str], progress: Progress = no_progress) -> IndexReport:
        """Remove articles by id, for good: from disk, and from later runs over their folders.

        They come back when their file itself is named to `index`.

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
                replace(
                    source,
                    ids=tuple(name for name in source.ids if name not in gone),
                    removed=(*source.removed, *(name for name in source.ids if name in gone)),
                )
                for source in old.sources()
            ]
            ids = {article.id for article in articles}
            built = self._build(
                articles, sources, old, old.passage_characters, progress,
                unchanged=ids, kept_generations=1,
            )  # fmt: skip
        return replace(built, removed=len(gone))

    def _build(
        self,
        articles: Sequence[Article],
        sources: Sequence[Source],
        old: Generation | None,
        passage_characters: int,
        progress: Progress,
        unchanged: Collection[str] = (),
        kept_generations: int = KEPT_GENERATIONS,
        ahead: EncodingAhead | None = None,
    ) -> IndexReport:
        """Write a generation; passages of `unchanged` articles are taken over from the old one."""
        started = time.perf_counter()
        if old is not None:  # what is damaged must not come under new sums
            old.check_files()
        relations = relations_of(articles)
        kept = _kept(old, unchanged, relations) if old is not None and unchanged else None
        held = kept.ids() if kept else frozenset()
        passages = [
            passage
            for article in articles
            if article.id not in relations.reprints and article.id not in held
            for passage in passages_of(article, passage_characters)
        ]
        contents = Contents(
            articles=articles,
            relations=relations,
            kept=kept,
            passages=passages,
            sources=sources,
            encoder=self._spec,
            fingerprint=self._encoder.fingerprint,
            passage_characters=passage_characters,
        )
        encoded_at = started

        def encode() -> Encoded:
            nonlocal encoded_at
            if ahead is not None:
                ahead.close()
            vectors = passage_vectors(passages, self._encoder, self._cache, old, progress)
            same = kept.generation if kept is not None else None
            trust = same.trust if same else trust_in(self._encoder, self._spec, passages)
            background = same.background if same else self._encoder.encode_passages(probe_texts())
            encoded_at = time.perf_counter()
            progress("save", 0, 1)
            return Encoded(vectors, trust, background)

        self._folder.commit(
            lambda folder: write_generation(folder, contents, encode), kept_generations
        )
        progress("save", 1, 1)
        ended = time.perf_counter()
        return IndexReport(
            articles=len(articles),
            passages=len(passages) + (int(kept.mask.sum()) if kept else 0),
            encoder=self._spec,
            duplicates=duplicate_groups(relations.reprints),
            seconds={
                "read": 0.0,
                "encode": encoded_at - started,
                "save": ended - encoded_at,
                "total": ended - started,
            },
        )


def trust_in(encoder: Encoder, spec: str, passages: Sequence[Passage]) -> Trust:
    """Return how far an encoder's vectors can be trusted on these passages."""
    if spec == BUNDLED:  # the one that the fusion is fitted with
        return Trust()
    return measured_trust(encoder, load_encoder(BUNDLED), passages)


def relations_of(articles: Sequence[Article]) -> Relations:
    """Return which articles are reprints, corrected or repealed."""
    found = find_relations(articles)
    return replace(found, superseded=repealed_articles(articles) | found.superseded)


def refuse_mixture(built: Built, encoder: Encoder, spec: str, passage_characters: int) -> None:
    """Refuse to add to a library what another encoder or passage size gives.

    Raises:
        LibraryError: it would be mixed.
    """
    if built.fingerprint != encoder.fingerprint:
        raise LibraryError(
            f"the library was built with the encoder {built.encoder!r}, not {spec!r}; "
            "their vectors cannot be mixed.",
            f"Keep {built.encoder!r}, or encode everything anew: yuanwen reindex --encoder {spec}",
        )
    if built.passage_characters != passage_characters:
        raise LibraryError(
            f"the library's passages have {built.passage_characters} characters, "
            f"not {passage_characters}.",
            f"Cut everything anew: yuanwen reindex --passage-characters {passage_characters}",
        )


def _kept(old: Generation, unchanged: Collection[str], relations: Relations) -> Kept | None:
    """Return the passages of articles that had some before and are to have the same again."""
    had_none = {name for group in old.reprints.values() for name in group}
    stays = np.array(
        [
            name in unchanged and name not in had_none and name not in relations.reprints
            for name in old.ids
        ],
        dtype=bool,
    )
    if not stays.any():
        return None
    return Kept(old, stays[old.article_rows])


def nothing_to_index(files: Sequence[FileReport]) -> NothingToIndex:
    """Return the error of a run that would make an empty library."""
    if files:
        reason = files[0].reason or files[0].status
        return NothingToIndex(
            f"none of {len(files)} files could be read; {files[0].path}: {reason}",
            "Give text, Markdown, HTML, PDF, DOCX or JSONL files.",
            files=files,
        )
    return NothingToIndex(
        "there is no article to index under the given paths.",
        "Give files or folders of .txt .md .html .mhtml .pdf .docx .jsonl .jsonl.gz files.",
    )
