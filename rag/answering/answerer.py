"""Hits to an answer: the gate, a language model or the extractive answerer, checked citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.encoder import Encoder
from rag.answering.citations import CitationList, cited_sentences
from rag.answering.extractive import Candidate, candidates, choose
from rag.answering.frames import MODEL_FAILED, NOT_FOUND, QUOTED, frame_language
from rag.answering.joining import joined
from rag.answering.models import EXTRACTIVE, ChatModel
from rag.answering.prompts import NO_ANSWER, answer_messages
from rag.claims.quotes import Quote
from rag.errors import ModelError
from rag.keywords import KeywordIndex
from rag.text import main_script
from rag.types import MARKER, Citation, Hit, Outcome, RemovedSentence, Sentence, Verdict

# Refusing an answerable question is worse than showing a doubtful quote.
ENOUGH = 0.3


@dataclass(frozen=True)
class Draft:
    """The part of an answer that rests on hits alone."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    outcome: Outcome
    model: str
    notice: str | None = None
    removed: tuple[RemovedSentence, ...] = ()  # the passages contradict them
    confidence: float = 0.0  # probability that the articles hold the answer


@dataclass(frozen=True)
class Answerer:
    """Writes answers from hits."""

    encoder: Encoder
    keywords: KeywordIndex
    sentences: int
    characters: int
    model_passages: int

    def stream(
        self,
        question: str,
        hits: Sequence[Hit],
        confidence: float,
        model: ChatModel | None,
        spec: str,
    ) -> Iterator[str | Draft]:
        """Yield pieces of text as they come, then the finished draft.

        Where the `confidence` (0 to 1) that the articles hold an answer is too low, no model is
        asked.
        A model that fails in the middle is followed by the extractive answer, with a notice.
        """
        language = frame_language(question)
        ranked: list[Candidate] = []
        if confidence >= ENOUGH:  # a refusal needs no sentence encoded
            ranked = candidates(question, hits, self.encoder, self.keywords)
        if not ranked:
            written: Iterable[str | Draft] = [_not_found(language, spec)]
        elif model is None:
            written = [self._extract(question, ranked, language)]
        else:
            written = self._ask_model(question, hits, model, spec, ranked)
        for item in written:
            yield item if isinstance(item, str) else replace(item, confidence=confidence)

    def _extract(self, question: str, ranked: Sequence[Candidate], language: str) -> Draft:
        cited = CitationList()
        script = main_script(question)
        chosen = choose(ranked, self.sentences, self.characters)
        sentences = [
            Sentence(
                MARKER.sub("", candidate.text).replace("\n", " "),  # an article's own notes
                (cited.cite(Quote(candidate.article, candidate.start, candidate.end)),),
                Verdict.SUPPORTED,
            )
            for candidate in chosen
        ]
        if main_script(chosen[0].text) != script:
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
        given = joined(hits, self.model_passages)
        text, shown = "", 0
        try:
            for piece in model.stream(answer_messages(question, given, language)):
                text += piece
                if not NO_ANSWER.startswith(text.strip()[: len(NO_ANSWER)]):
                    yield text[shown:]  # with what was held back while it could be NO_ANSWER
                    shown = len(text)
        except ModelError as error:
            draft = self._extract(question, ranked, language)
            told = MODEL_FAILED.get(language, MODEL_FAILED["en"])
            yield replace(draft, notice=f"{told} ({error})")
            return
        if NO_ANSWER in text or not text.strip():
            yield _not_found(language, spec)
            return
        cited = CitationList()
        checked = cited_sentences(text.strip(), given, self.keywords, cited, self.encoder, question)
        if checked.sentences:
            draft = _draft(checked.sentences, cited, spec)
        else:  # the passages contradict all of it
            draft = _not_found(language, spec)
        yield replace(draft, removed=checked.removed)


def _draft(sentences: Sequence[Sentence], cited: CitationList, spec: str) -> Draft:
    return Draft(
        _joined(sentences), tuple(sentences), tuple(cited.citations), Outcome.ANSWERED, spec
    )


def _not_found(language: str, spec: str) -> Draft:
    text = NOT_FOUND[language]
    return Draft(text, (Sentence(text, (), Verdict.FRAME),), (), Outcome.NOT_FOUND, spec)


def _joined(sentences: Sequence[Sentence]) -> str:
    parts = []
    for sentence in sentences:
        markers = "".join(f"[{marker}]" for marker in sentence.markers)
        gap = "" if main_script(sentence.text) in {"han", "kana"} else " "
        parts.append(f"{sentence.text}{markers}{gap}")
    return "".join(parts).strip()
