"""Which quote a sentence rests on, and whether the quote really says it.

Markers that a model writes are not trusted: every sentence is aligned with the passages it was
given, and its figures and names are looked for in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.keywords import KeywordIndex
from rag.sentences import clause_spans, sentence_spans
from rag.terms import Terms, terms_of
from rag.text import fold, main_script
from rag.types import MARKER, Article, Citation, Hit, Sentence, Verdict

LONGEST_QUOTE = 200
ALIGNED_SHARE = 0.35  # of a sentence's weight that its quote must hold
FIGURE = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.-]+")


@dataclass(frozen=True)
class Quote:
    """A verbatim run of an article."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the run."""
        return self.article.text[self.start : self.end]


class CitationList:
    """Numbers quotes from 1 in order of use; the same quote keeps its number."""

    def __init__(self) -> None:
        self._markers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    def cite(self, quote: Quote, verdict: Verdict = Verdict.SUPPORTED) -> int:
        """Return the marker of a quote; one sentence that it supports makes it a support."""
        key = (quote.article.id, quote.start, quote.end)
        if key not in self._markers:
            self._markers[key] = marker = len(self._markers) + 1
            self.citations.append(
                Citation(marker, quote.article, quote.text, quote.start, quote.end, verdict)
            )
        marker = self._markers[key]
        if verdict is Verdict.SUPPORTED:
            self.citations[marker - 1] = replace(self.citations[marker - 1], verdict=verdict)
        return marker


def cited_sentences(
    text: str, hits: Sequence[Hit], keywords: KeywordIndex, cited: CitationList
) -> list[Sentence]:
    """Split a model's answer into sentences, each with the quote that supports it.

    A sentence whose quote lacks one of its figures or Latin names, or that no quote resembles, is
    unsupported.
    """
    text = MARKER.sub("", text)
    quotes = _quotes(hits)
    quote_terms = [np.unique(terms_of(quote.text)) for quote in quotes]
    found = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        best = _best_quote(sentence, quote_terms, keywords)
        if best is None:
            found.append(Sentence(sentence, (), Verdict.UNSUPPORTED))
            continue
        holds = stands_in(sentence, quotes[best].text)
        verdict = Verdict.SUPPORTED if holds else Verdict.UNSUPPORTED
        found.append(Sentence(sentence, (cited.cite(quotes[best], verdict),), verdict))
    return found


def stands_in(sentence: str, quote: str) -> bool:
    """Tell whether every figure and Latin name of a sentence stands in a quote."""
    figures = set(map(_value, FIGURE.findall(fold(sentence))))
    found = LATIN_NAME.findall(sentence)
    capital = sentence[:1].isascii()  # a Latin sentence begins with a capital that is no name
    names = {name.lower() for name in (found[1:] if capital else found)}
    folded = fold(quote)
    return figures <= set(map(_value, FIGURE.findall(folded))) and (
        not names
        or main_script(sentence) != main_script(quote)
        or all(name in folded for name in names)
    )


def _value(figure: str) -> str:
    """Write a figure one way: 3,476 is 3476, 12.50 is 12.5."""
    plain = figure.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _best_quote(sentence: str, quote_terms: Sequence[Terms], keywords: KeywordIndex) -> int | None:
    terms = np.unique(terms_of(sentence))
    if not len(terms) or not quote_terms:
        return None
    weights = keywords.weights(terms)
    figures = np.unique(terms_of(" ".join(FIGURE.findall(fold(sentence)))))
    weights[np.isin(terms, figures)] *= 2  # a shared figure says more than shared words
    shares = [float(weights[np.isin(terms, have)].sum()) for have in quote_terms]
    best = int(np.argmax(shares))
    needed = ALIGNED_SHARE * float(weights.sum())
    if shares[best] >= needed or (len(figures) and np.isin(figures, quote_terms[best]).all()):
        return best
    return None


def _quotes(hits: Sequence[Hit]) -> list[Quote]:
    return [
        Quote(hit.article, hit.passage.start + low, hit.passage.start + high)
        for hit in hits
        for start, end in sentence_spans(hit.passage.text)
        for low, high in clause_spans(hit.passage.text, start, end, LONGEST_QUOTE)
    ]
