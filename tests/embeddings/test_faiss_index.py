"""Vector indexes against numpy's own inner product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import faiss_index
from embeddings.errors import YuanwenError
from embeddings.faiss_index import CompressedIndex, FlatIndex, build_index, open_index
from embeddings.index import VectorIndex

GENERATOR = np.random.default_rng(11)


def unit(rows: int, dimension: int = 16) -> np.ndarray:
    vectors = GENERATOR.standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def grouped(rows: int, dimension: int = 32) -> np.ndarray:
    """Vectors in thirty groups, as articles have subjects."""
    centres = unit(30, dimension)
    vectors = centres[GENERATOR.integers(0, 30, rows)] + 0.5 * unit(rows, dimension)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def brute_force(
    vectors: np.ndarray, queries: np.ndarray, k: int, allowed: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    cosines = queries @ vectors.T
    if allowed is not None:
        cosines[:, ~allowed] = -np.inf
    rows = np.argsort(-cosines, axis=1)[:, :k]
    return np.take_along_axis(cosines, rows, axis=1), rows


@pytest.fixture(params=["built", "opened from a file", "changed"])
def vectors_and_index(
    request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[np.ndarray, VectorIndex]:
    vectors = unit(203)
    index = build_index(vectors)
    if request.param == "opened from a file":
        index.save(tmp_path / "vectors.faiss")
        index = open_index(tmp_path / "vectors.faiss")
    elif request.param == "changed":
        old = build_index(np.concatenate([unit(5), vectors[:100], unit(7)]))
        kept = np.array([False] * 5 + [True] * 100 + [False] * 7)
        index = old.changed(kept, vectors[100:])
    return vectors, index


def test_few_vectors_are_searched_exactly(
    vectors_and_index: tuple[np.ndarray, VectorIndex],
) -> None:
    vectors, index = vectors_and_index
    queries = unit(9)
    cosines, rows = index.search(queries, 10)
    expected_cosines, expected_rows = brute_force(vectors, queries, 10)
    np.testing.assert_array_equal(rows, expected_rows)
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-6)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_only_allowed_rows_are_searched(
    vectors_and_index: tuple[np.ndarray, VectorIndex], share: float
) -> None:
    vectors, index = vectors_and_index
    allowed = GENERATOR.random(len(vectors)) < share
    queries = unit(5)
    cosines, rows = index.search(queries, 7, allowed)
    expected_cosines, expected_rows = brute_force(vectors, queries, 7, allowed)
    np.testing.assert_array_equal(rows, expected_rows)
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-6)


@pytest.mark.parametrize("kind", [FlatIndex, CompressedIndex])
def test_places_left_empty_have_row_minus_one(kind: type[FlatIndex | CompressedIndex]) -> None:
    allowed = np.array([False, True, False, False, True, False])
    _, rows = kind.build(unit(6)).search(unit(1), 4, allowed)
    assert sorted(rows[0].tolist()) == [-1, -1, 1, 4]


def test_no_more_than_all_rows_are_found() -> None:
    cosines, rows = FlatIndex.build(unit(3)).search(unit(2), 50)
    assert cosines.shape == rows.shape == (2, 3)


def test_stored_vectors_come_back_as_they_were(
    vectors_and_index: tuple[np.ndarray, VectorIndex],
) -> None:
    vectors, index = vectors_and_index
    rows = np.array([202, 0, 17, 17])
    np.testing.assert_array_equal(index.vectors(rows), vectors[rows])
    assert len(index) == 203


def test_many_vectors_are_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss_index, "COMPRESSED_FROM", 1000)
    assert isinstance(build_index(unit(999)), FlatIndex)
    assert isinstance(build_index(unit(1000)), CompressedIndex)


@pytest.fixture(params=["built", "opened from a file", "changed"], scope="module")
def compressed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[np.ndarray, VectorIndex]:
    vectors = grouped(6000)
    path = tmp_path_factory.mktemp("index") / "vectors.faiss"
    index: VectorIndex = CompressedIndex.build(vectors)
    if request.param != "built":
        index.save(path)
        index = open_index(path)
    if request.param == "changed":
        kept = np.arange(6000) % 7 != 0
        index = index.changed(kept, vectors[::7])
        vectors = np.concatenate([vectors[kept], vectors[::7]])
    return vectors, index


def test_a_compressed_index_finds_nearly_what_an_exact_one_does(
    compressed: tuple[np.ndarray, VectorIndex],
) -> None:
    vectors, index = compressed
    queries = vectors[::60]
    cosines, rows = index.search(queries, 10)
    expected, exact = brute_force(vectors, queries, 10)
    same = [len(set(a) & set(b)) / 10 for a, b in zip(rows.tolist(), exact.tolist(), strict=True)]
    assert np.mean(same) > 0.95
    np.testing.assert_array_equal(rows[:, 0], np.arange(0, 6000, 60))
    np.testing.assert_allclose(cosines[:, 0], expected[:, 0], atol=0.01)


def test_a_compressed_index_gives_vectors_back_nearly(
    compressed: tuple[np.ndarray, VectorIndex],
) -> None:
    vectors, index = compressed
    rows = np.array([5999, 0, 3100])
    np.testing.assert_allclose(index.vectors(rows), vectors[rows], atol=0.01)
    assert len(index) == 6000


def test_few_allowed_rows_of_a_compressed_index_are_all_found(
    compressed: tuple[np.ndarray, VectorIndex],
) -> None:
    _, index = compressed
    allowed = np.zeros(6000, dtype=bool)
    allowed[[3, 1700, 5998]] = True
    _, rows = index.search(unit(1, 32), 3, allowed)
    assert sorted(rows[0].tolist()) == [3, 1700, 5998]


def test_a_file_that_is_no_index_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(b"not an index at all")
    with pytest.raises(YuanwenError, match="cannot be read"):
        open_index(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("count", [1, 3000])
def test_a_full_disk_is_told_even_at_the_last_byte(count: int) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        build_index(unit(count)).save(Path("/dev/full"))
