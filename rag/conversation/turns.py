"""Earlier turns of a conversation, as far as a follow-up can lean on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.types import MARKER

TURNS = 6  # the last ones; what was said before them is forgotten
QUESTION_CHARACTERS = 500
ANSWER_CHARACTERS = 1000

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Turn:
    """A question as it was asked and the answer it was given, without markers; "" for none."""

    question: str
    answer: str = ""


def turns_of(messages: Messages) -> tuple[Turn, ...]:
    """Return the last turns of a conversation, oldest first.

    Args:
        messages: `{"role": "user" | "assistant" | …, "content": …}`, oldest first. Other roles
            and answers without a question are left out; long texts are cut.
    """
    found: list[Turn] = []
    for message in messages:
        content = " ".join(MARKER.sub("", message["content"]).split())
        if not content:
            continue
        if message["role"] == "user":
            found.append(Turn(content[:QUESTION_CHARACTERS]))
        elif message["role"] == "assistant" and found:
            found[-1] = Turn(found[-1].question, content[:ANSWER_CHARACTERS])
    return tuple(found[-TURNS:])


def messages_of(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return turns as messages; `turns_of` gives the same turns again."""
    found = []
    for turn in turns:
        found.append({"role": "user", "content": turn.question})
        if turn.answer:
            found.append({"role": "assistant", "content": turn.answer})
    return found


def split_chat(messages: Messages) -> tuple[str, list[dict[str, str]]]:
    """Part a chat in OpenAI's form into its last question and what came before it.

    Returns:
        ("", messages) where no user has said anything.
    """
    given = [dict(message) for message in messages]
    for place in range(len(given) - 1, -1, -1):
        if given[place]["role"] == "user":
            return given[place]["content"], given[:place]
    return "", given
