"""The text around a quote, in pieces that are shown one press after another."""

from __future__ import annotations

from dataclasses import dataclass

from rag.sentences import BREAK

LEAST = 120  # characters shown around a quote at once, where its article has so many
LONGEST = 400  # of one piece; a longer paragraph is parted at the end of a sentence
PIECES = 6  # kept on each side


@dataclass(frozen=True)
class Excerpt:
    """A run of an article's text around a quote: joined in order it is verbatim.

    Attributes:
        earlier: pieces before what is shown at once, in the order of the text.
        before: what is shown at once, up to the quote.
        after: what is shown at once, from the quote on.
        later: pieces after that.
        begins: whether `earlier` reaches back to the article's beginning.
        ends: whether `later` reaches its end.
    """

    earlier: tuple[str, ...]
    before: str
    after: str
    later: tuple[str, ...]
    begins: bool
    ends: bool


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """Return what stands around `text[start:end]`: its paragraph, and six pieces on each side.

    Where the paragraph is short, its neighbours are shown at once too.
    """
    left = _limited_left(text, text.rfind("\n", 0, start) + 1, start)
    right = _limited_right(text, end, _line_end(text, end))
    while left > 0 and start - left < LEAST // 2:
        left = _piece_left(text, left)
    while right < len(text) and right - end < LEAST // 2:
        right = _piece_right(text, right)
    earlier: list[str] = []
    first, last = left, right
    while first > 0 and len(earlier) < PIECES:
        begin = _piece_left(text, first)
        earlier.insert(0, text[begin:first])
        first = begin
    later: list[str] = []
    while last < len(text) and len(later) < PIECES:
        stop = _piece_right(text, last)
        later.append(text[last:stop])
        last = stop
    return Excerpt(
        tuple(earlier), text[left:start], text[end:right], tuple(later),
        first == 0, last == len(text),
    )  # fmt: skip


def _piece_left(text: str, end: int) -> int:
    """Return where the piece that ends at `end` (> 0) begins: before it, with more than space."""
    left = end
    while left > 0 and not text[left:end].strip():
        left = text.rfind("\n", 0, left - 1) + 1
    return _limited_left(text, left, end)


def _piece_right(text: str, start: int) -> int:
    right = start
    while right < len(text) and not text[start:right].strip():
        right = _line_end(text, right + 1)
    return _limited_right(text, start, right)


def _line_end(text: str, start: int) -> int:
    """Return where the line break at or after `start` stands; the text's end where none does."""
    found = text.find("\n", start)
    return len(text) if found < 0 else found


def _limited_left(text: str, left: int, end: int) -> int:
    if end - left <= LONGEST:
        return left
    floor = end - LONGEST
    cuts = (match.end() for match in BREAK.finditer(text, floor, end) if match.end() < end)
    return next(cuts, floor)


def _limited_right(text: str, start: int, right: int) -> int:
    if right - start <= LONGEST:
        return right
    ceiling = start + LONGEST
    cuts = [match.end() for match in BREAK.finditer(text, start, ceiling)]
    return cuts[-1] if cuts else ceiling
