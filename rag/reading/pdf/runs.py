"""Pieces of text with their places on a page, and the rows that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from rag.reading.joining import separator

LEAST_HEIGHT = 0.1  # a font may say that its type has no height
SAME_ROW = 0.6  # of the smaller height: raised signs of notes stay in their row
WORD_SPACE = 0.1  # of the height; less than that stands between letters
WRITTEN_SPACE = 0.8
SPACE_IN_CHINESE = 1.4  # justified lines leave up to about one height between characters


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line without a wide gap; edges in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The size of its type."""
        return max(LEAST_HEIGHT, self.top - self.bottom)

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Group runs into rows from the top, each from the left."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        last = rows[-1][0] if rows else None
        if last is None or last.middle - run.middle > SAME_ROW * min(last.height, run.height):
            rows.append([])
        rows[-1].append(run)
    return [sorted(row, key=lambda run: run.left) for row in rows]


def row_text(row: list[Run]) -> str:
    """Return the text of a row; gaps that only justify a Chinese line are no spaces."""
    gaps = sorted(max(0.0, after.left - before.right) for before, after in pairwise(row))
    usual = gaps[len(gaps) // 2] if len(gaps) > 3 else 0.0
    text = row[0].text.strip()
    for before, after in pairwise(row):
        height = min(before.height, after.height)
        gap = after.left - before.right - usual
        piece = after.text.strip()
        written = before.text.endswith(" ")
        if gap > (WRITTEN_SPACE if written else SPACE_IN_CHINESE) * height:
            between = " "
        elif gap > WORD_SPACE * height or written:
            between = separator(text, piece) if text and piece else ""
        else:
            between = ""
        text += between + piece
    return text
