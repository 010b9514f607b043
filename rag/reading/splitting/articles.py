"""The starts of a page's articles: those that bylines show, mended, and those that none shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from rag.reading.splitting.headings import Start, is_heading, signed_starts, unsigned_heads
from rag.reading.splitting.lines import Kind, Line, has_body
from rag.reading.splitting.topics import SEEN_LINES, Topics
from rag.reading.splitting.unsigned import with_unsigned

HEAD_LINES = 5
OWN_WORDS = 0.5  # of the pairs of a line above a headline, to be part of it


def find_starts(lines: Sequence[Line]) -> list[Start]:
    """Return the starts of the articles of a page in order; of other texts fewer than two."""
    starts, ends = signed_starts(lines)
    if not any(start.headed for start in starts) and len(ends) < 2:
        return []
    if _signed_articles(lines, starts, ends) + len(ends) < 2:
        return []
    first = _first_head(lines, starts)
    if first is not None:
        starts.insert(0, first)
    topics = Topics([line.text for line in lines])
    starts = with_unsigned(lines, topics, _mended(lines, topics, starts), ends)
    return starts if _signed_articles(lines, starts, ends) > 1 else []


def _signed_articles(lines: Sequence[Line], starts: Sequence[Start], ends: Sequence[int]) -> int:
    """Return how many articles have a headline, a body and, above or below it, a signature."""
    bounds = [start.begin for start in starts] + [len(lines)]
    return sum(
        start.headed
        and has_body(lines[start.body : after])
        and (start.signed or bisect_left(ends, start.body) < bisect_left(ends, after))
        for start, after in zip(starts, bounds[1:], strict=True)
    )


def _first_head(lines: Sequence[Line], starts: Sequence[Start]) -> Start | None:
    """Return the head at the top of the page where no byline shows it."""
    top = 0
    while top < len(lines) and lines[top].kind is Kind.FURNITURE:
        top += 1
    limit = starts[0].begin if starts else len(lines)
    if top >= limit:
        return None
    heads = unsigned_heads(lines, top, limit, indented=True)
    if heads and heads[0].begin == top:
        return heads[0]
    return Start(top, top, top, signed=False)


def _mended(lines: Sequence[Line], topics: Topics, starts: Sequence[Start]) -> list[Start]:
    """Move the first line of heads to where the words of the articles around them show it."""
    mended: list[Start] = []
    for start in starts:
        floor = mended[-1].body if mended else 0
        begin = start.begin
        below = range(start.heading_end, min(len(lines), start.heading_end + SEEN_LINES))
        while begin < start.heading_end - 1 and _is_strange(lines, topics, begin, floor, below):
            begin += 1
        if begin == start.begin and start.headed:
            begin = _extended(lines, topics, start, floor, below)
        mended.append(replace(start, begin=begin))
    return mended


def _is_strange(
    lines: Sequence[Line], topics: Topics, place: int, floor: int, below: range
) -> bool:
    """Tell whether a line at the top of a head belongs to the text above."""
    line = lines[place]
    if line.short or place <= floor or lines[place + 1].text.startswith("—"):
        return False
    above = range(max(floor, place - SEEN_LINES), place)
    own = topics.share([place], below)
    return topics.share([place], above) > own + 0.1 or (own == 0.0 and "，" in line.text)


def _extended(lines: Sequence[Line], topics: Topics, start: Start, floor: int, below: range) -> int:
    """Return where a head begins if lines above it that share its words belong to it."""
    begin = start.begin
    for place in range(begin - 1, max(floor, start.heading_end - HEAD_LINES) - 1, -1):
        above = range(max(floor, place - SEEN_LINES), place)
        if not is_heading(lines, place, floor):
            break
        if topics.share([place], below) > OWN_WORDS + topics.share([place], above):
            begin = place
    return begin
