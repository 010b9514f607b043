"""A ranker that reads nothing twice: the fits of a calibration look at the same passages."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.evidence import Asked, Evidence
from rag.ranking import Ranker

KEPT_PASSAGES = 20_000  # whose sentences are encoded once
READ = ("sentence", "window", "titled")  # what reading a passage adds to its evidence


class RememberingRanker(Ranker):
    """Keeps for each question what reading its candidates gave, whatever the weights.

    It takes 12 bytes and their keys for each passage read for a question: some 10 MB for a
    thousand questions.
    """

    kept_passages = KEPT_PASSAGES

    @cached_property
    def _known(self) -> dict[str, dict[int, NDArray[np.float32]]]:
        """What was read, by question and row: float32 (3,)."""
        return {}

    def read(self, evidence: Evidence, asked: Asked) -> Evidence:
        """Return the evidence with what stands together in the text; see `Ranker.read`."""
        known = self._known.setdefault(asked.text, {})
        rows = evidence.rows.tolist()
        new = np.array([at for at, row in enumerate(rows) if row not in known], dtype=np.intp)
        if len(new):
            found = super().read(evidence.taken(new), asked)
            columns = np.stack([getattr(found, name) for name in READ], axis=1)
            known |= zip(found.rows.tolist(), columns, strict=True)
        values = np.array([known[row] for row in rows], dtype=np.float32).reshape(-1, len(READ))
        read: dict[str, Any] = {name: values[:, at] for at, name in enumerate(READ)}
        return replace(evidence, **read)
