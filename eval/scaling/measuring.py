"""What the sizing rests on, measured in one run: bytes, the encoder's pace, searches."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, Vectors
from eval.scaling.sizing import Figures
from rag.engine import Engine
from rag.report import IndexReport
from rag.terms import terms_of

HITS = 10
SAMPLED = 500  # passages whose terms are counted


@dataclass(frozen=True)
class StoreFigures:
    """What was measured of a store at one size."""

    passages: int
    written_a_second: float  # vectors known, texts and vectors written
    search_ms: float  # median
    slow_ms: float  # 95th percentile
    bytes: float | None  # of a passage on disk; None for a server


class RememberingEncoder:
    """An encoder that encodes nothing twice, so that a second store is timed without encoding."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self._known: dict[str, Vectors] = {}
        self.seconds = 0.0
        self.encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of questions."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, and keep them; the seconds of new ones are summed up."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            started = time.perf_counter()
            vectors = self._encoder.encode_passages(new)
            self.seconds += time.perf_counter() - started
            self.encoded += len(new)
            self._known |= zip(new, vectors, strict=True)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])


def search_milliseconds(engine: Engine, questions: Sequence[str]) -> list[float]:
    """Ask each question once, after one that warms up; return milliseconds, sorted."""
    engine.search(questions[0], k=HITS)
    found = []
    for question in questions:
        started = time.perf_counter()
        engine.search(question, k=HITS)
        found.append((time.perf_counter() - started) * 1000)
    return sorted(found)


def local_figures(
    engine: Engine,
    encoder: RememberingEncoder,
    parts: Sequence[str],
    questions: Sequence[str],
    processors: int,
) -> Figures:
    """Index two files, one after the other, into a library's folder, and ask after each.

    Args:
        engine: over an empty folder.
        encoder: that it uses.
        parts: paths of the two files.
        questions: at least one.
        processors: at the encoder's disposal.
    """
    engine.index([parts[0]])
    small = engine.counts()[1]
    small_ms = statistics.median(search_milliseconds(engine, questions))
    engine.index([parts[1]])
    generation = engine.generation
    count = generation.passage_count
    sizes = {path: path.stat().st_size for path in generation.folder.rglob("*") if path.is_file()}
    text = sum(size for path, size in sizes.items() if path.name == "articles.jsonl")
    keywords = sum(size for path, size in sizes.items() if path.parent.name == "keywords")
    vectors = sum(size for path, size in sizes.items() if path.name == "vectors.faiss")
    rows = np.random.default_rng(7).permutation(count)[:SAMPLED].tolist()
    terms = []
    for row in rows:
        article = generation.article(int(generation.article_rows[row]))
        terms.append(len(np.unique(terms_of(generation.passage(row, article).text))))
    return Figures(
        small=small,
        large=count,
        small_ms=small_ms,
        large_ms=statistics.median(search_milliseconds(engine, questions)),
        encoded_a_second=encoder.encoded / max(encoder.seconds, 1e-9),
        processors=processors,
        dimension=generation.dimension,
        terms=statistics.mean(terms),
        text_bytes=text / count,
        keyword_bytes=keywords / count,
        vector_bytes=vectors / count,
        other_bytes=(sum(sizes.values()) - text - keywords - vectors) / count,
    )


def store_figures(
    engine: Engine, store: str, parts: Sequence[str], questions: Sequence[str], folder: Path | None
) -> list[StoreFigures]:
    """Index the same files into a store, and ask after each.

    Args:
        engine: over an empty folder, with an encoder that knows all vectors.
        store: spec of an empty store.
        parts: paths of the two files.
        questions: at least one.
        folder: in which the store keeps its files, where that is known.
    """
    found: list[StoreFigures] = []
    for part in parts:
        started = time.perf_counter()
        report: IndexReport = engine.index([part], store=store)
        seconds = time.perf_counter() - started
        asked = search_milliseconds(engine, questions)
        written = report.passages - (found[-1].passages if found else 0)
        one = StoreFigures(
            passages=report.passages,
            written_a_second=written / seconds,
            search_ms=statistics.median(asked),
            slow_ms=asked[min(len(asked) - 1, int(0.95 * len(asked)))],
            bytes=None,
        )
        if folder is not None:
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            one = replace(one, bytes=size / report.passages)
        found.append(one)
    return found
