"""What is encoded while a run is still reading, and what of it is encoded again (nothing)."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from fakes import LetterEncoder, write_articles, zone

from rag import passage_encoding
from rag.engine import Engine
from rag.generation import passage_key
from rag.passage_encoding import EncodingAhead, passage_vectors
from rag.passages import passages_of
from rag.report import no_progress
from rag.types import Article
from rag.work_cache import WorkCache

ARTICLES = [
    Article(f"a{n}", f"园区第{n}期", f"园区第{n}期引进企业{n * 7}家。", "a.txt", date="2024-05-01")
    for n in range(10)
]
PASSAGES = [passage for article in ARTICLES for passage in passages_of(article, 300)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passage_encoding, "BATCH_PASSAGES", 4)


def until_encoded(encoder: LetterEncoder, count: int) -> None:
    ends = monotonic() + 10
    while len(encoder.encoded) < count:
        assert monotonic() < ends, f"only {len(encoder.encoded)} encoded"
        sleep(0.01)


def test_whole_batches_are_encoded_ahead_and_not_again(tmp_path: Path) -> None:
    cache = WorkCache(tmp_path, "letters")
    ahead_encoder, encoder = LetterEncoder(), LetterEncoder()
    ahead = EncodingAhead(ahead_encoder, cache, 300, None)
    for article in ARTICLES:
        ahead.offer(article)
    until_encoded(ahead_encoder, 8)
    ahead.close()
    assert len(ahead_encoder.encoded) == 8  # of ten; two are no batch of four
    assert [key for key, _ in cache.read()] != []
    told: list[tuple[int, int]] = []
    vectors = passage_vectors(
        PASSAGES, encoder, cache, None, lambda _stage, done, of: told.append((done, of))
    )
    assert len(encoder.encoded) == 2
    assert told == [(8, 10), (10, 10)]
    texts = [f"{passage.context}\n{passage.text}" for passage in PASSAGES]
    np.testing.assert_allclose(vectors, LetterEncoder().encode_passages(texts), atol=1e-6)


def test_what_the_cache_holds_is_not_encoded_ahead(tmp_path: Path) -> None:
    cache = WorkCache(tmp_path, "letters")
    passage_vectors(PASSAGES[:8], LetterEncoder(), cache, None, no_progress)
    encoder = LetterEncoder()
    ahead = EncodingAhead(encoder, cache, 300, None)
    for article in [*ARTICLES, Article("b", "湿地", "湿地公园开园。", "b.txt")] * 2:
        ahead.offer(article)  # three are new: no batch
    ahead.offer(Article("c", "岛", "岛上通了电。", "c.txt"))
    until_encoded(encoder, 4)
    ahead.close()
    assert {key for key, _ in cache.read()} >= {passage_key(passage) for passage in PASSAGES}
    assert len(encoder.encoded) == 4


def test_an_encoder_that_fails_ahead_fails_the_run_where_it_encodes(tmp_path: Path) -> None:
    class Broken(LetterEncoder):
        def encode_passages(self, texts: list[str]) -> np.ndarray:
            raise ConnectionError(f"{len(texts)} texts")

    cache = WorkCache(tmp_path, "letters")
    ahead = EncodingAhead(Broken(), cache, 300, None)
    for article in ARTICLES:
        ahead.offer(article)
    ahead.close()
    with pytest.raises(ConnectionError, match="4 texts"):
        passage_vectors(PASSAGES, Broken(), cache, None, no_progress)


def test_a_run_encodes_each_passage_once(
    engine: Engine, letters: LetterEncoder, tmp_path: Path
) -> None:
    write_articles(tmp_path / "a.jsonl", *(zone(f"a{n}", "2023", f"第{n}") for n in range(23)))
    engine.index([str(tmp_path / "a.jsonl")])
    assert len(letters.encoded) == 23
    assert engine.generation.passage_count == 23
    assert not engine.folder.work.exists()
