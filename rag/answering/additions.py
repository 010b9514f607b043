"""Whether what an answer adds to its question stands in its quotes.

A model that does not find the answer repeats the question's words and makes up the rest: such a
sentence shares most of its words with a quote, and none of those that matter. So the question's own
words do not count here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.quotes import Quote
from rag.text import UNSPACED, fold, main_script

LEAST_HELD = 0.34  # share of what is added; in other words the same can be said, not all of it
_RUN = re.compile(f"[{UNSPACED}]+")


def adds_what_is_held(question: str, sentence: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether enough of what a sentence adds to a question stands in its quotes.

    Counted are pairs of neighbouring characters, of folded text without figures: those are checked
    by their values. Scripts with spaces are not judged: there most words only join others.

    Args:
        question: as it was searched.
        sentence: of a language model. One that adds nothing but figures passes.
        quotes: of the sentence; none in its script, and nobody can tell: it passes.
    """
    script = main_script(sentence)
    told = "\n".join(fold(one.text) for one in quotes if main_script(one.text) == script)
    asked = set(_pieces(question))
    added = [piece for piece in _pieces(sentence) if piece not in asked]
    if not told or not added:
        return True
    return sum(piece in told for piece in added) / len(added) >= LEAST_HELD


def _pieces(text: str) -> Iterator[str]:
    for run in _RUN.findall(fold(text)):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
