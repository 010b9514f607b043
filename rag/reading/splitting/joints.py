"""How well each line of a page goes on after each other line.

A joint is two lines of a body one after the other. Its score is a logarithm of odds: how often
such an ending is followed by such a beginning in running text, against two lines of a page drawn
at random; positive where the second goes on with the first. The weights are those of a logistic
regression on the joints of 200 newspaper pages made of other news than the tests use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.reading.splitting.bylines import ends_with_byline
from rag.reading.splitting.lines import Kind, Line, is_closed, may_be_heading

Scores = NDArray[np.float32]

CHUNK = 400  # lines that are compared with each other at a time
LONGEST_RUN = 4  # characters of a run that the page writes in one elsewhere
_STARTS = re.compile(
    r"近日|日前|近年来|今年以来|连日来|昨[日天]|据|下一步|目前|同时|此外|不过|但|其中|对此|随着|[一二三四五六七八九十]、"
)
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"), ("‘", "’"))
_SENTENCE_ENDS = ("signed", "closed", "heading")
_ENDINGS = (
    ("，、；：,;:—", "clause"),
    ("“《（(‘「【", "opener"),
    ("0123456789.", "number"),
)
_BEGINNINGS = (
    ("“《（(‘「【", "opener"),
    ("，。、；：！？）】》」』”’％%,;)]}", "mark"),
    ("的了们等", "tail"),
    ("0123456789.", "number"),
)
_COLUMNS = "end sign date indent start opener mark tail number latin word".split()  # noqa: SIM905
_WEIGHTS = {
    "head": (-9.0, -3.0, 2.0, 1.5, 2.0, 0.5, -4.5, -3.0, 0.0, 0.0, 0.0),
    "signed": (2.5, -2.0, 2.0, 1.0, 0.0, 0.0, -3.5, -2.5, -1.0, -1.0, -1.5),
    "closed": (1.6, -0.5, -2.0, 1.5, 0.8, 0.5, -1.8, -1.5, -0.4, -0.3, -0.3),
    "heading": (-3.0, 0.5, 0.5, 1.0, 0.4, -0.1, -0.2, -0.7, -0.3, -0.5, -0.3),
    "clause": (-3.5, -3.5, -4.4, -4.5, -0.6, -0.8, -4.5, -3.5, -1.3, -1.0, -0.5),
    "opener": (-3.5, -3.0, -4.0, -4.0, -1.0, -1.0, -2.0, -1.5, -0.7, -0.9, -0.4),
    "number": (-3.5, -3.0, -3.7, -4.0, -2.0, -1.7, -1.0, -2.2, 1.5, -1.5, -1.2),
    "latin": (-3.5, -3.0, -3.5, -4.0, -1.5, -1.1, -0.8, -1.0, -0.9, 1.9, -1.9),
    "word": (-3.5, -2.5, -3.0, -4.2, -2.5, -0.8, -0.3, -0.6, -1.0, -1.9, -0.5),
}
# What a run of 2, 3 and 4 characters across the break adds, after a line that ends a sentence
# and after one that does not.
_RUN_AFTER_END = np.array([0.0, 0.0, 0.8, 1.2, 1.5], dtype=np.float32)
_RUN = np.array([0.0, 0.0, 1.8, 2.7, 4.3], dtype=np.float32)
CLOSES, CLOSES_NOTHING, LEAVES_OPEN = 3.0, -1.8, -1.9
END = -1  # the column of the end of an article in the scores, and the row of its head


def joint_scores(lines: Sequence[Line]) -> Scores:
    """Return the score of each line (second axis) after each line (first axis).

    The last column is that of no line: the end of an article; the last row is its head.
    """
    texts = [line.text for line in lines]
    endings = [_ending(line) for line in lines]
    beginnings = [_COLUMNS.index(_beginning(line)) for line in lines]
    rows = np.array([_WEIGHTS[one] for one in (*endings, "head")], dtype=np.float32)
    scores: Scores = rows[:, [*beginnings, 0]]
    ends = np.array([one in _SENTENCE_ENDS for one in endings])
    runs = _shared_runs(texts)
    scores[:-1, :-1] += np.where(ends[:, None], _RUN_AFTER_END[runs], _RUN[runs])
    scores[:-1, :-1] += _quotes(texts)
    return scores


def scores_as_printed(lines: Sequence[Line]) -> list[float]:
    """Return how well each line goes on after the one printed before it, the first after none."""
    found = [0.0] if lines else []
    for begin in range(0, len(lines) - 1, CHUNK):
        scores = joint_scores(lines[begin : begin + CHUNK + 1])
        found += [float(one) for one in np.diagonal(scores[:-1, :-1], offset=1)]
    return found


def ends_sentence(line: Line) -> bool:
    """Tell whether a line breaks no sentence off: it ends one, or is a subhead or a byline."""
    return _ending(line) in _SENTENCE_ENDS


def _ending(line: Line) -> str:
    text = line.text
    if line.kind is Kind.BYLINE or (text.endswith((")", "）")) and ends_with_byline(text)):
        return "signed"
    if is_closed(text):
        return "closed"
    if line.short and line.kind is Kind.TEXT and may_be_heading(text) and "，" not in text:
        return "heading"
    last = text[-1]
    named = next((name for marks, name in _ENDINGS if last in marks), None)
    return named or ("latin" if last.isascii() and last.isalpha() else "word")


def _beginning(line: Line) -> str:
    if line.kind is Kind.BYLINE:
        return "sign"
    if line.kind is Kind.DATELINE:
        return "date"
    if line.indented:
        return "indent"
    if _STARTS.match(line.text):
        return "start"
    first = line.text[0]
    named = next((name for marks, name in _BEGINNINGS if first in marks), None)
    return named or ("latin" if first.isascii() and first.isalpha() else "word")


def _shared_runs(texts: Sequence[str]) -> NDArray[np.int8]:
    """Return the length of the longest run across each break that the page writes in one."""
    tails: dict[str, list[int]] = defaultdict(list)
    heads: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        for size in range(1, LONGEST_RUN):
            tails[text[-size:]].append(row)
            heads[text[:size]].append(row)
    runs = np.zeros((len(texts), len(texts)), dtype=np.int8)
    for word in _runs(texts):
        for cut in range(1, len(word)):
            before, after = tails.get(word[:cut]), heads.get(word[cut:])
            if before and after:
                block = np.ix_(before, after)
                runs[block] = np.maximum(runs[block], min(LONGEST_RUN, len(word)))
    return runs


def _runs(texts: Sequence[str]) -> set[str]:
    return {
        text[place : place + size]
        for text in texts
        for size in range(2, LONGEST_RUN + 1)
        for place in range(len(text) - size + 1)
    }


def _quotes(texts: Sequence[str]) -> Scores:
    """Return what quotations and brackets add that a break leaves open, or closes."""
    opened = np.array([[text.rfind(o) > text.rfind(c) for o, c in _PAIRS] for text in texts])
    closed = np.array([[_closes(text, o, c) for o, c in _PAIRS] for text in texts])
    left, shut = opened[:, None, :], closed[None, :, :]
    scores: Scores = (
        np.float32(CLOSES) * (left & shut).any(axis=2)
        + np.float32(CLOSES_NOTHING) * (shut & ~left).any(axis=2)
        + np.float32(LEAVES_OPEN) * (left & ~shut).any(axis=2)
    )
    return scores


def _closes(text: str, opening: str, closing: str) -> bool:
    close, opens = text.find(closing), text.find(opening)
    return close >= 0 and (opens < 0 or close < opens)
