"""Candidates put in order, step by step: each step looks closer at fewer of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Vectors
from embeddings.reranker import Reranker
from rag.evidence import Asked, Evidence, compare, gather, read
from rag.fusion import Floats, Fusion, article_shares, level_features
from rag.passages import encoded_text
from rag.sentences import sentence_spans
from rag.store import Rows, Store
from rag.text import SCRIPT_NUMBERS, main_script
from rag.time_mentions import time_mentions
from rag.types import Article, Trust

READ_CANDIDATES = 24
COMPARED_CANDIDATES = 10
CONTESTED = 0.9  # below this share of its article the best candidate is compared with the next
COVERED = 0.5  # from this share of the question in the best article on, sentences add nothing
LEAST_DEVIATION = 1e-6
SAMPLE = 256  # passages by which a question's usual cosine is judged
KEPT_ARTICLES = 512
KEPT_PASSAGES = 2048
WRITTEN, RELATIVE = 3.0, 1.5  # log-odds of a passage that speaks of the days asked about, by form
EQUAL = 0.5  # log-odds; of candidates this near to each other the newer comes first


@dataclass(frozen=True)
class Ranked:
    """Candidates that were read, best first; all arrays are (candidates,).

    `answerable` is the probability that the collection holds an answer at all.
    """

    rows: Rows
    scores: Floats
    confidence: Floats
    answerable: float


class Ranker:
    """Looks at the candidates of one store."""

    kept_passages = KEPT_PASSAGES  # whose sentences' vectors are kept

    def __init__(self, store: Store, encoder: Encoder, fusion: Fusion) -> None:
        self.store = store
        self.encoder = encoder
        self.fusion = fusion
        self.trust: Trust = store.trust
        self._articles: dict[int, Article] = {}
        self._vectors: dict[int, Vectors] = {}  # of the sentences of a passage

    @cached_property
    def _sample(self) -> Vectors:
        return self.store.usual(SAMPLE)

    def asked(self, question: str, vector: Vectors) -> Asked:
        """Return a question as both searches see it."""
        usual = self._sample @ vector
        return Asked(
            text=question,
            terms=self.store.question(question),
            vector=vector,
            mean=float(usual.mean()),
            deviation=max(float(usual.std()), LEAST_DEVIATION),
            script=SCRIPT_NUMBERS[main_script(question)],
        )

    def trusted(self, asked: Asked) -> float:
        """Return the trust in the encoder for a question, over all passages."""
        if not self.store.passage_count:
            return 1.0
        same = self.store.share_of_script(asked.script)
        return self.trust.same * same + self.trust.other * (1 - same)

    def gathered(self, asked: Asked, rows: Rows) -> Evidence:
        """Return what the two indexes tell of candidates."""
        return gather(self.store, asked, rows, self.trust)

    def read(self, evidence: Evidence, asked: Asked) -> Evidence:
        """Return the evidence with what stands together in the text."""
        return read(evidence, asked, self._passages(evidence))

    def compared(self, evidence: Evidence, asked: Asked) -> Evidence:
        """Return the evidence with how near single sentences are."""
        return compare(evidence, asked, self._sentences(evidence), self.trust)

    def _sentences(self, evidence: Evidence) -> list[Vectors]:
        """Return the vectors of each candidate's sentences; the last ones made are kept."""
        rows = evidence.rows.tolist()
        if len(self._vectors) > self.kept_passages:
            self._vectors = {}
        kept = {row: self._vectors[row] for row in rows if row in self._vectors}
        new = [at for at, row in enumerate(rows) if row not in kept]
        texts: list[str] = []
        sizes = []
        for article, start, end in self._passages(evidence.taken(np.array(new, dtype=np.intp))):
            text = article.text[start:end]
            spans = sentence_spans(text) or [(0, len(text))]
            texts += [text[low:high] for low, high in spans]
            sizes.append(len(spans))
        vectors = self.encoder.encode_passages(texts)
        parts = np.split(vectors, np.cumsum(sizes)[:-1]) if sizes else []
        made = dict(zip((rows[at] for at in new), parts, strict=True))
        self._vectors |= made
        kept |= made
        return [kept[row] for row in rows]

    def best(self, evidence: Evidence, step: str, count: int) -> NDArray[np.intp]:
        """Return the places of the best candidates of a step, best first."""
        return np.argsort(-self.fusion.scores(evidence, step), kind="stable")[:count]

    def rank(self, asked: Asked, rows: Rows, count: int, today: str) -> Ranked:
        """Put candidates in order.

        Args:
            asked: the question.
            rows: of the candidates, at least one.
            count: how many are wanted at least, as far as there are any.
            today: the day from which words such as 去年 in the question are counted.
        """
        evidence, scores = self.ordered(asked, self.gathered(asked, rows), count, today)
        levels = level_features(evidence, article_shares(scores, evidence.article))
        confidence = self.fusion.confidence.probability(levels)
        answerable = float(self.fusion.answerable.probability(levels[:1])[0])
        newer = self._newer_first(evidence, scores)
        return Ranked(evidence.rows[newer], scores[newer], confidence[newer], answerable)

    def reranked(self, question: str, ranked: Ranked, reranker: Reranker) -> Ranked:
        """Put the best candidates in the order of a reranker, which reads title, date and text.

        Args:
            question: that was asked.
            ranked: candidates, best first; the best `READ_CANDIDATES` are read, the others stay
                behind them.
            reranker: judges them; of those that it finds equal the better ranked comes first.

        Returns:
            The same candidates. Each keeps its score and its confidence, which are the fusion's.
        """
        texts = []
        read = ranked.rows[:READ_CANDIDATES]
        for row, number in zip(read.tolist(), self.store.articles_of(read).tolist(), strict=True):
            texts.append(encoded_text(self.store.passage(row, self.article(number))))
        best = np.argsort(-reranker.scores(question, texts), kind="stable")
        order = np.concatenate([best, np.arange(len(best), len(ranked.rows))])
        arrays = (ranked.rows[order], ranked.scores[order], ranked.confidence[order])
        return Ranked(*arrays, ranked.answerable)

    def ordered(
        self, asked: Asked, evidence: Evidence, count: int, today: str
    ) -> tuple[Evidence, Floats]:
        """Return the evidence of the best candidates and their scores, best first; see `rank`."""
        evidence = evidence.taken(self.best(evidence, "gathered", max(count, READ_CANDIDATES)))
        evidence = self.read(evidence, asked)
        dated = self._dated(evidence, asked, today)
        scores = self.fusion.scores(evidence, "read") + dated
        order = np.argsort(-scores, kind="stable")
        evidence, scores, dated = evidence.taken(order), scores[order], dated[order]
        sure = article_shares(scores, evidence.article)[0] >= CONTESTED
        if sure or evidence.best >= COVERED:
            return evidence, scores
        near = self.compared(evidence.taken(np.arange(len(order))[:COMPARED_CANDIDATES]), asked)
        close = self.fusion.scores(near, "compared") + dated[: len(near)]
        moved = np.argsort(-close, kind="stable")
        below = scores[len(near) :] - (scores[len(near) - 1] - close.min())
        order = np.concatenate([moved, np.arange(len(near), len(order))])
        return evidence.taken(order), np.concatenate([close[moved], below])

    def article(self, number: int) -> Article:
        """Return an article by number; the last ones read are kept."""
        found = self._articles.get(number)
        if found is None:
            if len(self._articles) >= KEPT_ARTICLES:
                self._articles.clear()
            found = self._articles[number] = self.store.article(number)
        return found

    def _passages(self, evidence: Evidence) -> list[tuple[Article, int, int]]:
        found = []
        for number, row in zip(evidence.article.tolist(), evidence.rows.tolist(), strict=True):
            article = self.article(number)
            found.append((article, *self.store.span(row)))
        return found

    def _dated(self, evidence: Evidence, asked: Asked, today: str) -> Floats:
        """Return what it counts for each candidate to speak of the days that are asked about."""
        found = np.zeros(len(evidence), dtype=np.float32)
        wanted = time_mentions(asked.text, today)
        if not wanted:
            return found
        for at, (article, start, end) in enumerate(self._passages(evidence)):
            spoken = [
                (one.first, one.last)
                for one in time_mentions(article.text[start:end], article.date)
            ]
            if article.date is not None:
                spoken.append((article.date, article.date + "~"))
            for one in wanted:
                if any(first <= one.last and one.first <= last for first, last in spoken):
                    counts = WRITTEN if one.resolved_from == "written" else RELATIVE
                    found[at] += counts / len(wanted)
        return found

    def _newer_first(self, evidence: Evidence, scores: Floats) -> NDArray[np.intp]:
        """Return the order in which the newer of candidates that are as good comes first."""
        order = list(range(len(evidence)))
        dates = [self.article(int(row)).date or "" for row in evidence.article]
        for at in range(1, len(order)):
            place = at
            while (
                place
                and scores[order[place - 1]] - scores[at] < EQUAL
                and dates[order[place - 1]] < dates[at]
            ):
                order[place - 1], order[place] = order[place], order[place - 1]
                place -= 1
        return np.array(order, dtype=np.intp)
