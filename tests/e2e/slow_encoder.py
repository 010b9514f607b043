"""The bundled encoder, held up while the library is changed, so that the change can be watched."""

from __future__ import annotations

import threading

import numpy as np

from embeddings.bundled import BundledEncoder


class SlowEncoder:
    """From `hold` until `go` is set it holds up what changes the library; questions go on."""

    def __init__(self) -> None:
        self._encoder = BundledEncoder(threads=1)
        self.fingerprint, self.dimension = self._encoder.fingerprint, self._encoder.dimension
        self.go = threading.Event()
        self.go.set()
        self.reached = threading.Event()

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        if not self.go.is_set() and threading.current_thread().name == "library-job":
            self.reached.set()
            assert self.go.wait(60)
        return self._encoder.encode_passages(texts)

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        return self._encoder.encode_queries(texts)

    def hold(self) -> None:
        self.reached.clear()
        self.go.clear()
