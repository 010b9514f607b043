"""Quotes with clauses taken off their ends."""

from __future__ import annotations

from collections.abc import Iterator

from rag.claims.quotes import Quote
from rag.sentences import CLAUSE


def with_a_clause_less(quote: Quote) -> Iterator[Quote]:
    """Yield a quote without its first clause, with nothing else, and the same for its last.

    Marks that join clauses are left off at the ends, and so is a lone bracket or quotation mark.
    """
    text = quote.text
    cuts = [match.end() for match in CLAUSE.finditer(text) if match[0] in "，,；;：:。！？!?"]
    for cut in (cuts[0], cuts[-1]) if cuts else ():
        for span in ((cut, len(text)), (0, cut)):
            start, end = _without_lone_marks(text, *_stripped(text, *span))
            if 0 < end - start < len(text) and any(map(str.isalnum, text[start:end])):
                yield Quote(quote.article, quote.start + start, quote.start + end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space off both ends, and what joins clauses off the second."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,；;：:"):
        end -= 1
    return start, end


def _without_lone_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off a quotation mark or bracket at an end whose partner was cut off."""
    for opening, closing in ("“”", "「」", "（）", "()", "《》", "‘’"):
        if start < end and text[end - 1] == closing and opening not in text[start:end]:
            end -= 1
        if start < end and text[start] == opening and closing not in text[start:end]:
            start += 1
    return start, end
