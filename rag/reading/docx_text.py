"""The text of WordprocessingML: what a reader sees once all tracked changes are accepted.

Elements are told by their local names (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol


class Element(Protocol):
    """What is used of an lxml element."""

    @property
    def tag(self) -> object:
        """Its name with its namespace; of a comment something else."""

    @property
    def text(self) -> str | None:
        """The text before its first child."""

    def __iter__(self) -> Iterator[Element]:
        """Yield its children."""

    def items(self) -> Iterable[tuple[object, object]]:
        """Return its attributes."""


_LEFT_OUT = frozenset({
    "del", "moveFrom", "rt", "Fallback", "instrText", "pPr", "tblPr", "sectPr", "annotationRef",
})  # fmt: skip
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTE_RULES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def lines_of(parent: Element) -> list[str]:
    """Return the lines of a body, note or cell: one a paragraph or table row.

    Cells of a row are separated by ` | `, a text box follows the paragraph that it hangs on.
    Deleted and moved-away text, field codes, hidden text and the reading aids above characters
    are left out.
    """
    return [line for line in _lines(parent) if line]


def notes_of(parent: Element) -> list[str]:
    """Return the lines of the notes of a part, without the rules that are drawn above them."""
    return [
        line
        for note in parent
        if _attribute(note, "type") not in _NOTE_RULES
        for line in lines_of(note)
    ]


def _lines(parent: Element) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield from _rows(child)
        elif name not in _LEFT_OUT:
            yield from _lines(child)


def _paragraph(element: Element) -> Iterator[str]:
    text: list[str] = []
    boxes: list[Element] = []
    _collect(element, text, boxes)
    yield from ("".join(text)).split("\n")
    for box in boxes:
        yield from _lines(box)


def _collect(element: Element, text: list[str], boxes: list[Element]) -> None:
    for child in element:
        name = _name(child)
        if name == "t":
            text.append(child.text or "")
        elif name in _MARKS:
            text.append(_MARKS[name])
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _LEFT_OUT and not (name == "r" and _is_hidden(child)):
            _collect(child, text, boxes)


def _rows(table: Element) -> Iterator[str]:
    for row in _below(table, "tr"):
        if any(_name(mark) == "del" for mark in _below(row, "trPr") for mark in mark):
            continue
        cells = (" ".join(" ".join(lines_of(cell)).split()) for cell in _below(row, "tc"))
        line = " | ".join(cells)
        if line.strip(" |"):
            yield line


def _below(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of a name, those in wrappers such as content controls included."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _below(child, wanted)


def _is_hidden(run: Element) -> bool:
    return any(
        _name(mark) == "vanish" and _attribute(mark, "val") not in {"0", "false", "off"}
        for properties in run
        if _name(properties) == "rPr"
        for mark in properties
    )


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a comment has none


def _attribute(element: Element, wanted: str) -> str | None:
    found = (value for name, value in element.items() if str(name).rpartition("}")[2] == wanted)
    return next(map(str, found), None)
