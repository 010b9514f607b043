"""Lines of a saved page and what their shape alone tells: bullets, titles, teasers, prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text import fold

FOLDED_CHARACTERS = 400  # a longer line is prose, whose wording is not looked at
TITLE_CHARACTERS = 60
PROSE_CHARACTERS = 40
PROSE_WORDS = 12

_BULLET = re.compile(r"(?:[•●○■□◆◇▪▫▸▶►➤‣◦※★☆♦»]|[·・∙‧](?=\s?\S)|[-*+–](?=\s)|>{1,2}(?=\s*\w))\s*")
_CLOSERS = "\"'”’』」)】》\\]"
_FULL_STOP = re.compile(rf"[。](?:[{_CLOSERS}]*)$")
_CALL = re.compile(rf"[。!?;:！？；：](?:[{_CLOSERS}]*)$")
_LATIN_STOP = re.compile(rf"[a-z0-9)%{_CLOSERS}][.!?][{_CLOSERS}]*$")
_CUT = re.compile(
    r"(?:[^.]\.{3}|[^…]…|。{2,}|…\s*)(?:\s*[\[(【<]?\s*(?:详细|详情|查看详情|查看全文"
    r"|阅读全文|全文|更多|more"
    r"|read more|continue reading)\s*[\])】>»]*)?$|[\[(【](?:详细|详情|全文|更多|more)[\])】]$"
    r"|(?:read more|continue reading|阅读全文|查看全文|查看详情)\s*[>»→]*$"
)
_STOPS_SHORT = re.compile(r"[^\W_][^\W_]$|[,，、(（“《]$")
_INNER_MARK = re.compile(r"[,，。、“:：]")
# Running text is not folded, unless it begins as a site's statements of rights do.
_STATEMENT = re.compile(
    r"[【(（]?[免版特郑鄭广廣网網声聲凡如未违違本以您你提]|[^。]*(?:[©@]|ICP|icp|备案)"
)
_NO_TITLE_END = tuple("。,、;:，；：")
_MOMENT = re.compile(
    r"[\[(【]?(?:(?:19|20)\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\])】]?$"
    r"|\d{1,3}\s*(?:秒|分钟|小时|天|周|个月|年|minutes?|hours?|days?)(?:前|\s+ago)$"
    r"|(?:(?:阅读|浏览|点击|评论|views?)\s*[:(]?\s*)?\d{1,7}\s*(?:次|万|人|阅读|评论|浏览"
    r"|views|comments)?\)?$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `start` and `end` are offsets of the whole line with its break in the file's text; `text` is
    folded for matching (`rag.text.fold`), trimmed and without its bullet.
    """

    start: int
    end: int
    text: str
    bulleted: bool
    apart: bool  # a blank line stands before it


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that hold more than white space, in order."""
    lines: list[Line] = []
    start = 0
    apart = bulleted = False
    for raw in text.splitlines(keepends=True):
        end = start + len(raw)
        stripped = raw.strip()
        if not stripped:
            apart = True
        else:
            shown = fold(stripped).strip() if _is_short(stripped) else stripped
            bullet = _BULLET.match(shown)
            body = shown[bullet.end() :] if bullet else shown
            lines.append(Line(start, end, body, bulleted or bullet is not None, apart))
            bulleted = not body  # a bullet on a line of its own marks the next
            apart = False
        start = end
    return lines


def _is_short(stripped: str) -> bool:
    if len(stripped) <= TITLE_CHARACTERS or "。" not in stripped:
        return len(stripped) <= FOLDED_CHARACTERS
    return len(stripped) <= FOLDED_CHARACTERS and _STATEMENT.match(stripped) is not None


def columns(text: str) -> int:
    """Return the width of a text as printed, an East Asian character being two columns wide."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def is_moment(line: Line) -> bool:
    """Tell whether a line is only a date, an age (3小时前) or a count of readers."""
    return len(line.text) < 40 and _MOMENT.match(line.text) is not None


def is_title(line: Line) -> bool:
    """Tell whether a line could be the title of an article in a list."""
    text = line.text
    if not 4 <= len(text) <= TITLE_CHARACTERS and not (text.isascii() and 4 <= len(text) <= 120):
        return False
    return "。" not in text and not text.endswith(_NO_TITLE_END) and not is_moment(line)


def is_complete(line: Line) -> bool:
    """Tell whether a line ends as a sentence of running text does."""
    tail = line.text[-12:]
    if _FULL_STOP.search(tail):
        return True
    if line.text[:60].isascii():
        return _LATIN_STOP.search(tail) is not None and line.text.count(" ") >= 7
    return _CALL.search(tail) is not None and ("。" in line.text or len(line.text) > 60)


def is_cut(line: Line) -> bool:
    """Tell whether a line is marked as cut off: it ends in dots or in 详细, more."""
    return len(line.text) >= 12 and _CUT.search(line.text[-40:]) is not None


def stops_short(line: Line) -> bool:
    """Tell whether a line of running text ends in mid-sentence without a mark of it."""
    return (
        len(line.text) >= 20
        and _STOPS_SHORT.search(line.text[-2:]) is not None
        and _INNER_MARK.search(line.text) is not None
    )


def is_prose(lines: Sequence[Line]) -> bool:
    """Tell whether adjacent lines together are running text with at least one full sentence."""
    length = sum(len(line.text) for line in lines)
    if length < PROSE_CHARACTERS:
        return False
    if any("。" in line.text for line in lines):
        return True
    if not any(_LATIN_STOP.search(line.text[-12:]) for line in lines):
        return any(len(line.text) > FOLDED_CHARACTERS for line in lines)
    return sum(line.text.count(" ") + 1 for line in lines) >= PROSE_WORDS
