"""Encoding a library anew: by which encoders it may be, and how long it would take."""

from __future__ import annotations

import time

import numpy as np

from embeddings.encoder import BUNDLED, Encoder
from rag.generation import Generation
from rag.passages import encoded_text
from rag.settings import Settings

SAMPLE_PASSAGES = 48


def configured_encoders(settings: Settings, current: str) -> tuple[str, ...]:
    """Return the specs that may be chosen: the library's own, those of the settings, the bundled.

    A spec can make this process load a folder or call a server, so no other is taken from a
    window or a request.
    """
    return tuple(dict.fromkeys((current, settings.encoder, *settings.encoders, BUNDLED)))


def encoding_seconds(generation: Generation, encoder: Encoder) -> float:
    """Return about how long encoding every passage takes, from a sample spread over all.

    Reading, comparing and saving come on top of it. 0 where there are no passages.
    """
    count = generation.passage_count
    if not count:
        return 0.0
    rows = np.unique(np.linspace(0, count - 1, SAMPLE_PASSAGES).astype(int)).tolist()
    texts = [
        encoded_text(generation.passage(row, generation.article(int(generation.article_rows[row]))))
        for row in rows
    ]
    encoder.encode_passages(texts[:1])  # what is loaded on first use is no part of it
    started = time.perf_counter()
    encoder.encode_passages(texts)
    return (time.perf_counter() - started) * count / len(texts)
