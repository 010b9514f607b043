"""A question of a conversation made to stand alone, by rules or by one call of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.models import ChatModel
from rag.answering.prompts import standalone_messages
from rag.conversation import chinese, english
from rag.conversation.checking import is_sound
from rag.conversation.subjects import is_chinese_question
from rag.conversation.turns import QUESTION_CHARACTERS, Messages, Turn, turns_of
from rag.errors import ModelError
from rag.text import main_script

REPLY_CHARACTERS = 600  # read of a model's reply; a question is shorter


@dataclass(frozen=True)
class Standalone:
    """A question that stands alone, and who made it so: "asked" (as it was), "rules", "model"."""

    text: str
    by: str = "asked"


def standalone(question: str, messages: Messages, model: ChatModel | None = None) -> Standalone:
    """Return a question so that it can be understood, and searched, without earlier turns.

    A question that stands alone already is returned as it is, and no model is asked; nor where
    nothing was said before. What a model writes is taken only where it is sound; see `is_sound`.

    Args:
        question: the new one.
        messages: earlier turns, oldest first; see `turns_of`.
        model: asked in one call; by rules alone where None.
    """
    turns = _standing(turns_of(messages))
    if not turns or not leans(question):
        return Standalone(question)
    by_rules = _rewritten(question, turns)
    if model is not None:
        written = _asked(question, turns, model, by_rules)
        if written and is_sound(written, question, turns) and not leans(written):
            return Standalone(written, "model")
    return Standalone(by_rules, "rules" if by_rules != question else "asked")


def leans(question: str) -> bool:
    """Tell whether a question cannot be understood without what was said before it.

    Only Chinese and English questions are judged; others are held to stand alone, and so are
    those longer than what is read of an earlier one.
    """
    if len(question) > QUESTION_CHARACTERS:
        return False
    if is_chinese_question(question):
        return chinese.leans(question)
    return main_script(question) == "latin" and english.leans(question)


def _standing(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns with each question written out from those before it."""
    found: list[Turn] = []
    for turn in turns:
        question = turn.question
        if found and leans(question):
            question = _rewritten(question, found)
        found.append(Turn(question, turn.answer))
    return tuple(found)


def _rewritten(question: str, turns: Sequence[Turn]) -> str:
    if is_chinese_question(question):
        return chinese.rewritten(question, turns)
    return english.rewritten(question, turns)


def _asked(question: str, turns: Sequence[Turn], model: ChatModel, by_rules: str) -> str:
    """Return the first line of a model's reply; "" where it fails."""
    said = ""
    language = "zh" if is_chinese_question(question) else "en"
    pairs = [(turn.question, turn.answer) for turn in turns]
    try:
        for piece in model.stream(
            standalone_messages(question, pairs, language, by_rules if by_rules != question else "")
        ):
            said += piece if isinstance(piece, str) else ""  # a model may tell its tokens too
            if len(said) > REPLY_CHARACTERS:
                return ""
    except ModelError:  # it is asked for the answer next, and its failure told then
        return ""
    lines = [line.strip() for line in said.strip().splitlines() if line.strip()]
    return lines[0].strip("\"'“”「」* ") if len(lines) == 1 else ""
