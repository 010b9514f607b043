"""Lists of other articles below an article, found by shape: titles in a row, teasers cut short.

A list counts only below the last running text of a page. What makes one: a usual heading
(相关阅读, Most read), or teasers that stop in mid-sentence each under a bulleted title, or a short
heading over bulleted headlines that share no words with each other nor with the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.reading.residue.lines import (
    Line,
    columns,
    is_complete,
    is_cut,
    is_moment,
    is_title,
    stops_short,
)
from rag.reading.residue.prose import FEWEST_TEASERS, Marks
from rag.reading.residue.wording import is_related_heading

HEADING_CHARACTERS = 12
TEASER_CHARACTERS = 200
FEED_CHARACTERS = 150
FEWEST_HEADLINES = 4
EQUAL_COLUMNS = 4
_SHARED = 0.15  # of the character pairs of headlines; more, and they are rows of one list
_ABOUT_THE_ARTICLE = 0.35
_HEADING = re.compile(r"[\w\u3400-\u9fff“”·&/ ]{2,24}")
_HEADLINE_MARK = re.compile(r"[\s!?:“\"|丨,—]|\d")
_HOUR = re.compile(r"\d{1,2}:\d\d")
_LINKS = re.compile(r"链接")
_END_MARK = re.compile(r"[。!?”）)】\]…]$|(?:编辑|记者|责编|审核|校对|来源)")


def teasers_of(lines: Sequence[Line], marks: Marks) -> list[bool]:
    """Tell for each line whether it is a teaser: under a title of a list and cut short."""
    found = [False] * len(lines)
    for place in range(1, len(lines)):
        line, title = lines[place], lines[place - 1]
        if marks[place] or found[place - 1] or not is_title(title):
            continue
        if len(line.text) > TEASER_CHARACTERS:
            continue
        found[place] = _is_teaser(title, line)
    _spread_equal_widths(lines, found)
    _add_feeds(lines, found)
    return found


def _is_teaser(title: Line, line: Line) -> bool:
    if is_cut(line):
        return title.bulleted or not is_cut(title)
    if not title.bulleted or not stops_short(line):
        return False
    if line.bulleted:
        return len(line.text) >= 50 and len(line.text) > 1.5 * len(title.text)
    return line.apart


def _spread_equal_widths(lines: Sequence[Line], found: list[bool]) -> None:
    """Add teasers under bulleted titles without blank lines: they are cut at one width."""
    under = [
        place
        for place in range(1, len(lines))
        if lines[place - 1].bulleted
        and is_title(lines[place - 1])
        and not lines[place].bulleted
        and stops_short(lines[place])
        and len(lines[place].text) <= TEASER_CHARACTERS
        and (place + 1 == len(lines) or lines[place + 1].bulleted)
    ]
    if len(under) < 3:
        return
    widths = sorted(columns(lines[place].text) for place in under)
    if widths[-1] - widths[0] <= EQUAL_COLUMNS:
        for place in under:
            found[place] = True


def _add_feeds(lines: Sequence[Line], found: list[bool]) -> None:
    """Add the texts of a feed: title, short text, date, three times or more."""
    under = [
        place
        for place in range(1, len(lines) - 1)
        if is_moment(lines[place + 1])
        and is_title(lines[place - 1])
        and not is_title(lines[place])
        and len(lines[place].text) <= FEED_CHARACTERS
    ]
    if len(under) >= 3:
        for place in under:
            found[place] = True


def list_start(
    lines: Sequence[Line], marks: Marks, teasers: Sequence[bool], first: int
) -> int | None:
    """Return the first line of the lists of other articles, or None.

    Args:
        lines: all lines of the page.
        marks: what is already known to be residue.
        teasers: from `teasers_of`.
        first: the line after the last running text; nothing before it is looked at.
    """
    certain = (
        _under_usual_heading(lines, marks, teasers, first),
        _with_teasers(lines, marks, teasers, first),
    )
    saved = any(marks) or any(one is not None for one in certain)
    candidates = (*certain, _of_headlines(lines, marks, first) if saved else None)
    return min((one for one in candidates if one is not None), default=None)


def _under_usual_heading(
    lines: Sequence[Line], marks: Marks, teasers: Sequence[bool], first: int
) -> int | None:
    last_teaser = max((place for place in range(first, len(lines)) if teasers[place]), default=-1)
    for place in range(first, len(lines)):
        text = lines[place].text
        if marks[place] or not is_related_heading(text):
            continue
        if place + 1 == len(lines):
            return place
        following = lines[place + 1]
        beside = marks[place - 1] if place else None
        sure = following.bulleted or marks[place + 1] or last_teaser > place or beside
        if _LINKS.search(text) and not sure:
            continue  # 相关链接 stands over background in newspapers
        if sure or is_title(following) or is_moment(following):
            return place
    return None


def _with_teasers(
    lines: Sequence[Line], marks: Marks, teasers: Sequence[bool], first: int
) -> int | None:
    places = [place for place in range(first, len(lines)) if teasers[place]]
    if len(places) < FEWEST_TEASERS:
        return None
    start = places[0] - 1
    if start < first or (not lines[start].bulleted and len(places) < 3):
        return None
    while start > first and marks[start - 1] is None and _belongs(lines, start - 1):
        start -= 1
    return _with_heading(lines, marks, start, first)


def _belongs(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line above a teaser's title goes on with the list upwards."""
    if is_complete(lines[place]):
        return False
    return lines[place].bulleted or lines[place - 1].bulleted


def _with_heading(lines: Sequence[Line], marks: Marks, start: int, first: int) -> int:
    above = start - 1
    if above >= first and marks[above] is None and is_short_heading(lines[above]):
        return above
    return start


def is_short_heading(line: Line) -> bool:
    """Tell whether a line could be the heading of a list, whatever its words."""
    limit = HEADING_CHARACTERS if not line.text.isascii() else 2 * HEADING_CHARACTERS
    return len(line.text) <= limit and _HEADING.fullmatch(line.text) is not None


def _of_headlines(lines: Sequence[Line], marks: Marks, first: int) -> int | None:
    """Find a short heading over bulleted headlines of unrelated matters.

    As an article of its own may end so, it is asked only for pages with other residue.
    """
    for place in range(max(first, 1), len(lines) - FEWEST_HEADLINES):
        if marks[place] or lines[place].bulleted or not is_short_heading(lines[place]):
            continue
        above = lines[place - 1]
        if marks[place - 1] is None and not _END_MARK.search(above.text[-40:]):
            continue
        items = []
        for number in range(place + 1, len(lines)):
            line = lines[number]
            if not line.bulleted or not is_title(line) or is_complete(line):
                break
            if _HOUR.match(line.text):
                break
            items.append(line.text)
        if len(items) >= FEWEST_HEADLINES and _unrelated(items, lines[:place]):
            marked = sum(_HEADLINE_MARK.search(item) is not None for item in items)
            if marks[place - 1] is not None or 4 * marked >= len(items):
                return place
        if len(items) >= FEWEST_HEADLINES:
            return None
    return None


def _unrelated(items: list[str], article: Sequence[Line]) -> bool:
    """Tell whether items read as headlines that share little with each other and the article."""
    if sum(map(len, items)) < 11 * len(items):
        return False
    pairs = [_pairs(item) for item in items]
    counts = Counter(pair for one in pairs for pair in one)
    total = sum(map(len, pairs))
    shared = sum(count for count in counts.values() if count > 1)
    known = _pairs("\n".join(line.text for line in article))
    inside = sum(pair in known for one in pairs for pair in one)
    return shared <= _SHARED * total and inside <= _ABOUT_THE_ARTICLE * total


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()}


def inset_lists(
    lines: Sequence[Line], marks: Marks, teasers: Sequence[bool], last: int
) -> Iterator[int]:
    """Yield the lines of lists of other articles that stand inside of an article.

    Only a usual heading and the bulleted titles and teasers directly under it are taken.

    Args:
        lines: all lines of the page.
        marks: what is already known to be residue.
        teasers: from `teasers_of`.
        last: the last line of running text.
    """
    for place in range(1, last):
        if marks[place] or lines[place].bulleted or not is_related_heading(lines[place].text):
            continue
        end = place + 1
        while end <= last and marks[end] is None and _is_item(lines[end], teasers[end]):
            end += 1
        if end > place + 1:
            yield from range(place, end)


def _is_item(line: Line, teaser: bool) -> bool:
    return teaser or (line.bulleted and is_title(line) and not is_complete(line))
