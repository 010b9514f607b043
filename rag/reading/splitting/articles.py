"""The starts of a page's articles: those that bylines show, mended, and those that none shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

from rag.reading.splitting.headings import (
    WIDE_GAP,
    Start,
    is_heading,
    signed_starts,
    unsigned_heads,
)
from rag.reading.splitting.lines import Kind, Line
from rag.reading.splitting.topics import Topics

SEEN_LINES = 12  # of a text, to tell its topic
LONGEST_SAMPLE = 80  # lines of an article that another text is compared with
NEIGHBOURS = 6  # articles before and after one that it is compared with
HEAD_LINES = 5
# Affinity below which a text is another article, as a share of that of the halves of an article:
# at least, and so much more as its text repeats the headline; with and without a signature below.
SIGNED_LIMIT, UNSIGNED_LIMIT = (0.4, 0.8), (0.2, 0.5)
LEAST_OWN_WORDS = 0.1
REPEATED = 0.3  # of the pairs of a headline after a signature
NAMED, APART = 0.3, 0.15  # what a headline's words and its setting count against closeness
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
    starts = _with_unsigned(lines, topics, _mended(lines, topics, starts), ends)
    return starts if _signed_articles(lines, starts, ends) > 1 else []


def _signed_articles(lines: Sequence[Line], starts: Sequence[Start], ends: Sequence[int]) -> int:
    """Return how many articles have a headline, a body and, above or below it, a signature."""
    bounds = [start.begin for start in starts] + [len(lines)]
    return sum(
        start.headed
        and _has_body(lines[start.body : after])
        and (start.signed or bisect_left(ends, start.body) < bisect_left(ends, after))
        for start, after in zip(starts, bounds[1:], strict=True)
    )


def _has_body(lines: Sequence[Line]) -> bool:
    """Tell whether lines are more than the teaser of an article."""
    size = sum(len(line.text) for line in lines)
    return size > 60 and any("。" in line.text for line in lines)


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


@dataclass(frozen=True, slots=True)
class _Zone:
    """The lines between two signed heads, those of the others, and what the page is like."""

    begin: int
    end: int
    others: Sequence[tuple[int, int]]
    usual: float
    indented: bool


def _with_unsigned(
    lines: Sequence[Line], topics: Topics, starts: Sequence[Start], ends: Sequence[int]
) -> list[Start]:
    bounds = [start.begin for start in starts] + [len(lines)]
    articles = [(start.begin, end) for start, end in zip(starts, bounds[1:], strict=True)]
    usual = _usual_affinity(topics, articles)
    indented = any(lines[start.begin].indented for start in starts if start.headed)
    found: list[Start] = []
    for number, start in enumerate(starts):
        found.append(start)
        others = _neighbours(articles, number)
        zone = _Zone(start.body, bounds[number + 1], others, usual, indented)
        inside = ends[bisect_left(ends, zone.begin) : bisect_left(ends, zone.end)]
        found.extend(_unsigned(lines, topics, zone, inside))
    return found


def _neighbours(articles: Sequence[tuple[int, int]], number: int) -> list[tuple[int, int]]:
    """Return the articles before and after one, as far as their first lines."""
    near = range(max(0, number - NEIGHBOURS), min(len(articles), number + NEIGHBOURS + 1))
    return [
        (articles[place][0], min(articles[place][1], articles[place][0] + LONGEST_SAMPLE))
        for place in near
        if place != number
    ]


def _unsigned(
    lines: Sequence[Line], topics: Topics, zone: _Zone, ends: Sequence[int]
) -> list[Start]:
    """Return the heads of a zone that start an article without a byline above its body.

    Where a signature closes an article, one head between it and what came before may be its own:
    the one after the last signature, else that whose text is least like the text before it.
    """
    found: list[Start] = []
    begin = zone.begin
    for end in (*ends, zone.end - 1):
        heads = unsigned_heads(lines, begin, end + 1, indented=zone.indented)
        after_end = begin > zone.begin and bool(heads) and heads[0].begin == begin
        if after_end and _is_sure(lines, topics, heads[0], end):
            found.append(heads[0])
            heads = []
        head = _least_related(lines, topics, zone, begin, end, heads, signed=end in ends)
        if head is not None:
            found.append(head)
        begin = end + 1
    return found


def _is_sure(lines: Sequence[Line], topics: Topics, head: Start, end: int) -> bool:
    """Tell whether lines after an article's end are a headline, not a block of some article."""
    if _stands_apart(lines, head):
        return True
    named = topics.share(range(head.begin, head.body), range(head.body, end + 1))
    return named > REPEATED and "，" not in lines[head.begin].text


def _least_related(
    lines: Sequence[Line],
    topics: Topics,
    zone: _Zone,
    begin: int,
    end: int,
    heads: Sequence[Start],
    *,
    signed: bool,
) -> Start | None:
    """Return the head whose text is least like the text before it, None where it is like it."""
    rated: list[tuple[float, int]] = []
    for number, head in enumerate(heads):
        if not _has_body(lines[begin : head.begin]) or not _has_body(lines[head.body : end + 1]):
            continue
        relation = _closeness(topics, (begin, head.begin), (head.body, end + 1), zone.others)
        words = _own_words(topics, head, begin, end + 1)
        apart = _stands_apart(lines, head)
        if words < LEAST_OWN_WORDS and lines[head.begin].blanks < WIDE_GAP:
            continue
        limit, rise = SIGNED_LIMIT if signed else UNSIGNED_LIMIT
        if relation < (limit + rise * max(0.0, words)) * zone.usual and (signed or apart):
            rated.append((relation / zone.usual - NAMED * words - APART * apart, number))
    return heads[min(rated)[1]] if rated else None


def _own_words(topics: Topics, head: Start, begin: int, end: int) -> float:
    """Return how much more of a headline its text repeats than the text above it has."""
    below = range(head.body, end)
    above = range(max(begin, head.begin - SEEN_LINES), head.begin)
    return max(
        topics.share([place], below) - topics.share([place], above)
        for place in range(head.begin, head.body)
    )


def _stands_apart(lines: Sequence[Line], head: Start) -> bool:
    """Tell whether the print marks lines as a heading."""
    below = lines[head.body]
    if lines[head.begin].blanks >= WIDE_GAP:
        return True
    return (lines[head.begin].after_blank or lines[head.begin].short) and (
        below.after_blank or below.indented
    )


def _usual_affinity(topics: Topics, articles: Sequence[tuple[int, int]]) -> float:
    """Return how much closer the halves of an article are than articles are to each other."""
    ratios = []
    for number, (begin, end) in enumerate(articles):
        middle = (begin + end) // 2
        if end - begin < 4:
            continue
        others = _neighbours(articles, number)
        ratios.append(_closeness(topics, (begin, middle), (middle, end), others))
    return median(ratios) if ratios else 1.0


def _closeness(
    topics: Topics,
    before: tuple[int, int],
    after: tuple[int, int],
    others: Sequence[tuple[int, int]],
) -> float:
    """Return how close a text is to the one before, 1 being as close as to the others."""
    some = topics.pairs(range(after[0], min(after[1], after[0] + SEEN_LINES)))
    near = topics.pairs(range(max(before[0], before[1] - SEEN_LINES), before[1]))
    far = [topics.affinity(some, topics.pairs(range(*one))) for one in others]
    return topics.affinity(some, near) / (mean(far) or 1.0) if far else 1.0
