"""The reading order of a page: columns found, tables kept in rows.

The page is cut at white strips, as in the recursive XY-cut (Nagy and Seth 1984, "Hierarchical
representation of optically scanned documents"), but a strip need not cross the whole page: the
one with most text on both of its sides is cut first, what lies above and below it afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rag.reading.pdf.runs import Run, row_text, rows_of

NARROWEST_GUTTER = 0.8  # all in heights of the usual type of the part of the page
WIDEST_GUTTER = 6.0
NARROWEST_COLUMN = 6.5
FULL_ROWS = 0.7  # of a column's width is covered by running text
ROWS_OF_A_COLUMN = 3
WIDE_COLUMN = 14.0  # with a gutter of at least one and a half, two rows are enough
ROWS_OF_A_TABLE = 2
ALIGNED = 0.8  # of the rows of a table's shorter side stand level with a row of the other
MOST_EDGES = 60
DEEPEST = 12
CELL_GAP = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block, with its edges in points; `height` is the size of its type."""

    text: str
    left: float
    bottom: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand below one another; `table`: each is a row, cells between ` | `."""

    lines: tuple[Line, ...]
    table: bool = False


@dataclass(frozen=True, slots=True)
class _Strip:
    """A white strip left of the edge `right`, with text on both sides between two heights."""

    right: float
    low: float
    high: float
    table: bool
    weight: float


def reading_order(runs: Sequence[Run]) -> list[Block]:
    """Return the blocks of a page in reading order: from the top, columns from the left."""
    return _blocks(list(runs), 0)


def _blocks(runs: list[Run], depth: int) -> list[Block]:
    if not runs:
        return []
    strip = _widest_view(runs) if depth < DEEPEST else None
    if strip is None:
        return [Block(tuple(_line(row, row_text(row)) for row in rows_of(runs)))]
    above = [run for run in runs if run.middle > strip.high]
    below = [run for run in runs if run.middle < strip.low]
    within = [run for run in runs if strip.low <= run.middle <= strip.high]
    if strip.table:
        rows = tuple(_line(row, " | ".join(_cells(row))) for row in rows_of(within))
        inner = [Block(rows, table=True)]
    else:
        left = [run for run in within if run.left < strip.right]
        right = [run for run in within if run.left >= strip.right]
        inner = _blocks(left, depth + 1) + _blocks(right, depth + 1)
    return _blocks(above, depth + 1) + inner + _blocks(below, depth + 1)


def _line(row: list[Run], text: str) -> Line:
    return Line(
        text,
        min(run.left for run in row),
        min(run.bottom for run in row),
        max(run.right for run in row),
        max(run.height for run in row),
    )


def _cells(row: list[Run]) -> list[str]:
    cells = [[row[0]]]
    for run in row[1:]:
        if run.left - cells[-1][-1].right >= CELL_GAP * run.height:
            cells.append([])
        cells[-1].append(run)
    return [row_text(cell) for cell in cells]


def _widest_view(runs: list[Run]) -> _Strip | None:
    """Return the strip that has most text on both sides."""
    size = median(run.height for run in runs)
    edges = Counter(round(run.left) for run in runs)
    found: list[_Strip] = []
    ordered = sorted(runs, key=lambda run: -run.middle)
    for edge, _ in edges.most_common(MOST_EDGES):
        found += _strips(ordered, edge - 1.0, size)
    return max(found, key=lambda strip: strip.weight, default=None)


def _strips(ordered: list[Run], right: float, size: float) -> list[_Strip]:
    """Return the stretches, from the top, in which no run reaches into the strip."""
    found: list[_Strip | None] = []
    free: list[Run] = []
    for run in ordered:
        if run.left < right and run.right > right + 1.0 - NARROWEST_GUTTER * size:
            found.append(_strip(free, right, size))
            free = []
        else:
            free.append(run)
    found.append(_strip(free, right, size))
    return [strip for strip in found if strip is not None]


def _strip(free: list[Run], right: float, size: float) -> _Strip | None:
    before = [run for run in free if run.left < right]
    after = [run for run in free if run.left >= right]
    if min(len(before), len(after)) < ROWS_OF_A_TABLE:
        return None
    high = min(max(run.middle for run in before), max(run.middle for run in after))
    low = max(min(run.middle for run in before), min(run.middle for run in after))
    if high <= low:
        return None
    first, second = (
        [row for row in rows_of(side) if low - size <= row[0].middle <= high + size]
        for side in (before, after)
    )
    fewest = min(len(first), len(second))
    gutter = min(run.left for run in after) - max(run.right for run in before)
    near = gutter <= WIDEST_GUTTER * size
    whole = (free[-1].middle, free[0].middle)
    if near and _is_prose(first, size) and _is_prose(second, size):
        wide = gutter >= 1.5 * size and min(_width(first), _width(second)) >= WIDE_COLUMN * size
        enough = fewest >= ROWS_OF_A_COLUMN - wide
        return _Strip(right, *whole, table=False, weight=high - low) if enough else None
    if fewest >= ROWS_OF_A_TABLE and _aligned(first, second, size):
        part = (low - 0.3 * size, high + 0.3 * size)
        return _Strip(right, *part, table=True, weight=high - low)
    if near and fewest >= ROWS_OF_A_COLUMN:
        return _Strip(right, *whole, table=False, weight=(high - low) / 2)
    return None


def _is_prose(rows: list[list[Run]], size: float) -> bool:
    """Tell whether most rows fill the width of their column, as running text does."""
    if not rows:
        return False
    width = _width(rows)
    covered = sorted(sum(run.right - run.left for run in row) for row in rows)
    full = covered[len(covered) // 2] >= FULL_ROWS * width
    return full and width >= NARROWEST_COLUMN * size


def _width(rows: list[list[Run]]) -> float:
    left = min((row[0].left for row in rows), default=0.0)
    return max((row[-1].right for row in rows), default=0.0) - left


def _aligned(first: list[list[Run]], second: list[list[Run]], size: float) -> bool:
    fewer, more = sorted((first, second), key=len)
    heights = {round(row[0].middle / size * 2 + shift) for row in more for shift in (-0.3, 0, 0.3)}
    level = sum(round(row[0].middle / size * 2) in heights for row in fewer)
    return level >= ALIGNED * len(fewer)
