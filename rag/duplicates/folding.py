"""Texts folded for comparing: letters, digits and what gives a figure its value, no more.

White space, width, script, letter case and punctuation are folded away; where punctuation or
a line end stood is kept beside the letters, since only whole clauses may be left out of a
reprint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.text import fold

Codes = NDArray[np.uint32]

CLAUSE = 2  # see Folded.breaks
BATCH_CHARACTERS = 1 << 20
END = "\0"  # between two texts of a batch
ONE_WAY = str.maketrans(  # written so in traditional text, and not undone character by character
    "瞭藉覆甦暱彷揹钜著乾俱徵像敍枱粧糭衞衹菓薰伕谘",
    "了借复苏昵仿背巨着干具征象叙台妆粽卫只果熏夫咨",
)
UNITS = "%‰°℃℉$€£¥+±≥≤"
NOT_ENDING = "“”‘’\"'「」『』《》〈〉·•・"  # marks inside a clause
JOINERS = {
    ".": ".", ":": ":", "/": "/", "-": "-", "~": "-", "\u2010": "-", "\u2013": "-",
    "\u2014": "-", "\u2212": "-",
}  # fmt: skip
SPACES = " \t\r\xa0\xad\u200b\u200c\u200d\u2060\ufeff"

DROPPED, BLANK, BREAK, LETTER, DIGIT, JOINER, COMMA = range(7)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for comparing.

    `letters[i]` stands at `positions[i]` of the text; `breaks[i]` tells what ends before
    it: nothing (0), a label with its colon (1), a clause or a line (2). `breaks` has one more
    entry than `letters`, for the end.
    """

    letters: str
    positions: NDArray[np.int64]
    breaks: NDArray[np.uint8]


@lru_cache(maxsize=1)
def _tables() -> tuple[Codes, NDArray[np.uint8]]:
    """Map each code point to its folded one, and to what kind of character it is."""
    plain = [chr(code) for code in range(0x20000)]
    wide = [unicodedata.normalize("NFKC", one) for one in plain]
    single = [new if len(new) == 1 else old for old, new in zip(plain, wide, strict=True)]
    folded = np.arange(0x110000, dtype=np.uint32)
    folded[: len(single)] = as_codes(fold("".join(single)).translate(ONE_WAY))
    kinds = np.full(0x110000, BREAK, dtype=np.uint8)
    for code, new in enumerate(folded.tolist()):
        letter = chr(new)
        if letter.isalnum():
            kinds[code] = DIGIT if letter.isdigit() else LETTER
        elif unicodedata.category(letter) in {"Mn", "Mc"}:
            kinds[code] = LETTER
    for marks, kind in (
        (UNITS, LETTER), (SPACES + NOT_ENDING, DROPPED), (JOINERS, JOINER), (",", COMMA)
    ):  # fmt: skip
        kinds[np.isin(folded, [ord(mark) for mark in marks])] = kind
    kinds[[ord(mark) for mark in SPACES]] = BLANK
    for mark, joiner in JOINERS.items():
        folded[folded == ord(mark)] = ord(joiner)
    return folded, kinds


def as_codes(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def as_text(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def folded_codes(texts: Sequence[str]) -> Iterator[tuple[range, Codes, NDArray[np.int64]]]:
    """Fold many texts, in batches.

    Yields:
        For each batch the numbers of its texts, their folded code points one text after the
        other, and the start of each text in these (one more entry: the end).
    """
    first = 0
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and (last == first or size + len(texts[last]) < BATCH_CHARACTERS):
            size += len(texts[last])
            last += 1
        codes = as_codes(END.join(texts[first:last]))
        folded, kept = _folded(codes)
        ends = np.cumsum([len(text) + 1 for text in texts[first:last]])
        counts = np.concatenate([[0], np.cumsum(kept)])
        starts = np.concatenate([[0], counts[np.minimum(ends, len(codes))]])
        yield range(first, last), folded[kept], starts
        first = last


def fold_text(text: str) -> Folded:
    """Fold one text, with where its letters stood and where its clauses end."""
    codes = as_codes(text)
    folded, kept = _folded(codes)
    positions = np.flatnonzero(kept)
    kinds = _tables()[1][codes]
    digit, blank = kinds == DIGIT, kinds == BLANK
    ending = (kinds == BREAK) | (kinds >= JOINER)
    ending[:-1] |= blank[:-1] & blank[1:]  # two blanks part what is not parted by a comma
    ending[1:-1] &= ~(digit[:-2] & digit[2:])  # 1,000
    ending &= ~kept
    label = ending & (folded == ord(":"))
    until = np.concatenate([positions, [len(codes)]])
    breaks = np.minimum(_marks_before(label, until), 1)
    breaks[_marks_before(ending & ~label, until) > 0] = CLAUSE
    breaks[[0, -1]] = CLAUSE
    return Folded(as_text(folded[kept]), positions, breaks)


def _marks_before(marks: NDArray[np.bool_], until: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Count the marks between each position and the one before."""
    counts = np.concatenate([[0], np.cumsum(marks)])[until]
    return np.minimum(np.diff(counts, prepend=0), 2).astype(np.uint8)


def fold_letters(text: str) -> str:
    """Fold one text; only its letters."""
    if not text:
        return ""
    folded, kept = _folded(as_codes(text))
    return as_text(folded[kept])


def _folded(codes: Codes) -> tuple[Codes, NDArray[np.bool_]]:
    """Return the folded code points and which of them are kept."""
    table, kinds_of = _tables()
    folded, kinds = table[codes], kinds_of[codes]
    digit = kinds == DIGIT
    before = np.concatenate([[False], digit[:-1]])
    after = np.concatenate([digit[1:], [False]])
    kept = digit | (kinds == LETTER)
    kept |= (kinds == JOINER) & before & after  # 3.5, 10:30, 2024-03-05
    dash = folded == ord("-")
    return folded, kept | (dash & after & ~np.concatenate([[False], dash[:-1]]))  # -5
