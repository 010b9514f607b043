"""Questions to hits: candidates of both searches, fused, filtered by date, best first."""

from __future__ import annotations

import calendar
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Vectors
from rag.errors import LibraryError, UsageError
from rag.fusion import Evidence, default_fusion
from rag.generation import SCRIPT_NUMBERS, Generation
from rag.text import main_script
from rag.types import DATE, Hit, Search

Mode = Literal["hybrid", "dense", "keyword"]
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword")
SAMPLE = 256  # passages by which a question's usual cosine is judged
SAMPLE_SEED = 7


@dataclass(frozen=True)
class Candidates:
    """Rows that a search brought up, with the evidence of both searches."""

    rows: NDArray[np.int64]
    evidence: Evidence
    dense: NDArray[np.bool_]  # among the best by vector
    keyword: NDArray[np.bool_]  # among the best by keyword


class Retriever:
    """Searches one generation by one encoder."""

    def __init__(self, generation: Generation, encoder: Encoder, candidates: int = 100) -> None:
        if generation.fingerprint != encoder.fingerprint:
            raise LibraryError(
                f"the library was built with the encoder {generation.encoder!r}, which is another "
                "than the one in use.",
                f"Use it (--encoder {generation.encoder}) or run: yuanwen reindex --encoder SPEC",
            )
        self.generation = generation
        self.encoder = encoder
        self._candidates = candidates

    @cached_property
    def _sample(self) -> Vectors:
        count = self.generation.passage_count
        rows = np.random.default_rng(SAMPLE_SEED).permutation(count)[:SAMPLE]
        return self.generation.index.vectors(np.sort(rows).astype(np.int64))

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
            UsageError: the question is empty, or the mode or the date has no known form.
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
            _refuse_unusable(question, mode)
        vectors = self.encoder.encode_queries(questions)
        share = (time.perf_counter() - started) / max(1, len(questions))
        found = []
        for question, date, apart, vector in zip(questions, as_of, without, vectors, strict=True):
            begun = time.perf_counter()
            allowed, left_out = self._allowed(date, apart)
            hits = self.hits(question, k, mode=mode, allowed=allowed, vector=vector)
            seconds = {"total": share + time.perf_counter() - begun}
            found.append(Search(question, hits, seconds, date, left_out))
        return found

    def hits(
        self,
        question: str,
        k: int,
        *,
        mode: Mode = "hybrid",
        allowed: NDArray[np.bool_] | None = None,
        vector: Vectors | None = None,
    ) -> tuple[Hit, ...]:
        """Return at most k hits, best first.

        Args:
            question: in any language.
            k: number of hits wanted.
            mode: both searches fused, or one of them alone.
            allowed: bool (passages,), the only passages to search; None for all.
            vector: the question's vector where it is known already.
        """
        if vector is None:
            vector = self.encoder.encode_queries([question])[0]
        found = self.candidates(question, vector, mode, allowed)
        return self._hits(found, k, mode) if found else ()

    def candidates(
        self,
        question: str,
        vector: Vectors,
        mode: Mode = "hybrid",
        allowed: NDArray[np.bool_] | None = None,
    ) -> Candidates | None:
        """Return the candidates of a question, given its vector; None where there are none."""
        generation = self.generation
        if generation.passage_count == 0 or (allowed is not None and not allowed.any()):
            return None
        k = min(self._candidates, generation.passage_count)
        scores, most = generation.keywords.scores(question)
        if allowed is not None:
            scores[~allowed] = 0.0
        best = np.argpartition(-scores, k - 1)[:k]
        by_keyword = best[scores[best] > 0].astype(np.int64)
        _, near = generation.index.search(vector[None, :], k, allowed)
        by_vector = near[0][near[0] >= 0]
        rows = np.unique(
            by_keyword
            if mode == "keyword"
            else by_vector
            if mode == "dense"
            else np.concatenate([by_keyword, by_vector])
        )
        if not len(rows):
            return None
        usual = self._sample @ vector
        script = SCRIPT_NUMBERS[main_script(question)]
        evidence = Evidence(
            cosine=generation.index.vectors(rows) @ vector,
            coverage=(scores[rows] / max(most, 1e-9)).astype(np.float32),
            mean=float(usual.mean()),
            deviation=float(usual.std()),
            same_script=np.asarray(generation.scripts[rows] == script),
            article=np.asarray(generation.article_rows[rows]),
        )
        return Candidates(rows, evidence, np.isin(rows, by_vector), np.isin(rows, by_keyword))

    def _hits(self, found: Candidates, k: int, mode: Mode) -> tuple[Hit, ...]:
        evidence = found.evidence
        fusion = default_fusion()
        ranking = {
            "hybrid": fusion.score(evidence),
            "dense": evidence.cosine,
            "keyword": evidence.coverage,
        }[mode]
        confidence = fusion.probability(evidence)
        hits = []
        articles = {}
        for at in np.argsort(-ranking, kind="stable")[:k]:
            row, article_row = int(found.rows[at]), int(evidence.article[at])
            if article_row not in articles:
                articles[article_row] = self.generation.article(article_row)
            article = articles[article_row]
            names = (("keyword", found.keyword[at]), ("dense", found.dense[at]))
            hits.append(
                Hit(
                    passage=self.generation.passage(row, article),
                    article=article,
                    score=float(ranking[at]),
                    confidence=float(confidence[at]),
                    found_by=tuple(name for name, by in names if by),
                    reprints=tuple(self.generation.reprints.get(article.id, ())),
                    superseded_by=self.generation.superseded.get(article.id),
                )
            )
        return tuple(hits)

    def _allowed(
        self, as_of: str | None, without: Collection[str]
    ) -> tuple[NDArray[np.bool_] | None, int]:
        """Return which passages may be searched, and how many articles the date left out."""
        if as_of is None and not without:
            return None, 0
        articles = np.ones(self.generation.article_count, dtype=bool)
        left_out = 0
        if as_of is not None:
            limit = last_day(as_of)
            articles = np.array(
                [date is not None and last_day(date) <= limit for date in self.generation.dates],
                dtype=bool,
            )
            left_out = int((~articles).sum())
        rows = self.generation.rows_by_id
        articles[[rows[name] for name in without if name in rows]] = False
        return articles[self.generation.article_rows], left_out


def _refuse_unusable(question: str, mode: str) -> None:
    if not question.strip():
        raise UsageError("the question is empty.", "Ask something about the articles.")
    if any("\ud800" <= one <= "\udfff" for one in question):
        raise UsageError("the question is not valid Unicode text.", "Write it in UTF-8.")
    if mode not in MODES:
        raise UsageError(f"no search mode {mode!r}.", f"Use one of: {', '.join(MODES)}.")


def last_day(date: str) -> str:
    """Return the last day (YYYY-MM-DD) of a year, a month or a day.

    Raises:
        UsageError: it is none of these.
    """
    error = UsageError(f"not a date: {date!r}.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
    if not DATE.fullmatch(date):
        raise error
    year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    month = month if "-" in date else 12
    if not (year >= 1 and 1 <= month <= 12):
        raise error
    length = calendar.monthrange(year, month)[1]
    if day > length or (date.count("-") == 2 and day == 0):
        raise error
    return f"{year:04}-{month:02}-{day or length:02}"
