"""A library's own weights of the fusion: `fusion.json` beside `current.json`.

They are fitted by `yuanwen calibrate` on the user's questions. They hold for one encoder and for
the features of one version; for another the shipped weights are used, and that is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.errors import LibraryError
from rag.files import file_bytes, write_whole
from rag.fusion import STEPS, Fusion, default_fusion, level_names, ranking_names
from rag.sums import sealed, unsealed

SHIPPED = "shipped"


@dataclass(frozen=True)
class ChosenFusion:
    """The weights that a library is searched with.

    `name` is `shipped`, or the first 12 digits of the SHA-256 of the library's own file; `notice`
    says why that is not used.
    """

    fusion: Fusion
    name: str = SHIPPED
    notice: str | None = None


class UnfitWeights(LibraryError):
    """A library's own weights were fitted for something else."""


def chosen_fusion(path: Path, fingerprint: str) -> ChosenFusion:
    """Return a library's own weights where it has such for its encoder, else the shipped ones.

    Args:
        path: of the library's `fusion.json`, which need not exist.
        fingerprint: of the library's encoder.

    Raises:
        LibraryError: the file is damaged.
    """
    try:
        data = file_bytes(path)
        record = unsealed(data.decode().removesuffix("\n"))
        fusion = Fusion.of_record(record)
        fitted_for = str(record["fingerprint"])
    except (FileNotFoundError, NotADirectoryError):
        return ChosenFusion(default_fusion())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryError(
            f"the library's own weights in {path} are damaged.",
            "Go back to the shipped ones (yuanwen calibrate --reset), or calibrate again.",
        ) from error
    try:
        _refuse_unfit(record, fitted_for, fingerprint)
    except UnfitWeights as error:
        return ChosenFusion(default_fusion(), notice=str(error))
    return ChosenFusion(fusion, sha256(data).hexdigest()[:12])


def _refuse_unfit(record: Mapping[str, Any], fitted_for: str, fingerprint: str) -> None:
    if fitted_for != fingerprint:
        raise UnfitWeights(
            f"the library's own weights are for the encoder {fitted_for!r} and are not used.",
            "Run `yuanwen calibrate QUESTIONS` again, or `yuanwen calibrate --reset`.",
        )
    names = {step: set(record["ranking"][step]) for step in STEPS}
    levels = (set(record[part]["weights"]) for part in ("confidence", "answerable"))
    if names != {step: set(ranking_names(step)) for step in STEPS} or any(
        one != set(level_names()) for one in levels
    ):
        raise UnfitWeights(
            "the library's own weights are of another version of Yuanwen and are not used.",
            "Run `yuanwen calibrate QUESTIONS` again, or `yuanwen calibrate --reset`.",
        )


def write_own_fusion(
    path: Path, fusion: Fusion, fingerprint: str, about: Mapping[str, object]
) -> None:
    """Write a library's own weights, whole or not at all; hold the library against other writers.

    Args:
        path: of the library's `fusion.json`.
        fusion: the weights.
        fingerprint: of the encoder that they were fitted with.
        about: what they were fitted on, written first.

    Raises:
        LibraryError: it cannot be written.
    """
    record = {"fingerprint": fingerprint, **about, **fusion.record()}
    try:
        write_whole(path, sealed(record) + "\n")
    except OSError as error:
        raise LibraryError(
            f"the library cannot be written: {error.strerror or error}.",
            "The library is as it was. Make room or check the rights of the folder.",
        ) from error


def stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is replaced; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
