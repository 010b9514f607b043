"""Printed lines of a page and what each is on its own: body, byline, credit, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from rag.reading.splitting.bylines import (
    is_byline,
    is_credit,
    is_furniture,
    starts_with_dateline,
)

HEADING_CHARACTERS = 42
_STRICTLY_CLOSED = re.compile(r"(?:。|[。！？…!?.][”’」』）)》]{1,2})$")
_SOFTLY_CLOSED = re.compile(r"[！？!?…”’」』）)]$")
_NO_HEADING = re.compile(r"[。；;\t]|[|｜].*[|｜]|[，、,]$|^[，。、；：！？）】》」』〉％,;)\]}]")
_COMMAS = re.compile(r"[，,]")
_CLAUSE_MARK = re.compile(r"[，。,；]")
USUAL_WIDTH = 15


class Kind(Enum):
    """What a line is."""

    TEXT = "text"
    DATELINE = "dateline"
    BYLINE = "byline"
    CREDIT = "credit"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the space around it."""

    text: str
    blanks: int  # blank lines before it, 1 being as many as usual where there are any
    indented: bool
    kind: Kind
    short: bool  # shorter than lines are that break a sentence

    @property
    def after_blank(self) -> bool:
        """Tell whether a blank line stands before it."""
        return self.blanks > 0


def printed_lines(text: str) -> list[Line]:
    """Return the lines of a page that are not blank."""
    lines: list[Line] = []
    raws = text.splitlines()
    width = _shortest_broken([raw.strip() for raw in raws])
    gap = _usual_gap(raws)
    blanks = 0
    for raw in raws:
        line = raw.strip()
        if line:
            indented = raw[0].isspace()
            lines.append(Line(line, -(-blanks // gap), indented, _kind(line), len(line) < width))
        blanks = 0 if line else blanks + 1
    return lines


def _usual_gap(raws: Sequence[str]) -> int:
    """Return how many blank lines stand between two lines where there are any, at least 1."""
    gaps: list[int] = []
    blanks = 0
    for raw in raws:
        if not raw or raw.isspace():
            blanks += 1
        elif blanks:
            gaps.append(blanks)
            blanks = 0
    return sorted(gaps)[len(gaps) // 2] if gaps else 1


def _shortest_broken(lines: Sequence[str]) -> int:
    """Return the length that nearly all lines have which break off in mid-sentence."""
    lengths = sorted(
        len(line) for line in lines if _CLAUSE_MARK.search(line) and not is_closed(line)
    )
    return lengths[len(lengths) // 12] if len(lengths) > 5 else USUAL_WIDTH


def _kind(line: str) -> Kind:
    if starts_with_dateline(line):
        return Kind.DATELINE
    if is_furniture(line):
        return Kind.FURNITURE
    if is_credit(line):
        return Kind.CREDIT
    if is_byline(line):
        return Kind.BYLINE
    return Kind.TEXT


def is_closed(line: str) -> bool:
    """Tell whether a line may end a paragraph."""
    return is_strictly_closed(line) or _SOFTLY_CLOSED.search(line) is not None


def is_strictly_closed(line: str) -> bool:
    """Tell whether a line ends as sentences of the body do and headings do not."""
    return _STRICTLY_CLOSED.search(line) is not None


def may_be_heading(line: str) -> bool:
    """Tell whether a line has the shape of a headline, a kicker or a subhead."""
    return (
        1 < len(line) <= HEADING_CHARACTERS
        and _NO_HEADING.search(line) is None
        and len(_COMMAS.findall(line)) <= 2
        and not line.startswith("图为")
    )


def has_body(lines: Sequence[Line]) -> bool:
    """Tell whether lines are more than the teaser of an article."""
    size = sum(len(line.text) for line in lines)
    return size > 60 and any("。" in line.text for line in lines)
