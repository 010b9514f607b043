"""The store of a library in Milvus, as a search sees it.

Milvus brings up the candidates; what their evidence is computed from comes from their texts, by
the same functions as in a local library. A passage that its article, as it is now, does not have is
left out: what is replaced or removed under way gives no wrong text.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from rag.coverage import bm25_of_runs
from rag.errors import LibraryError
from rag.keywords import K1, WORD_WEIGHT, KeywordIndex, Question
from rag.milvus.collections import Collections
from rag.milvus.cuts import Cut, counted
from rag.milvus.numbers import article_number, below
from rag.milvus.records import ARTICLE, Records
from rag.milvus.sparse import sparse_of
from rag.milvus.statistics import SAMPLED_ARTICLES, Statistics
from rag.rarity import idf
from rag.store import Allowed, Facts, Floats, Rows, Standing
from rag.terms import WORD, Terms, terms_of
from rag.text import SCRIPT_NUMBERS, main_script
from rag.types import Article, Passage, Trust

KEPT_ARTICLES = 2_048
KEPT_PLACES = 200_000
MORE = 1.25  # times the candidates wanted are looked at, whose exact BM25 puts them in order
LEAST_LOOKED_AT = 50
WIDER = 4  # times, where a sample by numbers turns out too small


class MilvusStore:
    """One revision of a library in Milvus; a row is a passage's number."""

    def __init__(
        self, collections: Collections, library: dict[str, Any], revision: str, kept: Path
    ) -> None:
        """Open it.

        Args:
            collections: of the library.
            library: what it says of itself; see `MilvusLibrary`.
            revision: which one it is.
            kept: the file in which this machine keeps what it counted.
        """
        self._collections = collections
        self._records = Records(collections)
        self._library = library
        self._kept = kept
        self.encoder: str = library["encoder"]
        self.fingerprint: str = library["fingerprint"]
        self.dimension: int = library["dimension"]
        self.passage_characters: int = library["passage_characters"]
        self.trust = Trust(**library["trust"])
        self.name = revision
        self.checksum = ""
        self.article_count = collections.count("records", f"kind == {ARTICLE}")
        self.passage_count = collections.count("passages")
        self.has_keyword_search = collections.has_terms
        self._cuts: dict[int, Cut] = {}
        self._places: dict[int, tuple[int, int]] = {}  # article and place in it of each passage

    def _cut(self, numbers: Iterable[int]) -> dict[int, Cut]:
        """Return articles by number; those that are not there are left out."""
        wanted = list(dict.fromkeys(numbers))
        found = {one: self._cuts[one] for one in wanted if one in self._cuts}
        missing = [one for one in wanted if one not in found]
        if missing:
            if len(self._cuts) + len(missing) > KEPT_ARTICLES:
                self._cuts = {}
            for one, record in self._records.numbered(missing).items():
                found[one] = self._cuts[one] = Cut.of(record, self.passage_characters)
        return found

    def _placed(self, owners: dict[int, int]) -> dict[int, tuple[int, int]]:
        """Return where passages stand, given the articles of their rows, if they still do."""
        if len(self._places) > KEPT_PLACES:
            self._places = {}
        found: dict[int, tuple[int, int]] = {}
        cuts = self._cut(owners.values())
        for row, article in owners.items():
            if article in cuts and row in cuts[article].numbers:
                found[row] = self._places[row] = article, cuts[article].numbers[row]
        return found

    def _place(self, rows: Iterable[int]) -> list[tuple[int, int]]:
        """Return the article of each passage and its place among that one's passages."""
        wanted = list(rows)
        known = {row: place for row in wanted if (place := self._places.get(row))}
        if missing := [row for row in wanted if row not in known]:
            owners = self._collections.get("passages", missing, ["article"])
            known |= self._placed({row: int(one["article"]) for row, one in owners.items()})
        try:
            return [known[row] for row in wanted]
        except KeyError as error:
            raise LibraryError("the library was changed meanwhile.", "Ask again.") from error

    @cached_property
    def statistics(self) -> Statistics:
        """How rare terms are; counted when first asked for, and kept by this machine."""
        if (found := Statistics.saved(self._kept, self.name)) is not None:
            return found
        condition = below(SAMPLED_ARTICLES / max(1, self.article_count))
        records = self._records.walk(ARTICLE, condition)
        found = Statistics.of(Cut.of(record, self.passage_characters) for record in records)
        found.save(self._kept, self.name)
        return found

    def usual(self, count: int) -> Vectors:
        """Return vectors of passages as they come, those of the smallest numbers; see `Store`."""
        share = 2 * count / max(1, self.passage_count)
        rows = self._collections.select("passages", below(share), ["vector"])
        while len(rows) < count and share < 1:
            share *= WIDER
            rows = self._collections.select("passages", below(share), ["vector"])
        rows = sorted(rows, key=lambda row: int(row["id"]))[:count]
        vectors = np.array([row["vector"] for row in rows], dtype=np.float32)
        if len(rows) < count:  # passages so few can all be on one subject
            data = np.frombuffer(b64decode(self._library["background"]), dtype="<f4")
            shape = (-1, self.dimension)
            vectors = np.concatenate([vectors.reshape(shape), data.reshape(shape)])
        return vectors

    def share_of_script(self, script: int) -> float:
        """Return which share of the passages is in a script."""
        scripts = self.statistics.scripts
        return float(scripts[script]) / max(1, int(scripts.sum()))

    def weights(self, terms: Terms) -> Floats:
        """Return the weight of each term by its rarity."""
        frequencies = self.statistics.in_all(terms, self.passage_count)
        return idf(frequencies, self.passage_count)

    def question(self, text: str) -> Question:
        """Look up the terms of a question."""
        terms = np.unique(terms_of(text, question=True))
        frequencies = self.statistics.in_all(terms, self.passage_count)
        if self.has_keyword_search and self.article_count > SAMPLED_ARTICLES:
            for at in np.flatnonzero(frequencies == 0):  # too rare for the sample, or nowhere
                one = sparse_of(terms[at : at + 1], np.ones(1))
                frequencies[at] = len(self._collections.nearest("terms", one, 1, ""))
        weights = idf(frequencies, self.passage_count)
        weights[terms >= WORD] *= WORD_WEIGHT
        return Question(terms, weights, frequencies, [])

    def by_keywords(self, question: Question, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the best passages by keywords; none where Milvus is too old for them."""
        vector = sparse_of(question.terms, question.weights)
        if not self.has_keyword_search or not vector:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        count = max(int(MORE * k), LEAST_LOOKED_AT)
        found = self._collections.nearest("terms", vector, count, allowed or "")
        placed = self._placed({row: article for row, article, score in found if score > 0})
        rows = np.array(list(placed), dtype=np.int64)
        scores = self._coverage(question, rows)[0]
        best = np.argsort(-scores, kind="stable")[:k]
        return rows[best], scores[best]

    def by_vector(self, vector: Vectors, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Return the nearest passages."""
        found = self._collections.nearest("vector", vector, k, allowed or "")
        placed = self._placed({row: article for row, article, _ in found})
        scores = [score for row, _, score in found if row in placed]
        rows = [row for row, _, _ in found if row in placed]
        return np.array(rows, dtype=np.int64), np.array(scores, dtype=np.float32)

    def facts(self, rows: Rows, question: Question) -> Facts:
        """Return what the evidence of passages is computed from."""
        numbers = rows.tolist()
        stored = self._collections.get("passages", numbers, ["vector"])
        nothing = [0.0] * self.dimension  # removed since it was found
        vectors = [stored[row]["vector"] if row in stored else nothing for row in numbers]
        passage, whole = self._coverage(question, rows)
        scripts = []
        for article, place in self._place(numbers):
            text = self._cut([article])[article].passages[place].text
            scripts.append(SCRIPT_NUMBERS[main_script(text)])
        return Facts(
            np.array(vectors, dtype=np.float32),
            self.articles_of(rows),
            np.array(scripts, dtype=np.uint8),
            passage,
            whole,
        )

    def _coverage(self, question: Question, rows: Rows) -> tuple[Floats, Floats]:
        """Return the BM25 of each passage, and of its article; see `LocalStore`."""
        nothing = np.zeros(len(rows), dtype=np.float32)
        if not len(rows):
            return nothing, nothing
        places = self._place(rows.tolist())
        cuts = self._cut(article for article, _ in places)
        order = {article: at for at, article in enumerate(cuts)}
        counts = counted(question.terms, list(cuts.values()))
        sizes = np.array([len(cut.passages) for cut in cuts.values()])
        starts = np.cumsum(sizes) - sizes
        run = np.array([order[article] for article, _ in places])
        own = counts[:, starts[run] + np.array([place for _, place in places])]
        lengths = np.array([cuts[article].lengths[place] for article, place in places])
        norms = KeywordIndex.norms(lengths, self.statistics.mean_length)
        passage = (K1 + 1) * question.weights @ (own / (own + norms))
        totals = np.array([int(cut.lengths.sum()) for cut in cuts.values()])
        mean = self.statistics.mean_article_length
        whole = bm25_of_runs(question, counts, starts, totals, mean)
        return np.asarray(passage, dtype=np.float32), whole[run]

    def articles_of(self, rows: Rows) -> NDArray[np.integer[Any]]:
        """Return the number of the article of each passage."""
        return np.array([article for article, _ in self._place(rows.tolist())], dtype=np.int64)

    def article(self, number: int) -> Article:
        """Return an article by number."""
        found = self._cut([number])
        if number not in found:
            raise LibraryError("the library was changed meanwhile.", "Ask again.")
        return found[number].article

    def _passage(self, row: int) -> Passage:
        ((article, place),) = self._place([row])
        return self._cut([article])[article].passages[place]

    def span(self, row: int) -> tuple[int, int]:
        """Return where a passage starts and ends in its article."""
        found = self._passage(row)
        return found.start, found.end

    def passage(self, row: int, article: Article) -> Passage:
        """Return a passage; `article` is the one it stands in."""
        found = self._passage(row)
        if article.text[found.start : found.end] != found.text:
            raise LibraryError("the library was changed meanwhile.", "Ask again.")
        return found

    def standing(self, article: Article) -> Standing:
        """Return what an article is to others."""
        found = self._cut([article_number(article.id)])
        return next((cut.standing for cut in found.values()), Standing())

    def allowed(self, as_of: str | None, without: Collection[str]) -> tuple[Allowed, int]:
        """Return what may be searched as a filter of Milvus; see `Store`."""
        conditions = []
        left_out = 0
        if as_of is not None:
            dated = f"day > 0 and day <= {as_of.replace('-', '')}"
            conditions.append(dated)
            seen = self._collections.count("records", f"kind == {ARTICLE} and {dated}")
            left_out = self.article_count - seen
        if without:
            numbers = sorted(article_number(name) for name in without)
            conditions.append(f"article not in {numbers}")
        return " and ".join(conditions) or None, left_out
