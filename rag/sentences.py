"""Sentences as spans of a text, by Chinese and by Latin rules."""

from __future__ import annotations

import re

Span = tuple[int, int]

CLOSING = "”’\"'」』）)】》〉\\]"
BREAK = re.compile(
    rf"(?P<wide>[。！？!?；…]+[{CLOSING}]*)"
    rf"|(?P<semicolon>;(?=\s|[\u3400-\u9fff]))"
    rf"|(?P<dot>[.!?][{CLOSING}]*)(?=\s+[^a-z\s]|\s*$)"
    r"|(?P<line>\n)"
)
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|No|Nos|Fig|Inc|Ltd|Co|Corp|Gen|Col|Lt"
    r"|Sen|Rep|Gov|e\.g|i\.e|approx|bzw|ca|Nr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|[A-Z](?:\.[A-Z])+))$"
)
ABBREVIATION_REACH = 12


def sentence_spans(text: str) -> list[Span]:
    """Return (start, end) of each sentence, in order, without surrounding white space.

    The spans do not overlap and hold every character of the text that is not white space.
    """
    spans: list[Span] = []
    start = 0
    for match in BREAK.finditer(text):
        if match["dot"] and ABBREVIATION.search(
            text, max(start, match.start() - ABBREVIATION_REACH), match.start()
        ):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not any(character.isalnum() for character in text[start:end]):
        between = text[spans[-1][1] : start]
        if "\n" not in between:  # a stray closing mark belongs to the sentence before
            spans[-1] = (spans[-1][0], end)
            return
    spans.append((start, end))


CLAUSE = re.compile(r"[,，、:：;；—\s]")


def clause_spans(text: str, start: int, end: int, limit: int) -> list[Span]:
    """Cut text[start:end] into pieces of at most `limit` characters, at commas where it can."""
    pieces: list[Span] = []
    while end - start > limit:
        cut = start + limit
        for match in CLAUSE.finditer(text, start + limit // 2, start + limit):
            cut = match.end()
        pieces.append((start, cut))
        start = cut
    if start < end:
        pieces.append((start, end))
    return pieces
