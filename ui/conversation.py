"""The turns of a conversation, and all of them as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import YuanwenError
from rag.types import Answer, Outcome
from ui.escaping import escaped
from ui.rendering import (
    answer_html,
    error_html,
    question_html,
    sources_html,
    understood_html,
)
from ui.texts import Texts


@dataclass(frozen=True)
class Turn:
    """A question and what came of it; `number` counts from 1 within a conversation."""

    number: int
    question: str
    result: Answer | YuanwenError


def conversation_html(turns: Sequence[Turn], texts: Texts) -> str:
    """Return the turns, oldest first; a word of welcome before the first."""
    if not turns:
        return f'<p class="welcome">{escaped(texts.welcome)}</p>'
    return "".join(question_html(one.question, one.number, _reply(one, texts)) for one in turns)


def cited_html(turns: Sequence[Turn], texts: Texts) -> str:
    """Return the source panel of the turns that have an answer."""
    answers = ((one.number, one.result) for one in turns if isinstance(one.result, Answer))
    return sources_html(answers, texts)


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return the turns as the next question may lean on them, oldest first.

    A question is given as it was understood; a turn that ended in an error has no answer.
    """
    found = []
    for turn in turns:
        if isinstance(turn.result, Answer):
            found.append({"role": "user", "content": turn.result.standalone_question})
            if turn.result.outcome is Outcome.ANSWERED:
                found.append({"role": "assistant", "content": turn.result.text})
        else:
            found.append({"role": "user", "content": turn.question})
    return found


def understood(turns: Sequence[Turn]) -> str:
    """Return what the last question was taken to mean where that is not how it was asked."""
    if not turns or not isinstance(turns[-1].result, Answer):
        return ""
    meant = turns[-1].result.standalone_question
    return "" if meant == turns[-1].question else meant


def _reply(turn: Turn, texts: Texts) -> str:
    if isinstance(turn.result, Answer):
        meant = understood([turn])
        told = understood_html(meant, texts) if meant else ""
        return told + answer_html(turn.result, turn.number, texts)
    return error_html(turn.result, texts)
