"""Articles that say the same: each is kept, one of them is searched."""

from __future__ import annotations

from collections.abc import Iterable

from rag.types import Article


def find_duplicates(articles: Iterable[Article]) -> dict[str, str]:
    """Map each article whose text an earlier one has to that one."""
    first: dict[str, str] = {}
    found = {}
    for article in articles:
        stands = first.setdefault(article.text, article.id)
        if stands != article.id:
            found[article.id] = stands
    return found


def duplicate_groups(duplicates: dict[str, str]) -> list[list[str]]:
    """Return the ids of each group, the article that stands for it first."""
    groups: dict[str, list[str]] = {}
    for reprint, original in duplicates.items():
        groups.setdefault(original, [original]).append(reprint)
    return list(groups.values())
