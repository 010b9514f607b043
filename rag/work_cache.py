"""Vectors of an indexing run that has not ended yet, kept for the run that goes on with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np

from embeddings.arrays import archived
from embeddings.encoder import Vectors


class WorkCache:
    """One file a batch, put in place whole; each encoder has a folder of its own.

    A file is named by what it holds, so that a damaged one is known before it is opened.
    """

    def __init__(self, work: Path, fingerprint: str) -> None:
        self._folder = work / _name(fingerprint.encode())

    def read(self) -> Iterable[tuple[bytes, Vectors]]:
        """Yield passage keys with their vectors; a damaged file is passed over."""
        for path in sorted(self._folder.glob("*.npz")):
            data = path.read_bytes()
            if _name(data) != path.stem:
                continue  # its passages are encoded again
            batch = archived(BytesIO(data))
            pairs = zip(batch["keys"], batch["vectors"], strict=True)
            yield from ((key.tobytes(), vector) for key, vector in pairs)

    def write(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep a batch."""
        self._folder.mkdir(parents=True, exist_ok=True)
        table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
        content = BytesIO()
        np.savez(content, keys=table, vectors=vectors)
        data = content.getvalue()
        path = self._folder / f"{_name(data)}.npz"
        scratch = path.with_suffix(".part")
        scratch.write_bytes(data)
        scratch.replace(path)


def _name(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
