"""Adding, replacing and removing articles without encoding anything twice."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from time import sleep

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag import passage_encoding
from rag.engine import Engine
from rag.errors import LibraryError
from rag.report import IndexReport
from rag.watching import follow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


def counts(report: IndexReport) -> dict[str, int]:
    """The counts of a report that are not zero."""
    names = ("added", "unchanged", "replaced", "removed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def ids(engine: Engine) -> list[str]:
    return [str(record["id"]) for record in engine.articles()]


def vectors_fit(engine: Engine) -> bool:
    """Whether every row's vector is the one its passage's text has."""
    generation, fresh = engine.generation, LetterEncoder()
    for row, article_row in enumerate(generation.article_rows):
        passage = generation.passage(row, generation.article(int(article_row)))
        expected = fresh.encode_passages([f"{passage.context}\n{passage.text}"])
        if not np.allclose(generation.index.vectors(np.array([row])), expected, atol=1e-6):
            return False
    return True


def test_the_first_run_adds_everything(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    write_articles(folder / "a.jsonl", zone("a1", "2023", "五"), zone("a2", "2024", "九"))
    (folder / "b.txt").write_text("湿地公园开园了。门票每人三十元。", encoding="utf-8")
    report = engine.index([str(folder)], encoder="letters")
    assert counts(report) == {"added": 3}
    assert (report.articles, report.passages, report.encoder) == (3, 3, "letters")
    assert [(Path(f.path).name, f.status, f.articles) for f in report.files] == [
        ("a.jsonl", "read", 2),
        ("b.txt", "read", 1),
    ]
    assert set(report.seconds) == {"read", "encode", "save", "total"}
    assert len(letters.encoded) == 3


def test_title_and_date_are_encoded_before_the_text(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    article = zone("a", "2023-04-05", "五")
    engine.index([write_articles(folder / "a.jsonl", article)])
    assert letters.encoded == [f"2023年经开区工作综述 2023-04-05\n{article['text']}"]


def test_unchanged_articles_are_not_encoded_again(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    write_articles(folder / "a.jsonl", zone("a1", "2023", "五"), zone("a2", "2024", "九"))
    engine.index([str(folder)])
    letters.encoded.clear()
    assert counts(engine.index([str(folder)])) == {"unchanged": 2}
    assert engine.folder.current_name() == "000001"  # nothing changed, nothing written
    write_articles(folder / "b.jsonl", zone("b", "2025", "十"))
    assert counts(engine.index([str(folder)])) == {"added": 1, "unchanged": 2}
    assert len(letters.encoded) == 1
    assert "十个" in letters.encoded[0]
    assert vectors_fit(engine)


def test_a_changed_article_with_an_id_is_replaced(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    write_articles(folder / "a.jsonl", zone("a1", "2023", "五"), zone("a2", "2024", "九"))
    engine.index([str(folder)])
    letters.encoded.clear()
    write_articles(folder / "a.jsonl", zone("a1", "2023", "六"), zone("a2", "2024", "九"))
    assert counts(engine.index([str(folder)])) == {"replaced": 1, "unchanged": 1}
    assert len(letters.encoded) == 1
    assert "六个" in engine.article("a1").text
    assert vectors_fit(engine)


def test_a_changed_file_whose_ids_are_hashes_is_replaced(engine: Engine, folder: Path) -> None:
    (folder / "b.txt").write_text("湿地公园开园了。门票每人三十元。", encoding="utf-8")
    engine.index([str(folder)])
    (folder / "b.txt").write_text("湿地公园开园了。门票每人四十元。", encoding="utf-8")
    assert counts(engine.index([str(folder)])) == {"replaced": 1}
    assert len(ids(engine)) == 1


def test_losses_of_one_file_are_not_set_off_against_gains_of_another(
    engine: Engine, folder: Path
) -> None:
    first = [zone("a1", "2023", "五"), zone("a2", "2023", "六"), zone("a3", "2023", "七")]
    second = [zone("b1", "2024", "八"), zone("b2", "2024", "九"), zone("b3", "2024", "十")]
    write_articles(folder / "a.jsonl", *first)
    write_articles(folder / "b.jsonl", *second[:2])
    engine.index([str(folder)])
    write_articles(folder / "a.jsonl", *first[:2])
    write_articles(folder / "b.jsonl", *second)
    expected = {"added": 1, "removed": 1, "unchanged": 4}
    assert counts(engine.index([str(folder)])) == expected


def test_articles_of_a_file_that_is_gone_stay_until_pruned(engine: Engine, folder: Path) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    write_articles(folder / "b.jsonl", zone("b", "2024", "九"))
    engine.index([str(folder)])
    (folder / "b.jsonl").unlink()
    assert counts(engine.index([str(folder)])) == {"unchanged": 1}
    assert ids(engine) == ["a", "b"]
    assert counts(engine.index([str(folder)], prune=True)) == {"unchanged": 1, "removed": 1}
    assert ids(engine) == ["a"]
    assert vectors_fit(engine)


PARK = "湿地公园开园了。门票每人三十元。"


def plain_id(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def test_a_renamed_file_keeps_its_id(engine: Engine, folder: Path, letters: LetterEncoder) -> None:
    (folder / "old.txt").write_text(PARK, encoding="utf-8")
    engine.index([str(folder)])
    letters.encoded.clear()
    (folder / "old.txt").rename(folder / "new.txt")
    assert counts(engine.index([str(folder)], prune=True)) == {"replaced": 1}
    assert ids(engine) == [plain_id(PARK)]
    assert engine.article(plain_id(PARK)).source == str(folder / "new.txt")
    assert letters.encoded == []
    assert counts(engine.index([str(folder)], prune=True)) == {"unchanged": 1}
    assert engine.check() == []


def test_the_suffix_goes_when_what_it_was_told_from_is_pruned_later(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    (folder / "a.txt").write_text(PARK, encoding="utf-8")
    write_articles(folder / "c.jsonl", zone("c-2", "2023", "五"))  # an id that ends so by itself
    engine.index([str(folder)])
    (folder / "b.txt").write_text(PARK, encoding="utf-8")
    engine.index([str(folder)])
    assert set(ids(engine)) == {plain_id(PARK), f"{plain_id(PARK)}-2", "c-2"}
    (folder / "a.txt").unlink()
    letters.encoded.clear()
    assert counts(engine.index([str(folder)])) == {"unchanged": 2}  # it is not gone without --prune
    assert counts(engine.index([str(folder)], prune=True)) == {"unchanged": 2, "removed": 1}
    assert set(ids(engine)) == {plain_id(PARK), "c-2"}
    assert engine.article(plain_id(PARK)).source == str(folder / "b.txt")
    assert letters.encoded == []
    assert vectors_fit(engine)
    assert counts(engine.index([str(folder)])) == {"unchanged": 2}
    assert counts(engine.remove([plain_id(PARK)])) == {"removed": 1}


def test_the_suffix_goes_when_the_other_file_is_changed(engine: Engine, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(PARK, encoding="utf-8")
    engine.index([str(folder)])
    (folder / "a.txt").write_text("湿地公园闭园了。", encoding="utf-8")
    assert counts(engine.index([str(folder)])) == {"replaced": 1, "unchanged": 1}
    assert set(ids(engine)) == {plain_id(PARK), plain_id("湿地公园闭园了。")}
    assert engine.article(plain_id(PARK)).source == str(folder / "b.txt")


def test_pruning_keeps_to_the_paths_given(engine: Engine, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Path(write_articles(tmp_path / "elsewhere" / "e.jsonl", zone("e", "2024", "九")))
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    engine.index([str(folder), str(elsewhere)])
    elsewhere.unlink()
    engine.index([str(folder)], prune=True)
    assert ids(engine) == ["a", "e"]


def test_removing(engine: Engine, folder: Path, letters: LetterEncoder) -> None:
    write_articles(folder / "a.jsonl", *(zone(f"a{n}", "2023", str(n)) for n in range(4)))
    engine.index([str(folder)])
    letters.encoded.clear()
    assert counts(engine.remove(["a1", "a3"])) == {"removed": 2}
    assert ids(engine) == ["a0", "a2"]
    assert letters.encoded == []
    assert vectors_fit(engine)
    assert engine.check() == []


def test_what_was_removed_stays_away_until_its_file_is_named(engine: Engine, folder: Path) -> None:
    path = write_articles(folder / "a.jsonl", *(zone(f"a{n}", "2023", str(n)) for n in range(3)))
    engine.index([str(folder)])
    engine.remove(["a1"])
    left = list(engine.folder.path.rglob("articles.jsonl"))
    assert len(left) == 1  # no earlier generation keeps its text
    assert '"a1"' not in left[0].read_text(encoding="utf-8")
    assert counts(engine.index([str(folder)])) == {"unchanged": 2}
    write_articles(folder / "a.jsonl", *(zone(f"a{n}", "2023", str(n)) for n in range(4)))
    assert counts(engine.index([str(folder)])) == {"unchanged": 2, "added": 1}  # a3
    assert ids(engine) == ["a0", "a2", "a3"]
    assert counts(engine.index([path])) == {"unchanged": 3, "added": 1}
    assert sorted(ids(engine)) == ["a0", "a1", "a2", "a3"]


def test_a_repealed_document_is_told_with_its_hit(engine: Engine, folder: Path) -> None:
    old = {
        "id": "old",
        "title": "人才公寓管理暂行办法",
        "date": "2020-01-02",
        "text": "人才公寓租金按市场价收取。",
    }
    new = {
        "id": "new",
        "title": "人才公寓管理办法",
        "date": "2024-05-28",
        "text": "人才公寓租金按六成收取。《人才公寓管理暂行办法》同时废止。",
    }
    engine.index([write_articles(folder / "a.jsonl", old, new)])
    hits = engine.search("人才公寓租金").hits
    assert {hit.article.id: hit.superseded_by for hit in hits} == {"old": "new", "new": None}
    listed = {record["id"]: record["superseded_by"] for record in engine.articles()}
    assert listed == {"old": "new", "new": None}


def test_removing_what_is_not_there_removes_nothing(engine: Engine, folder: Path) -> None:
    engine.index([write_articles(folder / "a.jsonl", zone("a", "2023", "五"))])
    with pytest.raises(LibraryError, match="no article has the id 'b'"):
        engine.remove(["a", "b"])
    assert ids(engine) == ["a"]


def test_a_library_can_be_emptied_and_filled_again(engine: Engine, folder: Path) -> None:
    path = write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    engine.index([path])
    engine.remove(["a"])
    assert engine.check() == []
    assert engine.articles() == []
    assert engine.search("项目").hits == ()
    assert counts(engine.index([path])) == {"added": 1}
    assert len(engine.search("项目").hits) == 1


def test_reprints_are_encoded_and_found_once(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2024", "五"))
    write_articles(folder / "b.jsonl", zone("b", "2024", "五"), zone("c", "2024", "六"))
    report = engine.index([str(folder)])
    assert report.duplicates == [["a", "b"]]
    assert (report.articles, report.passages) == (3, 2)
    assert len(letters.encoded) == 2
    assert {hit.article.id for hit in engine.search("项目").hits} == {"a", "c"}
    listed = {record["id"]: record["duplicate_of"] for record in engine.articles()}
    assert listed == {"a": None, "b": "a", "c": None}


def test_a_reprint_stands_for_itself_when_the_original_goes(engine: Engine, folder: Path) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"), zone("b", "2024", "五"))
    engine.index([str(folder)])
    engine.remove(["a"])
    assert [hit.article.id for hit in engine.search("项目").hits] == ["b"]
    assert engine.articles()[0]["duplicate_of"] is None


def test_the_same_text_in_two_files_is_two_articles(engine: Engine, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("湿地公园开园了。门票每人三十元。", encoding="utf-8")
    report = engine.index([str(folder)])
    first, second = ids(engine)
    assert second == f"{first}-2"
    assert report.duplicates == [[first, second]]


def test_files_that_cannot_be_read_are_told_and_the_rest_is_in(
    engine: Engine, folder: Path
) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    (folder / "b.jsonl").write_text("not JSON at all\n")
    report = engine.index([str(folder)])
    assert [file.status for file in report.files] == ["read", "failed"]
    assert report.files[1].reason
    assert ids(engine) == ["a"]


def test_what_was_read_of_a_file_that_is_now_broken_stays(engine: Engine, folder: Path) -> None:
    engine.index([write_articles(folder / "a.jsonl", zone("a", "2023", "五"))])
    (folder / "a.jsonl").write_text("not JSON at all\n")
    assert [file.status for file in engine.index([str(folder)]).files] == ["failed"]
    assert ids(engine) == ["a"]


def test_nothing_to_index_is_an_error_and_makes_no_library(engine: Engine, folder: Path) -> None:
    with pytest.raises(LibraryError, match="no article to index"):
        engine.index([str(folder)])
    with pytest.raises(LibraryError, match="none of 1 files could be read"):
        engine.index([str(folder / "missing.txt")])
    assert not engine.folder.exists()


def test_reindexing_cuts_and_encodes_anew(
    engine: Engine, folder: Path, letters: LetterEncoder
) -> None:
    text = "".join(f"经开区的第{n:02}项工作有进展。" for n in range(40))  # 560 characters
    long = {"id": "a", "text": text}
    engine.index([write_articles(folder / "a.jsonl", long)])
    assert len(letters.encoded) == 2  # of 300
    letters.encoded.clear()
    report = engine.reindex(passage_characters=100)
    assert report.passages == len(letters.encoded) == 6
    assert engine.generation.passage_characters == 100
    assert vectors_fit(engine)
    assert counts(report) == {"unchanged": 1}


def test_progress_is_told_by_stage(engine: Engine, folder: Path) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    told: list[tuple[str | int, ...]] = []
    engine.index([str(folder)], progress=lambda *step: told.append(step))
    assert told == [
        ("read", 0, 1, str(folder / "a.jsonl")), ("read", 1, 1), ("encode", 0, 1), ("encode", 1, 1),
        ("save", 0, 1), ("save", 1, 1),
    ]  # fmt: skip


class _Interrupted(LetterEncoder):
    """Breaks off at the third batch, as if the user had pressed Ctrl-C."""

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        if len(self.encoded) >= 8:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


@pytest.fixture
def interrupted(folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Twelve articles, of which a run in batches of four has encoded eight."""
    monkeypatch.setattr(passage_encoding, "BATCH_PASSAGES", 4)
    write_articles(folder / "a.jsonl", *(zone(f"a{n}", "2023", f"第{n}") for n in range(12)))
    with monkeypatch.context() as patch:
        patch.setattr("rag.engine.load_encoder", lambda _spec, **_options: _Interrupted())
        with pytest.raises(KeyboardInterrupt):
            Engine(engine.settings, engine.folder.path).index([str(folder)])
    assert not engine.folder.exists()
    assert not list((engine.folder.path / "generations").iterdir())  # nor the half of one
    return engine


def test_an_interrupted_run_goes_on_where_it_stopped(
    interrupted: Engine, folder: Path, letters: LetterEncoder
) -> None:
    interrupted.index([str(folder)])
    assert len(letters.encoded) == 4
    assert vectors_fit(interrupted)
    assert not interrupted.folder.work.exists()


def test_half_a_file_of_vectors_is_encoded_again(
    interrupted: Engine, folder: Path, letters: LetterEncoder
) -> None:
    half, _ = sorted(interrupted.folder.work.rglob("*.npz"))
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    interrupted.index([str(folder)])
    assert len(letters.encoded) == 8
    assert vectors_fit(interrupted)


def test_a_followed_folder_is_indexed_when_it_changes(engine: Engine, folder: Path) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    engine.index([str(folder)])
    stop = Event()

    def copy_later() -> None:
        sleep(0.5)
        write_articles(folder / "b.jsonl", zone("b", "2024", "六"))

    Thread(target=copy_later).start()
    reports = follow([str(folder)], lambda: engine.index([str(folder)]), stop)
    report = next(reports)
    assert (report.added, report.articles) == (1, 2)
    stop.set()
    assert list(reports) == []
    assert {hit.article.id for hit in engine.search("项目").hits} == {"a", "b"}


def test_what_cannot_be_followed_is_told(engine: Engine, folder: Path) -> None:
    with pytest.raises(LibraryError, match="nowhere"):
        next(follow([str(folder / "nowhere")], lambda: engine.index([str(folder)])))


def test_a_library_is_no_source_of_articles(engine: Engine, folder: Path, tmp_path: Path) -> None:
    write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    engine.index([str(folder)])
    assert engine.index([str(tmp_path)]).articles == 1  # the library lies there, too


def test_a_pipe_is_told_and_not_waited_for(engine: Engine, folder: Path) -> None:
    article = write_articles(folder / "a.jsonl", zone("a", "2023", "五"))
    os.mkfifo(folder / "pipe.txt")
    report = engine.index([article, str(folder / "pipe.txt")])
    assert [file.status for file in report.files] == ["read", "failed"]
    assert report.files[1].reason == "is not a regular file"
