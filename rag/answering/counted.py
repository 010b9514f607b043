"""Whether a figure of an English text may be what an English question asks for.

120,000 books are no number of employees, and nobody is 120,000 books tall.
"""

from __future__ import annotations

import re

from rag.claims.quantity import Quantity
from rag.claims.units import MONEY, UNITS
from rag.text import fold

NOUN_WORDS = 3  # behind a figure, among which is what it counts: 41 new wafer projects
_TIME = frozenset({"s", "day", "month"})
_MEASURED = MONEY | _TIME | {"m", "m2", "m3", "g", "wh", "w", "age", "degree", "percent", "points"}
# What a question names, the unit classes it is given in, and units that have no class.
_MEASURES = (
    (r"\bhow old\b|\bwhat age\b", frozenset({"age", "month"}), "year month day"),
    (
        r"\bhow (?:tall|high|deep|wide|far|thick)\b|\b(?:height|depth|width|distance)\b",
        frozenset({"m"}),
        "foot feet ft yard storey story floor",
    ),
    (r"\bhow long\b", _TIME | {"m"}, "foot feet ft yard decade century season"),
    (r"\bhow heavy\b|\bweigh", frozenset({"g"}), "pound lb ounce stone"),
    (
        r"\bhow much\b.*\b(?:cost|pay|paid|earn|worth|spen[dt]|raised?|invest)"
        r"|\bwhat\b.*\b(?:price|cost|budget|salary)\b",
        MONEY,
        "pound franc rupee peso cent",
    ),
    (r"\bwhat percent|\bhow many percent", frozenset({"percent", "points"}), ""),
)
_BY_MEASURE = [(re.compile(p), units, frozenset(names.split())) for p, units, names in _MEASURES]
_ENGLISH = re.compile(r"\b(?:how|what|which)\b")
_HOW_MANY = re.compile(r"\bhow many\s+(?P<what>[a-z][a-z' -]*)")
_WORD = re.compile(r"[a-z]+")
_STOP = frozenset(
    re.findall(
        "[a-z]+",
        "a an the of in on at to for from by with and or but as than that which who when while "
        "during after before since until over under per is are was were be been has have had do "
        "does did can could will would its their his her it they he she there this these those",
    )
)
_NO_NOUN = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen"})


def may_answer(question: str, text: str, figure: Quantity) -> bool:
    """Tell whether a figure is of what a question counts or measures.

    Args:
        question: folded; one that is not in English is not judged, any figure may answer it.
        text: the sentence of the figure.
        figure: a quantity of that sentence; one without unit or noun may be of anything.
    """
    if not _ENGLISH.search(question):
        return True
    nouns = _nouns(fold(text), figure)
    is_bare = not figure.unit and not nouns
    for pattern, units, names in _BY_MEASURE:
        if pattern.search(question):
            return is_bare or figure.unit in units or bool(nouns & names)
    asked = _HOW_MANY.search(question)
    if asked is None:
        return is_bare or figure.unit in _MEASURED or bool(nouns & set(_stems(question)))
    what = _stems_to_stop(asked["what"])
    units = frozenset(UNITS[f"{word}s"][0] for word in what if f"{word}s" in UNITS)
    units |= {UNITS[word][0] for word in what if word in UNITS}
    return is_bare or "time" in what or figure.unit in units or bool(nouns & set(what))


def _nouns(folded: str, figure: Quantity) -> set[str]:
    """Return the words of a figure's unit and those behind it, up to the end of the noun."""
    unit = _stems(folded[figure.start : figure.end])
    behind = re.split(r"[^a-z\s'-]", folded[figure.end :], maxsplit=1)[0]
    return {*unit, *_stems_to_stop(behind)[:NOUN_WORDS]} - _NO_NOUN


def _stems_to_stop(folded: str) -> list[str]:
    found = []
    for word in _WORD.findall(folded):
        if word in _STOP:
            break
        found.append(_stem(word))
    return found


def _stems(folded: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(folded)]


def _stem(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.rstrip("s")
