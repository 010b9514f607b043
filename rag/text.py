"""Characters: scripts, and folding for matching. What is shown is never folded."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Scripts written without spaces between words: Han, kana, hangul, Thai, Lao, Khmer, Burmese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SCRIPTS = {
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "kana": "\u3040-\u30ff",
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "latin": "A-Za-z\u00c0-\u024f",
    "cyrillic": "\u0400-\u04ff",
    "greek": "\u0370-\u03ff",
    "arabic": "\u0600-\u06ff",
    "thai": "\u0e00-\u0e7f",
}
SCRIPT_NUMBERS = {name: number for number, name in enumerate(["", *SCRIPTS])}
MARKS_END = 0x1000  # no alphabet of ours that has combining marks goes further
LETTERS_PER_CHARACTER = 3  # a Latin word says about as much as one or two Han characters


@lru_cache(maxsize=1)
def _folding() -> dict[int, int]:
    """Map one character to one: traditional to simplified, full to half width, upper to lower."""
    import opencc

    table: dict[int, int] = {}
    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    for before, after in zip(
        han, opencc.OpenCC("t2s").convert("\n".join(han)).split("\n"), strict=True
    ):
        if before != after and len(after) == 1:
            table[ord(before)] = ord(after)
    for code in range(sys.maxunicode + 1):
        if code == 0x20000:  # no letter case beyond
            break
        lower = chr(code).lower()
        if len(lower) == 1 and ord(lower) != code:
            table[code] = ord(lower)
    for code in range(0xFF01, 0xFF5F):
        table[code] = ord(chr(code - 0xFEE0).lower())
    table[0x3000] = 0x20
    return table


def fold(text: str) -> str:
    """Fold for matching, character by character, so that offsets stay the same."""
    return text.translate(_folding())


@lru_cache(maxsize=1)
def _script_table() -> NDArray[np.uint8]:
    """Return the number of the script of each code point, 0 for none."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    for name, ranges in SCRIPTS.items():
        for low, high in re.findall("(.)-(.)", ranges):
            table[ord(low) : ord(high) + 1] = SCRIPT_NUMBERS[name]
    marks = [code for code in range(MARKS_END) if unicodedata.category(chr(code)) == "Mn"]
    table[marks] = 0  # hundreds of them on one letter are no text in their script
    return table


def main_script(text: str) -> str:
    """Return the script that carries most of a text ("han", "latin", …; "" for none)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.bincount(_script_table()[codes], minlength=len(SCRIPT_NUMBERS))
    counts[0] = 0
    for name in ("latin", "cyrillic", "greek", "arabic"):
        counts[SCRIPT_NUMBERS[name]] //= LETTERS_PER_CHARACTER
    best = int(counts.argmax())
    return ["", *SCRIPTS][best] if counts[best] else ""


def is_chinese(text: str) -> bool:
    """Tell whether Han characters carry most of a text."""
    return main_script(text) == "han"
