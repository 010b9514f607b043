"""The part of a sentence that stands before a place of a document."""

from __future__ import annotations

import re

SENTENCE_REACH = 400  # characters; how far back from a verb its sentence is looked for
BREAK = re.compile(r"[。；;\n]")


def sentence_before(text: str, end: int) -> str:
    """Return the part of a sentence before `end`."""
    before = text[max(0, end - SENTENCE_REACH) : end]
    breaks = [match.end() for match in BREAK.finditer(before)]
    return before[breaks[-1] :] if breaks else before
