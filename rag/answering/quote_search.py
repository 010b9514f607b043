"""The shortest verbatim quotes that hold a sentence, among the passages of some hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.answering.found_quotes import Found, add_to_each_other, first_supported, not_held
from rag.answering.shortening import with_a_clause_less
from rag.claims.alignment import shared_share
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.quantities import quantities
from rag.claims.quotes import Quote
from rag.claims.support import Support, check
from rag.claims.values import figures_held
from rag.rarity import Rarity
from rag.sentences import clause_spans, sentence_spans
from rag.terms import WORDS, Terms, terms_of
from rag.text import fold, main_script
from rag.types import Hit, Verdict

LONGEST_QUOTE = 200  # characters
ALIGNED_SHARE = 0.35  # of a sentence's weight that its quote must hold
ALIGNED_COSINE = 0.35  # … or how near its vector must be, across languages
CHECKED = 6  # quotes that are checked, the likeliest first
PAIRED = 4  # … and tried in pairs
FIGURES_WEIGHT = 0.8  # share that figures and dates make up where words cannot be compared
SHORT = 12  # letters of a sentence that is placed by its question too
NEAR_SHARE, SHORT_SHARE = 0.5, 0.7  # of the likeliest quote's share that others must have
SAID_SHARE = 0.5  # of its own letters that its quotes must have
LEAST_WORD = 3  # characters of a figure or a Latin word that must stand there
HINT = 0.05  # share that the model's own marker is worth
SHORTER_LOSS = 0.02  # share that a shorter quote may lack


class QuoteSearch:
    """Finds and checks quotes in the passages of hits.

    Args:
        hits: the passages, in the order in which a model's markers count them from 1.
        keywords: weighs words by rarity.
        encoder: for sentences in another language than the passages; None leaves those to shared
            figures and names.
    """

    def __init__(
        self, hits: Sequence[Hit], keywords: Rarity, encoder: Encoder | None = None
    ) -> None:
        self._keywords = keywords
        self._encoder = encoder
        self._quotes: list[Quote] = []
        self._of_hit: list[int] = []
        self._of_sentence: list[tuple[int, int]] = []  # pieces of a long one share it
        for number, hit in enumerate(hits, start=1):
            for start, end in sentence_spans(hit.passage.text):
                for low, high in clause_spans(hit.passage.text, start, end, LONGEST_QUOTE):
                    begin = hit.passage.start
                    self._quotes.append(Quote(hit.article, begin + low, begin + high))
                    self._of_hit.append(number)
                    self._of_sentence.append((number, start))
        self._terms: list[Terms] = [np.unique(terms_of(quote.text)) for quote in self._quotes]

    def best(
        self, sentence: str, hints: frozenset[int] = frozenset(), question: str = ""
    ) -> Found | None:
        """Return the quotes that hold a sentence, else the nearest one; None where none is near.

        Args:
            sentence: without markers.
            hints: numbers of the hits that the model named.
            question: what a sentence too short to be placed by itself (41个。) answers.
        """
        is_short = sum(map(str.isalnum, sentence)) <= SHORT and bool(question)
        shares = self._shares(f"{question} {sentence}" if is_short else sentence)
        if not len(shares):
            return None
        bonus = HINT * np.isin(self._of_hit, list(hints))
        order = np.argsort(-(shares + bonus), kind="stable")[:CHECKED]
        top = float(shares[order[0]])
        least = SHORT_SHARE * top if is_short else min(ALIGNED_SHARE, NEAR_SHARE * top)
        near = [int(i) for i in order if shares[i] >= least]
        if shares[near[0]] < ALIGNED_SHARE and figures_held(sentence, self._quotes[near[0]]) < 1:
            return None
        singles = [self._checked(sentence, (self._quotes[i],)) for i in near]
        found = (
            first_supported(singles)
            or first_supported([self._checked(sentence, q) for q in self._pieces(near)])
            or first_supported([] if is_short else [*self._neighbours(sentence, near)])
            or first_supported(
                [
                    self._checked(sentence, (*one.quotes, *other.quotes))
                    for one, other in combinations(singles[:PAIRED], 2)
                    if add_to_each_other(one.support, other.support)
                ]
            )
        )
        found = self._shortened(sentence, found) if found else not_held(singles)
        return _said_by_itself(sentence, question, found) if is_short else found

    def _checked(self, sentence: str, quotes: tuple[Quote, ...]) -> Found:
        return Found(quotes, check(sentence, quotes))

    def _shares(self, sentence: str) -> NDArray[np.float64]:
        """Return for each quote how much of a sentence it has, by weight of words or by vector."""
        terms = np.unique(terms_of(sentence))
        if not len(terms) or not self._quotes:
            return np.zeros(0)
        weights = self._keywords.weights(terms)
        weights[np.isin(terms, self._figure_terms(sentence))] *= 2  # they say more than words
        total = max(float(weights.sum()), 1e-9)
        shares = np.array([float(weights[np.isin(terms, has)].sum()) for has in self._terms])
        shares /= total
        script = main_script(sentence)
        others = [i for i, one in enumerate(self._scripts) if one != script]
        for i in others:
            shares[i] = max(shares[i], FIGURES_WEIGHT * figures_held(sentence, self._quotes[i]))
        if self._encoder is not None and others:
            cosines = self._vectors[others] @ self._encoder.encode_queries([sentence])[0]
            shares[others] = np.maximum(shares[others], cosines * ALIGNED_SHARE / ALIGNED_COSINE)
        return shares

    def _figure_terms(self, sentence: str) -> Terms:
        folded = fold(sentence)
        found = " ".join(folded[one.start : one.end] for one in quantities(folded))
        return np.unique(terms_of("".join(c if c.isdigit() or c in ",." else " " for c in found)))

    def _pieces(self, near: Sequence[int]) -> Iterator[tuple[Quote, ...]]:
        """Yield the likeliest quotes with the next piece of a sentence too long for one."""
        for i in near[:PAIRED]:
            for first, last in ((i, i + 1), (i - 1, i)):
                is_there = first >= 0 and last < len(self._quotes)
                if is_there and self._of_sentence[first] == self._of_sentence[last]:
                    yield self._quotes[first], self._quotes[last]

    def _neighbours(self, sentence: str, near: Sequence[int]) -> Iterator[Found]:
        """Yield the likeliest quotes joined with the one behind and the one before.

        Each clause must also agree with the one of both that it follows: 甲60%，乙40% is not held
        by what says 甲40%。乙60%。
        """
        for i in near[:PAIRED]:
            for first, last in ((i, i + 1), (i - 1, i)):
                joined = self._joined(first, last)
                if joined is None:
                    continue
                apart = self._checked(sentence, (self._quotes[first], self._quotes[last]))
                if apart.support.verdict is Verdict.SUPPORTED:
                    yield self._checked(sentence, (joined,))

    def _joined(self, first: int, last: int) -> Quote | None:
        if first < 0 or last >= len(self._quotes):
            return None
        one, other = self._quotes[first], self._quotes[last]
        follows = one.article.id == other.article.id and one.end <= other.start
        between = one.article.text[one.end : other.start]  # what was left out is no quote
        if not follows or between.strip() or other.end - one.start > LONGEST_QUOTE:
            return None
        return Quote(one.article, one.start, other.end)

    def _shortened(self, sentence: str, found: Found) -> Found:
        """Take clauses off both ends of each quote for as long as it holds the sentence."""
        quotes = list(found.quotes)
        least = found.support.share - SHORTER_LOSS
        if not least > 0:
            return found  # across languages nothing tells which clause is meant
        best = found
        for number, quote in enumerate(quotes):
            shorter: Quote | None = quote
            while shorter is not None:
                quotes[number], shorter = shorter, None
                for candidate in with_a_clause_less(quotes[number]):
                    tried = (*quotes[:number], candidate, *quotes[number + 1 :])
                    checked = self._checked(sentence, tried)
                    if checked.support.verdict is Verdict.SUPPORTED and (
                        checked.support.share >= least
                    ):
                        best, shorter = checked, candidate
                        break
        return best

    @cached_property
    def _scripts(self) -> list[str]:
        return [main_script(quote.text) for quote in self._quotes]

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        assert self._encoder is not None  # what _shares has seen to
        return self._encoder.encode_passages([quote.text for quote in self._quotes])


def _said_by_itself(sentence: str, question: str, found: Found) -> Found:
    """Return a short sentence as unsupported where its quotes have little of what it says itself.

    Its question has placed it; that quotes have the question's words does not hold it. What the
    question says may be repeated.
    """
    if found.support.verdict is not Verdict.SUPPORTED:
        return found
    around = "\n".join((question, *(f"{one.text}\n{one.article.title}" for one in found.quotes)))
    known = set(WORDS.findall(fold(around)))
    unknown = [word for word in WORDS.findall(fold(sentence)) if word not in known]
    scripts = [main_script(quote.text) == main_script(sentence) for quote in found.quotes]
    if not any(len(word) >= LEAST_WORD for word in unknown) and (
        not any(scripts) or shared_share(fold(sentence), fold(around)) >= SAID_SHARE
    ):
        return found
    doubts = (Doubt(DoubtKind.NO_QUOTE, sentence),)
    return replace(found, support=Support(Verdict.UNSUPPORTED, doubts, found.support.share))
