"""The part of an answer that rests on hits alone, its citations numbered in order of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.citations import CitationList
from rag.answering.refusal import refusal
from rag.claims.quotes import Quote
from rag.text import main_script
from rag.time_mentions import write_out
from rag.tokens import TokenCount
from rag.types import (
    MARKER,
    Answer,
    Citation,
    Conflict,
    Hit,
    Outcome,
    RemovedSentence,
    Search,
    Sentence,
    Verdict,
)

NO_GAPS = {"han", "kana"}  # scripts that put no space between sentences


@dataclass(frozen=True)
class Draft:
    """The part of an answer that rests on hits alone."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    outcome: Outcome
    model: str
    conflicts: tuple[Conflict, ...] = ()
    notice: str | None = None
    tokens: TokenCount | None = None  # where a model counted them
    removed: tuple[RemovedSentence, ...] = ()  # the passages contradict them
    confidence: float = 0.0  # probability that the articles hold the answer

    def answer(
        self,
        question: str,
        found: Search,
        encoder: str,
        seconds: dict[str, float],
        notice: str | None,
    ) -> Answer:
        """Return the whole answer.

        Args:
            question: as it was asked.
            found: for the question as it was understood.
            encoder: its spec.
            seconds: that each step took.
            notice: of the library, where the draft has none of its own.
        """
        return Answer(
            question=question,
            standalone_question=found.question,
            text=self.text,
            sentences=self.sentences,
            citations=self.citations,
            hits=found.hits,
            outcome=self.outcome,
            confidence=self.confidence,
            model=self.model,
            encoder=encoder,
            seconds=seconds,
            as_of=found.as_of,
            left_out=found.left_out,
            reranker=found.reranker,
            notice=self.notice or notice,
            tokens=self.tokens,
            removed_sentences=self.removed,
            conflicts=self.conflicts,
        )


def quoted_sentence(quote: Quote, marker: int, *, years: bool = False) -> Sentence:
    """Return a quote as a sentence of an answer: in one line, 去年 written out.

    Args:
        quote: verbatim; an article's own notes are taken off.
        marker: of the citation that holds it.
        years: whether a date without a year is written out too.
    """
    text = write_out(MARKER.sub("", quote.text), quote.article.date, years=years)
    return Sentence(" ".join(text.split()), (marker,), Verdict.SUPPORTED)


def answered(
    sentences: Sequence[Sentence],
    cited: CitationList,
    conflicts: Sequence[Conflict],
    spec: str,
    removed: tuple[RemovedSentence, ...] = (),
) -> Draft:
    """Return the draft of some sentences; markers are numbered anew, from 1 in order of use.

    Args:
        sentences: in order.
        cited: has every marker of theirs and of the conflicts; what none of them uses is dropped.
        conflicts: what articles disagree on.
        spec: the model's.
        removed: what the model also said.
    """
    used = [marker for sentence in sentences for marker in sentence.markers]
    used += [statement.marker for conflict in conflicts for statement in conflict.statements]
    new = {marker: number for number, marker in enumerate(dict.fromkeys(used), start=1)}
    shown = tuple(
        replace(
            _without_markers(sentence),
            markers=tuple(sorted(new[marker] for marker in sentence.markers)),
        )
        for sentence in sentences
    )
    by_marker = {citation.marker: citation for citation in cited.citations}
    citations = tuple(replace(by_marker[old], marker=number) for old, number in new.items())
    told = tuple(
        replace(
            conflict,
            statements=tuple(
                replace(statement, marker=new[statement.marker])
                for statement in conflict.statements
            ),
        )
        for conflict in conflicts
    )
    return Draft(
        _joined(shown), shown, citations, Outcome.ANSWERED, spec, conflicts=told, removed=removed
    )


def not_found(
    question: str, hits: Sequence[Hit], spec: str, removed: tuple[RemovedSentence, ...] = ()
) -> Draft:
    """Return the draft of a refusal; see `refusal`."""
    sentences = tuple(map(_without_markers, refusal(question, hits)))
    return Draft(_joined(sentences), sentences, (), Outcome.NOT_FOUND, spec, removed=removed)


def _without_markers(sentence: Sentence) -> Sentence:
    """Take off what looks like a marker of ours: a title or a question may hold [4]."""
    return replace(sentence, text=MARKER.sub("", sentence.text))


def _joined(sentences: Sequence[Sentence]) -> str:
    parts = []
    for sentence in sentences:
        markers = "".join(f"[{marker}]" for marker in sentence.markers)
        gap = "" if main_script(sentence.text) in NO_GAPS else " "
        parts.append(f"{sentence.text}{markers}{gap}")
    return "".join(parts).strip()
