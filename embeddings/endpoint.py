"""An OpenAI-compatible embeddings server (`POST BASE/embeddings`)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import httpx
import numpy as np

from embeddings.encoder import Vectors, unit_rows
from embeddings.errors import EncoderError

BATCH = 64
TRIES = 4
TIMEOUT_SECONDS = 60.0
RETRIED = frozenset({408, 429, 500, 502, 503, 504})


class EndpointEncoder:
    """Encodes by a server; the place is its base URL, `#` and the model's name."""

    def __init__(self, place: str, key: str | None = None) -> None:
        url, _, model = place.partition("#")
        if not url.startswith(("http://", "https://")) or not model:
            raise EncoderError(
                f"not an embeddings server: {place!r}.",
                "Write endpoint:http://HOST:PORT/v1#MODEL.",
            )
        self._url, self._model_name = url.rstrip("/") + "/embeddings", model
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers)
        self._dimension = 0

    @property
    def fingerprint(self) -> str:
        """Tell encoders apart whose vectors must not be mixed; the server's place may change."""
        return f"endpoint:{self._model_name}:{self.dimension}"

    @property
    def dimension(self) -> int:
        """Number of components of a vector, asked of the server once."""
        if not self._dimension:
            self._dimension = len(self._post(["?"])[0])
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        batches = [self._post(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return unit_rows(np.concatenate(batches))

    encode_queries = encode_passages

    def _post(self, texts: Sequence[str]) -> Vectors:
        body = {"model": self._model_name, "input": list(texts)}
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                reply = self._client.post(self._url, json=body)
            except httpx.HTTPError as error:
                if last:
                    raise EncoderError(
                        f"the embeddings server does not answer: {error}",
                        f"Check that it runs at {self._url}.",
                    ) from error
            else:
                if reply.status_code not in RETRIED or last:
                    return self._vectors(reply, len(texts))
            time.sleep(0.5 * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _vectors(self, reply: httpx.Response, count: int) -> Vectors:
        if reply.status_code != httpx.codes.OK:
            raise EncoderError(
                f"the embeddings server answered {reply.status_code}: {reply.text[:120]!r}",
                "Check the model's name and the key (YUANWEN_ENDPOINT_KEY).",
            )
        try:
            rows = sorted(reply.json()["data"], key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise EncoderError("the embeddings server's answer is not in OpenAI's form.") from error
        if vectors.ndim != 2 or len(vectors) != count or not np.isfinite(vectors).all():
            raise EncoderError(f"the embeddings server gave {vectors.shape} for {count} texts.")
        return vectors
