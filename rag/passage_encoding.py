"""Passages to vectors, none of them encoded twice, the first while the others are being read.

What is encoded is kept in the run's work folder until its generation is in place, so that a run
after an interrupted one goes on where that stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event

import numpy as np

from embeddings.encoder import Encoder, Vectors
from rag.generation import Generation, passage_key
from rag.passages import encoded_text, passages_of
from rag.report import Progress
from rag.types import Article, Passage
from rag.work_cache import WorkCache

BATCH_PASSAGES = 1024  # kept together
STEP_PASSAGES = 256  # encoded before progress is told, and a run that is stopped ends


def passage_vectors(
    passages: Sequence[Passage],
    encoder: Encoder,
    cache: WorkCache,
    old: Generation | None,
    progress: Progress,
) -> Vectors:
    """Return the vectors of passages, float32 (passages, dimension).

    Args:
        passages: of one content or another; the same content is encoded once.
        encoder: encodes what neither of the next two has.
        cache: of this run and of interrupted ones; more than a batch is added to it.
        old: an earlier generation by the same encoder.
        progress: told of the contents encoded.
    """
    vectors = np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    places: dict[bytes, list[int]] = {}
    for row, passage in enumerate(passages):
        places.setdefault(passage_key(passage), []).append(row)
    if old is not None and places:
        kept = [(key, old.rows_by_key[key]) for key in places if key in old.rows_by_key]
        if kept:
            found = old.index.vectors(np.array([row for _, row in kept], dtype=np.int64))
            for (key, _), vector in zip(kept, found, strict=True):
                vectors[places.pop(key)] = vector
    count = len(places)
    for key, vector in cache.read():
        if key in places:
            vectors[places.pop(key)] = vector
    missing = list(places.items())
    done = count - len(missing)
    progress("encode", done, count)
    step = min(STEP_PASSAGES, BATCH_PASSAGES)
    for at in range(0, len(missing), BATCH_PASSAGES):
        batch = missing[at : at + BATCH_PASSAGES]
        fresh: list[Vectors] = []
        try:
            for start in range(0, len(batch), step):
                part = batch[start : start + step]
                texts = [encoded_text(passages[rows[0]]) for _, rows in part]
                fresh.append(encoder.encode_passages(texts))
                for (_, rows), vector in zip(part, fresh[-1], strict=True):
                    vectors[rows] = vector
                progress("encode", done + at + start + len(part), count)
        except BaseException:
            _keep(cache, batch, fresh)
            raise
        if len(missing) > BATCH_PASSAGES:  # worth keeping should this run be interrupted
            _keep(cache, batch, fresh)
    return vectors


def _keep(cache: WorkCache, batch: Sequence[tuple[bytes, object]], fresh: list[Vectors]) -> None:
    """Keep the vectors of the first contents of a batch."""
    if fresh:
        encoded = np.concatenate(fresh)
        cache.write([key for key, _ in batch[: len(encoded)]], encoded)


class EncodingAhead:
    """Encodes articles in a thread of its own, from `offer` to `close`, into the work folder.

    Reading and comparing keep one processor busy, the encoder the others.
    """

    def __init__(
        self,
        encoder: Encoder,
        cache: WorkCache,
        passage_characters: int,
        old: Generation | None,
    ) -> None:
        """Encode into `cache` what an earlier generation does not have."""
        self._encoder = encoder
        self._cache = cache
        self._characters = passage_characters
        self._old = old
        self._offered: SimpleQueue[Article | None] = SimpleQueue()
        self._closed = Event()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="encoding-ahead")
        self._pool.submit(self._encode)

    def offer(self, article: Article) -> None:
        """Take an article that the library will probably have."""
        self._offered.put(article)

    def close(self) -> None:
        """End after the step at work.

        What the encoder raised is not raised here: the run meets it again where it encodes.
        """
        self._closed.set()
        self._offered.put(None)
        self._pool.shutdown(wait=True)

    def _encode(self) -> None:
        for step in _whole_steps(self._missing()):
            self._cache.write(list(step), self._encoder.encode_passages(list(step.values())))

    def _missing(self) -> Iterator[tuple[bytes, str]]:
        seen = {key for key, _ in self._cache.read()}
        while (article := self._offered.get()) and not self._closed.is_set():
            for passage in passages_of(article, self._characters):
                key = passage_key(passage)
                if key not in seen and (self._old is None or key not in self._old.rows_by_key):
                    seen.add(key)
                    yield key, encoded_text(passage)


def _whole_steps(texts: Iterable[tuple[bytes, str]]) -> Iterator[dict[bytes, str]]:
    step: dict[bytes, str] = {}
    for key, text in texts:
        step[key] = text
        if len(step) == min(STEP_PASSAGES, BATCH_PASSAGES):
            yield step
            step = {}
