"""Finds where date words may begin, reads them there and resolves them, in one walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.text import fold
from rag.time.chinese import read_chinese
from rag.time.context import Context
from rag.time.english import read_english, read_english_number
from rag.time.expressions import Parsed
from rag.time.numerals import ZEROS
from rag.time.numeric import read_numeric
from rag.time.resolving import Origin, resolve
from rag.time.spans import Published, Span

# A date word begins with one of these characters, and one of those stands behind it.
_HAN = "一二三四五六七八九十"
_DIGITS = "0123456789"
_PAIRS = {
    "今昨明": "天日年晚晨早夜",
    "前": f"天日晚年两{_HAN}{_DIGITS}",
    "后": "天年",
    "大": "前后",
    "同": "年月日一",
    "当": "天日年月",
    "次翌": "年月日",
    "上": "上月个周星礼半年一世",
    "下": "下月个周星礼半一",
    "本": "月周星年世礼",
    "这": "个周一星",
    "去来该": "年",
    "首": "季",
    "头": f"两{_HAN}{_DIGITS}",
    "第": "一二三四1234",
    "民": "国",
    "最": "近",
    "过": "去",
    "近": f"日两{_HAN}{_DIGITS}",
    "日": "前",
    "连": "日",
    "周": "一二三四五六日",
    "星": "期",
    '“"「『‘': "六七八九十",
    f"{_HAN}廿": f"{_HAN}{ZEROS}月日号季年世五个天周至到、—–~- ",
}
_SECOND = {one: frozenset(second) for first, second in _PAIRS.items() for one in first}
_WORD = re.compile(
    f"[{''.join(_SECOND)}](?=[{re.escape(''.join(sorted(frozenset().union(*_SECOND.values()))))}])"
)
# A number is entered at its first digit, where a unit, a sign or an English word may follow.
_NUMBER = re.compile(
    r"[0-9](?<![0-9][0-9])(?:(?=[0-9]{0,3}\s?[年月日号季世、至到和与及—–~―─\-个周天])"
    r"|(?<=[12])(?=[0-9]{3}(?:[^0-9年]|$))|(?=[0-9]?(?:st|nd|rd|th)?\s?[a-z]))"
)
_ENGLISH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last|this|next|past|to|yesterday|day"
    r"|same|that|following|previous|first|second|third|fourth|[1-4](?:st|nd|rd|th)|q[1-4]|h[12]"
    r"|end|beginning|start|middle|(?<=on )(?:mon|tue|wed|thu|fri|sat|sun))"
)
_LETTER = re.compile("[a-z]")
_LETTERS_NEAR = 8  # characters on each side of a number, for the English words around it


class Located(NamedTuple):
    """A mention in a text: text[start:end], its days and how they were found."""

    start: int
    end: int
    span: Span
    origin: Origin


def scan(text: str, published: str | None) -> Iterator[Located]:
    """Yield the mentions of a text in order; they do not overlap."""
    folded = fold(text)
    context = Context(folded, Published.of(published))
    end = 0
    for start in _starts(folded):
        if start < end:
            continue
        parsed = _read(folded, text, start)
        if parsed is None:
            continue
        end = parsed.end
        resolved = resolve(parsed.expression, context, start, end)
        if resolved is None:
            continue
        if resolved.is_context:
            context.note(resolved.span, end)
        yield Located(start, end, resolved.span, resolved.origin)


def _starts(folded: str) -> list[int]:
    starts = [
        start
        for match in _WORD.finditer(folded)
        if folded[(start := match.start()) + 1] in _SECOND[folded[start]]
    ]
    starts += [match.start() for match in _NUMBER.finditer(folded)]
    if _LETTER.search(folded):
        starts += [match.start() for match in _ENGLISH.finditer(folded)]
    starts.sort()
    return starts


def _read(folded: str, original: str, start: int) -> Parsed | None:
    first = folded[start]
    if not first.isascii() or first == '"':
        return read_chinese(folded, start)
    if first.isalpha():
        return read_english(folded, original, start)
    parsed = read_numeric(folded, start) or read_chinese(folded, start)
    if parsed is None and _LETTER.search(
        folded, max(0, start - _LETTERS_NEAR), start + _LETTERS_NEAR
    ):
        parsed = read_english_number(folded, original, start) or read_english(
            folded, original, start
        )
    return parsed
