"""Sums by which damage is found: of records, of whole files, and of the blocks of files.

A file is read in parts, so that each block of `BLOCK_BYTES` has a sum of its own (XXH3, 64 bits):
4 to 7 GB are compared in a second of one processor. SHA-256 of the whole file takes ten times as
long and is left to `yuanwen check`.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from xxhash import xxh3_64_intdigest

from rag.files import from_json

BLOCK_BYTES = 1 << 15
BLOCKS_READ = 32  # at once
BLOCK_SUMS = "block_sums.npy"
_SEAL = re.compile(r': ?"[0-9a-f]{64}"\s*\}\s*\Z')


class AlteredRecord(ValueError):
    """A record does not have the checksum that it was written with."""


def block_sum(block: bytes | memoryview) -> int:
    """Return the sum (64 bits) of a block."""
    return int(xxh3_64_intdigest(block))


def block_count(size: int) -> int:
    """Return how many blocks a file of `size` bytes has."""
    return -(-size // BLOCK_BYTES)


def sealed(record: dict[str, Any], indent: int | None = 1) -> str:
    """Return a record as JSON that ends with its own checksum (SHA-256)."""
    plain = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    digest = sha256(plain).hexdigest()
    return json.dumps({**record, "checksum": digest}, ensure_ascii=False, indent=indent)


def unsealed(text: str, indent: int | None = 1) -> dict[str, Any]:
    """Return the record in a JSON text, whose checksum must be right where it has one.

    One may be left out, by hand or by an earlier version; but one under another name is damage.

    Raises:
        AlteredRecord: it is not as it was written.
        ValueError: it is no JSON object.
    """
    record = from_json(text)
    if not isinstance(record, dict):
        raise ValueError("not an object")
    given = record.pop("checksum", None)
    if _SEAL.search(text) if given is None else sealed(record, indent) != text:
        raise AlteredRecord("not as it was written")
    return record


def files_of(folder: Path) -> list[Path]:
    """Return every file under a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def checksum(path: Path) -> dict[str, Any]:
    """Return a file's size and SHA-256."""
    return _sums(path)[0]


def summed(folder: Path) -> dict[str, dict[str, Any]]:
    """Write the sums of every file's blocks; return each file's size and SHA-256, by its name."""
    files: dict[str, dict[str, Any]] = {}
    sums: list[int] = []
    for path in files_of(folder):
        files[path.relative_to(folder).as_posix()], blocks = _sums(path)
        sums += blocks
    np.save(folder / BLOCK_SUMS, np.array(sums, dtype=np.uint64))
    return files | {BLOCK_SUMS: checksum(folder / BLOCK_SUMS)}


def _sums(path: Path) -> tuple[dict[str, Any], list[int]]:
    digest, size, blocks = sha256(), 0, []
    with path.open("rb") as file:
        while data := file.read(BLOCK_BYTES * BLOCKS_READ):
            digest.update(data)
            size += len(data)
            view = memoryview(data)
            blocks += [
                block_sum(view[at : at + BLOCK_BYTES]) for at in range(0, len(data), BLOCK_BYTES)
            ]
    return {"bytes": size, "sha256": digest.hexdigest()}, blocks
