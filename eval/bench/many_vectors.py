"""A million vectors: an exact index beside a compressed one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from embeddings.encoder import Vectors, load_encoder
from embeddings.faiss_index import CompressedIndex, FlatIndex, open_index
from embeddings.index import VectorIndex
from eval.bench.copies import copied_vectors
from eval.bench.ours import timed
from eval.bench.processes import memory_megabytes
from eval.bench.results import Copied, IndexAsked, IndexFile, Spread
from eval.questions import load_questions
from rag.engine import Engine
from rag.settings import settings

BLOCK = 16_384
CHECKED = 1_000  # copies whose cosine to the real vector is looked at
NEAREST = 10
WARM_UP = 5
KINDS: dict[str, Callable[[Vectors], VectorIndex]] = {
    "exact": FlatIndex.build,
    "compressed": CompressedIndex.build,
}


def copy(library: str, questions: str, folder: str, count: int, most: int, seed: int) -> Copied:
    """Write `vectors.npy`, copies of a library's, and `queries.npy`, vectors of questions.

    Args:
        library: the library of real passages.
        questions: a question file.
        folder: to write into.
        count: of the vectors.
        most: questions.
        seed: of the noise.
    """
    generation = Engine(settings(), Path(library)).folder.open()
    real = generation.index.vectors(np.arange(generation.passage_count))
    target = Path(folder) / "vectors.npy"
    made = open_memmap(target, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    at = 0
    for block in copied_vectors(real, count, np.random.default_rng(seed), BLOCK):
        made[at : at + len(block)] = block
        at += len(block)
    made.flush()
    rows = np.arange(len(real), count)[-CHECKED:]
    cosines = (made[rows] * real[rows % len(real)]).sum(axis=1) if len(rows) else np.ones(1)
    texts = [question.question for question in load_questions(Path(questions))[:most]]
    encoder = load_encoder("bundled", threads=settings().threads)
    np.save(Path(folder) / "queries.npy", encoder.encode_queries(texts))
    return Copied(count, len(real), float(cosines.mean()), len(texts))


def build(folder: str, kind: str) -> IndexFile:
    """Build and save an index of the vectors, `exact` or `compressed`."""
    vectors = np.load(Path(folder) / "vectors.npy", mmap_mode="r", allow_pickle=False)
    seconds, index = timed(KINDS[kind], vectors)
    target = index_file(folder, kind)
    index.save(target)
    return IndexFile(seconds, target.stat().st_size / 1e6)


def ask(folder: str, kind: str) -> IndexAsked:
    """Search a saved index by one question after the other; keep the rows in `KIND-rows.npy`."""
    queries = np.load(Path(folder) / "queries.npy", allow_pickle=False)
    open_index(index_file(folder, kind))  # faiss itself is loaded before memory is looked at
    before, own = memory_megabytes("VmRSS"), memory_megabytes("RssAnon")
    opened, index = timed(open_index, index_file(folder, kind))
    for query in queries[:WARM_UP]:
        index.search(query[None, :], NEAREST)
    seconds, rows = [], []
    for query in queries:
        took, (_, found) = timed(index.search, query[None, :], NEAREST)
        seconds.append(took)
        rows.append(found[0])
    np.save(Path(folder) / f"{kind}-rows.npy", np.array(rows))
    return IndexAsked(
        opened,
        Spread.of(seconds),
        memory_megabytes("VmRSS") - before,
        memory_megabytes("RssAnon") - own,
    )


def index_file(folder: str, kind: str) -> Path:
    """Return where an index is saved."""
    return Path(folder) / f"{kind}.faiss"


def recall_of_exact(folder: str) -> float:
    """Return which share of the exact index's nearest rows the compressed one finds."""
    paths = (Path(folder) / f"{kind}-rows.npy" for kind in KINDS)
    exact, found = (np.load(path, allow_pickle=False) for path in paths)
    return overlap(exact.tolist(), found.tolist())


def overlap(wanted: list[list[int]], found: list[list[int]]) -> float:
    """Return the mean share of each wanted row of numbers that is among the found ones."""
    shares = [
        len(set(right) & set(have)) / len(set(right))
        for right, have in zip(wanted, found, strict=True)
    ]
    return sum(shares) / len(shares)
