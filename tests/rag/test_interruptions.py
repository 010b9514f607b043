"""A process killed while it writes (SIGKILL, no clean-up) leaves the library as before or after."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import write_articles, zone

from rag.engine import Engine
from rag.library import LibraryFolder

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import os, signal, sys
from pathlib import Path
import rag.indexing, rag.passage_encoding, rag.library, rag.engine
from fakes import LetterEncoder
rag.engine.load_encoder = lambda spec, **options: LetterEncoder()
rag.passage_encoding.BATCH_PASSAGES = 8
from rag.settings import Settings
library, articles, place, calls = sys.argv[1:]
calls = int(calls)
if place:  # die in front of the given call of a function
    owner = {"write": rag.indexing, "sync": rag.library, "replace": os}
    owner["rmtree"] = rag.library.shutil
    name = {"write": "write_generation", "sync": "_sync"}.get(place, place)
    function = getattr(owner[place], name)
    def dying(*given, **named):
        global calls
        calls -= 1
        if calls < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    setattr(owner[place], name, dying)
print("ready", flush=True)
rag.engine.Engine(Settings(), Path(library)).index([articles])
"""


def start(library: Path, articles: Path, place: str = "", calls: int = 0) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "rag")])
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(library), str(articles), place, str(calls)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """What is indexed at last: forty articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    write_articles(folder / "old.jsonl", zone("old", "2023", "五"))
    write_articles(folder / "new.jsonl", *(zone(f"n{n:02}", "2024", f"第{n}") for n in range(39)))
    return folder


AFTER = {"old", *(f"n{n:02}" for n in range(39))}


def make_library(engine: Engine, articles: Path, before: str) -> None:
    if before == "old articles":
        engine.index([str(articles / "old.jsonl")])


def whole(library: Path, before: str) -> bool:
    """Whether the library is entirely as before or entirely as after."""
    folder = LibraryFolder(library)
    if not folder.exists():
        return before == "no library"
    assert folder.problems() == []
    found = {article.id for article in folder.open().articles()}
    return found == AFTER or (before == "old articles" and found == {"old"})


@pytest.mark.parametrize("before", ["no library", "old articles"])
def test_killed_at_any_moment(engine: Engine, articles: Path, tmp_path: Path, before: str) -> None:
    library = engine.folder.path
    make_library(engine, articles, before)
    timed = tmp_path / "timed"
    if library.exists():
        shutil.copytree(library, timed)
    with start(timed, articles) as child:
        assert child.stdout is not None
        child.stdout.readline()
        started = time.perf_counter()
        assert child.wait() == 0
        duration = time.perf_counter() - started
    moments = random.Random(20240520)
    for _ in range(3):
        with start(library, articles) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(moments.random() * duration)
            child.kill()
        assert whole(library, before)
    engine.index([str(articles)])
    assert {str(record["id"]) for record in engine.articles()} == AFTER
    assert engine.check() == []


@pytest.mark.parametrize("before", ["no library", "old articles"])
@pytest.mark.parametrize(
    ("place", "calls", "after"),
    [
        ("write", 0, False),  # before anything is written
        ("sync", 5, False),  # some files are safe on disk, others not
        ("replace", 0, False),  # the generation is complete, but nothing points to it
        ("rmtree", 0, True),  # it is current; the old ones are not yet cleared away
    ],
)
def test_killed_at_the_steps_of_a_commit(
    engine: Engine, articles: Path, before: str, place: str, calls: int, after: bool
) -> None:
    make_library(engine, articles, before)
    with start(engine.folder.path, articles, place, calls) as child:
        assert child.wait() == -signal.SIGKILL
    assert whole(engine.folder.path, before)
    if after:
        assert {article.id for article in engine.folder.open().articles()} == AFTER
    engine.index([str(articles)])
    assert engine.check() == []
    assert {str(record["id"]) for record in engine.articles()} == AFTER
    rest = [path.name for path in (engine.folder.path / "generations").glob(".*")]
    assert after or rest == []
