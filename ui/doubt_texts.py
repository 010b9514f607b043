"""Why a sentence is marked or left out, in the reader's language."""

from __future__ import annotations

from rag.claims.doubts import Doubt, DoubtKind

_TEXTS: dict[DoubtKind, tuple[str, str]] = {
    DoubtKind.FIGURE: ("原文中没有数字“{claimed}”", "the figure “{claimed}” is not in the quote"),
    DoubtKind.DATE: ("原文中没有日期“{claimed}”", "the date “{claimed}” is not in the quote"),
    DoubtKind.NAME: ("原文中没有名称“{claimed}”", "the name “{claimed}” is not in the quote"),
    DoubtKind.MISPLACED: (
        "原文中的“{claimed}”说的是另一件事",
        "the quote says “{claimed}” of another thing",
    ),
    DoubtKind.CONTRARY: (
        "与原文说法相反：“{claimed}”",
        "the quote says the contrary of “{claimed}”",
    ),
    DoubtKind.NO_QUOTE: ("没有找到与“{claimed}”对应的原文", "no passage says “{claimed}”"),
}
_GIVEN = ("，原文是“{given}”", ", which has “{given}”")
_REMOVED = (
    "有 {count} 句话与原文不符，已删去。",
    "{count} sentence(s) contradicted the articles and were left out.",
)


def doubt_text(doubt: Doubt, language: str) -> str:
    """Return one doubt as a phrase, with what the quote says where that is known."""
    column = 0 if language.startswith("zh") else 1
    told = _TEXTS[doubt.kind][column].format(claimed=doubt.claimed)
    return told + (_GIVEN[column].format(given=doubt.given) if doubt.given else "")


def removed_text(count: int, language: str) -> str:
    """Return how many sentences were left out, "" for none."""
    column = 0 if language.startswith("zh") else 1
    return _REMOVED[column].format(count=count) if count else ""
