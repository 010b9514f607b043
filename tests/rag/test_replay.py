"""Records of answers: what they hold, what they never hold, and what asking again tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedModel, write_articles

from embeddings.bundled import BundledEncoder
from rag.answer_files import LARGEST, bounded
from rag.engine import Engine
from rag.errors import ModelError, ReadError, UsageError
from rag.replay import PARTS, compared, load_record, replay
from rag.secrets import safe_spec, without_secrets
from rag.settings import Settings
from rag.sums import unsealed

PARK = {
    "id": "park",
    "title": "柳溪产业园开园",
    "date": "2024-05-01",
    "text": "柳溪产业园占地830亩。柳溪产业园的总投资为56亿元。",
}
LAKE = {"id": "lake", "title": "湖", "date": "2024-05-02", "text": "青湖的水深为9米。"}
QUESTION = "柳溪产业园的总投资是多少？"
KEY = "sk-a-key-that-nobody-may-read"
EARLIER = [
    {"role": "user", "content": "柳溪产业园占地多少亩？"},
    {"role": "assistant", "content": "830亩。[1]"},
]


@pytest.fixture
def engine(tmp_path: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    made = Engine(Settings(endpoint_key=KEY), tmp_path / "library")
    made.index([write_articles(tmp_path / "articles.jsonl", PARK, LAKE)])
    return made


def says(monkeypatch: pytest.MonkeyPatch, *pieces: str | ModelError) -> None:
    monkeypatch.setattr("rag.engine.load_model", lambda _s, **_o: ScriptedModel(*pieces))


def kept(engine: Engine, question: str = QUESTION, **how: Any) -> tuple[Path, dict[str, Any]]:
    """Ask, and give the record's path and content."""
    path = engine.ask(question, **how).record
    assert path is not None
    return Path(path), json.loads(Path(path).read_text(encoding="utf-8"))


def test_a_record_holds_what_is_needed_to_ask_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(monkeypatch, "总投资为", "56亿元。")
    _, record = kept(
        engine, "那它的总投资呢？", messages=EARLIER, model="scripted", as_of="2024-05"
    )
    assert record["record_format"] == 2
    assert record["standalone_question"] == QUESTION
    assert record["messages"][1] == {"role": "assistant", "content": "830亩。"}
    assert record["asked"] == {
        "model": "scripted", "mode": "hybrid", "k": 10, "as_of": "2024-05", "without": [],
    }  # fmt: skip
    assert [call["purpose"] for call in record["calls"]] == ["standalone", "answer"]
    last = record["calls"][1]
    assert last["reply"] == "总投资为56亿元。"
    assert QUESTION in last["messages"][1]["content"]
    assert record["settings"]["model_passages"] == 4
    assert "endpoint_key" not in record["settings"]
    assert set(record["versions"]) == {"python", "yuanwen", "numpy", "faiss-cpu"}
    manifest = engine.folder.path / "generations" / "000001" / "manifest.json"
    assert record["library"] == {
        "generation": "000001",
        "checksum": json.loads(manifest.read_text(encoding="utf-8"))["checksum"],
        "encoder": "bundled",
        "fingerprint": engine.generation.fingerprint,
        "weights": "shipped",
    }


def test_two_replays_in_a_row_are_the_same(engine: Engine) -> None:
    path, _ = kept(engine)
    first, second = replay(engine, path), replay(engine, path)
    assert first.same
    assert second.same
    assert first.parts == dict.fromkeys(PARTS, True)
    assert first.surroundings == {}
    assert first.hits.same == len(first.before["hits"]) > 0


def test_a_follow_up_is_replayed_with_its_turns(engine: Engine) -> None:
    path, record = kept(engine, "那它的总投资呢？", messages=EARLIER)
    assert record["standalone_question"] == QUESTION
    assert replay(engine, path).same


def test_a_model_that_says_something_else_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(monkeypatch, "总投资为56亿元。")
    path, _ = kept(engine, model="scripted")
    assert replay(engine, path).same
    says(monkeypatch, "总投资是五十六亿元。")
    found = replay(engine, path)
    assert not found.same
    assert [name for name, same in found.parts.items() if not same][:2] == ["replies", "sentences"]
    assert found.parts["prompts"]
    assert found.as_record()["now"]["answer"].startswith("总投资是五十六亿元。")


def test_another_model_takes_the_place_of_the_recorded_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = kept(engine)
    says(monkeypatch, "总投资为56亿元。")
    found = replay(engine, path, "scripted")
    assert not found.parts["prompts"]  # there was none
    assert found.surroundings["model"] == ["extractive", "scripted"]


def test_what_changed_in_the_library_is_told(engine: Engine, tmp_path: Path) -> None:
    path, _ = kept(engine)
    more = {"id": "more", "title": "柳溪产业园", "date": "2024-06-01",
            "text": "柳溪产业园的总投资增加到60亿元。"}  # fmt: skip
    engine.index([write_articles(tmp_path / "more.jsonl", more)])
    found = replay(engine, path)
    assert not found.same
    assert found.hits.gone == ()
    assert [one.partition(":")[0] for one in found.hits.new] == ["more"]
    assert found.surroundings["generation"] == ["000001", "000002"]
    engine.remove(["park"])
    gone = replay(engine, path).hits.gone
    assert [one.partition(":")[0] for one in gone] == ["park"]


def test_hits_that_change_places_are_moved() -> None:
    def record(*ids: str) -> dict[str, Any]:
        hits = [
            {"article": {"id": one}, "start": 0, "end": 5, "rank": rank}
            for rank, one in enumerate(ids, start=1)
        ]
        same = {"standalone_question": "q", "outcome": "answered", "question": "q"}
        empty: dict[str, Any] = {"calls": [], "sentences": [], "citations": []}
        return {**same, **empty, "hits": hits,
                "versions": {}, "library": {}, "settings": {}, "asked": {}}  # fmt: skip

    found = compared("r", record("a", "b", "c"), record("a", "c", "d")).hits
    assert (found.same, found.moved) == (1, ("c:0-5",))
    assert (found.gone, found.new) == (("b:0-5",), ("d:0-5",))


def test_the_settings_of_the_record_are_those_that_are_asked_with(engine: Engine) -> None:
    path, record = kept(engine)
    other = Engine(Settings(answer_sentences=1, search_hits=1), engine.folder.path)
    assert replay(other, path).same
    record["settings"]["answer_sentences"] = 99
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ReadError, match="was changed by hand"):
        replay(engine, path)
    del record["checksum"]
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UsageError, match="answer_sentences"):
        replay(engine, path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is no record"),
        ("[]", "is no record"),
        ('{"a": 1}', "is no record"),
        ('{"question": "q", "answer": "a"}', "another version"),
        ('{"question": "q", "record_format": 99}', "another version"),
        ('{"question": "q", "record_format": 2}', "lacks standalone_question, messages"),
    ],
)
def test_what_is_no_record_is_told(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=told):
        load_record(path)


def test_a_missing_record_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read") as told:
        load_record(tmp_path / "none.json")
    assert told.value.advice


# --- what a record never holds ------------------------------------------------------------------


def test_no_key_stands_in_a_record(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROVIDER_API_KEY", "another-key-of-the-environment")
    says(monkeypatch, ModelError(f"refused: {KEY} and another-key-of-the-environment."))
    spec = "http://me:secret-word@127.0.0.1:9/v1?api_key=abcdefgh#m"
    path, record = kept(engine, model=spec)
    text = path.read_text(encoding="utf-8")
    for secret in (KEY, "another-key", "secret-word", "abcdefgh"):
        assert secret not in text
    assert record["asked"]["model"] == "http://***@127.0.0.1:9/v1?api_key=***#m"
    assert "refused: *** and ***." in record["calls"][0]["error"]
    with pytest.raises(UsageError, match="does not hold the key"):
        replay(engine, path)


@pytest.mark.parametrize(
    ("spec", "safe"),
    [
        ("extractive", "extractive"),
        ("http://h:1/v1#m", "http://h:1/v1#m"),
        ("endpoint:https://u:p@h/v1#m", "endpoint:https://***@h/v1#m"),
        ("http://h/v1?a=1&token=x#m", "http://h/v1?a=1&token=***#m"),
        (("openai:gpt-5", "http://u@h/v1"), ["openai:gpt-5", "http://***@h/v1"]),
        (7, 7),
    ],
)
def test_specs_without_their_keys(spec: object, safe: object) -> None:
    assert safe_spec(spec) == safe


def test_secrets_are_hidden_at_any_depth() -> None:
    given = {"a": ["x-secret-y", {"b": ("secret", 1, None)}]}
    assert without_secrets(given, {"secret"}) == {"a": ["x-***-y", {"b": ["***", 1, None]}]}


# --- how large it may be -------------------------------------------------------------------------


class Endless:
    """Says ten million characters."""

    def stream(self, messages: Sequence[dict[str, str]]) -> Iterator[str]:
        for _ in range(100):
            yield "总投资为56亿元。\n" * 10_000


def test_a_huge_reply_makes_no_huge_record(engine: Engine) -> None:
    from rag.trace import Call

    reply = "".join(Endless().stream([]))
    call = Call("answer", [{"role": "user", "content": "问" * 2_000_000}], reply).record()
    sentence = {"text": "总投资为56亿元。", "markers": [1], "verdict": "supported"}
    _, record = kept(engine)
    record |= {"calls": [call], "sentences": [sentence] * 50_000, "answer": reply}
    text = bounded(record)
    assert len(text.encode()) <= LARGEST
    small = json.loads(text)
    assert small["cut"] is True
    assert small["calls"][0]["reply_sha256"] == call["reply_sha256"]


def test_many_hits_make_no_huge_record(engine: Engine) -> None:
    _, record = kept(engine)
    record["hits"] = [{**record["hits"][0], "text": "字" * 4000, "rank": n} for n in range(1, 1001)]
    small = json.loads(bounded(record))
    assert len(bounded(record).encode()) <= LARGEST
    assert small["hits"][0]["text"]
    assert [hit["rank"] for hit in small["hits"]][:3] == [1, 2, 3]


def test_a_small_record_is_kept_whole(engine: Engine) -> None:
    _, record = kept(engine)
    assert record["cut"] is False
    del record["checksum"]
    assert unsealed(bounded(record)) == record
