"""Whether a question that a model has written out is still the question that was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.prompts import NO_ANSWER
from rag.conversation.turns import Turn
from rag.text import fold, main_script

LONGEST = 200  # characters
ADDED = 90  # characters that a model may add: a long name and a time
TOLD = 12  # characters in a row that stand in an answer only: it was copied from there
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ASKS = re.compile(r"[?？]$")
_LABELS = re.compile(r"^(?:问题|改写|答|question|answer|rewritten)[^?？]{0,12}[:：]", re.IGNORECASE)


def is_sound(written: str, question: str, turns: Sequence[Turn]) -> bool:
    """Tell whether a rewritten question may take the place of the one that was asked.

    It must be a question in the same script, not too long, with every figure of the question and
    none that stands in no question so far; and it must not tell what an answer said.
    """
    asked = " ".join([question, *(turn.question for turn in turns)])
    figures = set(FIGURE.findall(fold(written)))
    return (
        len(question) * 2 // 3 <= len(written) <= min(LONGEST, len(question) + ADDED)
        and bool(_ASKS.search(written))
        and not _LABELS.match(written)
        and NO_ANSWER not in written
        and main_script(written) == main_script(question)
        and set(FIGURE.findall(fold(question))) <= figures <= set(FIGURE.findall(fold(asked)))
        and not _tells(written, asked, turns)
    )


def _tells(written: str, asked: str, turns: Sequence[Turn]) -> bool:
    """Tell whether a long run of a text stands in an answer and in no question."""
    for begin in range(max(0, len(written) - TOLD + 1)):
        run = written[begin : begin + TOLD]
        if run not in asked and any(run in turn.answer for turn in turns):
            return True
    return False
