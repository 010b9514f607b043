"""Why a sentence is not held by its quotes: the claim that failed, and what the quote has there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DoubtKind(StrEnum):
    """What kind of claim failed."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    MISPLACED = "misplaced"  # the quote has the figure or date, but says it of another thing
    CONTRARY = "contrary"  # the quote says the opposite
    NO_QUOTE = "no_quote"  # no passage resembles the sentence


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim that the quotes do not hold.

    Attributes:
        kind: what it is.
        claimed: its words in the sentence.
        given: what the quotes say in its place, or None where they say nothing of the kind.
        denied: whether they surely mean the same thing and say another of it: another figure, date
            or known name, or the contrary. Of a word that only may be a name that is not sure.
    """

    kind: DoubtKind
    claimed: str
    given: str | None = None
    denied: bool = False
