"""Values of written numbers: 3,476, 1亿3000万, 三千四百七十六, 十二点五, forty-one, 5.5."""

from __future__ import annotations

import re
from fractions import Fraction

ZEROS = "零〇○"
DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
DIGITS |= dict.fromkeys(ZEROS, 0) | {"两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
ENGLISH_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "mn": 10**6, "m": 10**6, "bn": 10**9, "tn": 10**12, "dozen": 12,
}  # fmt: skip
_ONES = re.findall(
    "[a-z]+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = {word: value for value, word in enumerate(_ONES)}
ENGLISH |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_ORDINALS = re.findall(
    "[a-z]+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
)
ENGLISH_ORDINALS = {word: value for value, word in enumerate(_ORDINALS, start=1)}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
HAN_NUMERAL = f"[{ZEROS}一二两三四五六七八九十百千万亿]+(?:点[{ZEROS}一二三四五六七八九]+)?"
_PART = re.compile(rf"({ARABIC})\s?([十百千万亿]*)")


def arabic_value(written: str) -> Fraction:
    """Return the value of figures with or without Chinese scales: 3,476, 360万, 1亿3000万."""
    return sum(
        (
            Fraction(digits.replace(",", "")) * _product(scales)
            for digits, scales in _PART.findall(written)
        ),
        Fraction(0),
    )


def significant_step(written: str) -> Fraction:
    """Return the worth of the last digit that is no rounding zero: 10 for 70, 1000 for 4000.

    Of a number in several parts (1亿3000万) it is that of the last; in Chinese numerals that of
    the last scale.
    """
    parts = _PART.findall(written)
    if parts:
        digits, scales = parts[-1]
        plain = digits.replace(",", "")
        whole, _, decimals = plain.partition(".")
        if decimals:
            return Fraction(1, 10 ** len(decimals)) * _product(scales)
        return Fraction(10 ** (len(whole) - len(whole.rstrip("0") or whole))) * _product(scales)
    value = han_value(written)
    if value is None or value.denominator != 1 or value == 0:
        return Fraction(1, 10)
    plain = str(value.numerator)
    return Fraction(10 ** (len(plain) - len(plain.rstrip("0"))))


def han_value(written: str) -> Fraction | None:
    """Return the value of a number in Chinese numerals; None where they are no one number."""
    whole, _, decimals = written.partition("点")
    value = _han_whole(whole)
    if value is None or not decimals:
        return value
    places = "".join(str(DIGITS[digit]) for digit in decimals)
    return value + Fraction(int(places), 10 ** len(places))


def _han_whole(written: str) -> Fraction | None:
    if all(character in DIGITS for character in written):
        is_clear = len(written) != 2 or any(zero in written for zero in ZEROS)  # 三四: either
        return Fraction(int("".join(str(DIGITS[d]) for d in written))) if is_clear else None
    return _han_scaled(written)


def _han_scaled(written: str) -> Fraction | None:
    total, section, digit = 0, 0, -1
    for character in written:
        if character in DIGITS:
            if digit > 0:
                return None  # 二三十: either
            digit = DIGITS[character]
            continue
        scale = SCALES[character]
        if scale < 10**4:
            if digit < 0 and (scale != 10 or section % 100):
                return None
            section += (1 if digit < 0 else digit) * scale
        else:
            section += max(digit, 0)
            if section == 0 and total == 0:
                return None
            if section == 0 or scale > total > 0:
                total, section = (total + section) * scale, 0
            else:
                total, section = total + section * scale, 0
        digit = -1
    if digit > 0 and written[-2:-1] in {"百", "千", "万", "亿"}:
        return Fraction(total + section + digit * SCALES[written[-2]] // 10)  # 三百五 is 350
    return Fraction(total + section + max(digit, 0))


def english_value(words: str) -> Fraction:
    """Return the value of a number in English words: forty-one, half a million, two and a half.

    Raises:
        KeyError: for other words.
    """
    total = section = Fraction(0)
    for word in re.findall("[a-z]+", words):
        if word in {"and", "a"}:
            continue
        if word == "half":
            section += Fraction(1, 2)
        elif word == "hundred":
            section = (section or 1) * Fraction(100)
        elif word in ENGLISH_SCALES:
            total, section = total + (section or 1) * ENGLISH_SCALES[word], Fraction(0)
        else:
            section += ENGLISH[word]
    return total + section


def _product(scales: str) -> int:
    product = 1
    for scale in scales:
        product *= SCALES[scale]
    return product
