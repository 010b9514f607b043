"""Questions written by a language model, kept only where the passage bears them out."""

from __future__ import annotations

import random
import re

from eval.drafting.clauses import is_relative
from eval.drafting.prompts import drafting_messages, read_reply
from eval.drafting.proposal import Proposal, sound
from rag.answering.models import ChatModel
from rag.answering.replies import whole_reply
from rag.passages import passages_of
from rag.reading.dates import normalise_date
from rag.sentences import sentence_spans
from rag.text import fold, is_chinese
from rag.types import Article

LONGEST_ANSWER = 40
SHORTEST_ANSWER = 2  # a digit or a character stands anywhere
LONGEST_QUESTION = 120
SHORTEST_PASSAGE = 60
_THE_ARTICLE = re.compile(r"本文|文中|文章|段落|the passage|the article|the text", re.IGNORECASE)


class ModelWriter:
    """Asks a model for one question from a passage of each article, a bounded number of times."""

    def __init__(
        self, model: ChatModel, name: str, *, calls: int, passage_characters: int, seed: int
    ) -> None:
        self.name = name
        self._model = model
        self._calls = calls
        self._characters = passage_characters
        self._random = random.Random(seed)  # noqa: S311 (a sample, not a secret)

    def propose(self, article: Article) -> list[Proposal]:
        """Return one question, or none where the reply cannot be used or the calls are spent.

        Raises:
            ModelError: the model cannot be reached, refuses, or breaks off.
        """
        passages = [
            passage.text
            for passage in passages_of(article, self._characters)
            if len(passage.text) >= SHORTEST_PASSAGE
        ]
        if not passages or self._calls == 0:
            return []
        self._calls -= 1
        passage = self._random.choice(passages)
        language = "zh" if is_chinese(passage) else "en"
        messages = drafting_messages(passage, article.title, language)
        reply = read_reply(whole_reply(self._model.stream(messages)).text)
        if reply is None:
            return []
        made = _proposal(*reply, passage)
        return [] if made is None else sound([made], article)


def _proposal(question: str, answer: str, passage: str) -> Proposal | None:
    written = _verbatim(answer, passage)
    if (
        written is None
        or len(written) > LONGEST_ANSWER
        or is_chinese(question) != is_chinese(passage)
    ):
        return None
    at = passage.index(written)
    evidence = next(
        (
            passage[start:end]
            for start, end in sentence_spans(passage)
            if start <= at and at + len(written) <= end
        ),
        None,
    )
    asks = question.endswith(("?", "？")) and len(question) <= LONGEST_QUESTION
    if evidence is None or not asks or _THE_ARTICLE.search(question):
        return None
    iso = normalise_date(written)
    dated = iso is not None or re.search(r"\d月(?:\d{1,2}日)?$", written)
    kind = "date" if dated else "figure" if re.search(r"\d", written) else "fact"
    return Proposal(question, written, evidence, kind, iso, not is_relative(question))


def _verbatim(answer: str, passage: str) -> str | None:
    """Return an answer as the passage writes it, width and white space aside; None if not there."""
    pattern = r"\s*".join(re.escape(one) for one in fold(answer) if not one.isspace())
    match = re.search(pattern, fold(passage)) if pattern else None
    return None if match is None else passage[match.start() : match.end()]
