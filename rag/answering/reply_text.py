"""What a model's reply says, without how it was thought out and whatever form its markers have."""

from __future__ import annotations

import re

_THOUGHT = re.compile(r"^\s*<think>.*?(?:</think>|\Z)\s*", re.DOTALL | re.IGNORECASE)
_TAG = "<think>"
# 【1】 【1†source】 ［1］ [^1] [1, 2] [1-3] [1][2]
_NUMBERS = r"(?P<inside>\d{1,3}(?:\s*[,，、;；\-–—~]\s*\d{1,3})*)"
_MARKERS = re.compile(rf"[\[［【]\^?{_NUMBERS}(?:†[^\]］】]*)?[\]］】]")
_ROUND_AT_END = re.compile(
    r"[（(](?P<inside>\d{1,3})[)）](?=\s*(?:[。.！!？?；;]|$))", re.MULTILINE
)
_RANGE = re.compile(r"(\d+)\s*[\-–—~]\s*(\d+)")
MOST_IN_RANGE = 20


def without_thoughts(text: str) -> str:
    """Take off what a reasoning model thought aloud first; all of it where it has not ended."""
    start = text.lstrip()[: len(_TAG)].lower()
    if start and _TAG.startswith(start) and len(start) < len(_TAG):
        return ""  # it may become the tag
    return _THOUGHT.sub("", text)


def with_plain_markers(text: str, passages: int) -> str:
    """Write every marker as [n], one number each.

    Args:
        text: a reply.
        passages: how many were given; a number in round brackets is a marker only at the end of a
            sentence and where there are as many.
    """
    text = _MARKERS.sub(lambda one: _plain(one["inside"]), text)
    return _ROUND_AT_END.sub(
        lambda one: f"[{one['inside']}]" if 1 <= int(one["inside"]) <= passages else one[0], text
    )


def _plain(inside: str) -> str:
    def each(one: re.Match[str]) -> str:
        low, high = int(one[1]), int(one[2])
        whole = range(low, min(high, low + MOST_IN_RANGE) + 1)
        return ",".join(map(str, whole)) or f"{low},{high}"

    numbers = re.findall(r"\d+", _RANGE.sub(each, inside))
    return "".join(f"[{number}]" for number in numbers)
