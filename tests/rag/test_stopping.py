"""A run that is stopped leaves the library as it was; what was encoded is not encoded again."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from fakes import LetterEncoder, write_articles, zone

from rag import passage_encoding
from rag.engine import Engine
from rag.errors import Cancelled
from rag.report import NothingToIndex, no_progress, stoppable


class StopAt:
    """Sets `stop` when a stage has come so far."""

    def __init__(self, stage: str, done: int) -> None:
        self.stop = Event()
        self._at = (stage, done)
        self.told: list[tuple[str, int]] = []

    def __call__(self, stage: str, done: int, of: int, item: str = "", /) -> None:
        self.told.append((stage, done))
        if stage == self._at[0] and done >= self._at[1]:
            self.stop.set()


@pytest.fixture
def articles(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(passage_encoding, "BATCH_PASSAGES", 8)
    monkeypatch.setattr(passage_encoding, "STEP_PASSAGES", 4)
    engine.index([write_articles(tmp_path / "old.jsonl", zone("old", "2023", "五"))])
    folder = tmp_path / "new"
    folder.mkdir()
    for part in range(2):
        names = range(part * 10, part * 10 + 10)
        write_articles(folder / f"{part}.jsonl", *(zone(f"n{n}", "2024", f"第{n}") for n in names))
    return str(folder)


@pytest.mark.parametrize(("stage", "done"), [("read", 1), ("encode", 1), ("encode", 20)])
def test_a_stopped_run_changes_nothing(
    engine: Engine, letters: LetterEncoder, articles: str, stage: str, done: int
) -> None:
    progress = StopAt(stage, done)
    with pytest.raises(Cancelled, match="library is as it was"):
        engine.index([articles], progress=stoppable(progress, progress.stop))
    assert engine.folder.current_name() == "000001"
    assert [path.name for path in (engine.folder.path / "generations").iterdir()] == ["000001"]
    assert engine.check() == []
    engine.index([articles])
    assert engine.catalogue().entry("n19") is not None
    new = [text for text in letters.encoded if "第" in text]
    assert len(set(new)) == 20
    if done < 20:  # else the last batch, too small to be kept, was at its end
        assert len(new) == 20  # each once, though the run was stopped


def test_what_is_in_place_is_told_as_done(engine: Engine, articles: str) -> None:
    stop = Event()

    def late(stage: str, done: int, of: int, item: str = "", /) -> None:
        if (stage, done) == ("save", 0):
            stop.set()

    assert engine.index([articles], progress=stoppable(late, stop)).added == 20
    assert engine.folder.current_name() == "000002"


def test_nothing_to_index_tells_of_each_file(engine: Engine, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(NothingToIndex) as caught:
        engine.index([str(tmp_path)])
    assert [(Path(one.path).name, one.reason) for one in caught.value.files] == [
        ("a.txt", "is empty"), ("b.txt", "is empty"),
    ]  # fmt: skip
    assert not engine.folder.exists()


def test_no_progress_takes_every_step() -> None:
    no_progress("read", 0, 1, "a.txt")
    stoppable(no_progress, Event())("encode", 1, 2)
