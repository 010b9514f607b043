"""Back to the last sound generation; what a killed writer left is cleared away by the next one."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone
from typer.testing import CliRunner

from rag.engine import Engine
from rag.errors import LibraryError
from rag.library import LibraryFolder
from rag.pointer import Pointer
from rag.reading.reader import discover
from rag.settings import Settings
from ui.main import app


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    """Two generations: of one article, then of two."""
    for name in ("one", "two"):
        engine.index([write_articles(tmp_path / f"{name}.jsonl", zone(name, "2023", name))])
    return engine


def ids(engine: Engine) -> list[object]:
    return [record["id"] for record in engine.articles()]


def flip(path: Path, at: int = -2) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def names(engine: Engine, folder: str = "generations") -> list[str]:
    return sorted(path.name for path in (engine.folder.path / folder).iterdir())


@pytest.mark.parametrize("file", ["articles.jsonl", "manifest.json", "passages.npy"])
def test_the_last_sound_generation_takes_the_place_of_a_damaged_one(
    library: Engine, file: str, tmp_path: Path
) -> None:
    flip(library.generation.folder / file)
    damaged = Engine(library.settings, library.folder.path)
    with pytest.raises(LibraryError, match="damaged") as caught:
        damaged.articles()
    assert "yuanwen check --restore" in caught.value.advice
    assert [problem for problem in damaged.check() if file in problem]
    assert damaged.restore() == "000001"
    assert (damaged.check(), ids(damaged)) == ([], ["one"])
    assert (names(damaged), names(damaged, "damaged")) == (["000001"], ["000002-1"])
    assert damaged.restore() is None
    report = damaged.index([str(tmp_path / "two.jsonl")])
    assert (report.added, ids(damaged)) == (1, ["one", "two"])
    assert names(damaged) == ["000001", "000002"]


def test_an_engine_sees_a_generation_whose_name_came_again(library: Engine, tmp_path: Path) -> None:
    """It had opened another one of that name, before the library went back to an earlier state."""
    assert len(library.search("半导体项目").hits) == 2
    assert len(library.catalogue().entries) == 2
    flip(library.generation.folder / "relations.json")
    other = Engine(library.settings, library.folder.path)
    other.restore()
    other.index([write_articles(tmp_path / "three.jsonl", zone("three", "2025", "三"))])
    assert other.folder.current_name() == "000002"
    assert {hit.article.id for hit in library.search("半导体项目").hits} == {"one", "three"}
    assert {one.id for one in library.catalogue().entries} == {"one", "three"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"generation": "../../etc"}', None])
def test_a_damaged_or_lost_pointer_is_restored(library: Engine, content: str | None) -> None:
    pointer = library.folder.path / "current.json"
    pointer.unlink() if content is None else pointer.write_text(content)
    assert Engine(library.settings, library.folder.path).restore() == "000002"
    assert ids(library) == ["one", "two"]
    assert names(library) == ["000001", "000002"]


def test_where_the_pointer_is_lost_articles_are_added_to_what_there_was(
    library: Engine, tmp_path: Path
) -> None:
    (library.folder.path / "current.json").unlink()
    again = Engine(library.settings, library.folder.path)
    (problem,) = again.check()
    assert "lacks its current.json" in problem
    with pytest.raises(LibraryError, match="lacks its current") as caught:
        again.search("项目")
    assert "yuanwen check --restore" in caught.value.advice
    again.index([write_articles(tmp_path / "three.jsonl", zone("three", "2025", "三"))])
    assert ids(again) == ["one", "two", "three"]


def test_a_library_is_no_source_though_its_pointer_is_lost(library: Engine) -> None:
    (library.folder.path / "current.json").unlink()
    assert list(discover([library.folder.path])) == []


def test_a_lost_pointer_takes_no_other_store(library: Engine, tmp_path: Path) -> None:
    (library.folder.path / "current.json").unlink()
    with pytest.raises(LibraryError, match="articles elsewhere"):
        Engine(library.settings, library.folder.path).index(
            ["x"], store=f"milvus:{tmp_path}/other.db"
        )


def test_without_any_generation_there_is_nothing_to_go_back_to(library: Engine) -> None:
    shutil.rmtree(library.folder.generations)
    with pytest.raises(LibraryError, match="no generation") as caught:
        library.restore()
    assert "--restore" not in caught.value.advice


def test_a_pointer_to_the_earlier_generation_is_damage(library: Engine) -> None:
    """'2' and '3' differ in one bit: such a flip must not show the library as it was once."""
    pointer = library.folder.path / "current.json"
    pointer.write_text(pointer.read_text().replace('"000002"', '"000001"'))
    with pytest.raises(LibraryError, match=r"current\.json' is damaged"):
        Engine(library.settings, library.folder.path).articles()
    assert Engine(library.settings, library.folder.path).restore() == "000002"


def test_where_nothing_is_sound_nothing_is_touched(library: Engine) -> None:
    for name in ("000001", "000002"):
        flip(library.folder.path / "generations" / name / "relations.json")
    before = library.folder.path.joinpath("current.json").read_text()
    with pytest.raises(LibraryError, match="no generation"):
        library.restore()
    assert names(library) == ["000001", "000002"]
    assert library.folder.path.joinpath("current.json").read_text() == before


def test_restoring_makes_no_library(tmp_path: Path, letters: LetterEncoder) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        Engine(Settings(), tmp_path / "none").restore()
    assert not (tmp_path / "none").exists()


def test_check_restore_on_the_command_line(library: Engine) -> None:
    flip(library.generation.folder / "vectors.faiss")
    words = ["--library", str(library.folder.path), "check"]
    found = CliRunner().invoke(app, [*words, "--json"])
    assert (found.exit_code, json.loads(found.stdout)["problems"]) == (
        1, ["vectors.faiss is damaged"],
    )  # fmt: skip
    found = CliRunner().invoke(app, [*words, "--restore", "--json"])
    assert found.exit_code == 0
    assert json.loads(found.stdout) == {"ok": True, "problems": [], "restored": "000001"}
    found = CliRunner().invoke(app, [*words, "--restore", "--json"])
    assert json.loads(found.stdout) == {"ok": True, "problems": [], "restored": None}


def test_the_next_writer_clears_away_what_a_killed_one_left(
    library: Engine, tmp_path: Path
) -> None:
    generations = library.folder.path / "generations"
    (generations / ".000003").mkdir()
    (generations / ".000003" / "half.npy").write_bytes(b"x")
    (library.folder.path / "current.json.new").write_text('{"gener')
    shutil.copytree(generations / "000002", generations / "000000")  # half removed, then killed
    shutil.copytree(generations / "000002", generations / "000004")  # whole, not yet current
    library.index([str(tmp_path / "one.jsonl")])
    assert names(library) == ["000001", "000002", "000004"]
    assert not (library.folder.path / "current.json.new").exists()
    library.remove(["one"])
    assert names(library) == ["000005"]
    assert ids(library) == ["two"]


def test_a_generation_that_cannot_be_made_the_current_one_takes_no_room(
    library: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("rag.library.write_whole", full)
    more = write_articles(tmp_path / "three.jsonl", zone("three", "2025", "三"))
    with pytest.raises(LibraryError, match="No space left on device"):
        library.index([more])
    assert names(library) == ["000001", "000002"]
    assert (library.check(), ids(library)) == ([], ["one", "two"])


def test_what_was_removed_is_gone_though_the_writer_was_killed_first(library: Engine) -> None:
    """The generation before a removal goes with the next writer, whatever that one does."""
    generations = library.folder.path / "generations"
    shutil.copytree(generations / "000002", generations / "kept")
    library.remove(["one"])
    (generations / "kept").rename(generations / "000002")
    with pytest.raises(LibraryError, match="no article has the id 'one'"):
        library.remove(["one"])
    assert names(library) == ["000003"]


def test_a_library_of_format_3_is_read_and_written_anew(library: Engine, tmp_path: Path) -> None:
    """Without sums of blocks, and without the manifest's checksum in `current.json`."""
    from rag.sums import sealed, unsealed

    folder = library.generation.folder
    manifest = unsealed((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["block_sums.npy"]
    (folder / "block_sums.npy").unlink()
    (folder / "manifest.json").write_text(sealed(manifest | {"format": 3}), encoding="utf-8")
    (library.folder.path / "current.json").write_text('{"generation": "000002"}\n')
    old = Engine(library.settings, library.folder.path)
    assert (old.check(), ids(old)) == ([], ["one", "two"])
    assert {hit.article.id for hit in old.search("半导体项目").hits} == {"one", "two"}
    old.index([write_articles(tmp_path / "three.jsonl", zone("three", "2024", "九"))])
    assert (old.check(), ids(old)) == ([], ["one", "two", "three"])
    assert (old.generation.folder / "block_sums.npy").exists()


def test_a_pointer_is_read_as_it_was_written() -> None:
    pointer = Pointer("000012", "ab" * 32, 1)
    assert Pointer.of(json.loads(pointer.text())) == pointer
    assert Pointer.of({"generation": "000001"}) == Pointer("000001", "", 2)
    assert Pointer.of({"generation": "000001", "kept": 0}).kept == 2
    assert LibraryFolder(Path("nowhere")).current_name() is None
