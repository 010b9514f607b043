"""Column blocks of a page put back where the text shows that they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.reading.splitting.joints import ends_sentence, joint_scores
from rag.reading.splitting.lines import Kind, Line
from rag.reading.splitting.moves import best_exchange, put_in, taken_out
from rag.reading.splitting.ownership import Ownership

MOST_LINES = 600  # of the articles that are compared; a page has a few hundred
LONGEST_BODY = 160  # lines; a longer one is left as it is
MOST_MOVES = 12
WORDS_WEIGHT = 0.5  # words of a text repeat themselves: their likelihood says too much
# What naming a move costs, in nats: which lines, of how many, and to which article. A block
# nearly always lies in the next article of the page, and it is the last of its own.
MOVE_COST, FAR_COST, INSIDE_COST = 12.0, 6.0, 5.0
UNBROKEN_COST = 12.0  # where no sentence is broken off: columns seldom end with paragraphs
EXCHANGE_COST, WEAKEST_JOINT = 12.0, 1.0  # of two blocks of one article


@dataclass
class Column:
    """An article as printed: the numbers of the lines of its head and, in order, of its body."""

    head: list[int]
    body: list[int]


@dataclass(frozen=True, slots=True)
class _Move:
    """Lines `begin` to `end` of one body go before line `place` of the body `target`."""

    gain: float
    begin: int
    end: int
    target: int
    place: int


def restore(lines: Sequence[Line], columns: list[Column]) -> None:
    """Move blocks that stand in another article back, then those at a wrong place in their own.

    A block is moved where the words of its lines and the sentences broken around it speak for
    that by more than naming the move costs (as in minimum description length, Rissanen 1978).
    The bodies change in place; all lines stay, each once.
    """
    group: list[Column] = []
    size = 0
    for column in columns:
        many = len(column.head) + len(column.body)
        if group and size + many > MOST_LINES:
            _restore(lines, group)
            group, size = [], 0
        group.append(column)
        size += many
    _restore(lines, group)


def _restore(lines: Sequence[Line], columns: list[Column]) -> None:
    places = sorted(place for column in columns for place in (*column.head, *column.body))
    if len(columns) < 2 or len(places) > MOST_LINES:
        return
    rows = {place: row for row, place in enumerate(places)}
    page = _Page([lines[place] for place in places])
    heads = [[rows[place] for place in one.head] for one in columns]
    bodies = [[rows[place] for place in one.body] for one in columns]
    page.restore_between(heads, bodies)
    for column, body in zip(columns, bodies, strict=True):
        page.restore_inside(body)
        column.body[:] = [places[row] for row in body]


class _Page:
    """The lines of a page, their words and their joints."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._ownership = Ownership([line.text for line in lines])
        self._joints = joint_scores(lines)
        # Of each line whether it ends a sentence, and last that a headline does.
        self._closed = np.array([*(ends_sentence(line) for line in lines), True])
        self._dated = np.array([line.kind is Kind.DATELINE for line in lines])

    def restore_between(self, heads: Sequence[list[int]], bodies: Sequence[list[int]]) -> None:
        """Move blocks to the articles that they belong to, the surest first."""
        found: dict[int, list[_Move]] = {}
        for _ in range(MOST_MOVES):
            articles = [head + body for head, body in zip(heads, bodies, strict=True)]
            for number, body in enumerate(bodies):
                if number not in found and len(body) <= LONGEST_BODY:
                    found[number] = self._moves(articles, bodies, number)
            gains = [(one.gain, number) for number, moves in found.items() for one in moves]
            if not gains:
                return
            number = max(gains)[1]
            move = max(found[number], key=lambda one: one.gain)
            block = bodies[number][move.begin : move.end]
            del bodies[number][move.begin : move.end]
            bodies[move.target][move.place : move.place] = block
            changed = {number, move.target}
            near = {one + step for one in changed for step in (-1, 0, 1)}
            found = {
                other: moves
                for other, moves in found.items()
                if other not in near and all(one.target not in changed for one in moves)
            }

    def _moves(
        self, articles: Sequence[list[int]], bodies: Sequence[list[int]], number: int
    ) -> list[_Move]:
        """Return for each article that a block of this one may belong to the best move there."""
        body = bodies[number]
        moves: list[_Move] = []
        for target, words in self._ownership.gains(articles, body, number).items():
            joined, places = put_in(self._joints, bodies[target], body, INSIDE_COST)
            gains = WORDS_WEIGHT * words + taken_out(self._joints, body) + joined - MOVE_COST
            unbroken = self._ends_sentences(body) & self._closed[[-1, *bodies[target]]][places]
            gains -= UNBROKEN_COST * unbroken
            gains[self._holds_dateline(body)] = -np.inf
            begin, last = np.unravel_index(int(gains.argmax()), gains.shape)
            gain = float(gains[begin, last]) - FAR_COST * (abs(number - target) > 1)
            if gain > 0.0:
                place = int(places[begin, last])
                moves.append(_Move(gain, int(begin), int(last) + 1, target, place))
        return moves

    def _ends_sentences(self, body: Sequence[int]) -> NDArray[np.bool_]:
        """Tell of each block whether the lines before it and its last line end a sentence."""
        closed = self._closed[[-1, *body]]
        ends: NDArray[np.bool_] = closed[:-1, None] & closed[None, 1:]
        return ends

    def _holds_dateline(self, body: Sequence[int]) -> NDArray[np.bool_]:
        """Tell of each block whether a line in it is the first of a report."""
        before = np.concatenate([[0], np.cumsum(self._dated[body])])
        holds: NDArray[np.bool_] = before[None, 1:] > before[:-1, None]
        return holds

    def restore_inside(self, body: list[int]) -> None:
        """Let blocks of one article change places where all sentences around them fit."""
        for _ in range(MOST_MOVES if len(body) <= LONGEST_BODY else 0):
            found = best_exchange(self._joints, body)
            if found is None or found.gain < EXCHANGE_COST or found.weakest < WEAKEST_JOINT:
                return
            first, second = body[found.begin : found.middle], body[found.middle : found.end]
            body[found.begin : found.end] = second + first
