"""Hits to an answer: the gate, a language model or the extractive answerer, checked citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.encoder import Encoder
from rag.answering.candidates import Candidate, candidates
from rag.answering.citations import CitationList, Quote, cited_sentences
from rag.answering.extractive import choose
from rag.answering.fitting import fitting
from rag.answering.frames import LEFT_OUT, MODEL_FAILED, QUOTED, frame_language
from rag.answering.models import EXTRACTIVE, ChatModel
from rag.answering.orders import without_orders
from rag.answering.prompts import NO_ANSWER, answer_messages
from rag.answering.questions import Kind, focus_of
from rag.answering.refusal import refusal
from rag.answering.replies import TokenCount
from rag.answering.sufficiency import sufficiency
from rag.errors import ModelError
from rag.keywords import KeywordIndex
from rag.text import main_script
from rag.time_mentions import write_out
from rag.types import MARKER, Citation, Hit, Outcome, Sentence, Verdict

# Refusing an answerable question is worse than showing a doubtful quote.
ENOUGH = 0.3
HOPELESS = 0.02  # no sentence is looked at


@dataclass(frozen=True)
class Draft:
    """The part of an answer that rests on hits alone."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    outcome: Outcome
    model: str
    notice: str | None = None
    tokens: TokenCount | None = None  # where a model counted them
    confidence: float = 0.0  # probability that the articles hold the answer


@dataclass(frozen=True)
class Answerer:
    """Writes answers from hits."""

    encoder: Encoder
    keywords: KeywordIndex
    sentences: int
    characters: int
    model_passages: int
    context_tokens: int | None = None  # of a model that does not know its own; None: enough

    def stream(
        self,
        question: str,
        hits: Sequence[Hit],
        answerable: float,
        model: ChatModel | None,
        spec: str,
    ) -> Iterator[str | Draft]:
        """Yield pieces of text as they come, then the finished draft.

        `answerable` is how likely retrieval thinks it, 0 to 1, that the articles hold an answer.
        Where the sentences found do not bear that out, no model is asked. A model that fails in
        the middle is followed by the extractive answer, with a notice.
        """
        language = frame_language(question)
        hits = without_orders(question, hits)
        ranked: list[Candidate] = []
        if answerable >= HOPELESS:
            ranked = candidates(question, hits, self.encoder, self.keywords)
        confidence = sufficiency(answerable, ranked)
        if not ranked or confidence < ENOUGH:
            written: Iterable[str | Draft] = [_not_found(question, hits, spec)]
        elif model is None:
            written = [self._extract(question, ranked, language)]
        else:
            written = self._ask_model(question, hits, model, spec, ranked)
        for item in written:
            yield item if isinstance(item, str) else replace(item, confidence=confidence)

    def _extract(self, question: str, ranked: Sequence[Candidate], language: str) -> Draft:
        cited = CitationList()
        focus = focus_of(question)
        excerpts = choose(ranked, self.sentences, self.characters, is_list=focus.is_list)
        sentences = []
        for excerpt in excerpts:
            marker = cited.cite(Quote(excerpt.article, excerpt.start, excerpt.end))
            for start, end in excerpt.sentences:
                text = MARKER.sub("", excerpt.article.text[start:end])  # an article's own notes
                text = write_out(text, excerpt.article.date, years=focus.kind is Kind.DATE)
                sentences.append(Sentence(text.replace("\n", " "), (marker,), Verdict.SUPPORTED))
        if main_script(ranked[0].text) != main_script(question):
            sentences.insert(0, Sentence(QUOTED[language], (), Verdict.FRAME))
        return _draft(sentences, cited, EXTRACTIVE)

    def _ask_model(
        self,
        question: str,
        hits: Sequence[Hit],
        model: ChatModel,
        spec: str,
        ranked: Sequence[Candidate],
    ) -> Iterator[str | Draft]:
        language = frame_language(question)
        text, shown, tokens = "", 0, None
        try:
            fit = fitting(question, hits[: self.model_passages], model, self.context_tokens)
            for piece in model.stream(answer_messages(question, fit.hits, language)):
                if isinstance(piece, TokenCount):
                    tokens = piece
                    continue
                text += piece
                if not NO_ANSWER.startswith(text.strip()[: len(NO_ANSWER)]):
                    yield text[shown:]  # with what was held back while it could be NO_ANSWER
                    shown = len(text)
        except ModelError as error:
            draft = self._extract(question, ranked, language)
            told = MODEL_FAILED.get(language, MODEL_FAILED["en"])
            yield replace(draft, notice=f"{told} ({error})")
            return
        notice = None
        if fit.left_out:
            notice = LEFT_OUT.get(language, LEFT_OUT["en"]).format(count=fit.left_out)
        if NO_ANSWER in text or not text.strip():
            yield replace(_not_found(question, hits, spec), notice=notice, tokens=tokens)
            return
        cited = CitationList()
        draft = _draft(cited_sentences(text.strip(), fit.hits, self.keywords, cited), cited, spec)
        yield replace(draft, notice=notice, tokens=tokens)


def _draft(sentences: Sequence[Sentence], cited: CitationList, spec: str) -> Draft:
    return Draft(
        _joined(sentences), tuple(sentences), tuple(cited.citations), Outcome.ANSWERED, spec
    )


def _not_found(question: str, hits: Sequence[Hit], spec: str) -> Draft:
    sentences = refusal(question, hits)
    return Draft(_joined(sentences), sentences, (), Outcome.NOT_FOUND, spec)


def _joined(sentences: Sequence[Sentence]) -> str:
    parts = []
    for sentence in sentences:
        markers = "".join(f"[{marker}]" for marker in sentence.markers)
        gap = "" if main_script(sentence.text) in {"han", "kana"} else " "
        parts.append(f"{sentence.text}{markers}{gap}")
    return "".join(parts).strip()
