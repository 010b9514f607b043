"""A figure as a value with its unit, and when one figure says what another one does."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rag.claims.units import compatible

EXACT, OVER, UNDER, ABOUT = "", "over", "under", "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text; text[start:end] is how it is written.

    Attributes:
        start: offset in code points of the number (or of the currency sign before it).
        end: offset behind the number and its unit.
        low: the value in the unit of its class (yuan, metres, percent, …).
        high: the same, or the other end of a range.
        unit: the class, "" for none; see `rag.claims.units`.
        bound: "over" (超过, 多, more than), "under" (近, 不到), "about" (约) or "" for exactly.
        step: the worth of the last digit given, which says how far a rounded value reaches.
        scale: what 万, 亿 or million multiply the digits with.
        worth: what the written unit is worth in that of its class.
    """

    start: int
    end: int
    low: Fraction
    high: Fraction
    unit: str
    bound: str
    step: Fraction
    scale: Fraction = Fraction(1)
    worth: Fraction = Fraction(1)


def same_value(claimed: Quantity, given: Quantity) -> bool:
    """Tell whether a figure is what another one says, unit and value, roundings allowed.

    超过70亿 agrees with 超过70亿, with 70亿 and with 71.3亿, not with 近70亿; 约 agrees with what
    rounds to it; a range agrees with the same range only.
    """
    if not compatible(claimed.unit, given.unit):
        return False
    if (claimed.low, claimed.high) == (given.low, given.high):
        return {claimed.bound, given.bound} != {OVER, UNDER}
    is_range = claimed.low != claimed.high or given.low != given.high
    if is_range or given.bound == UNDER or (given.bound == OVER and claimed.bound != OVER):
        return False
    return _rounds_to(claimed, given.low - claimed.low)


def _rounds_to(claimed: Quantity, difference: Fraction) -> bool:
    """Tell whether a rounded figure may stand for one that is so much larger."""
    if claimed.bound == OVER:
        return 0 <= difference < claimed.step
    if claimed.bound == UNDER:
        return -claimed.step < difference <= 0
    return claimed.bound == ABOUT and 2 * abs(difference) <= claimed.step
