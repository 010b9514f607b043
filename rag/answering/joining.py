"""Neighbouring passages of one article joined, so that a model reads them as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.types import Hit, Passage


def joined(hits: Sequence[Hit], count: int) -> tuple[Hit, ...]:
    """Return the best hits with those joined that follow each other in the text of an article.

    Args:
        hits: best first.
        count: so many of them are taken, and at most so many come out; the text is no more than
            that of the hits taken.

    Returns:
        Hits in the order given. A run of neighbours (nothing but white space between them, or an
        overlap) is one hit at the place of the best of them, with its confidence, and with the
        verbatim text from the first of them to the last.
    """
    taken = hits[:count]
    by_article: dict[str, list[int]] = {}
    for place, hit in enumerate(taken):
        by_article.setdefault(hit.article.id, []).append(place)
    found: dict[int, Hit] = {}
    for places in by_article.values():
        for run in _runs(taken, places):
            found[min(run)] = _one(taken[min(run)], [taken[place].passage for place in run])
    return tuple(found[place] for place in sorted(found))


def _runs(hits: Sequence[Hit], places: Sequence[int]) -> list[list[int]]:
    """Part the places of one article's hits into runs of neighbours."""
    runs: list[list[int]] = []
    end = 0
    for place in sorted(places, key=lambda one: hits[one].passage.start):
        passage = hits[place].passage
        if runs and not hits[place].article.text[end : passage.start].strip():
            runs[-1].append(place)
            end = max(end, passage.end)
        else:
            runs.append([place])
            end = passage.end
    return runs


def _one(best: Hit, passages: Sequence[Passage]) -> Hit:
    start = min(passage.start for passage in passages)
    end = max(passage.end for passage in passages)
    whole = replace(best.passage, text=best.article.text[start:end], start=start, end=end)
    return replace(best, passage=whole)
