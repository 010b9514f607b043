"""What the settings tell of a library, and what encoding it anew would take."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.engine import Engine
from rag.fusion import default_fusion
from rag.library_facts import library_facts
from rag.own_fusion import write_own_fusion
from rag.reencoding import SAMPLE_PASSAGES, configured_encoders, encoding_seconds
from rag.settings import Settings


def test_the_facts_of_a_library(engine: Engine, tmp_path: Path) -> None:
    text = "本报讯 云岭茶园今年春季采茶12.7吨，比去年多两成。" * 4
    copies = ({"id": name, "title": "开采", "text": text} for name in "ab")
    engine.index([write_articles(tmp_path / "a.jsonl", zone("z", "2023", "五"), *copies)])
    (engine.folder.path / "uploads").mkdir()
    facts = library_facts(engine.folder)
    assert (facts.generation, facts.articles, facts.reprints, facts.passages) == (1, 3, 1, 2)
    assert (facts.encoder, facts.passage_characters) == ("bundled", 300)
    assert abs((datetime.now(UTC) - facts.written).total_seconds()) < 60
    assert not facts.own_weights
    before = facts.kilobytes
    (engine.folder.path / "uploads" / "b.bin").write_bytes(bytes(5 << 20))
    assert library_facts(engine.folder).kilobytes - before == 5 << 10
    fingerprint = engine.folder.open().fingerprint
    write_own_fusion(engine.folder.fusion, default_fusion(), fingerprint, {})
    assert library_facts(engine.folder).own_weights
    write_own_fusion(engine.folder.fusion, default_fusion(), "other", {})
    facts = library_facts(engine.folder)
    assert not facts.own_weights
    assert facts.notice is not None
    assert "'other'" in facts.notice


def test_only_encoders_named_at_the_start_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_ENCODERS", "st:a/b  endpoint:http://127.0.0.1:9/v1#c")
    assert configured_encoders(Settings(encoder="st:x"), "st:held") == (
        "st:held", "st:x", "st:a/b", "endpoint:http://127.0.0.1:9/v1#c", "bundled",
    )  # fmt: skip
    monkeypatch.delenv("YUANWEN_ENCODERS")
    assert configured_encoders(Settings(), "bundled") == ("bundled",)


def test_the_time_is_estimated_from_a_sample(engine: Engine, tmp_path: Path) -> None:
    class Slow(LetterEncoder):
        sizes: list[int] = []  # noqa: RUF012

        def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
            self.sizes.append(len(texts))
            time.sleep(0.002 * len(texts))
            return super().encode_passages(texts)

    engine.index(
        [write_articles(tmp_path / "a.jsonl", *(zone(f"n{n}", "2024", f"{n}") for n in range(200)))]
    )
    seconds = encoding_seconds(engine.folder.open(), Slow())
    assert Slow.sizes == [1, SAMPLE_PASSAGES]
    assert 0.4 <= seconds < 1.2  # 200 passages of 2 ms
