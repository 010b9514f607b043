"""The main text of a page: the block that holds most of its prose, without what is hung on it.

Paragraphs give their length to the blocks around them, less to those further out, as in Arc90's
Readability (2010): so the paragraphs of an article add up, while comments and teasers, each in
boxes of its own, do not. What a line is worth is told by its sentence marks and by how much of it
is linked, as in text density methods (Sun, Song and Liao, SIGIR 2011).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from rag.reading.web.furniture import is_furniture, is_legal, is_reply, without_tail
from rag.reading.web.lines import Line, ShownPage

SHARES = (1.0, 0.6, 0.36, 0.22, 0.13, 0.08)  # of a line's prose, for blocks further and further out
SHORTEST_PROSE = 8
SHORTEST_ARTICLE = 100  # less prose is not believed against a block's name
COMMENTS = 3  # so many boxes of one class with a button to reply are comments
_SENTENCE_MARK = re.compile(r"[，。！？；：、…”]|[,.;!?](?=\s|$)")
_ONE_PARAGRAPH = frozenset(
    ("p", "blockquote", "pre", "dd", "li", "h1", "h2", "h3", "h4", "h5", "h6")
)
_LIST_HEADING = re.compile(
    r"相关|推荐|热门|热点|热文|延伸|更多|阅读|猜你|标签|评论|关键词|分享|排行|最新|精彩|往期|跟贴|要闻|专题"
    r"|related|more|recommended|popular|latest|share|tags",
    re.IGNORECASE,
)
_LIST_HEADING_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class MainText:
    """Places of lines of a page: of its main text, in order, and of all prose of no furniture."""

    places: list[int]
    prose: frozenset[int]


def prose(line: Line) -> int:
    """Return how many characters of running text a line holds, 0 for menus and links."""
    free = len(line.text) - line.linked
    if free < SHORTEST_PROSE or 2 * line.linked > len(line.text) or is_legal(line.text):
        return 0
    return free if _SENTENCE_MARK.search(line.text) else 0


def main_text(page: ShownPage) -> MainText:
    """Find the main text of a page; it has no places where the page has no prose."""
    worth = [prose(line) for line in page.lines]
    shown = [True] * len(worth)
    _leave_out(page, worth, shown, [block.hidden for block in page.blocks])
    _leave_out(page, worth, shown, [is_furniture(one.tag, one.names) for one in page.blocks])
    _leave_out(page, worth, shown, _comments(page))
    running = frozenset(place for place, one in enumerate(worth) if one)
    if not running:
        return MainText([], running)
    best = page.blocks[_best_block(page, worth)]
    _leave_out_lists(page, best.start, best.end, worth, shown)
    places = [place for place in range(best.start, best.end) if shown[place]]
    kept = without_tail(
        [page.lines[place].text for place in places], [worth[one] for one in places]
    )
    return MainText([places[number] for number in kept], running)


def _leave_out(page: ShownPage, worth: list[int], shown: list[bool], marked: list[bool]) -> None:
    """Leave out the lines of marked blocks.

    A block with more than half of the page's prose is what was looked for, whatever its mark.
    """
    before = _sums(worth)
    enough = max(SHORTEST_ARTICLE, before[-1] // 2)
    end = 0
    for block, mark in zip(page.blocks, marked, strict=True):
        if mark and block.start >= end and before[block.end] - before[block.start] <= enough:
            end = block.end
            for place in range(block.start, end):
                worth[place], shown[place] = 0, False


def _comments(page: ShownPage) -> list[bool]:
    """Mark the boxes with a button to reply, where several are alike."""
    boxes = {
        around[0]
        for line in page.lines
        if is_reply(line.text) and (around := _containers(page, line.block))
    }
    alike = Counter((page.blocks[box].tag, page.blocks[box].names) for box in boxes)
    return [
        number in boxes and alike[block.tag, block.names] >= COMMENTS
        for number, block in enumerate(page.blocks)
    ]


def _sums(numbers: list[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _best_block(page: ShownPage, worth: list[int]) -> int:
    scores = [0.0] * len(page.blocks)
    for line, one in zip(page.lines, worth, strict=True):
        if one:
            for block, share in zip(_containers(page, line.block), SHARES, strict=False):
                scores[block] += share * one
    return max(range(len(scores)), key=scores.__getitem__)


def _containers(page: ShownPage, block: int) -> list[int]:
    """Return the blocks around a line that hold more than its paragraph, inside out."""
    around: list[int] = []
    for one in page.ancestors(block):
        found = page.blocks[one]
        if found.parent < 0 or (found.tag not in _ONE_PARAGRAPH and found.end - found.start > 1):
            around.append(one)
            if len(around) == len(SHARES):
                break
    return around


def _leave_out_lists(
    page: ShownPage, start: int, end: int, worth: list[int], shown: list[bool]
) -> None:
    """Leave out blocks of links (related articles, tags) together with their headings."""
    length = _sums([len("".join(line.text.split())) for line in page.lines])
    linked = _sums([line.linked for line in page.lines])
    links = _sums([int(2 * line.linked > len(line.text)) for line in page.lines])
    running = _sums(worth)
    done = start
    for block in page.blocks:
        first, last = block.start, block.end
        if first < done or last > end or first == last or (first, last) == (start, end):
            continue
        if running[last] > running[first]:
            continue
        if 5 * (linked[last] - linked[first]) < 3 * (length[last] - length[first]):
            continue
        if links[last] - links[first] < 2 and block.tag in _ONE_PARAGRAPH:
            continue
        done = last
        for place in range(first, last):
            shown[place] = False
        heading = page.lines[first - 1].text if first > start else ""
        if len(heading) <= _LIST_HEADING_CHARACTERS and _LIST_HEADING.search(heading):
            shown[first - 1] = False
