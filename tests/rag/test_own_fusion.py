"""A library's own weights: used for their encoder, else told; damaged, half-written, reset."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.engine import Engine
from rag.errors import LibraryError
from rag.files import write_whole
from rag.fusion import Fusion, default_fusion
from rag.own_fusion import chosen_fusion, write_own_fusion
from ui.translating import in_language

QUESTION = "引进了多少个半导体项目？"


@pytest.fixture
def library(engine: Engine, tmp_path: Path) -> Engine:
    articles = write_articles(tmp_path / "a.jsonl", zone("z", "2024-05-20", "十二"))
    engine.index([articles])
    return engine


def surer() -> Fusion:
    """The shipped weights, but for a confidence that is always 1 / (1 + e^-2) = 0.880797."""
    shipped = default_fusion()
    nothing = np.zeros_like(shipped.confidence.weights)
    return replace(shipped, confidence=replace(shipped.confidence, weights=nothing, bias=2.0))


def test_own_weights_are_used_as_soon_as_they_are_there(library: Engine) -> None:
    assert library.fusion().name == "shipped"
    write_own_fusion(library.folder.fusion, surer(), "fake:letters", {"questions": 20})
    assert library.search(QUESTION).hits[0].confidence == pytest.approx(0.880797, abs=1e-5)
    assert len(library.fusion().name) == 12
    library.folder.fusion.unlink()
    assert library.fusion().name == "shipped"


def test_a_record_gives_the_same_weights_again(tmp_path: Path) -> None:
    path = tmp_path / "fusion.json"
    write_own_fusion(path, default_fusion(), "one", {})
    again = chosen_fusion(path, "one").fusion
    for step, weights in default_fusion().ranking.items():
        np.testing.assert_allclose(again.ranking[step], weights, atol=1e-5)
    assert again.answerable.bias == pytest.approx(default_fusion().answerable.bias, abs=1e-5)


def test_weights_of_another_encoder_are_not_used_and_that_is_told(library: Engine) -> None:
    before = library.search(QUESTION)
    write_own_fusion(library.folder.fusion, surer(), "bundled:1", {})
    found, answer = library.search(QUESTION), library.ask(QUESTION, record=False)
    assert found.hits == before.hits
    assert before.notice is None
    notice = (
        "the library's own weights are for the encoder 'bundled:1' and are not used. "
        "Run `yuanwen calibrate QUESTIONS` again, or `yuanwen calibrate --reset`."
    )
    assert found.notice == answer.notice == notice
    assert library.fusion().name == "shipped"
    assert "没有使用" in in_language("zh", notice)


def test_weights_of_another_version_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "fusion.json"
    write_own_fusion(path, surer(), "one", {})
    record = json.loads(path.read_text(encoding="utf-8"))
    record["ranking"]["read"]["moon_phase"] = 1.0
    del record["checksum"]
    path.write_text(json.dumps(record), encoding="utf-8")
    chosen = chosen_fusion(path, "one")
    assert chosen.name == "shipped"
    assert "another version" in (chosen.notice or "")


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "{}", '"x"', b"\xff\xfe", "cut", "no name", "NaN", "text weight"],
    ids=str,
)
def test_a_damaged_file_is_told_with_advice(library: Engine, damage: str | bytes) -> None:
    path = library.folder.fusion
    write_own_fusion(path, surer(), "fake:letters", {})
    text = path.read_text(encoding="utf-8")
    made = {
        "cut": text[: len(text) // 2],
        "no name": text.replace('"fingerprint"', '"finger"'),
        "NaN": text.replace('"bias": 2.0', '"bias": NaN'),
        "text weight": text.replace('"bias": 2.0', '"bias": "two"'),
    }
    data = damage if isinstance(damage, bytes) else made.get(damage, damage).encode()
    assert data != text.encode()
    path.write_bytes(data)
    with pytest.raises(LibraryError, match=r"own weights in .* are damaged") as caught:
        library.search(QUESTION)
    assert "yuanwen calibrate --reset" in caught.value.advice
    assert any("own weights" in problem for problem in library.check())


@pytest.mark.parametrize("kind", ["folder", "nested"])
def test_what_is_no_file_of_weights_is_told_too(library: Engine, kind: str) -> None:
    path = library.folder.fusion
    path.mkdir() if kind == "folder" else path.write_text("[" * 100_000)
    with pytest.raises(LibraryError, match=r"own weights in .* are damaged"):
        library.search(QUESTION)
    assert any("own weights" in problem for problem in library.check())


def test_a_new_generation_keeps_the_weights(library: Engine, tmp_path: Path) -> None:
    write_own_fusion(library.folder.fusion, surer(), "fake:letters", {})
    library.index([write_articles(tmp_path / "b.jsonl", zone("y", "2023-05-20", "五"))])
    assert library.search(QUESTION).hits[0].confidence == pytest.approx(0.880797, abs=1e-5)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failing_write_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "fusion.json"
    write_own_fusion(path, default_fusion(), "one", {})
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(LibraryError, match="cannot be written: No space left"):
        write_own_fusion(path, surer(), "two", {})
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["fusion.json"]


def test_what_a_killed_writer_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "fusion.json"
    (tmp_path / "fusion.json.new").write_text('{"half', encoding="utf-8")
    assert chosen_fusion(path, "one").name == "shipped", "half a file is not read"
    write_whole(path, "{}")
    assert path.read_text(encoding="utf-8") == "{}"
    assert [one.name for one in tmp_path.iterdir()] == ["fusion.json"]


def test_the_fake_is_the_encoder_that_is_named(letters: LetterEncoder) -> None:
    assert letters.fingerprint == "fake:letters"
