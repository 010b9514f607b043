"""A library at work: the one door through which windows, services and runs use `rag`."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock

from embeddings.encoder import Encoder, load_encoder
from embeddings.reranker import Reranker, load_reranker
from rag.answer_files import full_record, recorded
from rag.answering.answerer import Answerer
from rag.answering.draft import Draft
from rag.answering.models import load_model
from rag.answering.timed_stream import Cancellation
from rag.catalogue import Catalogue
from rag.conversation.standalone import standalone
from rag.conversation.turns import Messages, messages_of, turns_of
from rag.errors import LibraryError
from rag.generation import Generation
from rag.keeping import Keeper, Writer, attach, keeper_of
from rag.library import LibraryFolder
from rag.own_fusion import ChosenFusion, chosen_fusion, stamp
from rag.report import IndexReport, Progress, no_progress
from rag.restoring import restore
from rag.retrieval import Mode, Retriever, refuse_unusable
from rag.secrets import safe_spec, secrets
from rag.settings import Settings
from rag.trace import Trace
from rag.types import Answer, Article, Search

LISTED = (
    "id", "title", "date", "date_origin", "date_confidence", "issuer", "url", "source", "language",
    "document_number", "effective_date", "repeal_date", "repeals", "duplicate_of", "superseded_by",
)  # fmt: skip


class Engine:
    """Indexes, searches and answers over one library folder; safe to share between threads."""

    def __init__(self, settings: Settings, library: Path | None = None) -> None:
        self.settings = settings
        self.folder = LibraryFolder(library or settings.library)
        self._lock = RLock()
        self._encoders: dict[str, Encoder] = {}
        self._retriever: tuple[tuple[object, ...], ChosenFusion, Retriever] | None = None
        self._reranker: Reranker | None = None
        self._keeper: Keeper | None = None

    @cached_property
    def _max_file_bytes(self) -> int:
        return self.settings.max_file_megabytes << 20

    def encoder(self, spec: str) -> Encoder:
        """Open an encoder, once."""
        with self._lock:
            if spec not in self._encoders:
                self._encoders[spec] = load_encoder(
                    spec, threads=self.settings.threads, key=self.settings.endpoint_key
                )
            return self._encoders[spec]

    def use_encoder(self, spec: str, encoder: Encoder) -> None:
        """Take an encoder that is open already for a spec."""
        with self._lock:
            self._encoders[spec] = encoder

    def reranker(self) -> Reranker | None:
        """Open the reranker of the settings, once; None where they name none."""
        with self._lock:
            if self._reranker is None:
                self._reranker = load_reranker(self.settings.reranker)
            return self._reranker

    def retriever(self) -> Retriever:
        """Return the retriever of the current generation, reopened when that has changed."""
        return self._opened()[1]

    def fusion(self) -> ChosenFusion:
        """Return the weights that the library is searched with."""
        return self._opened()[0]

    def _opened(self) -> tuple[ChosenFusion, Retriever]:
        with self._lock:
            # A name alone may come again where the library went back to an earlier state.
            key = self.keeper.revision(), stamp(self.folder.fusion)
            if self._retriever is None or key[0] is None or self._retriever[0] != key:
                store = self.keeper.open()
                chosen = chosen_fusion(self.folder.fusion, store.fingerprint)
                retriever = Retriever(
                    store,
                    self.encoder(store.encoder),
                    self.settings.candidates,
                    chosen.fusion,
                    (self.settings.reranker, self.reranker()),
                )
                self._retriever = (key, chosen, retriever)
            return self._retriever[1:]

    @property
    def keeper(self) -> Keeper:
        """Who has the articles."""
        with self._lock:
            if self._keeper is None:
                spec, key = self.settings.store, self.settings.store_key
                self._keeper = keeper_of(self.folder, spec, key)
            return self._keeper

    def exists(self) -> bool:
        """Tell whether there is a library."""
        return self.keeper.revision() is not None

    def counts(self) -> tuple[int, int]:
        """Return the numbers of articles and of passages."""
        store = self.keeper.open()
        return store.article_count, store.passage_count

    @property
    def generation(self) -> Generation:
        """The current generation.

        Raises:
            LibraryError: the articles are not in the library's folder.
        """
        return self.retriever().generation

    def index(
        self,
        paths: Sequence[str],
        *,
        encoder: str | None = None,
        passage_characters: int | None = None,
        prune: bool = False,
        store: str | None = None,
        progress: Progress = no_progress,
    ) -> IndexReport:
        """Read files and folders into the library; see `Indexer.index`.

        `store` is where a new library keeps its articles, if not in its folder.
        """
        if store is not None:
            keeper = attach(self.folder, store, self.settings.store_key)
            with self._lock:
                self._keeper = keeper
        spec, characters = self._built_with(encoder, passage_characters)
        return self._indexer(spec).index(
            paths, passage_characters=characters, prune=prune, progress=progress
        )

    def reindex(
        self,
        *,
        encoder: str | None = None,
        passage_characters: int | None = None,
        progress: Progress = no_progress,
    ) -> IndexReport:
        """Encode the whole library anew; questions are answered from the old one meanwhile."""
        spec, characters = self._built_with(encoder, passage_characters)
        return self._indexer(spec).rebuild(passage_characters=characters, progress=progress)

    def remove(self, ids: Sequence[str], progress: Progress = no_progress) -> IndexReport:
        """Remove articles by id."""
        return self._indexer(self._built_with(None, None)[0]).remove(ids, progress)

    def articles(self) -> list[dict[str, object]]:
        """List the articles: the fields of `articles` in the contract."""
        return [
            {name: record.get(name) for name in LISTED}
            | {"characters": len(record["text"]), "removed": len(record.get("removed", ()))}
            for record in self.keeper.listed()
        ]

    def article(self, name: str) -> Article:
        """Return one article by id.

        Raises:
            LibraryError: the library has no such article.
        """
        found = self.keeper.article(name)
        if found is None:
            raise LibraryError(f"no article has the id {name!r}.", "List them: yuanwen articles")
        return found

    def catalogue(self) -> Catalogue:
        """Return the entries of the current generation, read once for each; no encoder is opened.

        Raises:
            LibraryError: there is no library, or it is damaged.
        """
        return self.keeper.catalogue()

    def check(self) -> list[str]:
        """Verify the library; return what is wrong with it."""
        found = self.keeper.problems()
        try:
            chosen_fusion(self.folder.fusion, "")
        except LibraryError as error:
            found = [*found, str(error)]
        return found

    def restore(self) -> str | None:
        """Go back to the last sound state of a damaged library; see `rag.restoring.restore`."""
        return restore(self.folder)

    def search(
        self,
        question: str,
        *,
        k: int | None = None,
        mode: Mode = "hybrid",
        as_of: str | None = None,
    ) -> Search:
        """Find passages; see `Retriever.search`."""
        chosen, retriever = self._opened()
        hits = k or self.settings.search_hits
        found = retriever.search(question, hits, mode=mode, as_of=as_of)
        return replace(found, notice=chosen.notice)

    def ask(  # noqa: PLR0913
        self,
        question: str,
        *,
        messages: Messages = (),
        model: str | None = None,
        as_of: str | None = None,
        mode: Mode = "hybrid",
        k: int | None = None,
        without: Collection[str] = (),
        record: bool = True,
        trace: Trace | None = None,
    ) -> Answer:
        """Answer a question; see `stream`."""
        answer: Answer | None = None
        for item in self.stream(
            question, messages=messages, model=model, as_of=as_of, mode=mode, k=k,
            without=without, record=record, trace=trace,
        ):  # fmt: skip
            answer = item if isinstance(item, Answer) else answer
        assert answer is not None  # a stream ends with its answer
        return answer

    def stream(  # noqa: PLR0913
        self,
        question: str,
        *,
        messages: Messages = (),
        model: str | None = None,
        as_of: str | None = None,
        mode: Mode = "hybrid",
        k: int | None = None,
        without: Collection[str] = (),
        record: bool = True,
        trace: Trace | None = None,
        cancellation: Cancellation | None = None,
    ) -> Iterator[str | Answer]:
        """Yield pieces of the answer's text as a model writes them, then the answer.

        Args:
            question: may lean on earlier turns; what it is taken to mean is searched and answered.
            messages: earlier turns, oldest first (`{"role", "content"}`).
            model: its spec; the setting where None. It is called at most twice.
            as_of: see `Retriever.search`.
            mode: see `Retriever.search`.
            k: hits; the setting where None.
            without: ids of articles that are not searched.
            record: whether the answer leaves a file in `records/`.
            trace: filled with what happened, for `full_record`.
            cancellation: set from another thread, it ends a language model's work at once.

        Raises:
            Cancelled: it was set while a language model was waited for.
        """
        started = time.perf_counter()
        refuse_unusable(question, mode)  # before it is understood
        spec = model or self.settings.model
        chat = load_model(
            spec,
            timeout_seconds=self.settings.model_timeout_seconds,
            key=self.settings.endpoint_key,
            threads=self.settings.model_threads,
            context_tokens=self.settings.model_context_tokens,
        )
        chosen, retriever = self._opened()
        hits = k or self.settings.search_hits
        trace = trace or Trace()
        trace.messages = messages_of(turns_of(messages))
        understanding = trace.overheard(chat, "standalone", cancellation)
        asked = standalone(question, trace.messages, understanding).text
        understood = time.perf_counter()
        found = retriever.search(asked, hits, mode=mode, as_of=as_of, without=without)
        retrieved = time.perf_counter()
        store = retriever.store
        trace.asked = {
            "model": safe_spec(spec), "mode": mode, "k": hits, "as_of": as_of,
            "without": sorted(without),
        }  # fmt: skip
        trace.surroundings(self.settings, store, chosen.name)
        answerer = Answerer(
            self.encoder(store.encoder),
            store,
            self.settings.answer_sentences,
            self.settings.answer_characters,
            self.settings.model_passages,
            self.settings.model_context_tokens,
        )
        draft: Draft | None = None
        for item in answerer.stream(
            asked, found.hits, found.answerable, trace.overheard(chat, "answer", cancellation), spec
        ):
            if isinstance(item, str):
                yield item
            else:
                draft = item
        assert draft is not None  # an answerer ends with its draft
        ended = time.perf_counter()
        seconds = {
            "understand": understood - started,
            "retrieve": retrieved - understood,
            "answer": ended - retrieved,
            "total": ended - started,
        }
        answer = draft.answer(question, found, store.encoder, seconds, chosen.notice)
        if record:
            kept = full_record(answer, trace, secrets(self.settings))
            answer = recorded(answer, self.folder.records, kept)
        yield answer

    def _built_with(self, encoder: str | None, characters: int | None) -> tuple[str, int]:
        """Return what was asked for, else what the library was built with, else the settings."""
        old = self.keeper.built_with()
        spec = encoder or (old[0] if old else self.settings.encoder)
        return spec, characters or (old[1] if old else self.settings.passage_characters)

    def _indexer(self, spec: str) -> Writer:
        return self.keeper.writer(self.encoder(spec), spec, self._max_file_bytes)
