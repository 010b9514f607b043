"""Which passages a question is given: drawn by a seed, the same for every model."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

from eval.noise.cases import Case

T = TypeVar("T")


class Kind(StrEnum):
    """What a passage does to its question."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    WRONG = "wrong"


@dataclass(frozen=True)
class Condition:
    """What is tried: a share of noise (0 up to 1), no evidence, or wrong evidence beside right."""

    kind: str  # "noise", "none", "wrong"
    noise: float = 0.0

    @property
    def name(self) -> str:
        """As it stands in files and tables."""
        return f"noise {self.noise:g}" if self.kind == "noise" else self.kind

    def counts(self, passages: int, parts: int) -> tuple[int, int, int]:
        """Return how many positive, negative and wrong passages are wanted.

        Args:
            passages: in all.
            parts: of the question; each gets a positive passage, whatever the share of noise.
        """
        if self.kind == "none":
            return 0, passages, 0
        if self.kind == "wrong":
            return passages - passages // 2, 0, passages // 2
        positive = max(passages - round(passages * self.noise), parts)
        return positive, max(0, passages - positive), 0


NONE = Condition("none")
WRONG = Condition("wrong")


@dataclass(frozen=True)
class Given:
    """A passage as it is given: its text, the article that it is searched as, and its kind."""

    text: str
    article: str
    kind: Kind


def draw(
    case: Case, condition: Condition, passages: int, seed: int, articles: Mapping[str, str]
) -> tuple[Given, ...]:
    """Draw the passages of a question, in the order in which a bare model reads them.

    A level of noise takes its positive passages from the start of the same row as every other,
    and its negative ones likewise. Where there are fewer than wanted, fewer are given.

    Args:
        case: the question.
        condition: what is tried.
        passages: wanted in all.
        seed: of the draw.
        articles: by text, the id of the article that it is searched as; passages that say the
            same are searched as one, and given once. A text without one is not given.

    Returns:
        Passages; none where the question has none of a kind that the condition needs.
    """
    rng = random.Random(f"{seed} {case.id}")  # noqa: S311 (a sample, not a secret)
    rows = {
        Kind.POSITIVE: _in_turn([_shuffled(part, rng) for part in case.positive]),
        Kind.NEGATIVE: _shuffled(case.negative, rng),
        Kind.WRONG: _shuffled(case.wrong, rng),
    }
    wanted = condition.counts(passages, len(case.positive))
    taken: set[str] = set()
    given: list[Given] = []
    for (kind, row), count in zip(rows.items(), wanted, strict=True):
        fresh = list(_fresh(row, kind, articles, taken))[:count]
        if count and not fresh:
            return ()
        given += fresh
    return tuple(_shuffled(given, rng))


def _fresh(
    row: Iterable[str], kind: Kind, articles: Mapping[str, str], taken: set[str]
) -> Iterator[Given]:
    """Yield passages that no other of the question says already, those not given included."""
    for text in row:
        article = articles.get(text)
        if article is not None and article not in taken:
            taken.add(article)
            yield Given(text, article, kind)


def _shuffled(row: Sequence[T], rng: random.Random) -> list[T]:
    return rng.sample(list(row), len(row))


def _in_turn(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Take one of each part of a question in turn."""
    for together in zip_longest(*rows):
        yield from (text for text in together if text is not None)
