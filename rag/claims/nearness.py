"""Whether a value of a sentence is said of the same thing in its quote: 7月投产 is not 7月验收.

A quote may hold a figure or a date and, further on, the words that a sentence joins it with. The
words beside the value in the sentence have to stand in the stretch of the quote that its value
governs: the sentence of a figure, for a date what follows in its sentence up to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text import fold

BESIDE = 6  # letters of a sentence on each side of a value
PAIR = 2
_BREAK = re.compile(r"[,，。;；:：!！?？\n]")
_SENTENCE_BREAK = re.compile(r"[。!！?？\n；;]")
_NOW = re.compile("目前|现在|如今|现已|眼下|此后|随后|之后")
_HAN = re.compile("[\u3400-\u9fff]")

Span = tuple[int, int]


def is_said_of(sentence: str, value: Span, quote: str, stretches: Iterable[Span]) -> bool:
    """Tell whether the words beside a value are those of one of its stretches in a quote.

    Args:
        sentence: Chinese, as the quote.
        value: where the value stands in the sentence.
        quote: the quote's text.
        stretches: what each equal value of the quote governs; see `sentence_of` and `days_reach`.

    Returns:
        False where the quote has words that stand beside the value, but none within a stretch.
    """
    beside = _beside(fold(sentence), value)
    folded = fold(quote)
    told = {pair for side in beside for pair in _pairs(side) if pair in folded}
    if not told:
        return True
    found = [folded[start:end] for start, end in stretches]
    return not found or any(pair in text for text in found for pair in told)


def sentence_of(quote: str, value: Span) -> Span:
    """Return the sentence of a figure: its clauses may be put together in another way."""
    before = [match.end() for match in _SENTENCE_BREAK.finditer(quote, 0, value[0])]
    after = _SENTENCE_BREAK.search(quote, value[1])
    return (before[-1] if before else 0), (after.start() if after else len(quote))


def days_reach(quote: str, value: Span, others: Iterable[Span]) -> Span:
    """Return what a date governs: its clause, and the rest of its sentence up to another date."""
    before = [match.end() for match in _BREAK.finditer(quote, 0, value[0])]
    start = before[-1] if before else 0
    stop = _SENTENCE_BREAK.search(quote, value[1])
    end = stop.start() if stop else len(quote)
    now = _NOW.search(quote, value[1], end)
    ends = [other[0] for other in others if value[1] <= other[0] < end]
    return start, min([end, *ends, *([now.start()] if now else [])])


def _beside(sentence: str, value: Span) -> tuple[str, str]:
    """Return the letters before and behind a value in its clause."""
    before = _BREAK.split(sentence[: value[0]])[-1]
    after = _BREAK.split(sentence[value[1] :], maxsplit=1)[0]
    sides = ("".join(filter(str.isalpha, side)) for side in (before, after))
    left, right = sides
    return left[-BESIDE:], right[:BESIDE]


def _pairs(text: str) -> set[str]:
    return {
        text[i : i + PAIR] for i in range(len(text) - 1) if all(map(_HAN.match, text[i : i + PAIR]))
    }
