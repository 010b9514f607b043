"""Paths of sections (当前位置：首页 > 新闻), site names and menus above an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.residue import wording
from rag.reading.residue.lines import Line, is_title
from rag.reading.residue.wording import Reason

HEAD_LINES = 300
_METADATA = re.compile(
    r"[(\[【]?\s*(?:来\s*源|作\s*者|日\s*期|时\s*间|发布|记者|通讯员|原标题|文号|索引号"
    r"|成文|责任编辑|责编|编辑"
    r"|source|by |published|posted|date)|[^|]*\|[^|]*\||(?:19|20)\d\d\s*[-/.年]\s*\d"
)
_SECTION = re.compile(
    r"首页|主页|新闻|资讯|要闻|国内|国际|时政|社会|财经|体育|娱乐|科技|军事|教育|汽车|房产"
    r"|旅游|健康|文化|视频|图片|专题|评论|论坛|博客"
    r"|公告|政务(?:公开|服务)|互动交流|信息公开|登录|注册|关于我们|联系我们"
    r"|home|news|world|politics|business|sports?|opinion|tech(?:nology)?|culture|video"
    r"|about|contact|login"
)
_MENU_GAP = re.compile(r"[\s|·•,、/]+")


def mark_head(lines: Sequence[Line], marks: list[Reason | None], first: int) -> None:
    """Mark the path of sections, what stands above it, and menus.

    Args:
        lines: all lines of the page.
        marks: for each line why it is residue or None; changed in place.
        first: the first line of running text.
    """
    first = min(first, HEAD_LINES)
    paths = [place for place in range(first) if wording.is_breadcrumb(lines[place].text)]
    for place in paths:
        marks[place] = Reason.BREADCRUMB
    if paths:
        _mark_split_path(lines, marks, paths[-1], first)
        below = [line for line, mark in zip(lines[:first], marks, strict=False) if mark is None]
        titled = any(is_headline(line) and line.start > lines[paths[-1]].start for line in below)
        above = [place for place in range(paths[-1]) if marks[place] is None]
        titles = [place for place in above if is_headline(lines[place])]
        spared = titles[-1] if titles and not titled else None
        for place in above:
            if place != spared and not _METADATA.match(lines[place].text):
                marks[place] = Reason.PORTAL_HEADER
    for place in range(first):
        if marks[place] is None and _is_menu(lines[place].text):
            marks[place] = Reason.NAVIGATION


def is_headline(line: Line) -> bool:
    """Tell whether a line could be an article's headline."""
    return is_title(line) and _METADATA.match(line.text) is None


def _mark_split_path(
    lines: Sequence[Line], marks: list[Reason | None], path: int, first: int
) -> None:
    """Go on with a path of which each step stands on a line of its own."""
    arrows = {">", ">>", "»", "›", "→", "/", "-"}
    place = path + 1
    while place < first and len(lines[place].text) <= 10:
        text = lines[place].text
        after_arrow = lines[place - 1].text in arrows and not lines[place].apart
        before_arrow = place + 1 < first and lines[place + 1].text in arrows
        if text not in arrows and not after_arrow and not before_arrow:
            break
        marks[place] = Reason.BREADCRUMB
        place += 1


def _is_menu(text: str) -> bool:
    items = [item for item in _MENU_GAP.split(text[:300]) if item]
    if len(items) < 4 or any(len(item) > (6 if not item.isascii() else 14) for item in items):
        return False
    known = sum(_SECTION.fullmatch(item) is not None for item in items)
    return known >= 3 or (known >= 2 and bool(re.match(r"首页|主页|home", items[0])))
