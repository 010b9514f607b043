"""A library of a million passages: written as a stream, then opened and asked."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import load_encoder
from eval.bench.copies import copied_articles
from eval.bench.many_vectors import index_file
from eval.bench.ours import HITS, WARM_UP, timed
from eval.bench.processes import folder_megabytes, memory_megabytes
from eval.bench.results import KeywordsAsked, LargeLibrary, LargeOpened, Spread
from eval.questions import load_questions
from rag.engine import Engine
from rag.generation import (
    ARTICLE_FIELDS,
    FORMAT,
    KEY_BYTES,
    Generation,
    passage_key,
)  # fmt: skip
from rag.keywords import KeywordIndex
from rag.library import LibraryFolder
from rag.local_store import LocalStore
from rag.passages import encoded_text
from rag.retrieval import Retriever
from rag.settings import settings
from rag.sums import sealed, summed
from rag.text import SCRIPT_NUMBERS, main_script

CANDIDATES = 100
NAME = "000001"
NO_RELATIONS: dict[str, Any] = {
    "duplicate_of": None,
    "superseded_by": None,
    "repeals": [],
    "removed": [],
}


class _Writer:
    """Writes articles and the passage tables while the keyword index takes the texts."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.offsets = [0]
        self.dates: list[bytes] = []
        self.passages = np.zeros((count, 3), dtype=np.int32)
        self.keys = np.zeros((count, KEY_BYTES), dtype=np.uint8)
        self.scripts = np.zeros(count, dtype=np.uint8)

    def texts(self, generation: Generation, seed: int) -> Iterator[str]:
        """Yield the text to index of each passage."""
        row = 0
        copies = copied_articles(generation, len(self.keys), np.random.default_rng(seed))
        with (self.folder / "articles.jsonl").open("wb") as file:
            for number, (article, passages) in enumerate(copies):
                record = {name: getattr(article, name) for name in ARTICLE_FIELDS} | NO_RELATIONS
                line = json.dumps({**record, "text": article.text}, ensure_ascii=False)
                file.write(line.encode("utf-8", "surrogatepass") + b"\n")
                self.offsets.append(file.tell())
                self.dates.append((article.date or "").encode())
                for passage in passages:
                    self.passages[row] = number, passage.start, passage.end
                    self.keys[row] = np.frombuffer(passage_key(passage), dtype=np.uint8)
                    self.scripts[row] = SCRIPT_NUMBERS[main_script(passage.text)]
                    row += 1
                    yield encoded_text(passage)

    def save(self) -> None:
        """Write the arrays."""
        tables: dict[str, Any] = {
            "article_offsets": np.array(self.offsets, dtype=np.int64),
            "article_dates": np.array(self.dates, dtype="S10"),
            "passages": self.passages,
            "passage_keys": self.keys,
            "passage_scripts": self.scripts,
        }
        for name, table in tables.items():
            np.save(self.folder / f"{name}.npy", table)


def build(library: str, folder: str, target: str, count: int, seed: int) -> LargeLibrary:
    """Write a library of `count` passages, copies of a small library's.

    Args:
        library: the small one.
        folder: where `many_vectors.build` left the compressed index of as many vectors.
        target: folder of the new library.
        count: of passages.
        seed: of the changes.
    """
    started = time.perf_counter()
    generation = LibraryFolder(Path(library)).open()
    place = Path(target) / "generations" / NAME
    (place / "keywords").mkdir(parents=True)
    writer = _Writer(place, count)
    texts = writer.texts(generation, seed)
    seconds, _ = timed(KeywordIndex([]).write, place / "keywords", np.zeros(0, dtype=bool), texts)
    writer.save()
    shutil.copyfile(index_file(folder, "compressed"), place / "vectors.faiss")
    shutil.copyfile(generation.folder / "background.npy", place / "background.npy")
    (place / "files.jsonl").write_text("", encoding="utf-8")
    (place / "relations.json").write_text('{"reprints": {}, "superseded": {}}', encoding="utf-8")
    articles = len(writer.offsets) - 1
    manifest = json.loads((generation.folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["checksum"]
    manifest |= {
        "articles": articles,
        "passages": count,
        "format": FORMAT,
        "files": summed(place),
    }
    (place / "manifest.json").write_text(sealed(manifest), encoding="utf-8")
    (Path(target) / "current.json").write_text(json.dumps({"generation": NAME}), encoding="utf-8")
    return LargeLibrary(
        articles, count, seconds, time.perf_counter() - started,
        folder_megabytes(place), folder_megabytes(place / "keywords"),
    )  # fmt: skip


def ask_keywords(target: str, questions: str, most: int) -> KeywordsAsked:
    """Search the keyword index of a large library by one question after the other."""
    texts = [question.question for question in load_questions(Path(questions))[:most]]
    before, own = memory_megabytes("VmRSS"), memory_megabytes("RssAnon")
    place = Path(target) / "generations" / NAME / "keywords"
    opened, keywords = timed(KeywordIndex.open, place)

    def search(text: str) -> None:
        keywords.search(keywords.question(text), CANDIDATES)

    search(WARM_UP)
    seconds = [timed(search, text)[0] for text in texts]
    return KeywordsAsked(
        opened,
        Spread.of(seconds),
        memory_megabytes("VmRSS") - before,
        memory_megabytes("RssAnon") - own,
    )


def ask(target: str, questions: str, most: int) -> LargeOpened:
    """Open a large library and search it, the encoder being there already."""
    texts = [question.question for question in load_questions(Path(questions))[:most]]
    encoder = load_encoder("bundled", threads=settings().threads)
    encoder.encode_queries([WARM_UP])
    before, own = memory_megabytes("VmRSS"), memory_megabytes("RssAnon")

    def opened() -> Retriever:
        engine = Engine(settings(), Path(target))
        return Retriever(LocalStore(engine.folder.open()), encoder, settings().candidates)

    opening, retriever = timed(opened)
    first, _ = timed(retriever.search, texts[0], HITS)
    seconds = [timed(retriever.search, text, HITS)[0] for text in texts[1:] or texts]
    return LargeOpened(
        opening,
        first,
        Spread.of(seconds),
        memory_megabytes("VmRSS") - before,
        memory_megabytes("RssAnon") - own,
    )
