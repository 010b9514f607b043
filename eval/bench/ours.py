"""Yuanwen's own steps: indexing, its floor, questions."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from embeddings.encoder import load_encoder
from embeddings.faiss_index import FlatIndex
from eval.bench.processes import folder_megabytes
from eval.bench.results import Answered, Asked, Encoded, Indexed, Spread, recall_by_kind
from eval.questions import load_questions
from rag.engine import Engine
from rag.generation import Generation
from rag.passages import encoded_text
from rag.record import hit_record
from rag.settings import settings

HITS = 20  # of a question, as `yuanwen eval` asks for
ANSWERED = 200  # the most questions that are answered, and not only searched for
WARM_UP = "开发区引进了多少个项目？"  # before the first question that counts

T = TypeVar("T")


def timed(work: Callable[..., T], *arguments: Any) -> tuple[float, T]:  # noqa: ANN401
    """Return the seconds of a call and its result."""
    started = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - started, result


def index(articles: str, library: str) -> Indexed:
    """Index a file into a new library."""
    report = Engine(settings(), Path(library)).index([articles], encoder="bundled")
    return Indexed(
        report.articles, report.passages, report.seconds, folder_megabytes(Path(library))
    )


def passage_texts(generation: Generation, rows: list[int]) -> list[str]:
    """Return what was encoded for passages, whose rows are in order."""
    texts = []
    last, article = -1, None
    for row in rows:
        at = int(generation.article_rows[row])
        if at != last or article is None:
            last, article = at, generation.article(at)
        texts.append(encoded_text(generation.passage(row, article)))
    return texts


def encode(library: str, sample: int, seed: int) -> Encoded:
    """Encode the passages of a library in one call: what indexing cannot be faster than.

    Args:
        library: its folder.
        sample: so many of the passages only, drawn by `seed`; 0 for all.
        seed: of the draw.
    """
    generation = Engine(settings(), Path(library)).folder.open()
    count = generation.passage_count
    rows = np.arange(count)
    if 0 < sample < count:
        rows = np.sort(np.random.default_rng(seed).permutation(count)[:sample])
    texts = passage_texts(generation, rows.tolist())
    encoder = load_encoder("bundled", threads=settings().threads)
    encoder.encode_passages(texts[:8])
    seconds, _ = timed(encoder.encode_passages, texts)
    return Encoded(count, len(texts), seconds, seconds * count / len(texts))


def ask(library: str, questions: str) -> Asked:
    """Ask questions of a library in one process, each beside its floor."""
    asked = load_questions(Path(questions))
    engine = Engine(settings(), Path(library))
    opened, retriever = timed(engine.retriever)
    everything = np.arange(retriever.generation.passage_count)
    exact = FlatIndex.build(retriever.generation.index.vectors(everything))

    def floor(question: str) -> None:
        exact.search(retriever.encoder.encode_queries([question]), HITS)

    retriever.search(WARM_UP, HITS)
    floor(WARM_UP)
    own, least, rankings = [], [], []
    for question in asked:
        seconds, found = timed(retriever.search, question.question, HITS)
        own.append(seconds)
        least.append(timed(floor, question.question)[0])
        rankings.append([hit_record(rank, hit) for rank, hit in enumerate(found.hits, start=1)])
    return Asked(opened, Spread.of(own), Spread.of(least), recall_by_kind(asked, rankings))


def answer(library: str, questions: str) -> Answered:
    """Answer questions in one process that does nothing else, so that its memory is told."""
    engine = Engine(settings(), Path(library))
    engine.ask(WARM_UP, record=False)
    asked = load_questions(Path(questions))[:ANSWERED]
    seconds = [timed(lambda q=one.question: engine.ask(q, record=False))[0] for one in asked]
    return Answered(Spread.of(seconds))
