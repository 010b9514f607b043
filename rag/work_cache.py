"""Vectors of an indexing run that has not ended yet, kept for the run that goes on with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embeddings.arrays import archived
from embeddings.encoder import Vectors


class WorkCache:
    """One file a batch, put in place whole; each encoder has a folder of its own."""

    def __init__(self, work: Path, fingerprint: str) -> None:
        self._folder = work / _name(fingerprint.encode())

    def read(self) -> Iterable[tuple[bytes, Vectors]]:
        """Yield passage keys with their vectors; a damaged file is dropped."""
        for path in sorted(self._folder.glob("*.npz")):
            try:
                batch = archived(path)
                keys, vectors = batch["keys"], batch["vectors"]
            except (ValueError, OSError, KeyError, EOFError, BadZipFile):
                path.unlink(missing_ok=True)  # half a file of a killed run; encode again
                continue
            yield from ((key.tobytes(), vector) for key, vector in zip(keys, vectors, strict=True))

    def write(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep a batch."""
        self._folder.mkdir(parents=True, exist_ok=True)
        table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
        path = self._folder / f"{_name(keys[0])}.npz"
        scratch = path.with_suffix(".part")
        with scratch.open("wb") as file:
            np.savez(file, keys=table, vectors=vectors)
        scratch.replace(path)


def _name(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
