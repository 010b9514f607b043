"""Digests of briefs: items of one or two sentences, a line each, without titles of their own.

So short an item shows no subject of its own to measure; a digest is taken for one only where it
says so, in its heading (简讯, 要闻速览) or at each item (【快讯】), and its lines are all news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.reading.splitting.stories import MARK, dice, opens_as_news, terms_of
from rag.text import fold

FEWEST_BRIEFS = 4
BRIEF_CHARACTERS = (12, 160)
MOST_SENTENCES = 3
LEAST_LEDES = 0.6
MOST_ALIKE = 0.12  # mean Dice coefficient of neighbours
HEADING_CHARACTERS = 24
BEGINNING_CHARACTERS = 200  # in which a digest says what it is
TITLE_CHARACTERS = 40
HEADINGS = 3  # lines above the first brief: the digest's name, its date, its source
_DIGEST = re.compile(
    "[快简短]讯|简明新闻|[要新]闻(?:速[览递]|摘要|集锦|导读)|一句话新闻|三言两语|新闻早报|早报速[览递]"
)
_LABEL = re.compile(r"[【\[](?:快讯|简讯|短讯)[】\]]\s*|(?:快讯|简讯|短讯)[:：丨|]\s*")
_SENTENCE = re.compile(r"[。！？!?]")
_CLAUSE = re.compile("[，,；;]")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class _Printed:
    start: int
    text: str


def find_briefs(text: str) -> list[tuple[int, str]]:
    """Return where the briefs of a digest start and their first sentences, which serve as titles.

    There are none where a text is no such digest.

    Args:
        text: one paragraph a line.
    """
    beginning = text[:BEGINNING_CHARACTERS]
    if text.count("\n") + 1 < FEWEST_BRIEFS or not _DIGEST.search(beginning):
        return []
    lines = [_Printed(one.start(), one[0].strip()) for one in _LINE.finditer(text)]
    lines = [line for line in lines if line.text]
    headings = 0
    while headings < min(HEADINGS, len(lines)) and _is_heading(lines[headings].text):
        headings += 1
    briefs = lines[headings:]
    named = any(_DIGEST.search(line.text) for line in lines[:headings])
    if len(briefs) < FEWEST_BRIEFS or not (
        named or all(_LABEL.match(line.text) for line in briefs)
    ):
        return []
    bodies = [_bare(line.text) for line in briefs]
    if not all(map(_is_brief, bodies)) or not _are_news(bodies):
        return []
    return [(line.start, _title(body)) for line, body in zip(briefs, bodies, strict=True)]


def _title(body: str) -> str:
    sentence = _SENTENCE.split(body, maxsplit=1)[0]
    return sentence if len(sentence) <= TITLE_CHARACTERS else _CLAUSE.split(sentence, maxsplit=1)[0]


def _is_heading(line: str) -> bool:
    return len(line) <= HEADING_CHARACTERS and not _SENTENCE.search(line) and not _LABEL.match(line)


def _bare(line: str) -> str:
    mark = MARK.match(line)
    line = line[mark.end() :] if mark else line
    return _LABEL.sub("", line, count=1) if _LABEL.match(line) else line


def _is_brief(line: str) -> bool:
    shortest, longest = BRIEF_CHARACTERS
    sentences = len(_SENTENCE.findall(line))
    return shortest <= len(line) <= longest and 1 <= sentences <= MOST_SENTENCES


def _are_news(bodies: Sequence[str]) -> bool:
    folded = [fold(body) for body in bodies]
    ledes = sum(map(opens_as_news, folded))
    alike = [dice(terms_of(one), terms_of(other)) for one, other in pairwise(folded)]
    return ledes >= LEAST_LEDES * len(folded) and sum(alike) <= MOST_ALIKE * len(alike)
