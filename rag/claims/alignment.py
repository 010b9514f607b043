"""Where a sentence follows its quote but says another thing: 高峰智能 for 高崎智能.

The runs that a Chinese sentence shares with its quote are laid side by side (greedy string tiling
after Wise, "String Similarity via Greedy String Tiling", 1993). Where two runs that follow each
other in the quote have other characters between them in the sentence, one name may stand in
another's place. Words of plain characters (举行 for 举办) are a wording, not a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from rag.claims.names import names_of
from rag.claims.plain_words import PLAIN
from rag.text import fold

Span = tuple[int, int]

LEAST_RUN = 2  # characters that a shared run has
LONGEST_SWAP = 14  # characters that may stand for others
LEAST_NAME = 3  # telling characters of what is taken for a name without being known as one
LEAST_SUBJECT = 2  # … of a subject that stands nowhere around
SAME_FRAME = 0.5  # share of a clause that its quote must have for a swap to be told
MASK, EDGE = "#", "|"
CLAUSE = re.compile(r"[^,。;:!?\n]+")
_LETTER = re.compile(r"[^\W_]|#")


@dataclass(frozen=True, slots=True)
class Swap:
    """Characters of a sentence that stand where its quote has others."""

    claimed: str
    given: str
    is_known: bool = False  # the quote's are part of a name told by its form


@dataclass(frozen=True, slots=True)
class _Tile:
    start: int
    end: int
    at: int  # where it begins in the quote


def masked(text: str, spans: Sequence[Span]) -> str:
    """Fold a text and put one # for each span (a figure, a date), so that they compare as equal."""
    folded = fold(text)
    parts: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += folded[end:start], MASK
            end = stop
    return "".join([*parts, folded[end:]])


def shared_share(sentence: str, quote: str) -> float:
    """Return the share (0 to 1) of a masked sentence's letters in runs that its quote has too."""
    letters = _letters(sentence)
    of_quote = _letters(quote, keep_edges=True)
    tiles = _tiles(letters, of_quote)
    return sum(tile.end - tile.start for tile in tiles) / max(1, len(letters))


def swaps(sentence: str, quote: str, context: str) -> list[Swap]:
    """Find names of a sentence that stand where its quote has others.

    Args:
        sentence: masked (see `masked`).
        quote: masked.
        context: what else tells of the matter (title, issuer, the text before); what stands there
            may take the place of 该公司, but not of another name.
    """
    of_quote = _letters(quote, keep_edges=True)
    around = _letters(context, keep_edges=True)
    names = {name.text for name in names_of(quote)}
    known = names | {name.text for name in names_of(sentence)}
    found = []
    for clause in CLAUSE.findall(sentence):
        letters = _letters(clause)
        tiles = _tiles(letters, of_quote)
        if sum(tile.end - tile.start for tile in tiles) < SAME_FRAME * len(letters):
            continue
        for claimed, given in _gaps(letters, of_quote, tiles):
            swap = _trimmed(claimed, given)
            if not swap.claimed or not swap.given or _is_form_of(swap):
                continue
            told = swap.claimed in known or says_much(swap.claimed)
            foreign = len(_telling(claimed)) >= LEAST_NAME and not _shares_pair(claimed, around)
            if not told or not (foreign or swap.given in known or says_much(swap.given)):
                continue
            is_known = any(swap.given in name or name in given for name in names)
            is_named = is_known or len(_telling(swap.given)) >= LEAST_NAME
            if claimed in of_quote or (claimed in around and not is_named):
                continue
            found.append(replace(swap, is_known=is_known))
    return found


def unknown_subject(sentence: str, quote: str, context: str) -> str | None:
    """Return what a sentence begins with, before what its quote says, if nothing around tells it.

    Args:
        sentence: masked.
        quote: masked.
        context: as in `swaps`.
    """
    clause = CLAUSE.search(sentence)
    if clause is None:
        return None
    letters, of_quote = _letters(clause[0]), _letters(quote, keep_edges=True)
    tiles = _tiles(letters, of_quote)
    is_alike = sum(map(_length, tiles)) >= SAME_FRAME * len(letters)
    if not tiles or not is_alike or tiles[0].start == 0:
        return None
    subject = letters[: tiles[0].start].rstrip("的")
    known = of_quote + EDGE + _letters(context, keep_edges=True)
    if MASK in subject or len(_telling(subject)) < LEAST_SUBJECT or _shares_pair(subject, known):
        return None
    return subject


def _gaps(letters: str, quote: str, tiles: Sequence[_Tile]) -> list[tuple[str, str]]:
    """Return what the sentence has between, before and behind its runs, and the quote there."""
    found = []
    for one, following in pairwise(tiles):
        claimed, reach = letters[one.end : following.start], following.at - (one.at + _length(one))
        if claimed and 0 < reach <= LONGEST_SWAP:
            found.append((claimed, quote[one.at + _length(one) : following.at]))
        elif claimed and reach != 0:
            found += _at_edge(claimed, quote, following)
    if tiles and tiles[0].start:
        claimed = letters[: tiles[0].start]
        found.append((claimed, _before(quote, tiles[0].at, LONGEST_SWAP)))
    if tiles and tiles[-1].end < len(letters):
        claimed = letters[tiles[-1].end :]
        found.append((claimed, _behind(quote, tiles[-1].at + _length(tiles[-1]), len(claimed))))
    return [(claimed, given) for claimed, given in found if len(claimed) <= LONGEST_SWAP]


def _at_edge(claimed: str, quote: str, following: _Tile) -> list[tuple[str, str]]:
    before = _before(quote, following.at, len(claimed))
    return [(claimed, before)] if len(before) == len(claimed) else []


def _before(quote: str, at: int, length: int) -> str:
    start = max(quote.rfind(EDGE, 0, at), quote.rfind(MASK, 0, at)) + 1
    return quote[max(start, at - length) : at]


def _behind(quote: str, at: int, length: int) -> str:
    match = re.compile(r"[^|#]*").match(quote, at)
    return match[0][:length] if match else ""


def _length(tile: _Tile) -> int:
    return tile.end - tile.start


def _trimmed(claimed: str, given: str) -> Swap:
    """Take off what both begin and end with: 高峰 for 高崎 is 峰 for 崎."""
    while claimed and given and claimed[0] == given[0]:
        claimed, given = claimed[1:], given[1:]
    while claimed and given and claimed[-1] == given[-1]:
        claimed, given = claimed[:-1], given[:-1]
    return Swap(claimed, given)


def _telling(text: str) -> str:
    return "".join(one for one in text if one not in PLAIN and one not in (MASK, EDGE))


def _shares_pair(one: str, other: str) -> bool:
    return any(one[i : i + 2] in other for i in range(len(one) - 1))


def says_much(text: str) -> bool:
    """Tell whether a folded text has characters that plain words are seldom written with."""
    return bool(_telling(text))


def _is_form_of(swap: Swap) -> bool:
    """Tell whether one is a longer or shorter form of the other: 经济技术开发区 of 经开区."""
    one, other = sorted((_telling(swap.claimed), _telling(swap.given)), key=len)
    rest = iter(other)
    return all(character in rest for character in one)


def _letters(text: str, *, keep_edges: bool = False) -> str:
    if not keep_edges:
        return "".join(_LETTER.findall(text))
    return re.sub(r"[,。;:!?\n]", EDGE, re.sub(r"[^\w#,。;:!?\n]|_", "", text))


def _tiles(letters: str, quote: str) -> list[_Tile]:
    """Cover a clause with the longest runs that the quote has, one after another."""
    matcher = SequenceMatcher(None, "", quote, autojunk=False)
    matcher.set_seq1(letters)
    tiles: list[_Tile] = []
    open_spans = [(0, len(letters))]
    while open_spans:
        start, end = open_spans.pop()
        found = matcher.find_longest_match(start, end, 0, len(quote))
        if found.size < LEAST_RUN:
            continue
        tiles.append(_Tile(found.a, found.a + found.size, found.b))
        open_spans += (start, found.a), (found.a + found.size, end)
    return sorted(tiles, key=lambda tile: tile.start)
