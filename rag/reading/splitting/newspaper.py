"""A newspaper page, as a PDF gives its text, into its articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.joining import join_lines
from rag.reading.splitting.articles import find_starts
from rag.reading.splitting.captions import find_captions
from rag.reading.splitting.headings import DASHES, Start
from rag.reading.splitting.lines import Line, printed_lines
from rag.reading.splitting.paragraphs import continued, join_paragraphs
from rag.reading.splitting.reading_order import Column, restore

KICKER_AND_HEADLINE = 2
_SIGNS = re.compile(r"记者|通讯员|[讯电电訊]|記者|摄|\n[^\S\n]*+[□■◎●◆▲★]")


@dataclass(frozen=True, slots=True)
class Part:
    """An article of a page: its text as printed, one paragraph a line, and its headline.

    `title` is kicker and headline joined by a space, without a second headline that begins with
    a dash; None where none is printed, as over a caption.
    """

    text: str
    title: str | None


def split_newspaper(text: str) -> list[Part]:
    """Return the articles of a newspaper page in order; any other text is one part.

    Args:
        text: a page as decoded, with its blank lines.

    Returns:
        At least one part. White space aside, the parts hold the characters of the text.
    """
    if not _has_signs(text):
        return [Part(join_lines(text), None)]
    lines = printed_lines(text)
    starts = find_starts(lines)
    if len(starts) < 2:
        return [Part(join_lines(text), None)]
    columns, captions = _columns(lines, starts)
    restore(lines, columns)
    return _parts(lines, starts, columns, captions)


def _has_signs(text: str) -> bool:
    return "\n" in text.strip() and len(_SIGNS.findall(text)) > 1


def _columns(
    lines: Sequence[Line], starts: Sequence[Start]
) -> tuple[list[Column], list[list[range]]]:
    """Return for each start its lines as printed, and the captions that stand among them."""
    columns: list[Column] = []
    captions: list[list[range]] = []
    begin = 0
    for start, end in zip(starts, [*(one.begin for one in starts[1:]), len(lines)], strict=True):
        body = lines[start.body : end]
        inside = [
            range(start.body + first, start.body + after)
            for first, after in find_captions(body, continued(body))
        ]
        apart = {place for one in inside for place in one}
        own = [place for place in range(start.body, end) if place not in apart]
        columns.append(Column(list(range(begin, start.body)), own))
        captions.append(inside)
        begin = end
    return columns, captions


def _parts(
    lines: Sequence[Line],
    starts: Sequence[Start],
    columns: Sequence[Column],
    captions: Sequence[Sequence[range]],
) -> list[Part]:
    parts: list[Part] = []
    for start, column, inside in zip(starts, columns, captions, strict=True):
        title = _title([line.text for line in lines[start.begin : start.heading_end]])
        texts = [lines[place].text for place in column.head]
        if column.body:
            texts.append(join_paragraphs([lines[place] for place in column.body]))
        parts.append(Part("\n".join(texts), title))
        parts.extend(Part(join_paragraphs([lines[n] for n in one]), None) for one in inside)
    return [part for part in parts if part.text]


def _title(headline: Sequence[str]) -> str | None:
    """Return kicker and headline; of three lines the last one is a second headline."""
    printed = [line for line in headline if not line.startswith(DASHES)]
    if len(printed) == KICKER_AND_HEADLINE + 1:
        printed = printed[:KICKER_AND_HEADLINE]
    return " ".join(printed) or None
