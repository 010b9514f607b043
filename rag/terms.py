"""Terms of a text: characters and their pairs for unspaced scripts, words elsewhere.

Terms are 64-bit numbers, so that the vocabulary of a saved index is a sorted array that opens
memory-mapped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from rag.text import UNSPACED, fold

PAIR = np.uint64(1 << 42)
WORD = np.uint64(1 << 63)

Terms = NDArray[np.uint64]
Places = NDArray[np.int64]

WORDS = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_{UNSPACED}]+")
RANGES = [(ord(low), ord(high)) for low, high in re.findall("(.)-(.)", UNSPACED)]
# What asks but does not describe; without it, coverage speaks of the matter alone.
QUESTION_WORDS = re.compile(
    "什么时候|什么时间|是什么|什么|多少|哪一天|哪一年|哪一个|哪个|哪些|哪家|哪里|哪儿|哪年|哪天|哪|几个|几家|几年|何时|"
    "何地|为什么|为何|怎么样|怎么|怎样|如何|是谁|谁|请问|有没有|是否|是不是|吗|呢|么|"
    r"\b(?:what|when|where|who|whom|whose|which|why|how|many|much|is|are|was|were|did|does|do|the|"
    r"a|an|of|in|on|at|to|for|by|has|have|had|been|be)\b"
)


def terms_of(text: str, *, question: bool = False) -> Terms:
    """Return the terms of a text, with repetitions.

    Unspaced scripts give each character and each pair of neighbours; other scripts give words.
    With `question`, question words are left out (unless nothing else is left).
    """
    text = fold(text)
    if question:
        text = QUESTION_WORDS.sub(" ", text) if QUESTION_WORDS.sub("", text).strip(" ?？") else text
    singles, pairs = _characters(text)
    words = np.array([_word(word) for word in WORDS.findall(text)], dtype=np.uint64)
    return np.concatenate([singles[0], pairs[0], words])


def places_of(text: str) -> tuple[Terms, NDArray[np.int64]]:
    """Return the terms of a text, with repetitions, and the offset at which each begins."""
    text = fold(text)
    singles, pairs = _characters(text)
    words = [(_word(one[0]), one.start()) for one in WORDS.finditer(text)]
    return (
        np.concatenate([singles[0], pairs[0], np.array([w for w, _ in words], dtype=np.uint64)]),
        np.concatenate([singles[1], pairs[1], np.array([p for _, p in words], dtype=np.int64)]),
    )


def _characters(text: str) -> tuple[tuple[Terms, Places], tuple[Terms, Places]]:
    """Return the single characters of unspaced scripts and their pairs, each with its offset."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    unspaced = np.zeros(len(codes), dtype=bool)
    for low, high in RANGES:
        unspaced |= (codes >= low) & (codes <= high)
    wide = codes.astype(np.uint64)
    both = unspaced[:-1] & unspaced[1:]
    pairs = PAIR | (wide[:-1][both] << np.uint64(21)) | wide[1:][both]
    return (wide[unspaced], np.flatnonzero(unspaced)), (pairs, np.flatnonzero(both))


@lru_cache(maxsize=100_000)
def _word(word: str) -> int:
    word = word.replace(",", "") if word[0].isdigit() else _stem(word)
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | int(WORD)


def _stem(word: str) -> str:
    """Take the English plural off (Harman's S-stemmer, 1991)."""
    if len(word) > 3 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
