"""What a page shows around its main text: kept for the report, in one piece for each place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.reading.web.lines import ShownPage
from rag.types import Removed

LONGEST_PIECE = 5_000  # characters; a page's menus have a few thousand


def outside(page: ShownPage, places: Sequence[int], used: Collection[str]) -> tuple[Removed, ...]:
    """Return what a page shows but its article does not hold, at most three pieces.

    The reason tells where it stood: `above_main_text`, `inside_main_text` or `below_main_text`,
    or `outside_main_text` where the main text is not among the page's lines; and of a piece that
    is cut how much of it is there.

    Args:
        page: the page.
        places: the lines of the main text, in order.
        used: texts of other lines that the article holds: its headline and bylines.
    """
    inside, taken = set(places), set(used)
    pieces: dict[str, list[str]] = {}
    for place, line in enumerate(page.lines):
        hidden = any(page.blocks[block].hidden for block in page.ancestors(line.block))
        if place not in inside and line.text not in taken and not hidden:
            pieces.setdefault(_where(place, places), []).append(line.text)
    return tuple(_piece("\n".join(lines), where) for where, lines in pieces.items())


def _where(place: int, places: Sequence[int]) -> str:
    if not places:
        return "outside_main_text"
    if place < places[0]:
        return "above_main_text"
    return "below_main_text" if place > places[-1] else "inside_main_text"


def _piece(text: str, where: str) -> Removed:
    if len(text) <= LONGEST_PIECE:
        return Removed(text, where)
    shown = f"{where} (the first {LONGEST_PIECE} of {len(text)} characters)"
    return Removed(text[:LONGEST_PIECE], shown)
