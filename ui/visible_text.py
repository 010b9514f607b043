"""Characters that would act on a terminal, or turn the text around them, shown as signs instead.

What a terminal takes as orders: C0 and C1 controls (an escape sequence begins with one of them).
Bidirectional embeddings, overrides and isolates (Unicode Standard Annex 9) can put our own words
into another order; the marks U+200E and U+200F are left, as they reach no other text.
"""

from __future__ import annotations

from collections.abc import Iterable

BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
C0 = tuple(code for code in range(0x20) if chr(code) not in "\t\n")
C1 = tuple(range(0x80, 0xA0))
DELETE, SURROGATES = 0x7F, range(0xD800, 0xE000)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
SEPARATORS = (0x2028, 0x2029)  # of lines and paragraphs: a terminal may break there

_SIGNS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in C0},  # the control pictures, U+2400 and following
    DELETE: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys((*C1, *BIDI_CONTROLS, *SURROGATES), UNKNOWN),
    **dict.fromkeys(SEPARATORS, " "),
}
_WITHOUT_BIDI = dict.fromkeys(BIDI_CONTROLS)


def visible(text: str) -> str:
    r"""Return text of the same length in which nothing acts; tabs and line breaks stay.

    >>> visible("a\x1b[31m")
    'a␛[31m'
    """
    return text.translate(_SIGNS)


def without_bidi(text: str) -> str:
    """Return text without the characters that turn what stands around it."""
    return text.translate(_WITHOUT_BIDI)


def has_bidi(text: str) -> bool:
    """Tell whether text holds characters that can turn what stands around it."""
    return not _BIDI.isdisjoint(text)


def in_json(document: str) -> str:
    """Return JSON in which what a terminal might act on is written as escapes of the same value."""
    return document.translate(_JSON)


def _escapes(codes: Iterable[int]) -> dict[int, str]:
    return {code: f"\\u{code:04x}" for code in codes}


_BIDI = frozenset(map(chr, BIDI_CONTROLS))
_JSON = _escapes((DELETE, *C1, *BIDI_CONTROLS))  # JSON itself escapes C0
