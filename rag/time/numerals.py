"""Small numbers as dates are written with: digits, 二〇二五, 十一, 廿三, 元."""

from __future__ import annotations

# What stands for 〇 in print: circles, a digit, Latin, Cyrillic and Greek letters.
ZEROS = "〇○◯零0Oo\u041e\u043e\u039f\u03bf"
DIGITS = f"{ZEROS}一二三四五六七八九"
_VALUES = (
    dict.fromkeys(ZEROS, 0)
    | {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
    | {"两": 2, "元": 1}
)


def number(written: str) -> int:
    """Return the value of decimal digits, of Chinese digits, or of a Chinese number below 100.

    Raises:
        KeyError: for other characters.
        ValueError: for an empty string.
    """
    if written.isdecimal():  # an ASCII o may stand for a zero, and ５ is a digit
        return int(written)
    if written[0] == "廿":
        return 20 + (_VALUES[written[1:]] if len(written) > 1 else 0)
    if "十" in written:
        tens, _, units = written.partition("十")
        return (_VALUES[tens] if tens else 1) * 10 + (_VALUES[units] if units else 0)
    return int("".join(str(_VALUES[digit]) for digit in written))
