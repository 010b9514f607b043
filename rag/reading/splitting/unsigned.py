"""Articles without a byline at their head, found between those that have one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.splitting.closeness import closeness, neighbours, usual_affinity
from rag.reading.splitting.headings import WIDE_GAP, Start, unsigned_heads
from rag.reading.splitting.joints import scores_as_printed
from rag.reading.splitting.lines import (
    Kind,
    Line,
    has_body,
    is_closed,
    is_strictly_closed,
    may_be_heading,
)
from rag.reading.splitting.topics import SEEN_LINES, Topics

# Affinity below which a text is another article, as a share of that of the halves of an article:
# at least, and so much more as its text repeats the headline; with and without a signature below.
SIGNED_LIMIT, UNSIGNED_LIMIT = (0.4, 1.2), (0.2, 0.8)
LEAST_OWN_WORDS = 0.1
NAMED_BY_TEXT = 0.5  # of the pairs of a headline that no byline, blank line or indent shows
GOES_ON = 1.0  # of a joint; a line that scores more is no headline
SHORTEST_HEADLINE = 8  # characters; of shorter ones too few pairs are left to be repeated
REPEATED = 0.3  # of the pairs of a headline after a signature
NAMED, APART = 0.3, 0.15  # what a headline's words and its setting count against closeness


@dataclass(frozen=True, slots=True)
class _Zone:
    """The lines between two signed heads, those of the others, and what the page is like."""

    begin: int
    end: int
    others: Sequence[tuple[int, int]]
    usual: float
    indented: bool
    joints: Sequence[float]


def with_unsigned(
    lines: Sequence[Line], topics: Topics, starts: Sequence[Start], ends: Sequence[int]
) -> list[Start]:
    """Return starts with those added between them that no byline at the head shows.

    Args:
        lines: the page.
        topics: their words.
        starts: the starts that are known, in order.
        ends: the last lines of articles that are signed there, in order.
    """
    bounds = [start.begin for start in starts] + [len(lines)]
    articles = [(start.begin, end) for start, end in zip(starts, bounds[1:], strict=True)]
    usual = usual_affinity(topics, articles)
    indented = any(lines[start.begin].indented for start in starts if start.headed)
    joints = scores_as_printed(lines)
    found: list[Start] = []
    for number, start in enumerate(starts):
        found.append(start)
        others = neighbours(articles, number)
        zone = _Zone(start.body, bounds[number + 1], others, usual, indented, joints)
        inside = ends[bisect_left(ends, zone.begin) : bisect_left(ends, zone.end)]
        found.extend(_unsigned(lines, topics, zone, inside))
    return found


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
        heads = _heads(lines, topics, zone, begin, end + 1)
        after_end = begin > zone.begin and bool(heads) and heads[0].begin == begin
        if after_end and _is_sure(lines, topics, heads[0], end):
            found.append(heads[0])
            heads = []
        found.extend(_divided(lines, topics, zone, begin, end, heads, signed=end in ends))
        begin = end + 1
    return found


def _heads(lines: Sequence[Line], topics: Topics, zone: _Zone, begin: int, end: int) -> list[Start]:
    """Return what may be a headline between two lines, without lines that go on with others."""
    shaped = [
        _with_headline(lines, topics, head, begin, end)
        for head in unsigned_heads(lines, begin, end, indented=zone.indented)
        if head.begin == begin or not _goes_on(lines, zone, head.begin)
    ]
    taken = {place for head in shaped for place in range(head.begin, head.body)}
    named = []
    for place in range(begin + 1, end - 1):
        head = Start(place, place + 1, place + 1, signed=False)
        if (
            place not in taken
            and _is_unmarked_headline(lines[place])
            and not _goes_on(lines, zone, place)
            and not _goes_on(lines, zone, place + 1)
            and _own_words(topics, head, begin, end) > NAMED_BY_TEXT
        ):
            named.append(_with_kicker(lines, zone, head, begin, taken))
    return sorted([*shaped, *named], key=lambda head: head.begin)


def _with_kicker(
    lines: Sequence[Line], zone: _Zone, head: Start, begin: int, taken: set[int]
) -> Start:
    """Return a head with the short line above it where that is its kicker."""
    place = head.begin - 1
    line = lines[place]
    if place <= begin or place in taken or line.kind is not Kind.TEXT or not line.short:
        return head
    if not may_be_heading(line.text) or is_strictly_closed(line.text):
        return head
    return head if _goes_on(lines, zone, place) else Start(place, head.body, head.body, False)


def _goes_on(lines: Sequence[Line], zone: _Zone, place: int) -> bool:
    """Tell whether a line clearly goes on with a sentence that the line above breaks off."""
    return not is_closed(lines[place - 1].text) and zone.joints[place] >= GOES_ON


def _is_unmarked_headline(line: Line) -> bool:
    return (
        line.kind is Kind.TEXT
        and not line.indented
        and len(line.text) >= SHORTEST_HEADLINE
        and may_be_heading(line.text)
        and not is_strictly_closed(line.text)
    )


def _divided(
    lines: Sequence[Line],
    topics: Topics,
    zone: _Zone,
    begin: int,
    end: int,
    heads: Sequence[Start],
    *,
    signed: bool,
) -> list[Start]:
    """Return the heads that divide a text into articles, the clearest one found first."""
    head = _least_related(lines, topics, zone, begin, end, heads, signed=signed)
    if head is None:
        return []
    above = [one for one in heads if one.body < head.begin]
    below = [one for one in heads if one.begin > head.body]
    return [
        *_divided(lines, topics, zone, begin, head.begin - 1, above, signed=False),
        head,
        *_divided(lines, topics, zone, head.body, end, below, signed=False),
    ]


def _with_headline(
    lines: Sequence[Line], topics: Topics, head: Start, begin: int, end: int
) -> Start:
    """Return a head with the line below it where that is the headline under a kicker."""
    if not _is_unmarked_headline(lines[head.body]):
        return head
    longer = Start(head.begin, head.body + 1, head.body + 1, signed=False)
    if longer.body >= end - 1 or _own_words(topics, head, begin, end) > REPEATED:
        return head
    return longer if _own_words(topics, longer, begin, end) > NAMED_BY_TEXT else head


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
        if not has_body(lines[begin : head.begin]) or not has_body(lines[head.body : end + 1]):
            continue
        relation = closeness(topics, (begin, head.begin), (head.body, end + 1), zone.others)
        words = _own_words(topics, head, begin, end + 1)
        apart = _stands_apart(lines, head)
        if words < LEAST_OWN_WORDS and lines[head.begin].blanks < WIDE_GAP:
            continue
        limit, rise = SIGNED_LIMIT if signed else UNSIGNED_LIMIT
        if relation < (limit + rise * max(0.0, words)) * zone.usual and (
            signed or apart or words > NAMED_BY_TEXT
        ):
            rated.append((relation / zone.usual - NAMED * words - APART * apart, number))
    return heads[min(rated)[1]] if rated else None


def _own_words(topics: Topics, head: Start, begin: int, end: int) -> float:
    """Return how much more of a headline its text repeats than the text above it has."""
    above = range(max(begin, head.begin - SEEN_LINES), head.begin)
    return max(
        topics.share([place], range(place + 1, end)) - topics.share([place], above)
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
