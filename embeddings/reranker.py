"""The seam to rerankers, which read question and passage together, and its factory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import RerankerError

Scores = NDArray[np.float32]

NO_RERANKER = "none"
SPECS = "none, st:NAME-OR-FOLDER"


@runtime_checkable
class Reranker(Protocol):
    """Judges passages by reading each together with the question."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 (len(texts),), the best highest; of no fixed scale.

        Raises:
            RerankerError: the model fails.
        """


def load_reranker(spec: str) -> Reranker | None:
    """Open the reranker that a spec string names; None for `none`.

    Args:
        spec: `none`, or `st:` with the name or folder of a sentence-transformers CrossEncoder.

    Raises:
        RerankerError: the spec is unknown, or its model is no cross-encoder or cannot be opened.
        MissingPackage: the package it needs is not installed.
    """
    if spec == NO_RERANKER:
        return None
    kind, _, rest = spec.partition(":")
    if kind == "st" and rest:
        from embeddings.cross_encoder import CrossEncoderReranker

        return CrossEncoderReranker(rest)
    raise RerankerError(f"no reranker is named {spec!r}.", f"Use one of: {SPECS}.")
