"""Photo captions with their credit among the lines of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.splitting.bylines import CREDIT_CHARACTERS, ends_in_credit
from rag.reading.splitting.lines import Kind, Line, is_closed

_PHOTOGRAPHED = re.compile(r"(?:摄影?|图|发)[)）]?$|(?:摄影|图)[^，。]{2,14}$")
_OPENS = re.compile(r"图为|近日|日前|连日来|昨[日天]|\d{1,2}月\d{1,2}日")
SHORTEST = 30  # characters
USUAL_CHARACTERS = 130
BLOCK_CHARACTERS = 120
CAPTION_CHARACTERS = 320  # a longer paragraph with a credit is an article's own


def find_captions(lines: Sequence[Line], continues: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the captions, each as the number of its first line and the one after its last.

    Args:
        lines: the body of an article.
        continues: of each line, whether it goes on with the paragraph of the line before.
    """
    found: list[tuple[int, int]] = []
    floor = 0
    for place, line in enumerate(lines):
        if line.kind is Kind.CREDIT:
            begin = _paragraph_begin(lines, continues, place - 1, floor) if place > floor else place
        elif _ends_in_credit(lines, continues, place):
            begin = _paragraph_begin(lines, continues, place, floor)
        else:
            continue
        begin = _block_begin(lines, begin, floor)
        size = sum(len(one.text) for one in lines[begin : place + 1])
        if begin < place + (line.kind is not Kind.CREDIT) and size <= CAPTION_CHARACTERS:
            found.append((begin, place + 1))
            floor = place + 1
    return found


def _paragraph_begin(
    lines: Sequence[Line], continues: Sequence[bool], last: int, floor: int
) -> int:
    """Return the first line of a caption that ends with the line `last`.

    Where the text above it breaks off in mid-sentence, a blank line tells where it begins.
    """
    begin = last
    size = len(lines[last].text)
    opens: int | None = None
    while begin > floor and continues[begin]:
        if lines[begin].after_blank and (opens is None or _OPENS.match(lines[begin].text)):
            opens = begin if size >= SHORTEST else opens
        begin -= 1
        size += len(lines[begin].text)
    if opens is not None and (
        begin == 0 or size > USUAL_CHARACTERS or _OPENS.match(lines[opens].text)
    ):
        return opens
    return begin


def _block_begin(lines: Sequence[Line], begin: int, floor: int) -> int:
    """Return the first line after a blank line where a few sentences above are set with it."""
    place = begin
    size = 0
    while place > floor and not lines[place].after_blank:
        place -= 1
        size += len(lines[place].text)
        if size > BLOCK_CHARACTERS or lines[place].kind is not Kind.TEXT:
            return begin
    return place if place == 0 or is_closed(lines[place - 1].text) else begin


def _ends_in_credit(lines: Sequence[Line], continues: Sequence[bool], place: int) -> bool:
    """Tell whether a credit, which a line break may divide, ends with this line."""
    text = lines[place].text
    before = lines[place - 1].text if place and continues[place] else ""
    if _PHOTOGRAPHED.search((before + text)[-CREDIT_CHARACTERS:]) is None:
        return False
    return ends_in_credit(before + text)
