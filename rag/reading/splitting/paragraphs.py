"""The lines of an article on a page joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.joining import continuations, separator
from rag.reading.splitting.lines import Kind, Line, is_closed, may_be_heading

_STARTS_ANEW = re.compile(
    r"图为|题图|资料图|近日|日前|连日来|昨[日天]|\d{1,2}月\d{1,2}日[，,]|[□■●◆▲★]"
)
SUBHEAD_CHARACTERS = 20


def continued(lines: Sequence[Line]) -> list[bool]:
    """Tell of each line of an article's body whether it goes on with the line before it.

    Where the headlines are out, a line without end is a broken sentence unless it is a subhead.
    """
    joined = continuations(_source(lines))
    return [place > 0 and (joined[place] or _goes_on(lines, place)) for place in range(len(lines))]


def _goes_on(lines: Sequence[Line], place: int) -> bool:
    before, line = lines[place - 1], lines[place]
    if line.kind is not Kind.TEXT or before.kind not in (Kind.TEXT, Kind.DATELINE):
        return False
    if (
        is_closed(before.text)
        or before.text.endswith(("；", ";"))
        or line.indented
        or _STARTS_ANEW.match(line.text)
    ):
        return False
    return not is_subhead(lines, place - 1) and not _is_title_like(lines, place)


def is_subhead(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line is a heading inside an article."""
    line = lines[place]
    if not _is_short_heading(line):
        return False
    return place == 0 or _is_end(lines[place - 1]) or is_subhead_pair(lines, place)


def is_subhead_pair(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line is the second of two that make a heading."""
    above = lines[place - 1]
    return _is_short_heading(above) and (place == 1 or _is_end(lines[place - 2]))


def _is_short_heading(line: Line) -> bool:
    return (
        line.kind is Kind.TEXT
        and len(line.text) <= SUBHEAD_CHARACTERS
        and line.short
        and may_be_heading(line.text)
        and "，" not in line.text
        and "," not in line.text
    )


def _is_title_like(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a short line stands apart between blank lines."""
    following = lines[place + 1] if place + 1 < len(lines) else None
    apart = lines[place].after_blank and (following is None or following.after_blank)
    return apart and _is_short_heading(lines[place]) and not is_closed(lines[place].text)


def _is_end(line: Line) -> bool:
    return line.kind is not Kind.TEXT or is_closed(line.text)


def join_paragraphs(lines: Sequence[Line]) -> str:
    """Return the text of an article's body, one paragraph a line."""
    pieces: list[str] = []
    for line, goes_on in zip(lines, continued(lines), strict=True):
        if goes_on:
            pieces.append(separator(pieces[-1], line.text))
        elif pieces:
            pieces.append("\n")
        pieces.append(line.text)
    return "".join(pieces)


def _source(lines: Sequence[Line]) -> str:
    return "\n".join(
        ("\n" if line.after_blank else "") + ("　" if line.indented else "") + line.text
        for line in lines
    )
