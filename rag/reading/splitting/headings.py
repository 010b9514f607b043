"""Where the articles of a page start: headlines with a byline, or after an article's end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.splitting.bylines import ends_with_byline, is_byline
from rag.reading.splitting.lines import Kind, Line, is_closed, is_strictly_closed, may_be_heading

HEAD_LINES = 5  # kicker, headline and second headline, the longer ones in two lines
LONGEST_HEADLINE = 60  # characters, where a second headline with a dash follows
SHORT_HEADING = 24
LAST_WORDS = 8
SHORT_LEDE = 16
WIDE_GAP = 2  # blank lines; more than stand between paragraphs
DASHES = ("——", "--", "—")
WRAPPED_NAME_CHARACTERS = 14
_LEDE = re.compile(r"近日|日前|近年来|今年以来|连日来|昨[日天晚]|今[日天]|据")
_LEDE_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|图为")
_BULLET = ("•", "·", "-", "*", "●")


@dataclass(frozen=True, slots=True)
class Start:
    """The head of an article: lines `begin` to `heading_end` are its headline, then bylines."""

    begin: int
    heading_end: int
    body: int
    signed: bool  # a byline or a dateline stands at the head

    @property
    def headed(self) -> bool:
        """Tell whether a headline is printed."""
        return self.heading_end > self.begin


def signed_starts(lines: Sequence[Line]) -> tuple[list[Start], list[int]]:
    """Return the starts that a byline shows, and the ends of articles that are signed there.

    An end is the number of the last line of its article.
    """
    starts: list[Start] = []
    ends: list[int] = []
    floor = place = 0
    while place < len(lines):
        line = lines[place]
        if line.kind not in (Kind.DATELINE, Kind.BYLINE):
            if _ends_article(lines, place, floor):
                ends.append(place)
                floor = place + 1
            place += 1
            continue
        begin = _heading_begin(lines, place, floor)
        body = _after_byline(lines, place)
        if begin < place or (line.kind is Kind.DATELINE and is_end(lines, place, floor)):
            starts.append(Start(begin, place, body, signed=True))
            floor = body
        elif line.kind is Kind.BYLINE and place > floor:
            ends.append(body - 1)
            floor = body
        place = max(body, place + 1)
    return starts, ends


def _ends_article(lines: Sequence[Line], place: int, floor: int) -> bool:
    text = lines[place].text
    if not text.endswith((")", "）")):
        return False
    if text.startswith(("(", "（")) and place == floor:
        return False
    before = lines[place - 1].text if place > floor else ""
    return ends_with_byline(text) if len(text) > 30 else ends_with_byline(before + text)


def is_end(lines: Sequence[Line], place: int, floor: int) -> bool:
    """Tell whether an article may start at a line: the one before it ends something."""
    if place <= floor:
        return True
    above = lines[place - 1]
    if (
        lines[place].blanks >= WIDE_GAP
        or above.kind in (Kind.FURNITURE, Kind.CREDIT)
        or is_closed(above.text)
    ):
        return True
    return above.text.endswith("摄") or (
        above.kind is Kind.BYLINE and not above.text.endswith("、")
    )


def _after_byline(lines: Sequence[Line], place: int) -> int:
    """Return the line after the byline lines at `place`; a dateline is part of the body."""
    if lines[place].kind is Kind.DATELINE:
        return place
    end = place + 1
    while end < len(lines):
        following = lines[end]
        whole = lines[end - 1].text + following.text
        wrapped = len(following.text) <= WRAPPED_NAME_CHARACTERS and is_byline(whole)
        if following.kind is not Kind.BYLINE and not wrapped:
            break
        end += 1
    return end


def _heading_begin(lines: Sequence[Line], place: int, floor: int) -> int:
    """Return the first of the heading lines right above a line; `place` where there is none."""
    begin = place
    while begin > max(floor, place - HEAD_LINES) and is_heading(lines, begin - 1, floor):
        begin -= 1
        if lines[begin].blanks >= WIDE_GAP and lines[begin].blanks > lines[begin + 1].blanks:
            break
    while begin < place - 1 and not _opens_head(lines, begin, floor):
        begin += 1
    return begin


def is_heading(lines: Sequence[Line], place: int, floor: int) -> bool:
    """Tell whether a line may be part of a headline, by its shape and what stands around it."""
    line = lines[place]
    if line.kind is not Kind.TEXT or is_strictly_closed(line.text):
        return False
    below = lines[place + 1] if place + 1 < len(lines) else line
    if below.text.startswith(DASHES) and place >= floor:
        return len(line.text) <= LONGEST_HEADLINE
    if not may_be_heading(line.text) or line.text.startswith(_BULLET):
        return False
    return is_end(lines, place, floor) or _is_headline_below(line, lines[place - 1])


def _is_headline_below(line: Line, above: Line) -> bool:
    """Tell whether a line is a headline though the line above it ends nothing."""
    if line.text.count("，") + line.text.count(",") > 1:
        return False
    if not is_closed(line.text) or (line.after_blank and len(line.text) <= SHORT_HEADING):
        return True
    return above.short and not is_closed(above.text)  # a kicker


def _opens_head(lines: Sequence[Line], place: int, floor: int) -> bool:
    """Tell whether a head may begin with a line that has other heading lines below it."""
    line, below = lines[place], lines[place + 1]
    if is_end(lines, place, floor):
        return not (line.indented and not below.indented)
    if line.text.startswith(DASHES) or (line.indented and not below.indented):
        return False
    if below.text.startswith(DASHES):
        return True
    if line.after_blank != below.after_blank:
        return line.after_blank
    return line.short and not is_closed(line.text)


def unsigned_heads(
    lines: Sequence[Line], floor: int, end: int, *, indented: bool = False
) -> list[Start]:
    """Return what has the shape of a headline between two lines: headlines and subheads.

    Args:
        lines: the page.
        floor: the first line to look at.
        end: the line after the last.
        indented: whether headlines of the page are indented.
    """
    heads: list[Start] = []
    place = floor
    while place < end - 1:
        line = lines[place]
        possible = is_end(lines, place, floor) or (line.short and _is_apart(lines, place))
        after = place
        if possible and (indented or not line.indented) and not line.text.startswith(DASHES):
            after = _heading_end(lines, place, end)
        if after > place:
            heads.append(Start(place, after, after, signed=False))
        place = max(place + 1, after)
    return heads


def _is_apart(lines: Sequence[Line], place: int) -> bool:
    line, following = lines[place], lines[place + 1]
    return following.after_blank or (following.indented and not line.indented)


def _heading_end(lines: Sequence[Line], begin: int, end: int) -> int:
    """Return the line after the heading lines at `begin`, `begin` where there are none."""
    place = begin
    while place < min(end - 1, begin + HEAD_LINES) and is_heading(lines, place, begin):
        line = lines[place]
        if line.indented and not lines[begin].indented:
            break
        if place > begin and is_closed(lines[place - 1].text) and line.blanks >= WIDE_GAP:
            break
        if _starts_body(line, lines[place + 1]):
            break
        place += 1
    return place


def _starts_body(line: Line, following: Line) -> bool:
    """Tell whether a line without end is the first of a paragraph rather than a heading."""
    if following.text.startswith(DASHES):
        return False
    runs_on = not following.after_blank and not following.indented
    long = len(line.text) > SHORT_LEDE or "，" in line.text or "," in line.text
    if _LEDE_DATE.match(line.text) or (_LEDE.match(line.text) and runs_on and long):
        return True
    if runs_on and len(following.text) <= LAST_WORDS and is_closed(following.text):
        return True
    return runs_on and not line.short and ("，" in line.text or "," in line.text)
