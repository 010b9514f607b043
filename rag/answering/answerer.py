"""Hits to an answer: the gate, a language model or the extractive answerer, checked citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.encoder import Encoder
from rag.answering.additions import adds_what_is_held, says_something
from rag.answering.candidates import Candidate, candidates, spoken_of
from rag.answering.citations import CitationList, Quote, cited_sentences
from rag.answering.conflicts import Disagreement, cited_conflicts, conflicts
from rag.answering.disputed import announced, narrowed, quoted_statements
from rag.answering.draft import Draft, answered, not_found, quoted_sentence
from rag.answering.extractive import Excerpt, choose
from rag.answering.figures_asked import lacks_figure
from rag.answering.fitting import fitting
from rag.answering.frames import (
    LEFT_OUT,
    MODEL_FAILED,
    MODEL_FAILED_NOTHING,
    OFF_QUESTION,
    QUOTED,
    UNVERIFIED,
    frame_language,
)  # fmt: skip
from rag.answering.matter import asked_years, figures_apart, said_as_asked, speaks_of
from rag.answering.models import EXTRACTIVE, ChatModel
from rag.answering.prompts import NO_ANSWER, answer_messages
from rag.answering.questions import Kind, focus_of
from rag.answering.refusal import refusal
from rag.answering.replies import TokenCount
from rag.answering.reply_text import without_thoughts
from rag.answering.sufficiency import sufficiency
from rag.errors import ModelError
from rag.orders import without_orders
from rag.rarity import Rarity
from rag.text import main_script
from rag.time_mentions import write_out
from rag.types import Hit, Outcome, Sentence, Verdict

# Refusing an answerable question is worse than showing a doubtful quote, but a model that is given
# passages without an answer writes one all the same.
ENOUGH = 0.3  # of how likely retrieval thinks it that there is an answer
SAID = 0.05  # of how likely one of the sentences found is it
SAID_TO_MODEL = 0.1
BARE = 8  # characters of a reply that is a figure alone
STATED_ENOUGH = 0.1  # in place of all these where articles state different values of what is asked


@dataclass(frozen=True)
class Answerer:
    """Writes answers from hits."""

    encoder: Encoder
    keywords: Rarity
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
        Where that is too little, or the sentences found do not bear it out, no model is asked. A
        model that fails in the middle is followed by the extractive answer, with a notice.
        """
        hits = without_orders(question, hits)
        ranked: list[Candidate] = []
        found: list[Disagreement] = []
        if hits and any(map(str.isalnum, question)):
            years = asked_years(question)
            ranked = [
                one
                for one in candidates(question, hits, self.encoder, self.keywords)
                if speaks_of(Quote(one.article, one.start, one.end), years)
            ]
            if answerable >= STATED_ENOUGH:
                found = conflicts(question, hits)
        said = sufficiency(answerable, ranked, spoken_of(question, hits, self.keywords))
        enough = answerable >= ENOUGH and said >= (SAID if model is None else SAID_TO_MODEL)
        if not ranked or not (enough or found):
            written: Iterable[str | Draft] = [not_found(question, hits, spec)]
        elif model is None:
            written = [self._extract(question, hits, ranked, found)]
        else:
            written = self._ask_model(question, hits, model, spec, ranked, found)
        confidence = min(answerable, said)
        for item in written:
            yield item if isinstance(item, str) else replace(item, confidence=confidence)

    def _extract(
        self,
        question: str,
        hits: Sequence[Hit],
        ranked: Sequence[Candidate],
        found: Sequence[Disagreement],
    ) -> Draft:
        language, focus = frame_language(question), focus_of(question)
        cited = CitationList()
        sentences = [*announced(found, cited, language), *quoted_statements(found, cited)]
        excerpts: list[Excerpt] = []
        if not found:  # else the statements that differ are the answer
            excerpts = choose(ranked, self.sentences, self.characters, is_list=focus.is_list)
            given = [(one.article.text[one.start : one.end], one.article) for one in excerpts]
            if lacks_figure(focus, ((text, article.language) for text, article in given)):
                return not_found(question, hits, EXTRACTIVE)
        for excerpt in excerpts:
            marker = cited.cite(Quote(excerpt.article, excerpt.start, excerpt.end))
            sentences += [
                quoted_sentence(
                    Quote(excerpt.article, start, end), marker, years=focus.kind is Kind.DATE
                )
                for start, end in excerpt.sentences
            ]
        if main_script(cited.citations[0].quote) != main_script(question):
            sentences.insert(len(found), Sentence(QUOTED[language], (), Verdict.FRAME))
        return answered(sentences, cited, cited_conflicts(found, cited), EXTRACTIVE)

    def _ask_model(
        self,
        question: str,
        hits: Sequence[Hit],
        model: ChatModel,
        spec: str,
        ranked: Sequence[Candidate],
        found: Sequence[Disagreement],
    ) -> Iterator[str | Draft]:
        language = frame_language(question)
        raw, text, shown, tokens = "", "", 0, None
        try:
            fit = fitting(question, hits[: self.model_passages], model, self.context_tokens)
            for piece in model.stream(answer_messages(question, fit.hits, language)):
                if isinstance(piece, TokenCount):
                    tokens = piece
                    continue
                raw += piece
                text = without_thoughts(raw)
                if not NO_ANSWER.startswith(text.strip()[: len(NO_ANSWER)].upper()):
                    yield text[shown:]  # with what was held back while it could be NO_ANSWER
                    shown = len(text)
        except ModelError as error:
            draft = self._extract(question, hits, ranked, found)
            is_found = draft.outcome is Outcome.ANSWERED
            texts = MODEL_FAILED if is_found else MODEL_FAILED_NOTHING
            told = texts.get(language, texts["en"])
            yield replace(draft, notice=f"{told} ({error})")
            return
        notice = None
        if fit.left_out:
            notice = LEFT_OUT.get(language, LEFT_OUT["en"]).format(count=fit.left_out)
        if NO_ANSWER in text.upper() or not text.strip():
            draft = not_found(question, hits, spec)
        else:
            draft = self._checked(question, hits, fit.hits, text.strip(), spec, found)
            if draft.outcome is Outcome.ANSWERED and not found and _is_beside(question, draft):
                draft = self._extract(question, hits, ranked, found)
                if draft.outcome is Outcome.ANSWERED:
                    notice = OFF_QUESTION.get(language, OFF_QUESTION["en"])
        yield replace(draft, notice=notice, tokens=tokens)

    def _checked(
        self,
        question: str,
        hits: Sequence[Hit],
        given: Sequence[Hit],
        text: str,
        spec: str,
        found: Sequence[Disagreement],
    ) -> Draft:
        """Return what of a model's reply is kept, after what articles disagree on.

        A reply of which nothing is supported, or nothing of the years or figures asked about, is
        no answer; it is shown all the same, marked.
        """
        language = frame_language(question)
        cited = CitationList()
        checked = cited_sentences(text, given, self.keywords, cited, self.encoder, question)
        if not checked.sentences and not found:  # the passages contradict all of it
            return not_found(question, hits, spec, checked.removed)
        quotes = {one.marker: Quote(one.article, one.start, one.end) for one in cited.citations}
        holds = any(
            one.verdict is Verdict.SUPPORTED
            and said_as_asked(question, one.text, rests := [quotes[at] for at in one.markers])
            and adds_what_is_held(question, one.text, rests)
            and says_something(question, rests)
            for one in checked.sentences
        )
        if not found and (not holds or figures_apart(question, given)):
            frames = [*refusal(question, hits), Sentence(UNVERIFIED[language], (), Verdict.FRAME)]
            doubted = [replace(one, verdict=Verdict.UNSUPPORTED) for one in checked.sentences]
            draft = answered([*frames, *doubted], cited, (), spec, checked.removed)
            return replace(draft, outcome=Outcome.NOT_FOUND)
        is_date = focus_of(question).kind is Kind.DATE
        said = [with_years(one, cited, years=is_date) for one in checked.sentences]
        found = narrowed(found, cited)
        sentences = [*announced(found, cited, language), *said]
        told = cited_conflicts(found, cited)
        return answered(sentences, cited, told, spec, checked.removed)


def with_years(sentence: Sentence, cited: CitationList, *, years: bool) -> Sentence:
    """Write out the days of a supported sentence by the date of the article it rests on."""
    if sentence.verdict is not Verdict.SUPPORTED or not sentence.markers:
        return sentence
    article = cited.citations[sentence.markers[0] - 1].article
    return replace(sentence, text=write_out(sentence.text, article.date, years=years))


def _is_beside(question: str, draft: Draft) -> bool:
    """Tell whether an answer lacks the number, the unit or the date that is asked for."""
    focus = focus_of(question)
    if not focus.is_figure:
        return False
    nothing = np.zeros(len(focus.terms))
    texts = [sentence.text for sentence in draft.sentences]
    if not any(focus.kind_in(text, nothing)[0] for text in texts):
        return True
    bare = all(len(text) <= BARE for text in texts)  # 41 answers how many 家
    return focus.unit is not None and not bare and not any(map(focus.unit_in, texts))
