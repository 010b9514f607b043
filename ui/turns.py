"""The turns of a conversation: what was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.models import EXTRACTIVE
from rag.errors import YuanwenError
from rag.types import Answer, Outcome


@dataclass(frozen=True)
class Stopped:
    """An answer that was stopped; `text` is what had been written, unchecked."""

    text: str


Result = Answer | YuanwenError | Stopped


@dataclass(frozen=True)
class Turn:
    """A question and what came of it.

    Attributes:
        number: counts from 1 within a conversation.
        question: as it was asked.
        result: of the model that was asked.
        model: its spec.
        as_of: the last day whose articles were searched, as it was written; None for all.
        beside: what a second model gave, to be compared; None where none was asked.
        beside_model: its spec.
    """

    number: int
    question: str
    result: Result
    model: str = EXTRACTIVE
    as_of: str | None = None
    beside: Result | None = None
    beside_model: str = ""


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return the turns as the next question may lean on them, oldest first.

    A question is given as it was understood; a turn without a complete answer has none.
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


def answers(turns: Sequence[Turn]) -> list[tuple[str, Answer]]:
    """Return every complete answer with its name: its turn's number, "b-" before a second one's."""
    found = []
    for turn in turns:
        for name, result in ((f"{turn.number}", turn.result), (f"b-{turn.number}", turn.beside)):
            if isinstance(result, Answer):
                found.append((name, result))
    return found
