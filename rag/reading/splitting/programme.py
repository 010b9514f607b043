"""A day's broadcast programme or a news digest, split into its items.

Two steps. Whether the text is one at all is asked of the whole: several titles, most of which
their own first sentences repeat and no other story does, most ledes telling when or by whom, and
words that change at the titles as they do not change inside the stories (the lexical cohesion of
Hearst, "TextTiling", 1997, with the borders given). An article with subheads fails: its sections
share their subject. Then each title is an item's, save those that are subheads inside an item.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.reading.splitting.briefs import find_briefs
from rag.reading.splitting.stories import Story, dice, find_stories, terms_of

FEWEST_STORIES = 4
FEWEST_ITEMS = 3  # of the stories, once subheads are left out
LEAST_ECHO = 0.3
LEAST_LEDES = 0.35
# A linear score of five signs. A logistic regression gave 4.1, 4.3, 7.7, -1.7 and -5.0: on every
# second day of a news broadcast, runs of its items and digests made of other articles, against
# single items, web pages and articles with subheads put in. Set by hand from there: more on a
# shared subject, less on the number: an article torn apart is worse than a digest left whole.
WEIGHT_OF_NUMBER = 2.0  # of ln(stories / 4), at most 12 stories counted
WEIGHT_OF_LEDES = 4.0
WEIGHT_OF_TITLES = 6.0  # of their mean length / 20 characters, at most 1: subheads are shorter
WEIGHT_OF_FOREIGN = -6.0
WEIGHT_OF_COHESION = -6.0
BAR = 6.0
MOST_STORIES_COUNTED = 12
LONG_TITLE_CHARACTERS = 20
BLOCK_CHARACTERS = (20, 160)
UNKNOWN_COHESION = 0.5
SHORT_CHARACTERS = 90  # of the bodies' median: too short for cohesion to tell
SHORT_ECHO, SHORT_LEDES = 0.5, 0.6  # so that more is asked of the other signs
SHORT_FOREIGN = 0.05
SHORT_ALIKE = 0.1  # mean Dice coefficient of neighbouring bodies
SUBHEAD_ECHO = 0.2
SUBHEAD_SHARED = 0.9


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a programme, or a whole text that is none.

    Invariant: `text` is the given text from `start` to `end`, without white space around it.
    """

    text: str
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a programme and against it, over all stories.

    Attributes:
        stories: how many.
        echo: mean share of a title's terms in the opening of its own story, 0 to 1.
        ledes: share of the stories that open as news do, 0 to 1.
        title_characters: mean length of the titles, of several lines the longest.
        foreign: mean share of the other stories in which a title's term stands, 0 to 1.
        cohesion: likeness of the texts on both sides of a title, divided by that of neighbouring
            texts of the same length inside the stories; 0.5 where these cannot tell.
    """

    stories: int
    echo: float
    ledes: float
    title_characters: float
    foreign: float
    cohesion: float

    @property
    def score(self) -> float:
        """Weighted sum of the signs; a programme reaches `BAR`."""
        return (
            WEIGHT_OF_NUMBER * math.log(min(self.stories, MOST_STORIES_COUNTED) / FEWEST_STORIES)
            + WEIGHT_OF_LEDES * self.ledes
            + WEIGHT_OF_TITLES * min(1, self.title_characters / LONG_TITLE_CHARACTERS)
            + WEIGHT_OF_FOREIGN * self.foreign
            + WEIGHT_OF_COHESION * min(1, self.cohesion)
        )


def split_programme(text: str) -> list[Item]:
    """Split a programme of many items; any other text is one item without a title.

    Args:
        text: one paragraph a line; holds at least one character that is not white space.

    Returns:
        The items in order; together they hold every character that is not white space.
    """
    stories = find_stories(text, FEWEST_STORIES, LEAST_LEDES)
    own = _without_subheads(stories) if stories and _are_items(stories) else []
    found = [(story.start, story.title) for story in own]
    if len(found) < FEWEST_ITEMS:
        found = find_briefs(text)
    if not found:
        return [_item(text, None, 0, len(text))]
    starts = [start for start, _ in found]
    items = [
        _item(text, title, start, end)
        for (start, title), end in zip(found, [*starts[1:], len(text)], strict=True)
    ]
    before = _item(text, None, 0, starts[0])
    return [before, *items] if before.text else items


def _item(text: str, title: str | None, start: int, end: int) -> Item:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    part = part.strip()
    return Item(part, title, start, start + len(part))


def evidence(stories: Sequence[Story]) -> Evidence:
    """Weigh the stories of a text.

    Args:
        stories: at least two.
    """
    others = len(stories) - 1
    stories_with = Counter(term for story in stories for term in story.whole)
    foreign = _mean(
        _mean((stories_with[term] - (term in story.whole)) / others for term in story.terms)
        for story in stories
    )
    return Evidence(
        stories=len(stories),
        echo=_mean(story.echo for story in stories),
        ledes=_mean(story.lede for story in stories),
        title_characters=_mean(max(map(len, story.lines)) for story in stories),
        foreign=foreign,
        cohesion=_cohesion(stories),
    )


def _cohesion(stories: Sequence[Story]) -> float:
    shortest, longest = BLOCK_CHARACTERS
    size = min(longest, max(shortest, int(median(len(story.head) for story in stories)) // 2))
    inside: list[float] = []
    for story in stories:
        ends = range(size, len(story.head) + 1, size)
        blocks = [terms_of(story.head[end - size : end]) for end in ends]
        inside.extend(dice(one, other) for one, other in pairwise(blocks))
    across = _mean(
        dice(terms_of(one.tail[-size:]), terms_of(other.head[:size]))
        for one, other in pairwise(stories)
    )
    return across / _mean(inside) if any(inside) else UNKNOWN_COHESION


def _mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / max(1, len(counted))


def _is_programme(found: Evidence) -> bool:
    return found.echo >= LEAST_ECHO and found.ledes >= LEAST_LEDES and found.score >= BAR


def _are_items(stories: Sequence[Story]) -> bool:
    found = evidence(stories)
    return _is_programme(found) or _are_short_items(stories, found)


def _are_short_items(stories: Sequence[Story], found: Evidence) -> bool:
    """Tell a digest of items of a sentence or two, each under its title."""
    return (
        median(len(story.head) for story in stories) <= SHORT_CHARACTERS
        and found.echo >= SHORT_ECHO
        and found.ledes >= SHORT_LEDES
        and found.foreign <= SHORT_FOREIGN
        and _mean(dice(one.whole, other.whole) for one, other in pairwise(stories)) <= SHORT_ALIKE
    )


def _without_subheads(stories: list[Story]) -> list[Story]:
    """Leave out titles inside an item.

    Such a title is part of the item's own; or neither does its text repeat it nor open as news;
    or it is a point of a list where items are not.
    """
    listed = 2 * sum(story.marked for story in stories) > len(stories)
    items = stories[:1]
    for story in stories[1:]:
        own = items[-1].terms
        shared = len(story.terms & own) / max(1, len(story.terms))
        part = shared >= SUBHEAD_SHARED and len(story.terms) < len(own)
        bare = not story.lede and not story.labelled and story.echo < SUBHEAD_ECHO
        point = story.marked and not listed
        if not (part or bare or point):
            items.append(story)
    return items
