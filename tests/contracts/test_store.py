"""What every store must do, asked of each; worked out from the texts and vectors themselves."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles

from rag.engine import Engine
from rag.errors import LibraryError, UsageError
from rag.keywords import K1, WORD_WEIGHT, B
from rag.passages import encoded_text, passages_of
from rag.settings import Settings
from rag.store import Store
from rag.terms import WORD, terms_of
from rag.text import SCRIPT_NUMBERS
from rag.types import Article, Passage

SERVER = os.environ.get("YUANWEN_TEST_MILVUS")  # read before the environment is cleaned
TOPICS = "湿地候鸟桥梁隧道茶园水库剧院书店渔港梯田"
MORE = "。今年的绿化工作也有进展，记者王小明报道。"


def article(number: int) -> dict[str, Any]:
    """Return an article of a topic of its own; some are long, some in English, some undated."""
    topic = TOPICS[2 * (number % 10) : 2 * (number % 10) + 2]
    text = f"{topic}项目第{number}号于当月开工，共投入{number * 7}万元{MORE}" * (1 + number % 4 * 3)
    if number % 5 == 4:
        text = f"The {topic} project number {number} was opened. It cost {number * 7} million. " * 9
    dates = (None, f"20{10 + number % 9}", f"2021-{1 + number % 9:02}", "2024-05-20")
    return {
        "id": f"a{number}", "title": f"{topic}工程简报{number}", "text": text,
        "date": dates[number % 4], "language": "en" if number % 5 == 4 else "zh",
    }  # fmt: skip


ARTICLES = [article(number) for number in range(40)]
NEW = {"id": "new", "title": "新码头", "text": "新码头启用，吞吐量达到八百吨。"}
REPRINT = {**ARTICLES[3], "id": "again", "date": "2024-06-01"}


class Kept:
    """A library of one kind of store, and what should be in it by its articles alone."""

    def __init__(
        self, engine: Engine, encoder: LetterEncoder, folder: Path, spec: str | None
    ) -> None:
        self.engine, self.encoder, self.folder, self.spec = engine, encoder, folder, spec

    def index(self, articles: list[dict[str, Any]], name: str = "articles.jsonl") -> Any:
        path = write_articles(self.folder / name, *articles)
        return self.engine.index([path], **({"store": self.spec} if self.spec else {}))

    @property
    def store(self) -> Store:
        return self.engine.retriever().store

    def ids(self) -> set[str]:
        return {str(one["id"]) for one in self.engine.articles()}

    def passages(self) -> list[Passage]:
        """Every passage that the articles give, cut by the one who asks."""
        reprints = {r for ids in self.reprints().values() for r in ids}
        return [
            passage
            for one in self.engine.articles()
            if one["id"] not in reprints
            for passage in passages_of(self.article(str(one["id"])), self.store.passage_characters)
        ]

    def article(self, name: str) -> Article:
        return self.engine.article(name)

    def reprints(self) -> dict[str, tuple[str, ...]]:
        listed = self.engine.articles()
        found: dict[str, tuple[str, ...]] = {}
        for one in listed:
            if original := one["duplicate_of"]:
                found[str(original)] = (*found.get(str(original), ()), str(one["id"]))
        return found

    def named(self, rows: np.ndarray) -> list[str]:
        """Ids of passages by their rows, each verbatim in its article."""
        found = []
        for row, number in zip(rows.tolist(), self.store.articles_of(rows).tolist(), strict=True):
            one = self.store.article(number)
            passage = self.store.passage(row, one)
            assert one.text[passage.start : passage.end] == passage.text
            assert self.store.span(row) == (passage.start, passage.end)
            found.append(passage.id)
        return found


def milvus_lite(folder: Path) -> str:
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    return f"milvus:{folder / 'library.db'}"


@pytest.fixture
def milvus_server() -> Iterator[str]:
    """A name of its own on the server of YUANWEN_TEST_MILVUS (HOST:PORT), if there is one."""
    if not SERVER:
        pytest.skip("no Milvus server: name one in YUANWEN_TEST_MILVUS (HOST:PORT)")
    pymilvus = pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    name = f"test_{token_hex(6)}"
    yield f"milvus://{SERVER}/{name}"
    client = pymilvus.MilvusClient(uri=f"http://{SERVER}")
    for collection in client.list_collections():
        if collection.startswith(name):
            client.drop_collection(collection)


@pytest.fixture(params=["local", "milvus-lite", "milvus-server"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, letters: LetterEncoder) -> Kept:
    settings = Settings(passage_characters=80)
    spec: str | None = None
    if request.param == "milvus-lite":
        spec = milvus_lite(tmp_path)
    elif request.param == "milvus-server":
        spec = request.getfixturevalue("milvus_server")
    return Kept(Engine(settings, tmp_path / "library"), letters, tmp_path, spec)


@pytest.fixture
def filled(kept: Kept) -> Kept:
    kept.index(ARTICLES)
    return kept


def bm25(passages: list[Passage], question: str) -> dict[str, float]:
    """BM25 by the book: Lucene's idf, words and figures counting twice."""
    bags = {one.id: Counter(terms_of(encoded_text(one)).tolist()) for one in passages}
    mean = np.mean([sum(bag.values()) for bag in bags.values()])
    scores = dict.fromkeys(bags, 0.0)
    for term in set(terms_of(question, question=True).tolist()):
        df = sum(term in bag for bag in bags.values())
        idf = np.log1p((len(bags) - df + 0.5) / (df + 0.5)) * (WORD_WEIGHT if term >= WORD else 1)
        for name, bag in bags.items():
            norm = K1 * (1 - B + B * sum(bag.values()) / mean)
            scores[name] += idf * (K1 + 1) * bag[term] / (bag[term] + norm)
    return scores


def test_counts_are_those_of_the_articles(filled: Kept) -> None:
    assert filled.store.article_count == 40
    assert filled.store.passage_count == len(filled.passages()) > 80
    assert filled.store.dimension == 64
    assert filled.store.fingerprint == "fake:letters"
    assert filled.store.passage_characters == 80


def test_the_nearest_vectors_are_found_with_their_cosines(filled: Kept) -> None:
    passages = filled.passages()
    vectors = filled.encoder.encode_queries([encoded_text(one) for one in passages])
    for question in ("候鸟项目", "What did project 14 cost?", "梯田"):
        asked = filled.encoder.encode_queries([question])[0]
        rows, cosines = filled.store.by_vector(asked, 5, None)
        wanted = np.sort(vectors @ asked)[::-1][:5]
        np.testing.assert_allclose(cosines, wanted, atol=1e-5)
        own = dict(zip((one.id for one in passages), vectors @ asked, strict=True))
        found = [own[name] for name in filled.named(rows)]
        np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize("question", ["候鸟项目第21号", "隧道", "project number 14", "投入147万元"])
def test_the_best_by_keywords_are_those_of_bm25(filled: Kept, question: str) -> None:
    if not filled.store.has_keyword_search:
        pytest.skip("this store has no keyword search")
    wanted = bm25(filled.passages(), question)
    rows, scores = filled.store.by_keywords(filled.store.question(question), 5, None)
    assert (np.diff(scores) <= 1e-6).all()
    found = [wanted[name] for name in filled.named(rows)]
    np.testing.assert_allclose(found, sorted(wanted.values(), reverse=True)[:5], rtol=0.02)


def test_words_of_no_passage_find_nothing_by_keywords(filled: Kept) -> None:
    question = filled.store.question("饕餮")
    assert question.frequencies.tolist() == [0, 0, 0]
    assert len(filled.store.by_keywords(question, 5, None)[0]) == 0


def test_the_facts_of_passages_are_those_of_their_texts(filled: Kept) -> None:
    passages = {one.id: one for one in filled.passages()}
    question = "水库项目第27号 project"
    asked = filled.encoder.encode_queries([question])[0]
    rows, _ = filled.store.by_vector(asked, 40, None)
    facts = filled.store.facts(rows, filled.store.question(question))
    names = filled.named(rows)
    wanted = bm25(list(passages.values()), question)
    np.testing.assert_allclose(facts.passage, [wanted[name] for name in names], rtol=1e-4)
    own = filled.encoder.encode_queries([encoded_text(passages[name]) for name in names])
    np.testing.assert_allclose(facts.vectors, own, atol=1e-5)
    english = [passages[name].article_id in {f"a{n}" for n in range(4, 40, 5)} for name in names]
    assert (facts.scripts == SCRIPT_NUMBERS["latin"]).tolist() == english
    assert len(set(facts.articles.tolist())) == len({name.split(":")[0] for name in names})


def test_the_bm25_of_an_article_counts_all_its_passages(filled: Kept) -> None:
    question = "桥梁项目"
    groups: dict[str, Counter[int]] = {}
    for one in filled.passages():
        groups.setdefault(one.article_id, Counter()).update(terms_of(encoded_text(one)).tolist())
    mean = np.mean([sum(bag.values()) for bag in groups.values()])
    terms = filled.store.question(question)
    rows, _ = filled.store.by_vector(filled.encoder.encode_queries([question])[0], 30, None)
    facts = filled.store.facts(rows, terms)
    for name, found in zip(filled.named(rows), facts.whole.tolist(), strict=True):
        bag = groups[name.split(":")[0]]
        norm = K1 * (1 - B + B * sum(bag.values()) / mean)
        counts = np.array([bag[term] for term in terms.terms.tolist()])
        assert found == pytest.approx((K1 + 1) * terms.weights @ (counts / (counts + norm)), 1e-3)


def test_rarity_is_the_share_of_passages(filled: Kept) -> None:
    bags = [set(terms_of(encoded_text(one)).tolist()) for one in filled.passages()]
    terms = np.unique(terms_of("候鸟项目 project 21"))
    counts = [sum(term in bag for bag in bags) for term in terms.tolist()]
    wanted = [np.log1p((len(bags) - n + 0.5) / (n + 0.5)) for n in counts]
    np.testing.assert_allclose(filled.store.weights(terms), wanted, rtol=1e-5)


def test_scripts_are_counted(filled: Kept) -> None:
    latin = [one for one in filled.passages() if int(one.article_id[1:]) % 5 == 4]
    share = len(latin) / filled.store.passage_count
    assert filled.store.share_of_script(SCRIPT_NUMBERS["latin"]) == pytest.approx(share)
    assert filled.store.share_of_script(SCRIPT_NUMBERS["han"]) == pytest.approx(1 - share)


def test_usual_vectors_are_the_library_s_and_where_it_is_small_further_ones(filled: Kept) -> None:
    own = filled.encoder.encode_queries([encoded_text(one) for one in filled.passages()])
    usual = filled.store.usual(20)
    assert usual.shape == (20, 64)
    assert np.isclose(usual @ own.T, 1.0, atol=1e-5).any(axis=1).all()
    assert len(filled.store.usual(1000)) == len(own) + 96


@pytest.mark.parametrize("by", ["by_vector", "by_keywords"])
@pytest.mark.parametrize(("as_of", "left_out"), [("2013-12-31", 35), ("2024-05-20", 10)])
def test_as_of_leaves_out_what_came_later_and_what_has_no_date(
    filled: Kept, by: str, as_of: str, left_out: int
) -> None:
    if by == "by_keywords" and not filled.store.has_keyword_search:
        pytest.skip("this store has no keyword search")
    allowed, out = filled.store.allowed(as_of, ())
    asked: Any = filled.encoder.encode_queries(["项目 project"])[0]
    if by == "by_keywords":
        asked = filled.store.question("项目 project")
    rows, _ = getattr(filled.store, by)(asked, 400, allowed)
    dated = {one["id"]: one["date"] for one in ARTICLES}
    seen = {name.split(":")[0] for name in filled.named(rows)}
    if as_of.startswith("2013"):
        wanted = {i for i, date in dated.items() if date and date[:4] <= "2013"}
    else:
        wanted = {i for i, date in dated.items() if date}
    assert seen == wanted
    assert out == left_out == 40 - len(wanted)


def test_articles_can_be_left_out_by_id(filled: Kept) -> None:
    allowed, out = filled.store.allowed(None, ["a7", "a9", "never"])
    rows, _ = filled.store.by_vector(filled.encoder.encode_queries(["项目"])[0], 400, allowed)
    seen = {name.split(":")[0] for name in filled.named(rows)}
    assert seen == {f"a{number}" for number in range(40)} - {"a7", "a9"}
    assert out == 0


@pytest.mark.parametrize("mode", ["hybrid", "dense", "keyword"])
def test_a_question_finds_its_article(filled: Kept, mode: Any) -> None:
    if mode == "keyword" and not filled.store.has_keyword_search:
        with pytest.raises(UsageError, match="no keyword search"):
            filled.engine.search("候鸟项目第21号", mode=mode)
        return
    found = filled.engine.search("候鸟项目第21号投入多少？", k=5, mode=mode)
    assert "a21" in {hit.article.id for hit in found.hits}
    if mode == "hybrid":
        assert found.hits[0].article.id == "a21"


def test_an_answer_is_quoted_from_the_text(filled: Kept) -> None:
    answer = filled.engine.ask("候鸟项目第21号投入了多少万元？")
    assert "147万元" in answer.text
    assert answer.citations[0].article.id == "a21"


def test_a_long_article_comes_back_whole(kept: Kept) -> None:
    text = "".join(f"第{number}段说的是𠀀字与🦆。\n" for number in range(6000))  # 300 KB
    kept.index([{"id": "long", "title": "长文", "text": text}, ARTICLES[0]])
    assert kept.article("long").text == text.rstrip("\n")
    assert kept.engine.check() == []


def test_reprints_are_listed_and_only_one_is_searched(kept: Kept) -> None:
    kept.index([*ARTICLES[:5], REPRINT])
    assert kept.reprints() == {"a3": ("again",)}
    hits = kept.engine.search("隧道项目第3号", k=50).hits
    ids = {hit.article.id for hit in hits}
    assert "a3" in ids
    assert "again" not in ids
    assert {hit.reprints for hit in hits if hit.article.id == "a3"} == {("again",)}


def test_a_reprint_takes_the_place_of_a_removed_article(kept: Kept) -> None:
    kept.index([*ARTICLES[:5], REPRINT])
    kept.engine.remove(["a3"])
    assert kept.reprints() == {}
    assert "again" in {hit.article.id for hit in kept.engine.search("隧道项目第3号", k=50).hits}
    assert kept.engine.check() == []


def test_what_is_removed_is_found_no_more(filled: Kept) -> None:
    before = filled.store.passage_count
    gone = len(passages_of(filled.article("a21"), 80))
    assert filled.engine.remove(["a21"]).removed == 1
    assert filled.ids() == {f"a{number}" for number in range(40)} - {"a21"}
    assert filled.store.passage_count == before - gone
    hits = filled.engine.search("候鸟项目第21号", k=400).hits
    assert "a21" not in {hit.article.id for hit in hits}
    with pytest.raises(LibraryError, match="no article has the id"):
        filled.engine.article("a21")
    with pytest.raises(LibraryError, match="no article has the id"):
        filled.engine.remove(["a21"])
    assert filled.engine.check() == []


def test_indexing_again_encodes_nothing(filled: Kept) -> None:
    before = filled.store.passage_count
    filled.encoder.encoded.clear()
    report = filled.index(ARTICLES)
    assert (report.added, report.unchanged, report.replaced) == (0, 40, 0)
    assert report.passages == filled.store.passage_count == before
    assert filled.encoder.encoded == []


def test_a_changed_article_replaces_what_it_was(filled: Kept) -> None:
    changed = {**ARTICLES[21], "text": "候鸟项目第21号改为投入九百万元。"}
    filled.encoder.encoded.clear()
    report = filled.index([*ARTICLES[:21], changed, *ARTICLES[22:]])
    assert (report.added, report.unchanged, report.replaced) == (0, 39, 1)
    assert len(filled.encoder.encoded) == 1
    texts = {h.passage.text for h in filled.engine.search("候鸟项目第21号", k=400).hits}
    assert "候鸟项目第21号改为投入九百万元。" in texts
    assert not any("投入147万元" in text for text in texts)
    assert filled.engine.check() == []


def test_files_add_up(kept: Kept) -> None:
    kept.index(ARTICLES[:20], "first.jsonl")
    report = kept.index(ARTICLES[20:], "second.jsonl")
    assert (report.articles, report.added) == (40, 20)
    assert kept.ids() == {f"a{number}" for number in range(40)}
    assert kept.engine.check() == []


def test_a_run_that_is_killed_goes_on_where_it_stopped(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.passage_encoding.BATCH_PASSAGES", 16)
    monkeypatch.setattr("rag.passage_encoding.STEP_PASSAGES", 8)
    encode, calls = kept.encoder.encode_passages, 0

    def killed(texts: list[str]) -> Any:
        nonlocal calls
        calls += 1
        if calls > 6:
            raise KeyboardInterrupt
        return encode(texts)

    monkeypatch.setattr(kept.encoder, "encode_passages", killed)
    with pytest.raises(KeyboardInterrupt):
        kept.index(ARTICLES)
    monkeypatch.setattr(kept.encoder, "encode_passages", encode)
    done = len(kept.encoder.encoded)
    assert done > 0
    kept.index(ARTICLES)
    assert kept.ids() == {f"a{number}" for number in range(40)}
    assert len(kept.encoder.encoded) < kept.store.passage_count + done
    assert kept.engine.check() == []


def test_an_encoder_is_not_mixed_with_another(filled: Kept, tmp_path: Path) -> None:
    filled.encoder.fingerprint = "fake:others"
    with pytest.raises(LibraryError, match="was built with the encoder"):
        filled.index(ARTICLES[:2], "more.jsonl")


def test_articles_are_listed_with_their_fields(filled: Kept) -> None:
    listed = {str(one["id"]): one for one in filled.engine.articles()}
    for one in ARTICLES:
        assert listed[one["id"]]["title"] == one["title"]
        assert listed[one["id"]]["date"] == one["date"]
    assert json.dumps(list(listed.values()), ensure_ascii=False)


def test_what_is_indexed_is_seen_by_an_engine_that_was_open(filled: Kept) -> None:
    filled.engine.search("候鸟")
    filled.index([NEW], "new.jsonl")
    assert filled.engine.search("新码头吞吐量").hits[0].article.id == "new"
    assert filled.engine.catalogue().entry("new") is not None
