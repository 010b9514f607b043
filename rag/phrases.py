"""Phrases of a question: three characters in a row, or two words, that a text may repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rag.keywords import Question
from rag.terms import QUESTION_WORDS, WORDS, terms_of
from rag.text import UNSPACED, fold

_RUNS = re.compile(f"[{UNSPACED}]{{3,}}")


@dataclass(frozen=True)
class Phrase:
    """A phrase, folded, and the weight of the pairs or words in it."""

    text: str
    weight: float


def phrases_of(question: str, terms: Question) -> tuple[Phrase, ...]:
    """Return the phrases of a question, question words left out, each once."""
    text = QUESTION_WORDS.sub(" ", fold(question))
    found = {run[at : at + 3] for run in _RUNS.findall(text) for at in range(len(run) - 2)}
    words = list(WORDS.finditer(text))
    found |= {
        f"{one[0]} {other[0]}"
        for one, other in pairwise(words)
        if text[one.end() : other.start()] == " "
    }
    return tuple(Phrase(one, _weight(one, terms)) for one in sorted(found))


def _weight(phrase: str, terms: Question) -> float:
    inside = np.isin(terms.terms, terms_of(phrase))
    return float(terms.weights[inside].sum())


def repeated(phrases: Sequence[Phrase], texts: Iterable[str]) -> float:
    """Return the share of the phrases' weight that stands in any of some texts, 0 to 1."""
    folded = [fold(text) for text in texts]
    total = sum(phrase.weight for phrase in phrases)
    held = sum(phrase.weight for phrase in phrases if any(phrase.text in one for one in folded))
    return held / total if total else 0.0
