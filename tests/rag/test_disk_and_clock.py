"""A folder that is read-only, a clock that was set back, memory that grows with the texts only."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes import write_articles, zone

from rag.engine import Engine
from rag.errors import LibraryBusy, LibraryError
from tests.faults.operations import Operations
from ui.history import KEPT, History
from ui.turns import Turn

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "经开区引进了多少个半导体项目？"


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    engine.index(
        [write_articles(tmp_path / "a.jsonl", zone("a", "2023", "五"), zone("b", "2024", "九"))]
    )
    return engine


# --- a folder that is read-only -----------------------------------------------------------------


@pytest.fixture(params=[errno.EROFS, errno.EACCES], ids=["EROFS", "EACCES"])
def read_only(request: pytest.FixtureRequest, library: Engine) -> Iterator[int]:
    """Nothing under the library can be opened for writing, made, renamed or removed.

    The tests may run as root, whom the rights of a folder do not stop.
    """

    def refuse() -> None:
        raise OSError(request.param, os.strerror(request.param))

    with Operations(library.folder.path, 0, refuse, takes_room=True):
        yield request.param


def test_a_read_only_library_answers(library: Engine, read_only: int) -> None:
    answer = Engine(library.settings, library.folder.path).ask(QUESTION)
    assert answer.hits
    assert answer.record is None
    assert library.check() == []
    History(library.folder.path).save(None, "20260101T000000-00000000", [Turn(1, QUESTION, answer)])
    assert History(library.folder.path).past(None) == []


def test_a_read_only_library_is_not_changed(
    library: Engine, read_only: int, tmp_path: Path
) -> None:
    more = write_articles(tmp_path / "b.jsonl", zone("c", "2025", "十"))
    changes: list[Callable[[], Any]] = [
        lambda: library.index([more]), lambda: library.remove(["a"]), library.reindex,
        library.restore,
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(
            LibraryError, match=f"cannot write to .*{os.strerror(read_only)}"
        ) as one:
            change()
        assert "--library" in one.value.advice
    assert [record["id"] for record in library.articles()] == ["a", "b"]


# --- two writers --------------------------------------------------------------------------------


def test_going_back_is_writing_too(library: Engine) -> None:
    with library.folder.writing(), pytest.raises(LibraryBusy):
        Engine(library.settings, library.folder.path).restore()


# --- a clock that was set back ------------------------------------------------------------------


class _Earlier(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime(2001, 2, 3, 4, 5, 6, tzinfo=tz)


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("rag.answer_files", "rag.retrieval", "ui.history"):
        monkeypatch.setattr(f"{module}.datetime", _Earlier)


def test_a_changed_file_is_read_again_whatever_its_time(
    library: Engine, tmp_path: Path, set_back: None
) -> None:
    write_articles(tmp_path / "a.jsonl", zone("a", "2023", "七"), zone("b", "2024", "九"))
    os.utime(tmp_path / "a.jsonl", (0, 0))
    report = library.index([str(tmp_path / "a.jsonl")])
    assert (report.replaced, report.unchanged) == (1, 1)
    assert "七个" in library.article("a").text
    assert library.folder.current_name() == "000002"
    assert library.check() == []


def test_answers_do_not_need_the_clock_to_be_right(
    library: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = library.ask(QUESTION)
    for module in ("rag.answer_files", "rag.retrieval"):
        monkeypatch.setattr(f"{module}.datetime", _Earlier)
    earlier = library.ask(QUESTION)
    assert (earlier.text, earlier.citations) == (now.text, now.citations)
    assert earlier.record is not None
    assert Path(earlier.record).name.startswith("20010203T040506-")
    assert Path(earlier.record).exists()


def test_the_conversation_just_written_is_never_the_one_that_goes(
    library: Engine, set_back: None
) -> None:
    history = History(library.folder.path)
    turns = [Turn(1, QUESTION, library.ask(QUESTION))]
    for number in range(KEPT):
        history.save(None, f"20260101T{number:06}-00000000", turns)
    name = history.new_id()
    assert name.startswith("2001")
    history.save(None, name, turns)
    kept = {one.id for one in history.past(None)}
    assert len(kept) == KEPT
    assert name in kept
    assert "20260101T000000-00000000" not in kept
    assert history.past(None)[0].when < datetime.now(UTC)
    history.save(None, name, [*turns, *turns])
    assert len(history.load(None, name)) == 2


# --- memory -------------------------------------------------------------------------------------

SENTENCES, CHARACTERS = 40, 30  # of an article: 1,200 characters, which Python keeps in 2,400 bytes
INDEXING = """
import json, random, resource, sys
from pathlib import Path
import numpy as np
import rag.engine, rag.keywords, rag.passage_encoding
from rag.settings import Settings

class Encoder:
    dimension, fingerprint = 64, "fake:lengths"
    def encode_passages(self, texts):
        return self.encode_queries(texts)
    def encode_queries(self, texts):
        vectors = np.ones((len(texts), 64), dtype=np.float32)
        vectors[:, 0] += [len(text) for text in texts]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

rag.engine.load_encoder = lambda spec, **options: Encoder()
rag.keywords.SORTED_AT_ONCE, rag.keywords.SEGMENT_PASSAGES = 256, 1024
rag.passage_encoding.BATCH_PASSAGES, rag.passage_encoding.STEP_PASSAGES = 64, 16
articles, sentences, characters = map(int, sys.argv[1:])
chance = random.Random(1)
with open("a.jsonl", "w", encoding="utf-8") as file:
    for number in range(articles):
        text = "".join(
            "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(characters - 1)) + "。"
            for _ in range(sentences)
        )
        file.write(json.dumps({"id": str(number), "title": "题", "text": text}) + "\\n")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rag.engine.Engine(Settings(), Path("library")).index(["a.jsonl"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is in other units elsewhere")
def test_memory_grows_with_the_texts_and_not_with_what_is_made_of_them(tmp_path: Path) -> None:
    """Batches made small, 600 more articles take less than twelve times their texts.

    The sorted terms of a passage alone take 14 times its text; kept for all passages they took
    122 MB for 900 articles, and 15 MB in batches.
    """
    peaks = []
    for articles in (200, 800):
        folder = tmp_path / str(articles)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", INDEXING, *map(str, (articles, SENTENCES, CHARACTERS))],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        peaks.append(int(done.stdout) * 1024)
    texts = 600 * SENTENCES * CHARACTERS * 2
    assert peaks[1] - peaks[0] < 12 * texts
