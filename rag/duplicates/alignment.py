"""Where a shorter text departs from a fuller one.

Both are walked from the start: equal letters are passed over, and where they differ the walk
goes on at the next run of letters that the fuller text has further on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.duplicates.folding import CLAUSE, Folded

ANCHOR = 12  # letters in which the texts agree before the walk goes on
STEP = 256
MOST_MISSING = 0.5  # share of the shorter text that the fuller may lack before it is given up,
MOST_MISSING_LETTERS = 2000  # and no more letters than this: each is looked for in all of it
REACH = 200  # letters that a clause is looked for on either side


@dataclass(frozen=True, slots=True)
class Departure:
    """`shorter.letters[start:end]` stands where `fuller.letters[full_start:full_end]` does.

    Either may be empty. Beyond both ends the letters agree, or the texts end.
    """

    start: int
    end: int
    full_start: int
    full_end: int


def departures(shorter: Folded, fuller: Folded) -> Iterator[Departure]:
    """Yield where the shorter text departs from the fuller, in order.

    Where too much of it is missing the last departure holds all the rest.
    """
    short, full = shorter.letters, fuller.letters
    tail = _common_end(short, full)
    short_end, full_end = len(short) - tail, len(full) - tail
    most = min(int(len(short) * MOST_MISSING), MOST_MISSING_LETTERS)
    at = full_at = _common_length(short, 0, short_end, full, 0, full_end)
    # the first letters may agree by accident: they may be given back
    skips = (0, at) if 0 < at < ANCHOR else (at,)
    while at < short_end or full_at < full_end:
        one = min(
            (
                _next_departure(short, skip, short_end, full, full_at - at + skip, full_end, most)
                for skip in skips
            ),
            key=lambda one: one.end - one.start + one.full_end - one.full_start,
        )
        yield one
        most -= one.end - one.start
        run = _common_length(short, one.end, short_end, full, one.full_end, full_end)
        at, full_at = one.end + run, one.full_end + run
        skips = (at,)


def _next_departure(
    short: str, at: int, short_end: int, full: str, full_at: int, full_end: int, most: int
) -> Departure:
    for start in range(at, min(short_end - ANCHOR, at + most) + 1):
        place = full.find(short[start : start + ANCHOR], full_at, full_end)
        if place >= 0:
            back = 0
            while back < min(start - at, place - full_at) and (
                short[start - back - 1] == full[place - back - 1]
            ):
                back += 1
            return Departure(at, start - back, full_at, place - back)
    return Departure(at, short_end, full_at, full_end)


def _common_length(
    short: str, at: int, short_end: int, full: str, full_at: int, full_end: int
) -> int:
    most = min(short_end - at, full_end - full_at)
    done = 0
    while done < most:
        step = min(STEP, most - done)
        if short[at + done : at + done + step] != full[full_at + done : full_at + done + step]:
            break
        done += step
    while done < most and short[at + done] == full[full_at + done]:
        done += 1
    return done


def _common_end(short: str, full: str) -> int:
    return _common_length(short[::-1], 0, len(short), full[::-1], 0, len(full))


def whole_clauses_left_out(fuller: Folded, shorter: Folded, one: Departure) -> bool:
    """Tell whether what only the fuller text has there is a run of whole clauses.

    Where a run repeats the letters before or after it, it may as well be told to stand further
    to the left or right; all these places are tried. A figure alone is no clause.
    """
    full = fuller.letters
    if not any(map(str.isalpha, full[one.full_start : one.full_end])):
        return False
    for step in (-1, 1):
        start, end, at = one.full_start, one.full_end, one.start
        for _ in range(REACH):
            if fuller.breaks[start] and fuller.breaks[end] and shorter.breaks[at]:
                return True
            if step < 0 and (min(start, at) == 0 or full[start - 1] != full[end - 1]):
                break
            if step > 0 and (end == len(full) or full[start] != full[end]):
                break
            start, end, at = start + step, end + step, at + step
    return False


def in_whole_clauses(shorter: Folded, fuller: Folded, one: Departure) -> Departure:
    """Widen a departure to the clauses that it touches, in both texts."""
    back, most = 0, min(REACH, one.start, one.full_start)
    while back < most and not (
        shorter.breaks[one.start - back] == fuller.breaks[one.full_start - back] == CLAUSE
    ):
        back += 1
    on, most = 0, min(REACH, len(shorter.letters) - one.end, len(fuller.letters) - one.full_end)
    while on < most and not (
        shorter.breaks[one.end + on] == fuller.breaks[one.full_end + on] == CLAUSE
    ):
        on += 1
    return Departure(one.start - back, one.end + on, one.full_start - back, one.full_end + on)
