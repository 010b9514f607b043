"""A quote in its paragraph, with the paragraphs before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Citation


@dataclass(frozen=True)
class Surroundings:
    """What stands around a quote; the pieces are verbatim, blank paragraphs are left out.

    `more_before` and `more_after` say how many paragraphs of the article are not among them.
    """

    earlier: tuple[str, ...]
    before: str  # in the quote's own paragraph
    after: str
    later: tuple[str, ...]
    more_before: int
    more_after: int


def surroundings(citation: Citation, count: int) -> Surroundings:
    """Return the paragraph of a quote and at most `count` on each side of it.

    A quote that runs over several paragraphs stands in all of them.
    """
    text, start, end = citation.article.text, citation.start, citation.end
    begin = text.rfind("\n", 0, start) + 1
    close = text.find("\n", end)
    close = len(text) if close < 0 else close
    earlier = [line for line in text[:begin].split("\n") if line.strip()]
    later = [line for line in text[close:].split("\n") if line.strip()]
    kept = len(earlier) - min(count, len(earlier))
    return Surroundings(
        tuple(earlier[kept:]),
        text[begin:start],
        text[end:close],
        tuple(later[:count]),
        kept,
        max(0, len(later) - count),
    )
