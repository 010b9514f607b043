"""As many passages as a model's context holds, those ranked last left out first."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.frames import frame_language
from rag.answering.joining import joined
from rag.answering.models import ChatModel, Measured
from rag.answering.prompts import Message, answer_messages
from rag.answering.replies import REPLY_TOKENS
from rag.errors import ModelError
from rag.types import Hit

# Bounds from above, tried with the tokenisers of Qwen2.5 and SmolLM2 (tests/rag/test_fitting.py).
TOKENS_OF_A_MESSAGE = 16  # its role, and what a template puts around it
CHARACTERS_OF_A_TOKEN = 3  # of Latin letters and spaces
TOKENS_OF_A_CHARACTER = 2  # of any other script
_LATIN = re.compile(r"[A-Za-z \n]")
_DIGITS_AND_SIGNS = re.compile(r"[!-@\[-`{-~]")


@dataclass(frozen=True)
class Fitting:
    """What a model is given: hits, neighbours joined, and how many of those meant were left out."""

    hits: tuple[Hit, ...]
    left_out: int


def fitting(
    question: str, hits: Sequence[Hit], model: ChatModel, context_tokens: int | None
) -> Fitting:
    """Choose the hits whose prompt, together with a reply of 400 tokens, a model's context holds.

    Args:
        question: as it will be asked.
        hits: meant for the model, best first.
        model: counts tokens itself where it can; for others they are estimated.
        context_tokens: of a model that does not know its own; None: no limit is known.

    Raises:
        ModelError: not even the first one fits.
    """
    language = frame_language(question)
    limit = model.context_tokens if isinstance(model, Measured) else context_tokens
    for count in range(len(hits), 0, -1):
        given = joined(hits, count)
        messages = answer_messages(question, given, language)
        if limit is None:
            return Fitting(given, 0)
        needed = model.count_tokens(messages) if isinstance(model, Measured) else estimate(messages)
        if needed + REPLY_TOKENS <= limit:
            return Fitting(given, len(hits) - count)
    raise ModelError(
        f"no passage fits into the model's context of {limit} tokens.",
        "Give it more (YUANWEN_MODEL_CONTEXT_TOKENS), or index shorter passages.",
    )


def estimate(messages: Sequence[Message]) -> int:
    """Return how many tokens messages have at most, by a rule of thumb.

    One for each 3 Latin letters or spaces, for each digit and sign one, 2 for each character of
    another script, 16 for each message.
    """
    tokens = 0.0
    for message in messages:
        content = message["content"]
        latin, signs = len(_LATIN.findall(content)), len(_DIGITS_AND_SIGNS.findall(content))
        others = len(content) - latin - signs
        tokens += latin / CHARACTERS_OF_A_TOKEN + signs + others * TOKENS_OF_A_CHARACTER
    return math.ceil(tokens) + TOKENS_OF_A_MESSAGE * len(messages)
