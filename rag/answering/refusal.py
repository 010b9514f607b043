"""What is said where nothing answers: what comes nearest, and what no passage speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.frames import (
    NEAREST,
    NOT_FOUND,
    SEPARATORS,
    UNDATED,
    UNSPOKEN,
    frame_language,
)
from rag.answering.matter import read_text
from rag.terms import QUESTION_WORDS, WORDS
from rag.text import UNSPACED, fold, main_script
from rag.types import Hit, Sentence, Verdict

_RUN = re.compile(f"[{UNSPACED}]+|{WORDS.pattern}")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_EMPTY = re.compile("[的是有在了和与及其]|多[长大高远重宽深久少]")  # no part of a name
LEAST = 2  # characters of an unspaced script that are worth naming


def refusal(question: str, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """Say in the question's language that nothing answers it, and what an answer would need.

    Args:
        question: as it was searched.
        hits: best first. Where the first is in another script than the question, nothing is said of
            words.
    """
    language = frame_language(question)
    texts = [NOT_FOUND[language]]
    if hits:
        article = hits[0].article
        date = article.date or UNDATED[language]
        texts.append(NEAREST[language].format(title=article.title, date=date))
        script = main_script(question)
        same = [hit for hit in hits if main_script(hit.passage.text) == script]
        if hits[0] in same and (words := unspoken(question, same)):
            row = SEPARATORS.get(language, ", ").join(words)
            texts.append(UNSPOKEN[language].format(words=row))
    return tuple(Sentence(text, (), Verdict.FRAME) for text in texts)


def unspoken(question: str, hits: Sequence[Hit]) -> list[str]:
    """Return the parts of a question, as written there, that stand in none of the passages.

    In scripts without spaces these are runs of characters of which no pair of neighbours stands in
    a passage or its title; elsewhere words. Question words are no part.
    """
    read = read_text(hits)
    folded = fold(question)
    asked = QUESTION_WORDS.sub(lambda one: " " * len(one[0]), folded)
    found: list[str] = []
    for match in _RUN.finditer(asked):
        if _UNSPACED.match(match[0]):
            found += [question[low:high] for low, high in _unread(match[0], match.start(), read)]
        elif not re.search(rf"(?<![a-z0-9]){re.escape(match[0])}", read):
            found.append(question[match.start() : match.end()])
    return list(dict.fromkeys(found))


def _unread(run: str, at: int, read: str) -> list[tuple[int, int]]:
    """Return where, in the question, characters stand that are in no pair that is read."""
    known = [run[place : place + 2] in read for place in range(len(run) - 1)]
    covered = [a or b for a, b in zip([False, *known], [*known, False], strict=True)]
    left = "".join("\0" if done else one for one, done in zip(run, covered, strict=True))
    left = _EMPTY.sub(lambda one: "\0" * len(one[0]), left)
    return [
        (at + match.start(), at + match.end())
        for match in re.finditer("[^\0]+", left)
        if len(match[0]) >= LEAST
    ]
