"""What each input is put through, and what must come of it.

A file: `read_file`, then what indexing makes of its articles one by one. A question: finding its
times, writing it out from earlier turns, and, for some, a whole answer over articles that are
mutations themselves.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import rag.engine
from rag.conversation.standalone import standalone
from rag.engine import Engine
from rag.errors import YuanwenError
from rag.passages import passages_of
from rag.reading.reader import read_file
from rag.record import answer_record
from rag.settings import Settings
from rag.time_mentions import time_mentions
from tests.fuzz.corpus import ENGLISH, NOTICE, PORTAL, Seed
from tests.rag.fakes import LetterEncoder

MAX_BYTES = 10**8
STATUSES = {"read", "partial", "failed", "skipped"}
LIBRARY_FILES = 60


class WrongOutcome(Exception):
    """An input ended otherwise than in articles or in a reason."""


def run(kind: str, seed: Seed, folder: Path) -> str:
    """Put one input through; return "read" or "refused".

    Raises:
        WrongOutcome: what came of it is neither; any other exception is a crash.
    """
    if kind == "question":
        return _question(seed.data.decode("utf-8", "replace"))
    if kind == "ask":
        return _ask(seed.data.decode("utf-8", "replace"), folder)
    path = folder / seed.name
    path.write_bytes(seed.data)
    return read(path)


def read(path: Path) -> str:
    """Read a file as indexing does."""
    articles, report = read_file(str(path), MAX_BYTES)
    _require(report.status in STATUSES, f"status {report.status}")
    _require(report.articles == len(articles), "the report counts other articles")
    _require(bool(report.reason) or report.status == "read", "no reason")
    _require(report.reason != "does not fit into memory", "memory")
    _require(bool(articles) == (report.status in {"read", "partial"}), "articles and status differ")
    for article in articles:
        for passage in passages_of(article, 300):
            time_mentions(passage.text, article.date)
        json.dumps(asdict(article), ensure_ascii=False).encode("utf-8")
    return "read" if articles else "refused"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise WrongOutcome(what)


def _question(text: str) -> str:
    time_mentions(text, "2024-03-05")
    turns = [
        {"role": "user", "content": "云麓书院的总投资是多少？"},
        {"role": "assistant", "content": "3亿元。[1]"},
        {"role": "user", "content": text},
        {"role": "assistant", "content": text},
    ]
    standalone(text, turns)
    standalone("那它去年呢？", turns)
    standalone("And what about the second phase?", turns)
    return "read"


def _ask(text: str, folder: Path) -> str:
    try:
        answer = engine_in(folder / "asked").ask(text, record=False)
    except YuanwenError:
        return "refused"
    json.dumps(answer_record(answer)).encode("utf-8")
    return "read"


@lru_cache(maxsize=1)
def engine_in(folder: Path) -> Engine:
    """Return an engine over a library of mutated articles, with letters for an encoder."""
    from tests.fuzz.mutating import case

    encoder = LetterEncoder()
    rag.engine.load_encoder = lambda _spec, **_options: encoder
    sources = folder / "articles"
    sources.mkdir(parents=True)
    for number, text in enumerate((PORTAL, NOTICE, ENGLISH)):
        (sources / f"{number}.txt").write_text(text, encoding="utf-8")
    made = number = 0
    while made < LIBRARY_FILES:
        number += 1
        kind, seed = case(0, number)
        if kind in {"txt", "md", "html", "jsonl"}:
            made += 1
            (sources / f"{number}-{seed.name}").write_bytes(seed.data)
    engine = Engine(Settings(), folder / "library")
    engine.index([str(sources)])
    return engine
