"""The seam between texts and vectors, and the factory that opens one by its spec string."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderError

Vectors = NDArray[np.float32]

BUNDLED = "bundled"
SPECS = "bundled, st:MODEL-OR-FOLDER, endpoint:http://HOST/v1#MODEL"


@runtime_checkable
class Encoder(Protocol):
    """Texts to unit vectors; questions and passages are encoded by two methods."""

    @property
    def fingerprint(self) -> str:
        """Tell encoders apart whose vectors must not be mixed."""

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length."""


def load_encoder(spec: str, *, threads: int = 2, key: str | None = None) -> Encoder:
    """Open the encoder that a spec string names.

    Args:
        spec: `bundled`, `st:` with a sentence-transformers name or folder, or `endpoint:` with
            the base URL of an OpenAI-compatible server, `#` and the model's name.
        threads: processor threads for encoders that run in this process.
        key: bearer key for an endpoint.

    Raises:
        EncoderError: the spec is unknown or its encoder cannot be opened.
        MissingPackage: the package it needs is not installed.
    """
    kind, _, rest = spec.partition(":")
    if spec == BUNDLED:
        from embeddings.bundled import BundledEncoder

        return BundledEncoder(threads=threads)
    if kind == "st" and rest:
        from embeddings.sentence_transformer import SentenceTransformerEncoder

        return SentenceTransformerEncoder(rest)
    if kind == "endpoint" and rest:
        from embeddings.endpoint import EndpointEncoder

        return EndpointEncoder(rest, key=key)
    raise EncoderError(f"no encoder is named {spec!r}.", f"Use one of: {SPECS}.")


def unit_rows(vectors: Vectors) -> Vectors:
    """Scale each row to unit length; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
