"""FlatIndex against numpy's own inner product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import YuanwenError
from embeddings.index import FlatIndex

GENERATOR = np.random.default_rng(11)


def unit(rows: int, dimension: int = 16) -> np.ndarray:
    vectors = GENERATOR.standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(
    vectors: np.ndarray, queries: np.ndarray, k: int, allowed: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    cosines = queries @ vectors.T
    if allowed is not None:
        cosines[:, ~allowed] = -np.inf
    rows = np.argsort(-cosines, axis=1)[:, :k]
    return np.take_along_axis(cosines, rows, axis=1), rows


@pytest.fixture(params=["built", "opened from a file"])
def vectors_and_index(
    request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[np.ndarray, FlatIndex]:
    vectors = unit(203)
    index = FlatIndex.build(vectors)
    if request.param != "built":
        index.save(tmp_path / "vectors.faiss")
        index = FlatIndex.open(tmp_path / "vectors.faiss")
    return vectors, index


def test_search_is_exact(vectors_and_index: tuple[np.ndarray, FlatIndex]) -> None:
    vectors, index = vectors_and_index
    queries = unit(9)
    cosines, rows = index.search(queries, 10)
    expected_cosines, expected_rows = brute_force(vectors, queries, 10)
    np.testing.assert_array_equal(rows, expected_rows)
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-6)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_only_allowed_rows_are_searched(
    vectors_and_index: tuple[np.ndarray, FlatIndex], share: float
) -> None:
    vectors, index = vectors_and_index
    allowed = GENERATOR.random(len(vectors)) < share
    queries = unit(5)
    cosines, rows = index.search(queries, 7, allowed)
    expected_cosines, expected_rows = brute_force(vectors, queries, 7, allowed)
    np.testing.assert_array_equal(rows, expected_rows)
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-6)


def test_places_left_empty_have_row_minus_one() -> None:
    index = FlatIndex.build(unit(6))
    allowed = np.array([False, True, False, False, True, False])
    _, rows = index.search(unit(1), 4, allowed)
    assert sorted(rows[0].tolist()) == [-1, -1, 1, 4]


def test_no_more_than_all_rows_are_found() -> None:
    cosines, rows = FlatIndex.build(unit(3)).search(unit(2), 50)
    assert cosines.shape == rows.shape == (2, 3)


def test_stored_vectors_come_back_as_they_were(
    vectors_and_index: tuple[np.ndarray, FlatIndex],
) -> None:
    vectors, index = vectors_and_index
    rows = np.array([202, 0, 17, 17])
    np.testing.assert_array_equal(index.vectors(rows), vectors[rows])
    assert len(index) == 203


def test_a_file_that_is_no_index_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(b"not an index at all")
    with pytest.raises(YuanwenError, match="cannot be read"):
        FlatIndex.open(path)
