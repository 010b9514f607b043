"""The library folder: what is written can be read, damage is found, one writer at a time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.duplicates import Relations
from rag.engine import Engine
from rag.errors import LibraryBusy, LibraryError
from rag.generation import Generation, Source
from rag.generation_writer import Contents, Encoded, write_generation
from rag.indexing import Indexer
from rag.passages import encoded_text, passages_of
from rag.replay import load_record
from rag.settings import Settings
from rag.soundness import problems
from rag.sums import sealed, summed
from rag.types import Article, Trust

ARTICLES = [
    Article("a", "湿地公园", "湿地公园开园。\n\n门票三十元。🦆", "a.txt", date="2024-05"),
    Article("b", "Metro", "The metro opens.", "b.txt", None, "City", "http://x/y?z=1", "en"),
    Article("c", "湿地公园", "湿地公园开园。\n\n门票三十元。🦆", "c.txt#2"),
]


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    path = write_articles(
        tmp_path / "articles.jsonl", zone("one", "2023-01-02", "五"), zone("two", "2024-05", "九")
    )
    engine.index([path])
    return engine


def test_a_generation_gives_back_what_went_into_it(tmp_path: Path) -> None:
    encoder = LetterEncoder()
    passages = [passage for article in ARTICLES[:2] for passage in passages_of(article, 300)]
    vectors = encoder.encode_passages([encoded_text(passage) for passage in passages])
    sources = [
        Source("a.txt", "f00", ("a",), "read", None),
        Source("c.txt", "ba5", ("b", "c"), "partial", "line 3: is not JSON"),
    ]
    relations = Relations({"c": "a"}, {"a": "b"})
    contents = Contents(
        ARTICLES,
        relations,
        None,
        passages,
        sources,
        "fake",
        encoder.fingerprint,
        300,
    )
    write_generation(tmp_path, contents, lambda: Encoded(vectors, Trust(), vectors))
    opened = Generation(tmp_path)
    assert problems(opened) == []
    assert list(opened.articles()) == ARTICLES
    assert [record["duplicate_of"] for record in opened.records()] == [None, None, "a"]
    assert [record["superseded_by"] for record in opened.records()] == ["b", None, None]
    assert opened.reprints == {"a": ["c"]}
    assert [opened.passage(row, ARTICLES[row]) for row in range(2)] == passages
    assert opened.rows_by_id == {"a": 0, "b": 1, "c": 2}
    assert opened.dates == ["2024-05", None, None]
    assert opened.sources() == sources
    np.testing.assert_array_equal(opened.index.vectors(np.arange(2)), vectors)
    assert len(opened.keywords) == 2
    assert (opened.encoder, opened.fingerprint) == ("fake", "fake:letters")
    assert (opened.dimension, opened.passage_characters) == (64, 300)


def test_nothing_is_pickled(library: Engine) -> None:
    kinds = {path.suffix for path in library.generation.folder.rglob("*") if path.is_file()}
    assert kinds == {".json", ".jsonl", ".npy", ".faiss"}
    for path in library.generation.folder.rglob("*.npy"):
        assert not np.load(path, allow_pickle=False).dtype.hasobject


def test_check_finds_a_flipped_bit_in_every_file(library: Engine) -> None:
    assert library.check() == []
    folder = library.generation.folder
    unnoticed = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        places = {*range(0, min(len(whole), 128), 9), len(whole) // 2, len(whole) - 1}
        for place in places:
            damaged = bytearray(whole)
            damaged[place] ^= 4
            path.write_bytes(damaged)
            if not any(problem for problem in library.check()):
                unnoticed.append((path.name, place))
        path.write_bytes(whole)
    assert unnoticed == []
    assert library.check() == []


def test_check_finds_missing_cut_and_foreign_files(library: Engine) -> None:
    folder = library.generation.folder
    (folder / "notes.txt").write_text("mine")
    assert library.check() == ["notes.txt is not of this library"]
    (folder / "notes.txt").unlink()
    vectors = folder / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    assert library.check() == ["vectors.faiss is damaged"]
    vectors.unlink()
    assert library.check() == ["vectors.faiss is missing"]


def test_check_finds_a_passage_outside_its_article(tmp_path: Path) -> None:
    encoder = LetterEncoder()
    (passage,) = passages_of(ARTICLES[0], 300)
    outside = replace(passage, start=passage.start + 9, end=passage.end + 9)
    vectors = encoder.encode_passages([passage.text])
    contents = Contents(
        ARTICLES[:1],
        Relations({}, {}),
        None,
        [outside],
        [],
        "fake",
        "fake:letters",
        300,
    )
    write_generation(tmp_path, contents, lambda: Encoded(vectors, Trust(), vectors))
    assert problems(Generation(tmp_path)) == ["passage 0 does not stand in its article"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("vectors.faiss", b"IxZZ" * 9, "the vector index cannot be read"),
        ("article_offsets.npy", [0], "its files do not belong together: "),
        ("articles.jsonl", b"[]", "its files do not belong together: "),
    ],
)
def test_check_tells_of_files_that_do_not_belong_together(
    library: Engine, name: str, content: bytes | list[int], told: str
) -> None:
    """As another version or another hand wrote them: each is as its sum says."""
    folder = library.generation.folder
    manifest = json.loads((folder / "manifest.json").read_text())
    if isinstance(content, bytes):
        size = (folder / name).stat().st_size if name == "articles.jsonl" else len(content)
        (folder / name).write_bytes(content.ljust(size))
    else:
        np.save(folder / name, np.array(content, dtype=np.int64))
    for old in ("manifest.json", "block_sums.npy"):
        (folder / old).unlink()
    manifest["files"] = summed(folder)
    del manifest["checksum"]
    (folder / "manifest.json").write_text(sealed(manifest), encoding="utf-8")
    (problem,) = problems(Generation(folder))
    assert problem.startswith(told)


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"generation": 5}', '{"gen": "000001"}', "[]", "[" * 100_000,
     f'{{"generation": "{"9" * 5_000}"}}'],
    ids=len,
)  # fmt: skip
def test_a_damaged_pointer_is_a_problem_not_a_crash(library: Engine, text: str) -> None:
    (library.folder.path / "current.json").write_text(text)
    assert len(library.check()) == 1
    assert len(Engine(library.settings, library.folder.path).check()) == 1
    with pytest.raises(LibraryError) as caught:
        Engine(library.settings, library.folder.path).search("项目")
    assert caught.value.advice


def test_a_generation_that_is_gone_is_told(library: Engine) -> None:
    shutil.rmtree(library.folder.path / "generations" / "000001")
    (problem,) = library.check()
    assert "lacks files of its current generation" in problem


@pytest.mark.parametrize(("number", "told"), [(99, "newer Yuanwen"), (1, "older Yuanwen")])
def test_a_library_of_another_format_is_told(library: Engine, number: int, told: str) -> None:
    manifest = library.generation.folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": number}))
    with pytest.raises(LibraryError, match=told):
        library.folder.open()


@pytest.mark.parametrize("name", ["current.json", "generations/000001/manifest.json",
                                  "generations/000001/articles.jsonl", "generations"])  # fmt: skip
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_damage(
    library: Engine, name: str, kind: str
) -> None:
    path = library.folder.path / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    again = Engine(library.settings, library.folder.path)
    assert len(again.check()) == 1
    with pytest.raises(LibraryError, match=r"damaged|lacks files"):
        again.search("项目")


def test_a_manifest_nested_too_deep_is_damage(library: Engine) -> None:
    manifest = library.generation.folder / "manifest.json"
    manifest.write_text("[" * 100_000)
    with pytest.raises(LibraryError, match=r"manifest\.json' is damaged"):
        library.folder.open()


def test_a_copy_that_another_program_made_is_no_generation(library: Engine, tmp_path: Path) -> None:
    generations = library.folder.generations
    shutil.copytree(generations / "000001", generations / "000001 2")
    library.index([write_articles(tmp_path / "more.jsonl", zone("three", "2025", "三"))])
    assert library.folder.generation_names() == ["000001", "000002"]
    assert (generations / "000001 2").is_dir()


def test_files_whose_names_are_no_text_are_indexed_and_cited(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    name = os.fsdecode("湿地.txt".encode("gbk"))  # as an old archive has it
    (folder / name).write_text("湿地公园引进半导体项目3个。", encoding="utf-8")
    assert engine.index([str(folder)]).added == 1
    assert engine.check() == []
    assert [source.path for source in engine.keeper.sources()] == [f"{folder}/{name}"]
    assert engine.index([str(folder)], prune=True).unchanged == 1
    answer = engine.ask("湿地公园引进了多少个半导体项目？")
    (citation,) = answer.citations
    assert citation.article.source == f"{folder}/ʪ\\udcb5\\udcd8.txt"
    assert load_record(Path(str(answer.record)))["question"] == answer.question


def test_no_library_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    engine = Engine(Settings(), tmp_path / "nothing")
    for use in (engine.check, engine.articles, lambda: engine.search("项目")):
        with pytest.raises(LibraryError, match="there is no library") as caught:
            use()
        assert "yuanwen index" in caught.value.advice
    assert not (tmp_path / "nothing").exists()


def test_another_encoder_or_size_is_not_mixed_in(library: Engine, tmp_path: Path) -> None:
    path = write_articles(tmp_path / "more.jsonl", zone("new", "2025-01-02", "二十"))
    other = Indexer(library.folder, LetterEncoder("other"), "st:other", max_file_bytes=10**6)
    with pytest.raises(LibraryError, match="cannot be mixed") as caught:
        other.index([path], passage_characters=300)
    assert "yuanwen reindex --encoder st:other" in caught.value.advice
    with pytest.raises(LibraryError, match="300 characters, not 200"):
        library.index([path], passage_characters=200)
    assert len(library.articles()) == 2


HOLD = """
import sys; from pathlib import Path; from rag.library import LibraryFolder
with LibraryFolder(Path(sys.argv[1])).writing():
    print("held", flush=True); sys.stdin.read()
"""


def test_a_second_writer_is_turned_away_while_readers_go_on(
    library: Engine, tmp_path: Path
) -> None:
    path = write_articles(tmp_path / "more.jsonl", zone("new", "2025-01-02", "二十"))
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library.folder.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusy, match="another process is writing"):
            library.index([path])
        with pytest.raises(LibraryBusy):
            library.remove(["one"])
        with pytest.raises(LibraryBusy):
            library.reindex()
        assert len(library.search("半导体项目").hits) == 2
        assert library.check() == []
        other.communicate("")
    assert library.index([path]).added == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, letters: LetterEncoder) -> None:
    (tmp_path / "file").write_text("in the way")
    path = write_articles(tmp_path / "a.jsonl", zone("a", "2024", "五"))
    with pytest.raises(LibraryError, match="cannot write") as caught:
        Engine(Settings(), tmp_path / "file" / "library").index([path])
    assert "--library" in caught.value.advice


def test_two_generations_are_kept_and_an_open_one_stays_readable(
    library: Engine, tmp_path: Path
) -> None:
    opened = library.folder.open()
    for name in ("p", "q", "r"):
        library.index([write_articles(tmp_path / f"{name}.jsonl", zone(name, "2025", name))])
    names = sorted(path.name for path in (library.folder.path / "generations").iterdir())
    assert names == ["000003", "000004"]
    assert library.folder.current_name() == "000004"
    assert [article.id for article in opened.articles()] == ["one", "two"]


def test_a_failed_write_leaves_the_library_as_it_was(
    library: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write_articles(tmp_path / "more.jsonl", zone("new", "2025-01-02", "二十"))
    monkeypatch.setattr("rag.generation.KeywordIndex.write", disk_full)
    with pytest.raises(LibraryError, match="No space left on device"):
        library.index([path])
    monkeypatch.undo()
    assert library.check() == []
    assert [record["id"] for record in library.articles()] == ["one", "two"]
    assert [p.name for p in (library.folder.path / "generations").iterdir()] == ["000001"]
