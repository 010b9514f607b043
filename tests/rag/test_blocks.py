"""Runs of passages of one article."""

from __future__ import annotations

import numpy as np

from rag.blocks import Blocks


def test_runs_are_found_whatever_the_order_of_the_articles() -> None:
    rows = np.array([4, 4, 0, 2, 2, 2], dtype=np.int32)
    blocks = Blocks.of_rows(rows, np.array([10, 20, 5, 1, 2, 3]))
    assert blocks.starts.tolist() == [0, 2, 3]
    assert blocks.sizes.tolist() == [2, 1, 3]
    assert blocks.lengths.tolist() == [30, 5, 6]
    assert blocks.of(np.array([0, 1, 2, 5])).tolist() == [0, 0, 1, 2]
    assert blocks.mean_length == 41 / 3


def test_a_library_without_passages_has_no_runs() -> None:
    blocks = Blocks.of_rows(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64))
    assert blocks.starts.tolist() == []
    assert blocks.mean_length == 0.0
