"""Lines that a site repeats on many of its pages, found by comparing the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rag.reading.residue.lines import FOLDED_CHARACTERS, Line, is_complete, lines_of
from rag.time.numerals import DIGITS

FEWEST_PAGES = 3
EDGE_LINES = 60  # looked at from each end of a page
LEAST_OWN = 0.4  # share of a page that must be its own; else it is a reprint of another
SHORTEST_PROSE = 30
_DIGITS = re.compile(r"\d+")
_OF_THE_ARTICLE = re.compile(
    r"[(\[【〔]?\s*(?:来\s*源|作\s*者|日\s*期|时\s*间|发布|记者|通讯员|本报|新华社|中新"
    r"|原标题|责任编辑|责编|编辑|审核|校对|附件|附[:\d]"
    r"|抄送|主题词|印发|特此|第[一二三四五六七八九十百\d]+[条章节]"
    r"|[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十\d]+[)）]"
    r"|索引号|文号|组配|成文|公开方式|source|by |published|editor|reporting)"
)
_DATE = re.compile(rf"[(（]?(?:19|20|二|一)[\d{DIGITS}]{{2,3}}\s*[-/.年]")


def normalised(line: str) -> str:
    """Return a folded line as it is compared: no white space, every number the same."""
    return _DIGITS.sub("0", "".join(line.split()))


def furniture_of(texts: Sequence[str]) -> frozenset[str]:
    """Return the lines that several pages of one site have in common, normalised.

    Args:
        texts: the decoded files of one site, or of one folder, each before lines are joined.

    Returns:
        Lines at the heads and feet of pages that at least three pages of different content, and
        of many pages at least one in fifty, repeat. Bylines, salutations, signatures, numbered
        headings and running text are never among them, nor what reprints of one article share.
    """
    pages = [lines_of(text) for text in texts]
    holders: dict[str, set[int]] = defaultdict(set)
    for number, lines in enumerate(pages):
        for line in lines:
            holders[normalised(line.text)].add(number)
    own = [_own_content(lines, holders) for lines in pages]
    contents: dict[str, set[str]] = defaultdict(set)
    for lines, content in zip(pages, own, strict=True):
        if content is not None:
            for edge in _edges(lines):
                contents[normalised(edge)].add(content)
    fewest = max(FEWEST_PAGES, len(texts) // 50)
    return frozenset(line for line, found in contents.items() if len(found) >= fewest)


def _own_content(lines: Sequence[Line], holders: dict[str, set[int]]) -> str | None:
    """Return the longest line that few pages have; None for a page that holds little of its own."""
    own = [line.text for line in lines if len(holders[normalised(line.text)]) < FEWEST_PAGES]
    length = sum(map(len, own))
    if length < LEAST_OWN * sum(len(line.text) for line in lines):
        return None
    longest = max(own, key=len, default="")
    return longest if len(longest) >= SHORTEST_PROSE else None


def _edges(lines: Sequence[Line]) -> list[str]:
    """Return the lines before the first and after the last running text that may be furniture."""
    prose = [place for place, line in enumerate(lines) if _is_running(line)]
    if not prose:
        return []
    head = range(min(prose[0], EDGE_LINES))
    tail = range(max(prose[-1] + 1, len(lines) - EDGE_LINES), len(lines))
    return [lines[place].text for place in (*head, *tail) if _may_repeat(lines, place)]


def _is_running(line: Line) -> bool:
    return len(line.text) > SHORTEST_PROSE and is_complete(line)


def _may_repeat(lines: Sequence[Line], place: int) -> bool:
    text = lines[place].text
    if len(text) > FOLDED_CHARACTERS or text.endswith(":") or _OF_THE_ARTICLE.match(text):
        return False
    if _DATE.match(text) or not any(one.isalpha() for one in text):
        return False
    return place + 1 == len(lines) or _DATE.match(lines[place + 1].text) is None  # a signature
