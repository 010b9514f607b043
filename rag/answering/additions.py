"""Whether what an answer adds to its question stands in its quotes, and these say anything.

A model that does not find the answer repeats the question's words and makes up the rest: such a
sentence shares most of its words with a quote, and none of those that matter. So the question's own
words do not count here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answering.asked import STOP
from rag.claims.quotes import Quote
from rag.claims.reading import masked_text
from rag.text import UNSPACED, fold, main_script

LEAST_HELD = 0.34  # share of what is added; in other words the same can be said, not all of it
LEAST_ADDED = 2  # pairs; fewer are chance
LEAST_LETTERS = 2  # of a quote, its figures and dates left out
_RUN = re.compile(f"[{UNSPACED}]+")
_WORD = re.compile(rf"(?:(?![{UNSPACED}])[^\W\d_]){{3,}}")
_LINE_END = re.compile(r"[\n。！？!?；;]|\.\s")
_EMPTY = re.compile("[零〇一二两三四五六七八九十百千万亿半是为的了在和与有共达约]+")


def adds_what_is_held(question: str, sentence: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether enough of what a sentence adds to a question stands in or near its quotes.

    Counted are pairs of neighbouring characters, of folded text without figures and empty words:
    figures are checked by their values. Scripts with spaces are not judged: there most words only
    join others.

    Args:
        question: as it was searched.
        sentence: of a language model. One that adds nothing but figures passes.
        quotes: of the sentence, with what stands around them; where none is in its script
            nobody can tell, and it passes.
    """
    script = main_script(sentence)
    alike = [one for one in quotes if main_script(one.text) == script]
    told = fold("\n".join(f"{one.context}\n{one.text}" for one in alike))
    asked = set(_pieces(question))
    added = [piece for piece in _pieces(sentence) if piece not in asked]
    if not told or len(added) < LEAST_ADDED:
        return True
    return sum(piece in told for piece in added) / len(added) >= LEAST_HELD


def says_something(question: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether a quote has words of its own, or its title or what stands before the question's.

    A date line ("Nov 17, 2022 ...") or a lone figure holds many a sentence and says nothing. In
    another script than the question's, what stands before it in its sentence is held to do so.

    Args:
        question: as it was searched.
        quotes: of a sentence.
    """
    asked = _words(question)
    for one in quotes:
        letters = sum(map(str.isalpha, masked_text(one.text, one.article.date)))
        line = _LINE_END.split(one.before)[-1]
        is_foreign = any(map(str.isalpha, line)) and main_script(line) != main_script(question)
        told = _words(f"{one.article.title}\n{one.before}")
        if letters >= LEAST_LETTERS or is_foreign or asked & told:
            return True
    return False


def _words(text: str) -> set[str]:
    """Return pairs of neighbouring characters, and words of scripts with spaces, empty ones out."""
    words = (word.rstrip("s") for word in _WORD.findall(fold(text)) if word not in STOP)
    return {*_pieces(text), *words}


def _pieces(text: str) -> Iterator[str]:
    for run in _RUN.findall(_EMPTY.sub(" ", fold(text))):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
