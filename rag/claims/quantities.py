"""Every figure of a text as a value with its unit, in Chinese and English writing.

3,476 is 3476家 is 三千四百七十六家; 55亿元 is 5.5 billion yuan is RMB 5.5bn; 三成 is 30%; 翻一番 is
twice; 30多轮 is more than 30 up to 40. Idioms (一些, 第一时间, 十分, 万一) have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rag.claims.figure_words import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    AT_MOST_BEFORE,
    BOUND_REACH,
    ENGLISH_UNITS,
    FIGURE,
    FOLDS,
    GROWN,
    IDIOM,
    MULTIPLIED,
    OVER_AFTER,
    OVER_BEFORE,
    PARTS,
    RANKED,
    SHARE,
    TO,
    UNDER_BEFORE,
)
from rag.claims.numerals import (
    ARABIC,
    ENGLISH,
    ENGLISH_ORDINALS,
    ENGLISH_SCALES,
    arabic_value,
    english_value,
    han_value,
    significant_step,
)
from rag.claims.quantity import ABOUT, EXACT, OVER, UNDER, Quantity
from rag.claims.units import PERCENT, RANK, SYMBOLS, TIMES, UNITS
from rag.text import fold

Span = tuple[int, int]

# No figure has hundreds of digits; Python reads no number of more than 4,300.
_ENDLESS = re.compile(r"[\d,.零〇○一二两三四五六七八九十百千万亿]{300,}+")
REACH = 10  # a figure with 超过, 近 or 约 stands for values up to a tenth away


def quantities(text: str, dates: Sequence[Span] = ()) -> list[Quantity]:
    """Find the figures of a text, in order and without overlap.

    Args:
        text: any text; offsets are in code points of it.
        dates: spans of the text that name days, whose figures are left out.
    """
    folded = _ENDLESS.sub(lambda run: " " * len(run[0]), fold(text))
    taken = [*dates, *_idioms(folded)]
    found: list[Quantity] = []
    for reader in (_shares, _multiplied, _ranks, _figures):
        for one in reader(folded):
            if not any(one.start < end and start < one.end for start, end in taken):
                found.append(one)
                taken.append((one.start, one.end))
    found.sort(key=lambda one: one.start)
    return _ranges(folded, found)


def _idioms(folded: str) -> Iterator[Span]:
    for match in IDIOM.finditer(folded):
        if match[0][0] != "一" or folded[max(0, match.start() - 1)] != "第":  # 第一批 is a rank
            yield match.start(), match.end()


def _shares(folded: str) -> Iterator[Quantity]:
    for match in SHARE.finditer(folded):
        if match["thirds"]:
            value: Fraction | None = Fraction(100 * ENGLISH[match["thirds"]], 3)
        elif match["few"]:
            few = 1 if match["few"] == "a" else ENGLISH[match["few"]]
            value = Fraction(100 * few, PARTS[match["part"]])
        elif match["upper"]:
            value = Fraction(100 * int(match["upper"]), int(match["lower"]))
        elif match["count"] is None:
            value = Fraction(50)
        else:
            whole = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10000)}.get(
                match["parts"], han_value(match["parts"])
            )
            count = _value(match["count"])
            value = 100 * count / whole if count is not None and whole else None
        if value is not None:
            yield _quantity(folded, match.start(), match.end(), value, PERCENT, Fraction(1))


def _multiplied(folded: str) -> Iterator[Quantity]:
    for match in MULTIPLIED.finditer(folded):
        if match["word"]:
            value: Fraction | None = Fraction(FOLDS[match["word"]])
        else:
            turns = _value(match["turns"] or "1")
            value = Fraction(2 ** int(turns)) if turns is not None and turns < 9 else None
        if value is not None:
            yield _quantity(folded, match.start(), match.end(), value, TIMES, Fraction(1))


def _ranks(folded: str) -> Iterator[Quantity]:
    for match in RANKED.finditer(folded):
        written = match["number"] or match["phase"] or match["digits"] or match["no"]
        if match["ordinal"]:
            value: Fraction | None = Fraction(ENGLISH_ORDINALS[match["ordinal"]])
        else:
            value = _value(written) if written else Fraction(1)
        if value is not None:
            yield Quantity(match.start(), match.end(), value, value, RANK, EXACT, Fraction(1))


def _figures(folded: str) -> Iterator[Quantity]:
    for match in FIGURE.finditer(folded):
        found = _figure(folded, match)
        if found is not None:
            yield found


def _figure(folded: str, match: re.Match[str]) -> Quantity | None:
    written = match["arabic"] or match["han"] or match["words"]
    value = english_value(written) if match["words"] else _value(written)
    unit, worth = _unit(match)
    if value is None or _is_no_figure(folded, match, value, unit):
        return None
    step = Fraction(1) if match["words"] else significant_step(written)
    for name in ("late", "scale"):
        if match[name]:
            times = _scale(match[name].strip())
            value, step = value * times, step * times
    scale = value / _digits(written) if match["arabic"] and value else Fraction(1)
    value, step = value * worth, step * worth
    if unit == TIMES and GROWN.search(folded[: match.start()]):
        value += 1
    end = _end_of_number(match) if unit is None else match.end()
    found = _quantity(folded, match.start(), end, value, unit or "", step)
    is_more = match["some"] or match["more"] or match["after"] or match["plus"]
    if is_more:  # 30多 reaches up to 40, 超过30 not so far
        return replace(found, scale=scale, worth=worth, bound=OVER)
    reach = min(step, abs(value) / REACH) if found.bound else step
    return replace(found, scale=scale, worth=worth, step=reach)


def _is_no_figure(folded: str, match: re.Match[str], value: Fraction, unit: str | None) -> bool:
    """Tell codes (5g), articles (一家, one) and numerals in words from figures."""
    if match["han"] == "一":
        return unit not in {PERCENT, TIMES, "month", "day", "yuan"}
    if unit is not None:
        return False
    if match["han"]:
        return not _is_clear(match["han"])
    follower = folded[match.end() : match.end() + 1]
    is_code = follower.isascii() and follower.isalpha() and not match["scale"]
    return bool(is_code if match["arabic"] else value <= 1)


def _digits(written: str) -> Fraction:
    """Return the value of the first digits of a number, without its scales."""
    first = re.match(ARABIC, written)
    return arabic_value(first[0]) or Fraction(1) if first else Fraction(1)


def _end_of_number(match: re.Match[str]) -> int:
    for name in ("after", "more", "plus", "scale", "late", "some", "arabic", "han", "words"):
        if match[name]:
            return match.end(name)
    return match.end()


def _unit(match: re.Match[str]) -> tuple[str | None, Fraction]:
    if match["symbol"]:
        symbol = match["symbol"].strip()
        return SYMBOLS[symbol], Fraction(1)
    written = match["unit"]
    if not written:
        return None, Fraction(1)
    if written in UNITS:
        return UNITS[written]
    last = next(one for one in ENGLISH_UNITS if written.endswith(one))
    return UNITS[last]


def _is_clear(written: str) -> bool:
    """Tell whether Chinese numerals without a unit are a number: 三千四百, 二〇二五, 三点五."""
    return len(written) >= 2 and (any(one in "百千万亿点〇" for one in written[1:]))


def _value(written: str) -> Fraction | None:
    return arabic_value(written) if written[0].isdecimal() else han_value(written)


def _scale(written: str) -> int:
    if written in ENGLISH_SCALES:
        return ENGLISH_SCALES[written]
    return int(arabic_value(f"1{written}"))


def _quantity(
    folded: str, start: int, end: int, value: Fraction, unit: str, step: Fraction
) -> Quantity:
    before = folded[max(0, start - BOUND_REACH) : start]
    if AT_MOST_BEFORE.search(before):
        bound = UNDER
    elif OVER_BEFORE.search(before) or OVER_AFTER.match(folded, end):
        bound = OVER
    elif UNDER_BEFORE.search(before):
        bound = UNDER
    elif ABOUT_BEFORE.search(before) or ABOUT_AFTER.match(folded, end):
        bound = ABOUT
    else:
        bound = EXACT
    return Quantity(start, end, value, value, unit, bound, step)


def _ranges(folded: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Join 20%—30% and 3—5万元 into one figure each."""
    joined: list[Quantity] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and _may_join(before, one):
            between = folded[before.end : one.start]
            whole = TO.fullmatch(between)
            is_and = between.strip() == "and"
            if whole and (not is_and or folded[: before.start].rstrip().endswith("between")):
                joined[-1] = _range(before, one)
                continue
        joined.append(one)
    return joined


def _may_join(before: Quantity, one: Quantity) -> bool:
    """Tell whether two figures may be the ends of a range: neither is one, their units agree."""
    same_unit = not before.unit or before.unit == one.unit
    return before.low == before.high and one.unit != RANK and same_unit


def _range(first: Quantity, last: Quantity) -> Quantity:
    """Join two figures; the first takes the second's scale and unit where it has none."""
    low = first.low
    if not first.unit and last.unit:
        shared = low * last.scale
        is_bare = first.scale == 1 and shared <= last.low / last.worth
        low = (shared if is_bare else low) * last.worth
    elif not first.unit and first.scale == 1 and low * last.scale <= last.low:
        low *= last.scale
    return Quantity(first.start, last.end, low, last.low, last.unit or first.unit, EXACT, last.step)
