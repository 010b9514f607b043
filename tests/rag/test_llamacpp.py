"""A GGUF file in this process: replies, tokens, cancelling, sharing, errors; the same elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rag.answering.models import ChatModel, Measured, load_model
from rag.answering.replies import REPLY_TOKENS, TokenCount, whole_reply
from rag.errors import MissingPackage, ModelError

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = 1024
SHORT = [{"role": "user", "content": "What is 2+2?"}]
LONG = [{"role": "user", "content": "Tell a very long story of a bridge."}]
QUESTIONS = ("What is 2+2?", "Say hi.", "Name one colour.")


def opened(path: Path, seconds: float = 60, context: int | None = CONTEXT) -> Any:
    return load_model(
        f"llamacpp:{path}", timeout_seconds=seconds, threads=1, context_tokens=context
    )


@pytest.fixture
def model(gguf: Path) -> Any:
    return opened(gguf)


def test_a_reply_comes_in_pieces_and_ends_with_its_tokens(model: ChatModel) -> None:
    *pieces, tokens = model.stream(SHORT)
    assert len(pieces) > 3
    assert all(isinstance(piece, str) and piece for piece in pieces)
    assert isinstance(tokens, TokenCount)
    # The end of the reply is a token too; a piece of text may hold several.
    assert len(pieces) <= tokens.completion <= len("".join(pieces))


def test_the_same_question_has_the_same_answer(model: ChatModel) -> None:
    assert whole_reply(model.stream(SHORT)) == whole_reply(model.stream(SHORT))


def test_what_was_asked_before_changes_no_answer(model: ChatModel) -> None:
    """Where two prompts begin alike, llama.cpp would go on from the first one's state."""
    messages = [{"role": "user", "content": "Count the rivers of the valley. " * 8 + "How many?"}]
    first = whole_reply(model.stream(messages))
    for end in ("Name one.", "Why?"):
        like = [{"role": "user", "content": "Count the rivers of the valley. " * 8 + end}]
        whole_reply(model.stream(like))
        assert whole_reply(model.stream(messages)) == first


def test_tokens_of_a_prompt_are_counted_as_the_model_reads_them(model: Any) -> None:
    assert isinstance(model, Measured)
    tokens = whole_reply(model.stream(SHORT)).tokens
    assert tokens is not None
    assert model.count_tokens(SHORT) == tokens.prompt
    assert model.context_tokens == CONTEXT


def test_a_prompt_that_is_too_long_is_an_error(model: ChatModel) -> None:
    with pytest.raises(ModelError, match="exceeds the available context size"):
        list(model.stream([{"role": "user", "content": "bridge " * 2000}]))


def test_closing_a_stream_ends_its_work(model: ChatModel) -> None:
    stream = model.stream(LONG)
    started = time.perf_counter()
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    whole_reply(model.stream(SHORT))  # waits for its turn
    stopped = time.perf_counter() - started
    started = time.perf_counter()
    tokens = whole_reply(model.stream(LONG)).tokens
    whole = time.perf_counter() - started
    assert tokens is not None
    assert tokens.completion == REPLY_TOKENS  # it would have written so many
    assert stopped < whole / 2


def test_a_reply_that_takes_too_long_is_ended(gguf: Path) -> None:
    started = time.perf_counter()
    with pytest.raises(ModelError, match=r"took longer than 0\.2 s"):
        list(opened(gguf, seconds=0.2).stream(LONG))
    assert time.perf_counter() - started < 1


def test_a_model_is_loaded_once_and_its_users_take_turns(gguf: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: opened(gguf), range(4)))
        assert len({id(one._loaded) for one in models}) == 1
        assert opened(gguf, context=512)._loaded is not models[0]._loaded
        replies = list(pool.map(lambda one: whole_reply(one.stream(SHORT)), models))
    assert len(set(replies)) == 1


def test_the_process_ends_well_in_the_middle_of_a_reply(gguf: Path) -> None:
    code = (
        "import sys; from rag.answering.models import load_model;"
        f"model = load_model(sys.argv[1], timeout_seconds=60, threads=1, context_tokens={CONTEXT});"
        "stream = model.stream([{'role': 'user', 'content': 'Tell a long story.'}]);"
        "print(next(stream))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, f"llamacpp:{gguf}"],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ModelError, match="cannot be read: No such file") as caught:
        opened(Path("/nowhere/model.gguf"))
    assert caught.value.advice == "Write llamacpp: and the path of a .gguf file."


def test_a_file_that_is_no_gguf(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_text("not a model")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        opened(path)


def test_a_damaged_file(gguf: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.gguf"
    with gguf.open("rb") as whole:
        path.write_bytes(whole.read(1 << 20))
    with pytest.raises(ModelError, match="cannot be opened") as caught:
        opened(path)
    assert "damaged" in caught.value.advice


def test_the_package_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingPackage) as caught:
        opened(path)
    assert caught.value.advice == "Run: pip install xllamacpp"


@pytest.fixture(scope="module")
def server(gguf: Path) -> Iterator[str]:
    """The model's own HTTP server, as anyone would start it; its URL."""
    xllamacpp = pytest.importorskip("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gguf)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.warmup = False
    parameters.verbosity = 0
    parameters.cache_prompt = False  # as in this process
    running = xllamacpp.Server(parameters)
    yield f"{running.listening_address}/v1"
    del running


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answer_in_process_by_http_and_through_langchain(
    model: ChatModel, server: str, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "OPENAI_API_KEY", "none needed")
    monkeypatch.setitem(os.environ, "OPENAI_BASE_URL", server)
    messages = [{"role": "user", "content": question}]
    here = whole_reply(model.stream(messages))
    for spec in (f"{server}#tiny", "openai:tiny"):
        other = load_model(spec, timeout_seconds=60)
        assert other is not None
        assert whole_reply(other.stream(messages)) == here  # text and tokens


def test_tokens_are_counted_while_a_reply_is_written(model: Any) -> None:
    stream = model.stream(LONG)
    next(stream)
    started = time.perf_counter()
    assert model.count_tokens(SHORT) > 10
    counted = time.perf_counter() - started
    assert isinstance(next(stream), str)  # it is still at it
    stream.close()
    assert counted < 1  # so it did not wait for its turn, of some seconds
