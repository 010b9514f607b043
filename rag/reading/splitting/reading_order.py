"""Column blocks of a page put back where the text shows that they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.reading.splitting.lines import Kind, Line, is_closed
from rag.reading.splitting.ownership import Ownership, Stray

MOST_LINES = 600  # of the articles that are compared; a page has a few hundred
LONGEST_BODY = 160  # lines; a longer one is left as it is
MOST_MOVES = 12
BREAKS_SENTENCE = 2.0  # nats; what it costs that a block begins in mid-sentence
UNDER_HEADLINE = 15.0  # that it begins right under another article's headline
SHOWN_GAIN = 12.0  # nats; enough where the article breaks off and waits for a block
WORDS_GAIN = 45.0  # enough where nothing but the words speaks for a move
GAIN_OF_CHARACTER = 0.08
_GOES_ON = re.compile(r"[，。、；：！？）】》」』”’％,;)\]}]|[的了们等]")
_STARTS = re.compile(
    r"近日|日前|近年来|今年以来|连日来|昨[日天]|据悉|据了解|下一步|“|目前|[一二三四五六七八九十]、"
)
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"), ("‘", "’"))


@dataclass
class Column:
    """An article as printed: the numbers of the lines of its head and, in order, of its body."""

    head: list[int]
    body: list[int]


def restore(lines: Sequence[Line], columns: list[Column]) -> None:
    """Move blocks that stand in another article back, then those at a wrong place in their own.

    A block is moved where the words of its lines clearly belong to the other article and, unless
    they do so beyond doubt, that article breaks off without it. The bodies change in place; all
    lines stay, each once.
    """
    group: list[Column] = []
    size = 0
    for column in columns:
        many = len(column.head) + len(column.body)
        if group and size + many > MOST_LINES:
            _restore(lines, group)
            group, size = [], 0
        group.append(column)
        size += many
    _restore(lines, group)


def _restore(lines: Sequence[Line], columns: list[Column]) -> None:
    places = sorted(place for column in columns for place in (*column.head, *column.body))
    if len(columns) > 1 and len(places) <= MOST_LINES:
        _between(lines, columns, places)


def _between(lines: Sequence[Line], columns: list[Column], places: Sequence[int]) -> None:
    rows = {place: row for row, place in enumerate(places)}
    ownership = Ownership([lines[place].text for place in places])
    strays: dict[int, Stray | None] = {}
    for _ in range(MOST_MOVES):
        articles = [[rows[place] for place in (*one.head, *one.body)] for one in columns]
        for number, column in enumerate(columns):
            if number not in strays and len(column.body) > LONGEST_BODY:
                strays[number] = None
            if number not in strays:
                body = [rows[place] for place in column.body]
                strays[number] = ownership.stray(articles, body, number, _edges(lines, column))
        sure = [
            (stray.gain, number)
            for number, stray in strays.items()
            if stray is not None and _is_shown(lines, columns, number, stray)
        ]
        if not sure:
            return
        number = max(sure)[1]
        stray = strays[number]
        assert stray is not None
        block = columns[number].body[stray.begin : stray.end]
        del columns[number].body[stray.begin : stray.end]
        _insert(lines, columns[stray.target].body, block)
        strays = {
            other: one
            for other, one in strays.items()
            if other not in (number, stray.target)
            and (one is None or one.target not in (number, stray.target))
        }


def _edges(lines: Sequence[Line], column: Column) -> list[float]:
    """Return what it costs to begin a block at each line of a body, and after its last."""
    edges = [UNDER_HEADLINE]
    for before in column.body[:-1]:
        edges.append(0.0 if is_closed(lines[before].text) else BREAKS_SENTENCE)
    return [*edges, 0.0]


def _is_shown(lines: Sequence[Line], columns: Sequence[Column], number: int, stray: Stray) -> bool:
    """Tell whether the text shows that a block stands in the wrong article."""
    block = columns[number].body[stray.begin : stray.end]
    if any(lines[place].kind is Kind.DATELINE for place in block):
        return False
    size = sum(len(lines[place].text) for place in block)
    if stray.gain < GAIN_OF_CHARACTER * size:
        return False
    target = columns[stray.target].body
    waits = not target or any(
        _joint(lines, before, after) < 0 for before, after in pairwise([*target, None])
    )
    return stray.gain >= (SHOWN_GAIN if waits else WORDS_GAIN)


def _insert(lines: Sequence[Line], body: list[int], block: Sequence[int]) -> None:
    """Put a block into a body where the sentences around the break fit best."""
    last = len(body)
    while last and lines[body[last - 1]].kind is Kind.BYLINE:
        last -= 1
    best = (float("-inf"), 0)
    for place in range(last + 1):
        before = body[place - 1] if place else None
        after = body[place] if place < last else None
        fits = _joint(lines, before, block[0]) + _joint(lines, block[-1], after)
        breaks = _joint(lines, before, after) if last else 0.0
        near = 0.2 * (before is None or before < block[0]) * (after is None or after > block[-1])
        best = max(best, (fits - breaks + near, place))
    body[best[1] : best[1]] = block


def _joint(lines: Sequence[Line], before: int | None, after: int | None) -> float:
    """Return how well a line goes on after another; None is the head or the end of a body."""
    if before is None:
        return -3.0 if after is not None and _GOES_ON.match(lines[after].text) else 0.0
    text = lines[before].text
    closed = is_closed(text) or lines[before].kind is not Kind.TEXT
    if lines[before].kind is Kind.DATELINE:
        closed = is_closed(text)
    if after is None:
        return 0.0 if closed else -3.0
    following = lines[after]
    if closed:
        return -3.0 if _GOES_ON.match(following.text) else 0.5
    if following.kind is not Kind.TEXT or following.indented or _STARTS.match(following.text):
        return -2.0
    if _GOES_ON.match(following.text) or _closes(text, following.text):
        return 2.0
    return 0.5


def _closes(text: str, following: str) -> bool:
    """Tell whether a line closes a quotation or a bracket that the one before opens."""
    for opening, closing in _PAIRS:
        if text.count(opening) > text.count(closing):
            close, opens = following.find(closing), following.find(opening)
            if close >= 0 and (opens < 0 or close < opens):
                return True
    return False
