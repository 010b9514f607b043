"""`current.json`: which generation of a library is the current one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

KEPT_GENERATIONS = 2  # the current one, and the one that readers may still be opening
LONGEST_NAME = 20


def is_generation(name: str) -> bool:
    """Tell whether a folder of this name is a generation, and no copy that another program made."""
    return name.isascii() and name.isdigit() and len(name) < LONGEST_NAME


@dataclass(frozen=True)
class Pointer:
    """What `current.json` holds.

    Attributes:
        generation: name of the current generation.
        manifest: its manifest's checksum; empty in a library of format 3, or one mended by hand.
        kept: how many generations may stay on disk: one where articles were removed for good.
    """

    generation: str
    manifest: str = ""
    kept: int = KEPT_GENERATIONS

    @classmethod
    def of(cls, record: dict[str, Any]) -> Pointer:
        """Read the content of `current.json`.

        Raises:
            ValueError, KeyError, TypeError: it has another form.
        """
        name = record["generation"]
        if not (isinstance(name, str) and is_generation(name)):
            raise ValueError("not a generation")
        kept = 1 if record.get("kept") == 1 else KEPT_GENERATIONS
        return cls(name, str(record.get("manifest", "")), kept)

    def text(self) -> str:
        """Return the content of `current.json`."""
        return json.dumps(asdict(self)) + "\n"
