"""Saved arrays are read whole, mapped, and opened by one thread at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import pytest

from embeddings.arrays import archived, loaded, mapped


def test_what_was_saved_is_read(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(6).reshape(2, 3))
    np.savez(tmp_path / "b.npz", keys=np.array([1, 2]), vectors=np.eye(2))
    assert mapped(tmp_path / "a.npy").tolist() == [[0, 1, 2], [3, 4, 5]]
    found = archived(tmp_path / "b.npz")
    assert {name: array.tolist() for name, array in found.items()} == {
        "keys": [1, 2], "vectors": [[1.0, 0.0], [0.0, 1.0]],
    }  # fmt: skip


@pytest.mark.parametrize("read", [mapped, archived])
def test_two_threads_never_read_a_head_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], Any]
) -> None:
    path = tmp_path / ("a.npy" if read is mapped else "a.npz")
    np.save(path, np.arange(3)) if read is mapped else np.savez(path, one=np.arange(3))
    load, inside, most = np.load, 0, 0

    def slow(*given: Any, **named: Any) -> Any:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        sleep(0.01)
        found = load(*given, **named)
        inside -= 1
        return found

    monkeypatch.setattr(np, "load", slow)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, [path] * 8))
    assert most == 1


@pytest.mark.parametrize(("place", "byte"), [(b")", b"\0"), (b"(", b"\x1b"), (b"'", b"\0")])
def test_a_damaged_head_is_a_value_error(tmp_path: Path, place: bytes, byte: bytes) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.arange(6, dtype=np.int64).reshape(2, 3))
    path.write_bytes(path.read_bytes().replace(place, byte, 1))
    for opened in (lambda: mapped(path), lambda: loaded(path.read_bytes())):
        with pytest.raises(ValueError):
            opened()
