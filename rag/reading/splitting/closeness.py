"""How close the texts of a page are to each other by their words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from rag.reading.splitting.topics import SEEN_LINES, Topics

LONGEST_SAMPLE = 80  # lines of an article that another text is compared with
NEIGHBOURS = 6  # articles before and after one that it is compared with


def neighbours(articles: Sequence[tuple[int, int]], number: int) -> list[tuple[int, int]]:
    """Return the articles before and after one, as far as their first lines."""
    near = range(max(0, number - NEIGHBOURS), min(len(articles), number + NEIGHBOURS + 1))
    return [
        (articles[place][0], min(articles[place][1], articles[place][0] + LONGEST_SAMPLE))
        for place in near
        if place != number
    ]


def usual_affinity(topics: Topics, articles: Sequence[tuple[int, int]]) -> float:
    """Return how much closer the halves of an article are than articles are to each other."""
    ratios = []
    for number, (begin, end) in enumerate(articles):
        middle = (begin + end) // 2
        if end - begin < 4:
            continue
        others = neighbours(articles, number)
        ratios.append(closeness(topics, (begin, middle), (middle, end), others))
    return median(ratios) if ratios else 1.0


def closeness(
    topics: Topics,
    before: tuple[int, int],
    after: tuple[int, int],
    others: Sequence[tuple[int, int]],
) -> float:
    """Return how close a text is to the one before, 1 being as close as to the others."""
    some = topics.pairs(range(after[0], min(after[1], after[0] + SEEN_LINES)))
    near = topics.pairs(range(max(before[0], before[1] - SEEN_LINES), before[1]))
    far = [topics.affinity(some, topics.pairs(range(*one))) for one in others]
    return topics.affinity(some, near) / (mean(far) or 1.0) if far else 1.0
