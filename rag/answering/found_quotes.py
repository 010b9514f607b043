"""Which of several checked quotes holds a sentence, and what it means where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.quotes import Quote
from rag.claims.support import Support
from rag.text import fold
from rag.types import Verdict

LESS_SHARE = 0.85  # of the best quote's share that another must have to hold the sentence instead


@dataclass(frozen=True)
class Found:
    """The quotes for a sentence, one or two, and what checking it against them gave."""

    quotes: tuple[Quote, ...]
    support: Support


def first_supported(found: Sequence[Found]) -> Found | None:
    """Return the first that holds its sentence and has nearly as much of it as any other."""
    best = max((one.support.share for one in found), default=0.0)
    for one in found:
        if one.support.verdict is Verdict.SUPPORTED and one.support.share >= LESS_SHARE * best:
            return one
    return None


def add_to_each_other(one: Support, other: Support) -> bool:
    """Tell whether each of two quotes holds a claim of the sentence that the other lacks."""
    mine, its = ({(doubt.kind, doubt.claimed) for doubt in s.doubts} for s in (one, other))
    return bool(mine - its) and bool(its - mine)


def not_held(singles: Sequence[Found]) -> Found:
    """Return the nearest quote; it contradicts only by what none of the near quotes says either."""
    nearest = singles[0]
    support = nearest.support
    doubts = tuple(
        replace(one, denied=one.denied and not any(_says(other, one) for other in singles[1:]))
        for one in support.doubts
    )
    if support.verdict is not Verdict.CONTRADICTED or any(one.denied for one in doubts):
        return nearest
    return replace(nearest, support=Support(Verdict.UNSUPPORTED, doubts, support.share))


def _says(found: Found, doubted: Doubt) -> bool:
    """Tell whether a quote has the figure, date or name that another one denies."""
    if doubted.kind in {DoubtKind.FIGURE, DoubtKind.DATE}:
        failed = {(one.kind, one.claimed) for one in found.support.doubts}
        return (doubted.kind, doubted.claimed) not in failed
    claimed = fold(doubted.claimed)
    return doubted.kind is DoubtKind.NAME and any(claimed in fold(q.text) for q in found.quotes)
