"""What is read of a generation is compared with what was written: each block once, when needed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone
from xxhash import xxh3_64_intdigest

import embeddings.faiss_index
from embeddings.errors import YuanwenError
from rag.checked_files import CheckedFile, CheckedFolder, MissingFile
from rag.engine import Engine
from rag.errors import LibraryError
from rag.keywords import KeywordIndex
from rag.sums import AlteredRecord, block_count, sealed, summed, unsealed

BLOCK = 32_768
TEXT = b"".join(f"line {number:06}\n".encode() for number in range(7_000))  # 84,000 bytes


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> CheckedFolder:
    """Three files: of three blocks, of none, and an array."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.txt").write_bytes(b"")
    np.save(tmp_path / "c.npy", np.arange(20_000, dtype=np.int64))  # 128 bytes of head
    return CheckedFolder(tmp_path, summed(tmp_path))


def test_a_file_has_a_sum_for_each_block(folder: CheckedFolder) -> None:
    assert [block_count(size) for size in (0, 1, BLOCK, BLOCK + 1, len(TEXT))] == [0, 1, 1, 2, 3]
    sums = np.load(folder.folder / "block_sums.npy")
    array = (folder.folder / "c.npy").read_bytes()
    assert len(array) == 160_128
    blocks = [TEXT[:BLOCK], TEXT[BLOCK : 2 * BLOCK], TEXT[2 * BLOCK :]]
    blocks += [array[at : at + BLOCK] for at in range(0, 160_128, BLOCK)]
    assert sums.tolist() == [xxh3_64_intdigest(block) for block in blocks]
    assert folder.names == ("a.txt", "b.txt", "c.npy", "block_sums.npy")


def test_only_the_blocks_that_are_read_are_compared(folder: CheckedFolder) -> None:
    flip(folder.folder / "a.txt", BLOCK + 5)
    file = folder.file("a.txt")
    file.check(0, BLOCK)
    file.check(2 * BLOCK, len(TEXT))
    for start, end in ((BLOCK, BLOCK + 1), (0, BLOCK + 1), (2 * BLOCK - 1, len(TEXT))):
        with pytest.raises(LibraryError, match=r"a\.txt' is damaged") as caught:
            file.check(start, end)
        assert "yuanwen check --restore" in caught.value.advice
    assert folder.file("b.txt").read() == b""


def test_a_block_is_compared_once(folder: CheckedFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(block: memoryview) -> int:
        compared.append(len(block))
        return xxh3_64_intdigest(block)

    monkeypatch.setattr("rag.checked_files.block_sum", counted)
    file = folder.file("a.txt")
    file.check(0, 0)
    assert compared == []
    file.check(10, 20)
    file.check(0, BLOCK + 1)
    file.check_all()
    assert compared == [BLOCK, BLOCK, len(TEXT) - 2 * BLOCK]


def test_the_items_of_an_array_stand_behind_its_head(folder: CheckedFolder) -> None:
    flip(folder.folder / "c.npy", 128 + 8 * 12_000)  # item 12,000, in block 2
    array, check = folder.part_checked("c.npy")
    assert array[4_000] == 4_000
    check(0, (2 * BLOCK - 128) // 8)
    with pytest.raises(LibraryError):
        check(12_000, 12_001)
    with pytest.raises(LibraryError):
        folder.array("c.npy")


def test_missing_and_cut_files(folder: CheckedFolder) -> None:
    (folder.folder / "b.txt").unlink()
    with pytest.raises(MissingFile, match="lacks the file"):
        folder.file("b.txt")
    (folder.folder / "a.txt").write_bytes(TEXT[:-1])
    with pytest.raises(LibraryError, match="is damaged"):
        folder.file("a.txt")


def test_damaged_sums_are_damage_themselves(folder: CheckedFolder) -> None:
    files = json.loads(json.dumps({name: folder._files[name] for name in folder.names}))
    flip(folder.folder / "block_sums.npy", 140)
    with pytest.raises(LibraryError, match=r"block_sums\.npy' is damaged"):
        CheckedFolder(folder.folder, files)


def test_a_file_without_sums_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    file = CheckedFile(tmp_path / "a.txt", len(TEXT), None)
    flip(tmp_path / "a.txt", 3)
    assert file.read()[:4] == b"lind"


def test_a_record_holds_its_own_checksum() -> None:
    text = sealed({"问": "水价", "weights": [0.1, 1e-7], "none": None})
    assert unsealed(text) == {"问": "水价", "weights": [0.1, 1e-7], "none": None}
    with pytest.raises(AlteredRecord):
        unsealed(text.replace("水价", "电价"))
    with pytest.raises(AlteredRecord):
        unsealed(text.replace("0.1", "0.3"))
    with pytest.raises(AlteredRecord):
        unsealed(text.replace('"checksum"', '"chacksum"'))
    assert unsealed('{"a": 1}') == {"a": 1}  # never had one
    for no_object in ("", "[]", "{"):
        with pytest.raises(ValueError, match=r".*"):
            unsealed(no_object)


# --- postings -----------------------------------------------------------------------------------


def keywords(tmp_path: Path, texts: int) -> CheckedFolder:
    (tmp_path / "keywords").mkdir()
    index = KeywordIndex([])
    index.write(
        tmp_path / "keywords", np.zeros(0, dtype=bool), (f"the w{n:05}" for n in range(texts))
    )
    return CheckedFolder(tmp_path, summed(tmp_path))


def test_a_term_is_found_by_its_neighbours_only(tmp_path: Path) -> None:
    """9,001 terms of 8 bytes are three blocks: a search that ends in another is not disturbed."""
    files = keywords(tmp_path, 9_000)
    path = tmp_path / "keywords" / "0000-terms.npy"
    whole = KeywordIndex.open(tmp_path / "keywords")
    words = [f"w{number:05}" for number in range(0, 9_000, 9)]
    right = [whole.search(whole.question(word), 2)[0].tolist() for word in words]
    del whole
    at = len(np.load(path)) - 10
    assert 128 + 8 * at > 2 * BLOCK
    flip(path, 128 + 8 * at)
    index, hit, missed = KeywordIndex.checked(files), 0, 0
    for word, rows in zip(words, right, strict=True):
        try:
            assert index.search(index.question(word), 2)[0].tolist() == rows
            hit += 1
        except LibraryError:
            missed += 1
    assert hit > missed > 0


def test_a_search_that_damage_led_astray_is_damage(tmp_path: Path) -> None:
    files = keywords(tmp_path, 9_000)
    path = tmp_path / "keywords" / "0000-terms.npy"
    terms = np.load(path)
    index = KeywordIndex.checked(files)
    middle = 128 + 8 * (len(terms) // 2)
    with path.open("r+b") as file:  # what every search looks at first: now larger than all
        file.seek(middle)
        file.write(b"\xff" * 8)
    with pytest.raises(LibraryError, match=r"0000-terms\.npy' is damaged"):
        for number in range(9_000):
            index.question(f"w{number:05}")


@pytest.mark.parametrize("name", ["starts", "rows", "counts"])
def test_a_damaged_posting_is_told_when_its_term_is_asked_for(tmp_path: Path, name: str) -> None:
    files = keywords(tmp_path, 20_000)
    path = tmp_path / "keywords" / f"0000-{name}.npy"
    flip(path, path.stat().st_size - 1)
    index = KeywordIndex.checked(files)  # the last block of two or more is not looked at yet
    with pytest.raises(LibraryError, match=f"0000-{name}"):
        for number in range(20_000):
            index.search(index.question(f"w{number:05}"), 3)


# --- vectors ------------------------------------------------------------------------------------


@pytest.fixture
def many(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A compressed index of 240 vectors of 64 bytes in 46 lists; one list is looked into."""
    monkeypatch.setattr(embeddings.faiss_index, "COMPRESSED_FROM", 100)
    monkeypatch.setattr(embeddings.faiss_index, "LEAST_PROBED", 1)
    articles = (zone(f"z{n}", "2024", f"{n}{chr(0x4E00 + 7 * n) * 40}") for n in range(240))
    engine.index([write_articles(tmp_path / "a.jsonl", *articles)])
    assert type(engine.generation.index).__name__ == "CompressedIndex"
    return engine


def test_the_lists_of_a_compressed_index_are_where_they_are_compared(many: Engine) -> None:
    """The places that are worked out hold the very bytes that faiss reads."""
    import faiss

    index = many.generation.index
    data = (many.generation.folder / "vectors.faiss").read_bytes()
    inner, places = index._index, index._places
    for number in range(inner.nlist):
        size = inner.invlists.list_size(number)
        codes = faiss.rev_swig_ptr(inner.invlists.get_codes(number), size * inner.code_size)
        ids = faiss.rev_swig_ptr(inner.invlists.get_ids(number), size) if size else np.zeros(0)
        held = data[int(places[number]) : int(places[number + 1])]
        assert held == (codes.tobytes() if size else b"") + ids.astype(np.int64).tobytes()


@pytest.mark.parametrize("part", ["head", "centre", "code", "id"])
def test_damage_of_a_compressed_index_is_told(many: Engine, part: str) -> None:
    path = many.generation.folder / "vectors.faiss"
    places = many.generation.index._places
    at = {"head": 6, "centre": int(places[0]) // 2, "code": int(places[0]) + 3, "id": -8}[part]
    flip(path, at)
    engine = Engine(many.settings, many.folder.path)
    with pytest.raises(YuanwenError, match=r"vectors\.faiss") as caught:
        for row in range(240):
            engine.generation.index.vectors(np.array([row], dtype=np.int64))
    assert caught.value.advice
    with pytest.raises(YuanwenError, match=r"vectors\.faiss"):
        encoder = LetterEncoder()
        for row in range(240):
            text = f"{row}{chr(0x4E00 + 7 * row) * 40}"
            engine.generation.index.search(encoder.encode_queries([text]), 3)


def test_nothing_damaged_is_taken_over_under_new_sums(engine: Engine, tmp_path: Path) -> None:
    engine.index([write_articles(tmp_path / "a.jsonl", zone("a", "2023", "五"))])
    flip(engine.generation.folder / "keywords" / "0000-counts.npy", 129)
    more = write_articles(tmp_path / "b.jsonl", zone("b", "2024", "六"))
    for change in (lambda: engine.index([more]), lambda: engine.remove(["a"]), engine.reindex):
        with pytest.raises(LibraryError, match=r"0000-counts\.npy' is damaged"):
            change()
    assert engine.folder.current_name() == "000001"
