"""Whether a text names a date, in any of the usual writings."""

from __future__ import annotations

import re

from rag.text import fold

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
CHINESE = "〇一二三四五六七八九"


def names_date(text: str, iso: str) -> bool:
    """Tell whether a text names a date at least as exactly as it is given.

    Args:
        text: any writing: 2023年11月10日, 2023-11-10, 10 November 2023, 二〇二三年十一月十日.
            A date without its year (去年11月10日) names nothing.
        iso: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """
    return any(re.search(pattern, fold(text)) for pattern in _patterns(*iso.split("-")))


def _patterns(year: str, month: str | None = None, day: str | None = None) -> list[str]:
    years = rf"(?<!\d){year}", _digits(year)
    if month is None:
        return [rf"{years[0]}(?!\d)", rf"{years[1]}\s*年"]
    number = int(month)
    name = MONTHS[number - 1]
    english = rf"\b(?:{name}|{name[:3]}\.?)"
    months = rf"0?{number}", _count(number)
    if day is None:
        return [
            rf"{years[0]}\s*[年./-]\s*{months[0]}(?!\d)",
            rf"{years[1]}\s*年\s*{months[1]}月",
            rf"{english},?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?{year}\b",
        ]
    date = int(day)
    days = rf"0?{date}", _count(date)
    return [
        rf"{years[0]}\s*[年./-]\s*{months[0]}\s*[月./-]\s*{days[0]}(?!\d)",
        rf"{years[1]}\s*年\s*{months[1]}月\s*{days[1]}[日号]",
        rf"{english}\s+{days[0]}(?:st|nd|rd|th)?,?\s+{year}\b",
        rf"(?<!\d){days[0]}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{english},?\s+{year}\b",
    ]


def _digits(year: str) -> str:
    return "".join(f"[{CHINESE[int(d)]}零○]" if d == "0" else CHINESE[int(d)] for d in year)


def _count(number: int) -> str:
    """Write 1 to 31 in Chinese: 十, 十一, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{CHINESE[tens]}十")
    return head + (CHINESE[ones] if ones else "")
