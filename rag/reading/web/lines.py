"""What an HTML page shows, line by line, and the blocks that the lines stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Element: TypeAlias = Any  # an lxml element; lxml comes without types

_SCRIPTS_AND_FORMS = (
    "script style noscript template head title meta link svg math iframe object embed applet "
    "canvas audio video map select textarea button input datalist"
)
_PHRASES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p "
    "picture q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
_NOT_SHOWN = frozenset(_SCRIPTS_AND_FORMS.split())
_INLINE = frozenset(_PHRASES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ROW_CELLS, _ROW_CHARACTERS = 40, 300  # a larger row lays out text


@dataclass(slots=True)
class Block:
    """An element that begins a line: its lines are `lines[start:end]` of the page."""

    parent: int  # place in the page's blocks; -1 for the root
    tag: str
    names: str  # its class and id
    hidden: bool
    start: int
    end: int = -1


@dataclass(slots=True)
class Line:
    """A line of text; `linked` of its characters stand in links, `block` is its innermost."""

    text: str
    linked: int
    block: int
    heading: bool


@dataclass(slots=True)
class ShownPage:
    """The lines and blocks of a page, both in the page's order."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def ancestors(self, block: int) -> Iterator[int]:
        """Yield a block and those around it, inside out."""
        while block >= 0:
            yield block
            block = self.blocks[block].parent


def shown_page(root: Element) -> ShownPage:
    """Walk a parsed page; scripts, forms and comments are left out.

    White space runs become one space, as a browser shows them. The cells of a row of a data table
    become one line, with ` | ` between them.
    """
    walk = _Walk()
    pending: list[tuple[Element, bool]] = [(root, False)]
    while pending:
        element, left = pending.pop()
        if left:
            walk.leave(element)
            walk.add(element.tail)
        elif not isinstance(element.tag, str) or element.tag in _NOT_SHOWN:
            walk.add(element.tail)
        else:
            walk.enter(element)
            walk.add(element.text)
            pending.append((element, True))
            pending.extend((child, False) for child in reversed(element))
    return walk.page


class _Walk:
    """The state of walking through a page."""

    def __init__(self) -> None:
        self.page = ShownPage()
        self._block = -1
        self._links = 0
        self._headings = 0
        self._preformatted = 0
        self._pieces: list[str] = []
        self._linked = 0

    def enter(self, element: Element) -> None:
        tag = element.tag
        self._count(tag, 1)
        if tag in _INLINE:
            return
        self._end_line()
        if tag in {"br", "hr"}:
            return
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        hidden = element.get("hidden") is not None or bool(
            _HIDDEN.search(element.get("style") or "")
        )
        start = len(self.page.lines)
        self.page.blocks.append(Block(self._block, tag, names, hidden, start))
        self._block = len(self.page.blocks) - 1

    def leave(self, element: Element) -> None:
        tag = element.tag
        if tag not in _INLINE and tag not in {"br", "hr"}:
            self._end_line()
            block = self.page.blocks[self._block]
            if tag == "tr":
                self._join_cells(block)
            block.end = len(self.page.lines)
            self._block = block.parent
        self._count(tag, -1)

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._add(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            self._add(line)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._linked += len("".join(text.split()))

    def _count(self, tag: str, change: int) -> None:
        if tag == "a":
            self._links += change
        elif tag in _HEADINGS:
            self._headings += change
        elif tag in {"pre", "listing"}:
            self._preformatted += change

    def _end_line(self) -> None:
        if self._pieces:
            text = " ".join("".join(self._pieces).replace("\u200b", "").split())
            if text:
                line = Line(text, self._linked, self._block, self._headings > 0)
                self.page.lines.append(line)
            self._pieces.clear()
            self._linked = 0

    def _join_cells(self, row: Block) -> None:
        """Make one line of the cells of a row, where each holds at most one line."""
        if not 2 <= len(self.page.lines) - row.start <= _ROW_CELLS:
            return
        lines = self.page.lines[row.start :]
        cells = {self._cell(line.block) for line in lines}
        if len(cells) < len(lines) or sum(len(line.text) for line in lines) > _ROW_CHARACTERS:
            return
        text = " | ".join(line.text for line in lines)
        linked = sum(line.linked for line in lines)
        row_number = self._block
        self.page.lines[row.start :] = [Line(text, linked, row_number, False)]
        for block in self.page.blocks[row_number + 1 :]:
            block.start, block.end = row.start, row.start + 1

    def _cell(self, block: int) -> int:
        """Return the outermost cell inside the current row that a block stands in."""
        cell = block
        for one in self.page.ancestors(block):
            if one == self._block:
                break
            cell = one
        return cell
