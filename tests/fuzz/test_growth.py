"""Readers take time in proportion to what they read; the whole table: `python -m tests.fuzz --growth`."""

from __future__ import annotations

import math

import pytest

from tests.fuzz.growth import exponent, measured
from tests.fuzz.patterns import attacks, expanded, patterns
from tests.fuzz.slow_patterns import catastrophic

SIZES = (10_000, 20_000, 40_000, 80_000)
QUADRATIC = 1.6  # at small sizes, on a busy machine; over megabytes 1.15 are allowed


def test_no_reader_takes_the_square_of_its_input() -> None:
    """What seems to is measured twice again: at other work's mercy once, it is not thrice."""
    found = {(one.kind, one.name): one.exponent for one in measured(SIZES, 0.1)}
    assert {kind for kind, _ in found} == {
        "txt",
        "md",
        "html",
        "mhtml",
        "jsonl",
        "jsonl.gz",
        "docx",
        "pdf",
    }
    square = {name for name, one in found.items() if one > QUADRATIC}
    for _ in range(2):
        for kind in {kind for kind, _ in square}:
            again = {one.name: one.exponent for one in measured(SIZES, 0.1, kind)}
            square -= {(kind, name) for name, one in again.items() if one <= QUADRATIC}
    assert square == set()


def test_the_exponent() -> None:
    sizes = (1, 2, 4, 8)
    assert exponent(sizes, [one**2 for one in sizes], 0.1) == pytest.approx(2)
    assert exponent(sizes, [3 * one for one in sizes], 0.1) == pytest.approx(1)
    assert exponent(sizes, [math.sqrt(one) for one in sizes], 0.1) == pytest.approx(0.5)
    assert exponent(sizes, [1e-3] * 4, 0.1) == 0


def test_no_pattern_takes_for_ever_on_a_short_text() -> None:
    assert [(one.pattern, one.text) for one in catastrophic(times=12)] == []


def test_a_bad_pattern_would_be_found() -> None:
    import re

    bad = {
        "words": re.compile(r"(?:\w+\s*)+!"),
        "path": re.compile(r"a{1,20}(?:\s*>\s*[^>]{1,20}){2,6}>"),
    }
    assert {one.pattern for one in catastrophic(bad)} == {"words", "path"}
    (attack,) = {one.pump for one in attacks(re.compile(r"ab\s+c"), "x")}
    assert attack == " "
    assert any(text.startswith("ab ") for text in expanded(re.compile(r"ab\s+c")))


def test_all_patterns_are_seen() -> None:
    names = {name.partition(":")[0] for name in patterns()}
    assert {"rag.reading.plain", "rag.time.scanning", "rag.orders", "ui.chat.commands"} <= names
    assert len(patterns()) > 600
