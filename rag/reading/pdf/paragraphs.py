"""Lines of blocks to paragraphs, over the breaks of columns and pages too.

Places on the page decide where text alone leaves it open: a paragraph begins where a line is
indented, where the line before stops short of the margin, or after a wider gap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.reading.joining import separator
from rag.reading.pdf.layout import Block, Line

INDENT = 0.9  # all in heights of the line's type
STOPS_SHORT = 2.2  # what may not begin a line can leave two characters' space before
DEEPEST_HANGING = 4.0
OTHER_SIZE = 1.12
WIDE_SPACING = 1.6
WIDER_GAP = 1.35  # times the block's usual distance of lines
_FIRST_WIDE = "\u2e80"
_SENTENCE_END = tuple("。！？…；.!?;”")
_COMPOUND = re.compile(r"[A-Za-z]+-[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z]+-$")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_ITEM = re.compile(
    r"[•·●■◆○▪*–-]\s|[(（]?(?:[\da-zA-Z]{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳]"
)


def paragraphs(blocks: Sequence[Block]) -> list[str]:
    """Return the paragraphs of blocks in reading order; each row of a table is one.

    A hyphen at the end of a line goes where a word goes on, unless the text writes the same
    compound within a line.
    """
    compounds = {
        word for block in blocks for line in block.lines for word in _COMPOUND.findall(line.text)
    }
    found: list[str] = []
    before: _Before | None = None
    for block in blocks:
        edges = _Edges(block)
        for at, line in enumerate(block.lines):
            begins = before is None or block.table or _begins(before, line, edges, at == 0)
            if begins:
                found.append(line.text)
            else:
                found[-1] = _joined(found[-1], line.text, compounds)
            hangs = not begins and line.left - edges.left >= INDENT * line.height
            before = None if block.table else _Before(line, edges, hangs)
    return [text for text in found if text]


class _Edges:
    """The margins of a block and the distance of its lines, in points."""

    def __init__(self, block: Block) -> None:
        lines = block.lines
        lefts = Counter(round(line.left / 2) for line in lines)
        most = max(lefts.values())
        self.left = min(line.left for line in lines if lefts[round(line.left / 2)] == most)
        rights = sorted(line.right for line in lines)
        self.right = rights[int(0.9 * (len(rights) - 1))] if len(rights) > 3 else rights[-1]
        distances = [before.bottom - after.bottom for before, after in pairwise(lines)]
        self.distance = median(distances) if len(distances) > 1 else None
        self.indents = any(self.indented(line) for line in lines)

    def indented(self, line: Line) -> bool:
        """Tell whether a line begins right of the block's margin."""
        return line.left - self.left >= INDENT * line.height

    def juts_out(self, line: Line) -> bool:
        """Tell whether a line begins left of the block's margin."""
        return self.left - line.left >= INDENT * line.height

    def stops_short(self, line: Line, following: Line) -> bool:
        """Tell whether the beginning of the following line would have found room in a line."""
        need = STOPS_SHORT * line.height
        if following.text[0] < _FIRST_WIDE:
            word = len(following.text.split(" ", 1)[0]) + 1
            need = word * (following.right - following.left) / len(following.text)
        return self.right - line.right > need


@dataclass(frozen=True, slots=True)
class _Before:
    """The line before, the margins of its block and whether it hangs below a list item."""

    line: Line
    edges: _Edges
    hangs: bool


def _begins(before: _Before, line: Line, edges: _Edges, first: bool) -> bool:
    """Tell whether a line begins a paragraph; `first`: it is the first of its block."""
    last = before.line
    if line.text[0].islower() and _LAST_WORD.search(last.text[-40:]):
        return False
    sizes = sorted((last.height, line.height))
    if sizes[1] > OTHER_SIZE * sizes[0] or before.edges.stops_short(last, line):
        return True
    if edges.juts_out(line) or (edges.indented(line) and not _goes_on(before, line)):
        return True
    if first:
        apart = abs(edges.left - before.edges.left) > 2 * line.height
        if apart and line.bottom < last.bottom:  # below it in another column: no column break
            return True
        told_by_indents = edges.indents or before.edges.indents
        return last.text.endswith(_SENTENCE_END) and not told_by_indents
    usual = edges.distance or WIDE_SPACING * line.height
    return last.bottom - line.bottom > WIDER_GAP * usual


def _goes_on(before: _Before, line: Line) -> bool:
    """Tell whether an indented line goes on with a list item whose sign stands out."""
    step = (line.left - before.line.left) / line.height
    if before.hangs:
        return abs(step) < INDENT / 2
    return 0.5 <= step <= DEEPEST_HANGING and _ITEM.match(before.line.text) is not None


def _joined(text: str, line: str, compounds: set[str]) -> str:
    last, first = _LAST_WORD.search(text[-40:]), _FIRST_WORD.match(line)
    if last and first and line[0].islower() and last[0] + first[0] not in compounds:
        return text[:-1] + line
    return text + separator(text, line) + line
