"""Which quotes a model's sentences rest on, and whether the quotes really say them.

Markers that a model writes are hints only: every sentence is aligned with the passages the model
was given, cited with the shortest quote that holds it, and checked (`rag.claims.support`). What the
passages contradict is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.encoder import Encoder
from rag.answering.quote_search import QuoteSearch
from rag.answering.reply_text import with_plain_markers
from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.framing import without_frame, without_marks
from rag.claims.quotes import Quote
from rag.rarity import Rarity
from rag.sentences import sentence_spans
from rag.types import MARKER, Citation, Hit, RemovedSentence, Sentence, Verdict

__all__ = ["CheckedText", "CitationList", "Quote", "cited_sentences"]

LONGEST_SENTENCE = 1000  # of a reply; no one writes longer ones, and checking takes their square
_MARKERS_BEHIND_END = re.compile(r"(?<![。！？!?.；;])([。！？!?.；;]++)(\s*+(?:\[\d+\]\s*+)++)")


@dataclass(frozen=True)
class CheckedText:
    """A model's reply after checking: what is shown, and what the passages contradict."""

    sentences: tuple[Sentence, ...]
    removed: tuple[RemovedSentence, ...]


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
    text: str,
    hits: Sequence[Hit],
    keywords: Rarity,
    cited: CitationList,
    encoder: Encoder | None = None,
    question: str = "",
) -> CheckedText:
    """Split a model's answer into sentences, each with the quotes that hold it.

    Args:
        text: the reply, with the model's own markers.
        hits: what the model was given, in the order of its numbers.
        keywords: weighs words by their rarity.
        cited: takes the quotes up, in order of use.
        encoder: finds the quote of a sentence in another language; without one only figures and
            names that both share do.
        question: what the reply answers; short sentences (41个。) are placed by it.

    Returns:
        The sentences that are supported or that no quote holds (UNSUPPORTED, with their doubts),
        and apart from them those that a quote contradicts.
    """
    search = QuoteSearch(hits, keywords, encoder)
    shown: list[Sentence] = []
    removed: list[RemovedSentence] = []
    for sentence, hints in _sentences(with_plain_markers(text, len(hits))):
        fits = len(sentence) <= LONGEST_SENTENCE
        found = search.best(without_frame(sentence), hints, question) if fits else None
        if found is None:
            doubts = (Doubt(DoubtKind.NO_QUOTE, sentence),)
            shown.append(Sentence(sentence, (), Verdict.UNSUPPORTED, doubts))
        elif found.support.verdict is Verdict.CONTRADICTED:
            quote = found.quotes[0]
            removed.append(
                RemovedSentence(sentence, found.support.doubts, quote.article, quote.text)
            )
        else:
            verdict = found.support.verdict
            markers = tuple(cited.cite(quote, verdict) for quote in found.quotes)
            shown.append(Sentence(sentence, markers, verdict, found.support.doubts))
    return CheckedText(tuple(shown), tuple(removed))


def _sentences(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield each sentence without its markers, and the numbers of the passages they name."""
    inside = _MARKERS_BEHIND_END.sub(r"\2\1 ", without_marks(text))
    for start, end in sentence_spans(inside):
        written = inside[start:end]
        sentence = " ".join(MARKER.sub("", written).split())
        if any(map(str.isalnum, sentence)):
            yield sentence, frozenset(int(number) for number in MARKER.findall(written))
