"""Writes days out behind the relative words that mean them, in the language of the words."""

from __future__ import annotations

import re
from calendar import monthrange

from rag.time.spans import Span

_CHINESE_YEAR = re.compile(r"(?:今|去|大?前|明|来|來|后|後)年[度]?的?|本年度?|上一?年度?")
_YEAR_WORD = re.compile(r"[今去前明来來后後同次当當0-9]年")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def write_span(words: str, span: Span) -> str:
    """Return the days in brackets, to stand behind the words: （2023年11月10日） or (2023)."""
    if words.isascii():
        return f" ({_english(span)})"
    year = _CHINESE_YEAR.match(words)
    rest = "" if year is None else words[year.end() :]
    if year is not None and span[0].year == span[1].year and _YEAR_WORD.search(rest) is None:
        return f"（{span[0].year}年{rest.removeprefix('年').lstrip()}）"  # 去年底 is 2023年底
    return f"（{_chinese(span)}）"


def _is_years(span: Span) -> bool:
    return (span[0].month, span[0].day, span[1].month, span[1].day) == (1, 1, 12, 31)


def _is_months(span: Span) -> bool:
    last = span[1]
    return span[0].day == 1 and last.day == monthrange(last.year, last.month)[1]


def _chinese(span: Span) -> str:
    first, last = span
    if _is_years(span):
        parts = f"{first.year}年", f"{last.year}年"
    elif _is_months(span):
        same = f"{last.year}年" if last.year != first.year else ""
        parts = f"{first.year}年{first.month}月", f"{same}{last.month}月"
        if (first.year, first.month) == (last.year, last.month):
            return parts[0]
    else:
        parts = f"{first.year}年{first.month}月{first.day}日", _last_day(span)
    return parts[0] if first == last or parts[0] == parts[1] else "至".join(parts)


def _last_day(span: Span) -> str:
    first, last = span
    year = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if year or last.month != first.month else ""
    return f"{year}{month}{last.day}日"


def _english(span: Span) -> str:
    if _is_years(span):
        names = [str(day.year) for day in span]
    elif _is_months(span):
        names = [f"{_MONTHS[day.month - 1]} {day.year}" for day in span]
    else:
        names = [f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" for day in span]
    return names[0] if names[0] == names[1] else " to ".join(names)
