"""Questions to hits: candidates of both searches, fused, filtered by date, best first."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Vectors
from embeddings.reranker import NO_RERANKER, Reranker
from rag.days import last_day
from rag.errors import LibraryError, UsageError
from rag.evidence import Asked
from rag.fusion import Fusion, default_fusion
from rag.generation import Generation
from rag.local_store import generation_of
from rag.ranking import Ranked, Ranker
from rag.store import Allowed, Store
from rag.types import Hit, Search

Mode = Literal["hybrid", "dense", "keyword"]
QUESTION_CHARACTERS = 4000
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword")
LEAST_TRUST = 0.5  # in an encoder; one that is trusted less can only spoil the order of keywords
MOST_OF_ARTICLE = 2  # passages of one article before those of others


@dataclass(frozen=True)
class Candidates:
    """Rows that the searches brought up, and by which score each did."""

    both: NDArray[np.int64]
    keyword: Mapping[int, float]
    dense: Mapping[int, float]


class Retriever:
    """Searches one store by one encoder."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        candidates: int = 100,
        fusion: Fusion | None = None,
        reranker: tuple[str, Reranker | None] = (NO_RERANKER, None),
    ) -> None:
        if store.fingerprint != encoder.fingerprint:
            raise LibraryError(
                f"the library was built with the encoder {store.encoder!r}, which is another "
                "than the one in use.",
                f"Use it (--encoder {store.encoder}) or run: yuanwen reindex --encoder SPEC",
            )
        self.store = store
        self.encoder = encoder
        self.ranker = Ranker(store, encoder, fusion or default_fusion())
        self._candidates = candidates
        self._reranked_by, self._reranker = reranker

    @property
    def generation(self) -> Generation:
        """The generation that is searched.

        Raises:
            LibraryError: it is no folder of this machine.
        """
        return generation_of(self.store)

    def search(
        self,
        question: str,
        k: int,
        *,
        mode: Mode = "hybrid",
        as_of: str | None = None,
        without: Collection[str] = (),
    ) -> Search:
        """Find passages for a question.

        Args:
            question: in any language.
            k: number of hits wanted.
            mode: both searches fused, or one of them alone.
            as_of: a date; articles published later, and undated ones, are left out.
            without: ids of articles to search as if the library did not have them.

        Raises:
            UsageError: the question is empty or has more than 4,000 characters, or the mode or the
                date has no known form.
        """
        return self.search_many([question], k, mode=mode, as_of=[as_of], without=[without])[0]

    def search_many(
        self,
        questions: Sequence[str],
        k: int,
        *,
        mode: Mode = "hybrid",
        as_of: Sequence[str | None],
        without: Sequence[Collection[str]],
    ) -> list[Search]:
        """Find passages for several questions, each with its own date and exceptions; see `search`.

        Their vectors are made together; each is charged its share of the seconds.
        """
        started = time.perf_counter()
        for question in questions:
            refuse_unusable(question, mode)
        if mode == "keyword" and not self.store.has_keyword_search:
            raise UsageError(
                "this library's store has no keyword search.",
                "Search with --mode hybrid or dense, or use Milvus 2.4 or newer.",
            )
        vectors = self.encoder.encode_queries(questions)
        share = (time.perf_counter() - started) / max(1, len(questions))
        found = []
        for question, date, apart, vector in zip(questions, as_of, without, vectors, strict=True):
            begun = time.perf_counter()
            allowed, left_out = self.allowed(date, apart)
            hits, answerable = self._found(question, vector, k, mode, allowed, date)
            seconds = {"total": share + time.perf_counter() - begun}
            by = self._reranked_by if mode == "hybrid" else NO_RERANKER
            found.append(Search(question, hits, seconds, date, left_out, answerable, by))
        return found

    def hits(self, question: str, k: int, allowed: Allowed = None) -> tuple[Hit, ...]:
        """Return at most k hits, best first; `allowed` as of `Store`."""
        vector = self.encoder.encode_queries([question])[0]
        return self._found(question, vector, k, "hybrid", allowed, None)[0]

    def _found(
        self,
        question: str,
        vector: Vectors,
        k: int,
        mode: Mode,
        allowed: Allowed,
        as_of: str | None,
    ) -> tuple[tuple[Hit, ...], float]:
        """Return at most k hits, best first, and how likely they hold an answer."""
        asked = self.ranker.asked(question, vector)
        fused = mode == "hybrid"
        both = fused and self.ranker.trusted(asked) >= LEAST_TRUST
        mode = "keyword" if fused and not both else mode
        rows = self.candidates(asked, max(k, self._candidates) if both else 2 * k, mode, allowed)
        if fused and not both and not len(rows.both):
            mode = "dense"
            rows = self.candidates(asked, 2 * k, mode, allowed)
        if not len(rows.both):
            return (), 0.0
        today = last_day(as_of) if as_of else datetime.now(UTC).date().isoformat()
        ranked = self.ranker.rank(asked, rows.both, k if both else len(rows.both), today)
        if not both:
            ranked = _in_order_of(ranked, rows.dense if mode == "dense" else rows.keyword)
        if fused and self._reranker is not None:
            ranked = self.ranker.reranked(question, ranked, self._reranker)
        kept = self._spread(ranked.rows)[:k]
        hits = []
        for at in kept:
            row = int(ranked.rows[at])
            article = self.ranker.article(int(self.store.articles_of(ranked.rows[at : at + 1])[0]))
            standing = self.store.standing(article)
            by = (("keyword", rows.keyword), ("dense", rows.dense))
            hits.append(
                Hit(
                    passage=self.store.passage(row, article),
                    article=article,
                    score=float(ranked.scores[at]),
                    confidence=float(ranked.confidence[at]),
                    found_by=tuple(name for name, found in by if row in found),
                    reprints=standing.reprints,
                    superseded_by=standing.superseded_by,
                )
            )
        return tuple(hits), ranked.answerable

    def candidates(self, asked: Asked, count: int, mode: Mode, allowed: Allowed) -> Candidates:
        """Return the best rows of one search or both."""
        keyword: dict[int, float] = {}
        dense: dict[int, float] = {}
        count = min(count, self.store.passage_count)
        if count:
            if mode != "dense":
                rows, scores = self.store.by_keywords(asked.terms, count, allowed)
                keyword = dict(zip(rows.tolist(), scores.tolist(), strict=True))
            if mode != "keyword":
                rows, scores = self.store.by_vector(asked.vector, count, allowed)
                dense = dict(zip(rows.tolist(), scores.tolist(), strict=True))
        both = np.unique(np.array([*keyword, *dense], dtype=np.int64))
        return Candidates(both, keyword, dense)

    def _spread(self, rows: NDArray[np.int64]) -> list[int]:
        """Return the places of hits in an order in which no article crowds out the others."""
        first: list[int] = []
        rest: list[int] = []
        seen: Counter[int] = Counter()
        for at, article in enumerate(self.store.articles_of(rows).tolist()):
            (first if seen[article] < MOST_OF_ARTICLE else rest).append(at)
            seen[article] += 1
        return first + rest

    def allowed(self, as_of: str | None, without: Collection[str]) -> tuple[Allowed, int]:
        """Return what may be searched, in the store's own form, and how many articles may not.

        Only those are counted that the date leaves out; see `search` for the arguments.
        """
        return self.store.allowed(last_day(as_of) if as_of else None, without)


def _in_order_of(ranked: Ranked, scores: Mapping[int, float]) -> Ranked:
    """Return ranked rows in the order of one search's own scores."""
    own = np.array([scores.get(row, -np.inf) for row in ranked.rows.tolist()], dtype=np.float32)
    order = np.argsort(-own, kind="stable")
    return replace(
        ranked, rows=ranked.rows[order], scores=own[order], confidence=ranked.confidence[order]
    )


def refuse_unusable(question: str, mode: str = "hybrid") -> None:
    """Refuse what cannot be searched for.

    Raises:
        UsageError: see `Retriever.search`.
    """
    if not question.strip():
        raise UsageError("the question is empty.", "Ask something about the articles.")
    if len(question) > QUESTION_CHARACTERS:
        raise UsageError(
            f"the question has more than {QUESTION_CHARACTERS} characters.",
            "Ask a shorter one; put articles into the library.",
        )
    if any("\ud800" <= one <= "\udfff" for one in question):
        raise UsageError("the question is not valid Unicode text.", "Write it in UTF-8.")
    if mode not in MODES:
        raise UsageError(f"no search mode {mode!r}.", f"Use one of: {', '.join(MODES)}.")
