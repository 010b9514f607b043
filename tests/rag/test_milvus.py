"""Libraries in Milvus, on milvus-lite; what every store must do is in tests/contracts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.engine import Engine
from rag.errors import LibraryError, UsageError
from rag.keywords import K1, KeywordIndex
from rag.milvus.address import Address
from rag.milvus.collections import Collections
from rag.milvus.cuts import Cut
from rag.milvus.numbers import LEAST, SPAN, article_number, below, passage_number
from rag.milvus.records import ARTICLE, Record, Records
from rag.milvus.sparse import TERMS_PER_CHARACTER, passage_vector, places, sparse_of
from rag.milvus.statistics import Statistics
from rag.passages import encoded_text
from rag.settings import Settings
from rag.terms import terms_of
from rag.types import Passage

ROOT = Path(__file__).resolve().parents[2]
YEARS = [zone(f"y{year}", str(year), str(year - 2000)) for year in range(2001, 2025)]


def cut(text: str, name: str = "a") -> Cut:
    """Return an article of one passage."""
    record = {"id": name, "title": "题", "source": "s", "language": "zh", "text": text}
    record |= {"reprints": [], "superseded_by": None, "duplicate_of": None}
    return Cut.of(record, 300)


@pytest.mark.parametrize(
    ("spec", "uri", "name"),
    [
        ("milvus://10.0.0.7:19530/news", "http://10.0.0.7:19530", "news"),
        ("milvus:/data/a.db", "/data/a.db", "yuanwen"),
        ("milvus:a.db", "a.db", "yuanwen"),
    ],
)
def test_addresses(spec: str, uri: str, name: str) -> None:
    found = Address.of(spec)
    assert (found.uri, found.name, found.local) == (uri, name, not uri.startswith("http"))


@pytest.mark.parametrize(
    "spec",
    ["milvus:", "milvus:folder", "milvus://host:19530", "milvus://host/", "milvus://h/two words",
     "milvus://user:secret@host/name", "milvus://host/a-b", "redis://host/a"],
)  # fmt: skip
def test_what_is_no_address_is_a_usage_error(spec: str) -> None:
    with pytest.raises(UsageError, match="no store is named"):
        Address.of(spec)


def test_a_passage_has_another_number_when_anything_of_it_changes() -> None:
    one = Passage("a:0", "a", "湿地公园。", 0, 5, "题 2024")
    others = [
        Passage("a:1", "a", "湿地公园。", 1, 6, "题 2024"),
        Passage("b:0", "b", "湿地公园。", 0, 5, "题 2024"),
        Passage("a:0", "a", "湿地公园！", 0, 5, "题 2024"),
        Passage("a:0", "a", "湿地公园。", 0, 5, "题 2025"),
    ]
    assert len({passage_number(passage) for passage in [one, *others]}) == 5
    assert passage_number(one) == passage_number(Passage(*(one.id, "a", one.text, 0, 5, "题 2024")))


def test_numbers_below_a_bound_are_a_fair_share() -> None:
    assert below(1.0) == ""
    assert below(0.5) == "id < 0"
    numbers = [article_number(str(at)) for at in range(4000)]
    assert sum(number < LEAST + SPAN // 4 for number in numbers) == pytest.approx(1000, abs=100)


def test_the_inner_product_is_bm25_at_the_wanted_length() -> None:
    found = cut("湿地公园湿地。")
    length = int(found.lengths[0])
    vector = passage_vector(found.terms, found.counts, length, 300)
    asked = np.unique(terms_of("湿地"))  # 湿, 地 and 湿地, each twice in the text
    question = sparse_of(asked, np.array([1.0, 2.0, 3.0]))
    product = sum(weight * vector.get(place, 0.0) for place, weight in question.items())
    norm = KeywordIndex.norms(np.array([length]), 300 * TERMS_PER_CHARACTER)[0]
    assert product == pytest.approx(6 * (K1 + 1) * 2 / (2 + norm))


def test_terms_have_places_of_their_own() -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 4000))
    terms = np.unique(terms_of(text))
    assert len(set(places(terms))) == len(terms) > 7000


def test_statistics_count_passages_and_grow_with_the_share_that_was_looked_at() -> None:
    cuts = [cut("湿地公园。", "a"), cut("湿地。", "b"), cut("茶园。", "c")]
    found = Statistics.of(cuts)
    bags = [Counter(terms_of(encoded_text(one.passages[0])).tolist()) for one in cuts]
    terms = np.unique(terms_of("湿地茶"))
    wanted = [sum(term in bag for bag in bags) for term in terms.tolist()]
    assert sorted(wanted) == [0, 1, 2, 2, 2]  # 地茶; 茶; 湿, 地 and 湿地
    assert found.in_all(terms, 3).tolist() == wanted
    assert found.in_all(terms, 300).tolist() == [100 * count for count in wanted]
    assert found.mean_length == pytest.approx(sum(map(Counter.total, bags)) / 3)
    assert found.sums[:2].tolist() == [3, 3]


def test_statistics_are_kept_for_one_revision(tmp_path: Path) -> None:
    found = Statistics.of([cut("湿地公园。")])
    path = tmp_path / "work" / "statistics.npz"
    found.save(path, "one")
    again = Statistics.saved(path, "one")
    assert again is not None
    np.testing.assert_array_equal(again.terms, found.terms)
    assert Statistics.saved(path, "two") is None
    path.write_bytes(path.read_bytes()[:100])
    assert Statistics.saved(path, "one") is None


@pytest.fixture
def spec(tmp_path: Path) -> str:
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    return f"milvus:{tmp_path / 'library.db'}"


@pytest.fixture
def collections(spec: str) -> Collections:
    made = Collections(Address.of(spec))
    made.create(4)
    made.load()
    return made


def record(name: str, text: str) -> Record:
    return Record(f"article:{name}", ARTICLE, {"id": name, "text": text})


def test_a_record_that_grows_shorter_leaves_no_pieces(collections: Collections) -> None:
    records = Records(collections)
    records.put([record("a", "长" * 50_000), record("b", "短")])
    assert collections.count("records") == 5  # 50,000 characters and some in four pieces
    assert records.get(["article:a"])["article:a"]["text"] == "长" * 50_000
    assert records.put([record("a", "短了"), record("b", "短")]) == {"article:a": True}
    assert records.get(["article:a"])["article:a"]["text"] == "短了"
    assert collections.count("records") == 2
    records.delete(["article:a"])
    assert records.get(["article:a", "article:b"]).keys() == {"article:b"}


def test_a_damaged_record_is_an_error_and_no_text(collections: Collections) -> None:
    records = Records(collections)
    records.put([record("a", "投入147万元。")])
    (row,) = collections.get(
        "records", [article_number("a")], ["kind", "day", "pieces", "digest", "data"]
    ).values()
    collections.put("records", [{**row, "data": row["data"].replace("147", "741")}])
    with pytest.raises(LibraryError, match="is damaged"):
        records.get(["article:a"])


def test_text_with_half_a_surrogate_pair_is_kept(collections: Collections) -> None:
    records = Records(collections)
    records.put([record("a", "前\ud83e后")])
    assert records.get(["article:a"])["article:a"]["text"] == "前\ud83e后"


@pytest.fixture
def filled(engine: Engine, tmp_path: Path, spec: str) -> Engine:
    engine.index([write_articles(tmp_path / "years.jsonl", *YEARS)], store=spec)
    return engine


def test_a_library_remembers_its_store(
    filled: Engine, tmp_path: Path, spec: str, letters: LetterEncoder
) -> None:
    folder = filled.folder.path
    assert json.loads((folder / "store.json").read_text()) == {"store": spec}
    again = Engine(Settings(), folder)
    assert again.search("半导体项目", k=3).hits
    more = write_articles(tmp_path / "more.jsonl", {"id": "more", "text": "茶园开园了。"})
    assert again.index([more]).articles == 25
    with pytest.raises(LibraryError, match="articles elsewhere"):
        again.index([more], store="milvus:other.db")


def test_a_library_with_articles_of_its_own_is_not_moved(
    engine: Engine, tmp_path: Path, spec: str
) -> None:
    path = write_articles(tmp_path / "a.jsonl", *YEARS[:2])
    engine.index([path])
    with pytest.raises(LibraryError, match="articles elsewhere"):
        engine.index([path], store=spec)
    assert not (engine.folder.path / "store.json").exists()


def test_an_empty_folder_searches_the_store_of_the_settings(
    filled: Engine, tmp_path: Path, spec: str
) -> None:
    other = Engine(Settings(store=spec), tmp_path / "other")
    assert {hit.article.id for hit in other.search("2011年 半导体项目 11", k=3).hits} >= {"y2011"}


def test_a_store_that_is_not_there_is_told(engine: Engine, tmp_path: Path, spec: str) -> None:
    path = write_articles(tmp_path / "a.jsonl", *YEARS[:2])
    with pytest.raises(LibraryError, match=r"Milvus at http://127\.0\.0\.1:1 reports"):
        engine.index([path], store="milvus://127.0.0.1:1/x")
    assert not (engine.folder.path / "store.json").exists()
    (engine.folder.path).mkdir(exist_ok=True)
    (engine.folder.path / "store.json").write_text("{")
    with pytest.raises(LibraryError, match=r"store\.json is damaged"):
        engine.search("候鸟")


def test_asking_makes_no_store(engine: Engine, tmp_path: Path, spec: str) -> None:
    other = Engine(Settings(store=spec), tmp_path / "other")
    uses = (lambda: other.search("项目"), other.check, other.articles, lambda: other.remove(["x"]),
            lambda: other.keeper.writer(other.encoder("x"), "x", 1).remove([]))  # fmt: skip
    for use in uses:
        with pytest.raises(LibraryError, match="there is no library at") as caught:
            use()
        assert "yuanwen index" in caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_store_is_told(engine: Engine, tmp_path: Path, spec: str) -> None:
    path = write_articles(tmp_path / "a.jsonl", *YEARS[:2])
    with pytest.raises(LibraryError, match="there is no folder"):
        engine.index([path], store=f"milvus:{tmp_path}/none/library.db")
    (tmp_path / "library.db").write_bytes(b"")
    with pytest.raises(LibraryError, match="is no store of milvus-lite"):
        engine.index([path], store=spec)
    assert not (engine.folder.path / "store.json").exists()


OPEN = """
import sys
from rag.engine import Engine
from rag.settings import Settings
from rag.errors import LibraryError
try:
    print(Engine(Settings(store=sys.argv[1])).check())
except LibraryError as error:
    print(error.message)
"""


def opened_elsewhere(tmp_path: Path, spec: str) -> tuple[str, str]:
    """Return what another process says that opens a store, to stdout and to stderr."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN, spec],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin"},
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout, done.stderr


def test_a_store_in_use_by_another_process_is_told(
    filled: Engine, tmp_path: Path, spec: str
) -> None:
    told, beside = opened_elsewhere(tmp_path, spec)
    assert "cannot be opened: another process holds the lock" in told
    assert beside == ""  # of milvus-lite's own log


def test_a_store_gone_back_to_an_earlier_state_is_damage(tmp_path: Path, spec: str) -> None:
    """Without its manifest milvus-lite opens the one before, in which passages are not found."""
    path = write_articles(tmp_path / "a.jsonl", {"text": "该项目的备案号为2024-38087。"})
    subprocess.run(
        [sys.executable, "-c", ASK, spec, path],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin"},
        check=True, capture_output=True,
    )  # fmt: skip
    assert opened_elsewhere(tmp_path, spec) == ("[]\n", "")
    (tmp_path / "library.db" / "collections" / "yuanwen_passages" / "manifest.json").write_text("")
    told, beside = opened_elsewhere(tmp_path, spec)
    assert "library.db' is damaged: manifest.json failed to load" in told
    assert beside == ""


def test_check_names_a_damaged_record(filled: Engine) -> None:
    collections = filled.keeper._library.collections  # type: ignore[attr-defined]
    place = article_number("y2011")
    fields = ["kind", "day", "pieces", "digest", "data"]
    (row,) = collections.get("records", [place], fields).values()
    collections.put("records", [{**row, "data": row["data"].replace("11", "12")}])
    assert filled.check() == [f"record {place} of the library in Milvus is damaged."]


def test_a_passage_whose_article_has_changed_is_not_shown(filled: Engine) -> None:
    """As between the two writes of a run that replaces an article, or after it was killed there."""
    store = filled.retriever().store
    asked = filled.encoder("bundled").encode_queries(["半导体项目"])[0]
    rows, _ = store.by_vector(asked, 50, None)
    assert len(rows) == 24
    library = filled.keeper._library  # type: ignore[attr-defined]
    value = library.records.get(["article:y2011"])["article:y2011"]
    value["text"] = value["text"].replace("项目11个", "项目99个")
    library.records.put([Record("article:y2011", ARTICLE, value)])
    fresh = Engine(filled.settings, filled.folder.path).retriever().store
    rows, _ = fresh.by_vector(asked, 50, None)
    found = [fresh.article(number).id for number in fresh.articles_of(rows).tolist()]
    assert sorted(found) == sorted({f"y{year}" for year in range(2001, 2025)} - {"y2011"})
    assert filled.check() == ["article y2011 lacks passages"]


def test_two_processes_may_index_at_once(tmp_path: Path, letters: LetterEncoder, spec: str) -> None:
    halves = [write_articles(tmp_path / f"{at}.jsonl", *YEARS[at::2]) for at in range(2)]
    engines = [Engine(Settings(), tmp_path / f"library{at}") for at in range(2)]
    engines[0].index([write_articles(tmp_path / "first.jsonl", {"text": "茶园。"})], store=spec)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda at: engines[at].index([halves[at]], store=spec), range(2)))
    for engine in engines:
        assert {one["id"] for one in engine.articles()} >= {one["id"] for one in YEARS}
        assert engine.check() == []
        assert engine.search("2012年 半导体项目 12", k=3).hits


def test_where_the_statistics_are_a_sample_rare_words_are_still_found(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.milvus.store.SAMPLED_ARTICLES", 6)
    more = [{"id": f"p{at}", "text": f"{'蠡蠢蠣蠤'[at]}园开放。"} for at in range(4)]
    filled.index([write_articles(tmp_path / "more.jsonl", *more)])
    store = filled.retriever().store
    assert store.statistics.sums[0] < 20  # type: ignore[attr-defined]
    for at in range(4):
        assert filled.search("蠡蠢蠣蠤"[at], k=1, mode="keyword").hits[0].article.id == f"p{at}"
    assert store.question("饕").frequencies.tolist() == [0]


def test_pruning_drops_articles_of_files_that_are_gone(
    engine: Engine, tmp_path: Path, spec: str
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for at in range(3):
        write_articles(folder / f"{at}.jsonl", YEARS[at])
    engine.index([str(folder)], store=spec)
    (folder / "1.jsonl").unlink()
    assert engine.index([str(folder)]).articles == 3
    report = engine.index([str(folder)], prune=True)
    assert (report.articles, report.removed, report.passages) == (2, 1, 2)
    assert engine.check() == []


def test_what_was_removed_does_not_come_back_with_its_folder(
    filled: Engine, tmp_path: Path
) -> None:
    filled.remove(["y2011"])
    assert filled.index([str(tmp_path / "years.jsonl")[: -len("/years.jsonl")]]).articles == 23
    assert filled.index([str(tmp_path / "years.jsonl")]).articles == 24  # named itself


def test_it_is_not_encoded_anew_in_its_place(filled: Engine) -> None:
    with pytest.raises(LibraryError, match="not encoded anew"):
        filled.reindex()


ASK = """
import sys
from pathlib import Path
from rag.engine import Engine
from rag.settings import Settings
engine = Engine(Settings(), Path("library"))
if len(sys.argv) > 1:
    engine.index(sys.argv[2:], store=sys.argv[1])
print(engine.ask("备案号是什么？").text)
"""


def test_another_process_asks_what_one_has_indexed(tmp_path: Path, spec: str) -> None:
    path = write_articles(tmp_path / "a.jsonl", {"text": "该项目的备案号为2024-38087。"})
    for arguments in ([spec, path], []):
        done = subprocess.run(
            [sys.executable, "-c", ASK, *arguments],
            cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin"},
            check=True, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert done.stdout.strip() == "该项目的备案号为2024-38087。[1]"
