"""The headline that a page shows above its main text, with the bylines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.reading.web.furniture import is_control, is_credit, is_index_row
from rag.reading.web.lines import ShownPage
from rag.reading.web.main_text import MainText
from rag.reading.written_dates import fold, written_dates

SHORTEST_TITLE = 4
BYLINE_CHARACTERS = 70
_INSIDE = 12  # a headline may stand among the first lines of the block that holds the article
_AROUND = 6  # lines above a headline and below an article that may hold its date
_MATCHED = 0.4  # of the stated title must stand on a line
_RUNNING_CHARACTERS = 40
_GENERIC_CHARACTERS = 6  # 新闻详情, 正文, Home
_SITE = re.compile(r"(?:_+|\s+[|—–-]+\s+|\s*[|丨-]\s*(?=[^|丨-]{2,8}[网报社]$))(?P<site>[^_]*)$")
_AUTHOR_LINE = re.compile(
    r"(?:[^\s，。]{0,8}(?:记者|通讯员|作者)|文[/／]|(?:本文)?原标题|原创|by\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A page's title and the lines of the page that belong above and below its main text."""

    title: str  # empty where the page has none of its own
    above: list[str]  # index table, headline, bylines and lead that the main text does not hold
    start: int  # number of lines of the main text before the headline in it: breadcrumbs
    below: list[str]  # who edited the article and when it was published


def headline(page: ShownPage, text: MainText, stated: list[str]) -> Headline:
    """Find the headline of a page.

    Args:
        page: the page.
        text: its main text of at least one line.
        stated: what the page names as its title (`<title>`, og:title), the surest first.
    """
    main = text.places
    names = [name for name in (" ".join(one.split()) for one in stated) if name]
    title = without_site(names[0]) if names else ""
    place = _matched(page, main, names, title)
    if place is None and len(title) <= _GENERIC_CHARACTERS:
        place = _nearest_heading(page, main[0])
        title = title if place is not None or len(title) < SHORTEST_TITLE else ""
    below = _below(page, main[-1])
    if place is None:
        return Headline(title, [], 0, below)
    shown = page.lines[place].text
    first = max(0, place - _AROUND)
    index = [one for one in _texts(page, first, min(place, main[0])) if is_index_row(one)]
    if place in main:
        return Headline(shown, index, main.index(place), below)
    body = _squeezed("".join(page.lines[one].text for one in main[:_INSIDE]))
    above = [
        line
        for one in range(place + 1, main[0])
        if not is_control(line := page.lines[one].text)
        and (_is_byline(line) or (one in text.prose and not _repeats(line, shown, body)))
    ]
    if not any(map(_has_date, above)):
        above += [one for one in _texts(page, first, place) if _has_date(one) and one not in index]
    return Headline(shown, [*index, shown, *above], 0, below)


def without_site(title: str) -> str:
    """Take the names of site and channel off a title: 标题_栏目_某某网."""
    while (match := _SITE.search(title)) and match.start() >= SHORTEST_TITLE:
        title = title[: match.start()].strip()
    return title


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _matched(page: ShownPage, main: list[int], names: list[str], title: str) -> int | None:
    """Return the line above or at the top of the main text that shows a stated title."""
    known = [_squeezed(name) for name in names]
    stem = _squeezed(title).rstrip(".…")
    best, best_length = None, 0.0
    last = main[min(len(main), _INSIDE) - 1]
    inside = set(main)
    for place, line in enumerate(page.lines[: last + 1]):
        if place in inside and len(line.text) >= _RUNNING_CHARACTERS and "。" in line.text:
            break  # below running text stands no headline, but perhaps the issuer's signature
        shown = _squeezed(line.text)
        if len(shown) < SHORTEST_TITLE:
            continue
        cut_short = len(stem) >= 2 * SHORTEST_TITLE and shown.startswith(stem)
        if not cut_short and not any(shown in name for name in known):
            continue
        length = len(shown) * (1.5 if line.heading else 1.0)
        if length >= best_length:
            best, best_length = place, length
    wanted = min((len(_squeezed(without_site(name))) for name in names), default=0)
    return best if best_length >= _MATCHED * wanted else None


def _nearest_heading(page: ShownPage, before: int) -> int | None:
    for place in range(before, max(-1, before - 2 * _AROUND), -1):
        line = page.lines[place]
        if line.heading and len(line.text) > _GENERIC_CHARACTERS and not is_control(line.text):
            return place
    return None


def _texts(page: ShownPage, start: int, end: int) -> list[str]:
    return [line.text for line in page.lines[start:end] if not is_control(line.text)]


def _repeats(line: str, title: str, body: str) -> bool:
    """Tell whether a line above the main text is its headline or its beginning once more."""
    squeezed = _squeezed(line)
    return squeezed in _squeezed(title) or squeezed[10:40] in body


def _has_date(line: str) -> bool:
    if len(line) > BYLINE_CHARACTERS:
        return False
    return any("-" in date.value for date in written_dates(fold(line)))


def _is_byline(line: str) -> bool:
    return len(line) <= BYLINE_CHARACTERS and (
        is_credit(line) or _has_date(line) or _AUTHOR_LINE.match(line) is not None
    )


def _below(page: ShownPage, last: int) -> list[str]:
    found: list[str] = []
    for text in _texts(page, last + 1, last + 1 + _AROUND):
        if not is_credit(text):
            break
        found.append(text)
    return found
