"""Running heads, running feet and page numbers: told apart by what other pages repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from rag.reading.pdf.runs import Run, row_text, rows_of
from rag.types import Removed

MARGIN = 0.1  # of the page's height, at the top and at the bottom
REPEATED = 0.3  # of the pages: heads of left and right pages often differ
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\s*[-—–·•.|]*\s*(?:第\s*|page\s+|p\.?\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?"
    r"(?:\s*(?:[/,，|]|of)?\s*(?:共\s*)?\d{1,4}\s*页?)?\s*[-—–·•.|]*\s*",
    re.IGNORECASE,
)

Reason = Literal["running head", "page number"]


def split_furniture(
    pages: Sequence[Sequence[Run]], heights: Sequence[float]
) -> tuple[list[list[Run]], list[Removed]]:
    """Return each page's runs without heads, feet and page numbers, and what was left out.

    Only rows in the margins count, from the outermost inwards until one is none of these; a head
    is one where at least two pages, and three in ten, repeat it but for its digits.

    Args:
        pages: the runs of each page.
        heights: the height of each page in points.
    """
    rows = [rows_of(page) for page in pages]
    seen: Counter[str] = Counter()
    for page, height in zip(rows, heights, strict=True):
        seen.update({_key(row) for row in page if _in_margin(row, height)})
    fewest = max(2, round(REPEATED * len(pages)))
    kept: list[list[Run]] = []
    removed: list[Removed] = []
    for page, height in zip(rows, heights, strict=True):
        outer = _outer_rows(page, height, seen, fewest)
        for at, reason in sorted(outer.items()):
            removed.append(Removed(row_text(page[at]), reason))
        kept.append([run for at, row in enumerate(page) if at not in outer for run in row])
    if not any(kept):
        return [list(page) for page in pages], []
    return kept, removed


def _key(row: list[Run]) -> str:
    """Return what heads of pages have in common; a title in larger type is none of them."""
    return f"{round(row[0].height)} {_DIGITS.sub('0', ''.join(row_text(row).split()))}"


def _in_margin(row: list[Run], height: float) -> bool:
    return row[0].middle > (1 - MARGIN) * height or row[0].middle < MARGIN * height


def _outer_rows(
    page: list[list[Run]], height: float, seen: Counter[str], fewest: int
) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for order in (range(len(page)), range(len(page) - 1, -1, -1)):
        for at in order:
            if at in found or not _in_margin(page[at], height):
                break
            if _PAGE_NUMBER.fullmatch(row_text(page[at])):
                found[at] = "page number"
            elif seen[_key(page[at])] >= fewest:
                found[at] = "running head"
            else:
                break
    return found
