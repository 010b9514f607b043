"""Whatever a model's server does, a question ends in time, and the next one is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles
from faults import FAULTS, REPLY, FaultServer

from rag.answering.models import ChatModel, load_model
from rag.answering.replies import TokenCount, whole_reply
from rag.engine import Engine
from rag.errors import ModelError
from rag.settings import Settings

SECONDS = 0.6
MARGIN = 1.0  # for a busy machine
MESSAGES = [{"role": "user", "content": "备案号是什么？"}]
QUESTION = "该项目的备案号是什么？"


@pytest.fixture(params=[True, False], ids=["stream", "document"])
def faulty(
    request: pytest.FixtureRequest, serve: Callable
) -> Iterator[Callable[[str], tuple[FaultServer, str]]]:
    """Start servers with a fault; give each and its model's spec."""
    started: list[FaultServer] = []

    def start(fault: str) -> tuple[FaultServer, str]:
        server = FaultServer(fault, streams=request.param)
        started.append(server)
        return server, f"{serve(server.reply).url}#tiny"

    yield start
    for server in started:
        server.ending.set()


@pytest.fixture
def engine(tmp_path: Path, letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """One article; its evidence always suffices."""
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    engine = Engine(Settings(model_timeout_seconds=SECONDS), tmp_path / "library")
    article = {"id": "permit", "title": "环评公告", "text": "该项目的备案号为2024-38087。"}
    engine.index([write_articles(tmp_path / "a.jsonl", article)])
    return engine


def opened(spec: str) -> ChatModel:
    model = load_model(spec, timeout_seconds=SECONDS)
    assert model is not None
    return model


def test_the_faults_are_those_that_are_meant() -> None:
    assert len(FAULTS) == 13
    assert {"hangs_before_headers", "is_busy", "sends_a_line_of_ten_megabytes"} <= set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_time_and_the_next_call_works(faulty: Callable, fault: str) -> None:
    server, spec = faulty(fault)
    model = opened(spec)
    started = time.perf_counter()
    with pytest.raises(ModelError) as caught:
        whole_reply(model.stream(MESSAGES))
    assert time.perf_counter() - started < SECONDS + MARGIN
    assert caught.value.message.startswith("the ")
    assert caught.value.advice
    server.heal()
    reply = whole_reply(model.stream(MESSAGES))
    assert reply.text == REPLY
    assert reply.tokens == TokenCount(120, 9)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_the_extracted_answer_and_the_conversation_goes_on(
    faulty: Callable, engine: Engine, fault: str
) -> None:
    server, spec = faulty(fault)
    started = time.perf_counter()
    *_, found = engine.stream(QUESTION, model=spec)
    assert time.perf_counter() - started < SECONDS + 2 * MARGIN
    assert found.text == "该项目的备案号为2024-38087。[1]"
    assert (found.model, found.tokens) == ("extractive", None)
    assert found.notice.startswith("语言模型没有正常回答")
    server.heal()
    found = engine.ask(QUESTION, model=spec)
    assert found.text.startswith(REPLY)
    assert (found.model, found.notice, found.tokens) == (spec, None, TokenCount(120, 9))


def test_a_server_that_refuses_connections(engine: Engine) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound but not listening
        spec = f"http://127.0.0.1:{free.getsockname()[1]}/v1#tiny"
        started = time.perf_counter()
        found = engine.ask(QUESTION, model=spec)
    assert time.perf_counter() - started < SECONDS + 2 * MARGIN
    assert "Connection refused" in (found.notice or "")
    assert found.text == "该项目的备案号为2024-38087。[1]"


@pytest.mark.parametrize("fault", ["hangs_before_headers", "hangs_in_the_middle"])
def test_a_reply_nobody_waits_for_any_more_is_hung_up_on(faulty: Callable, fault: str) -> None:
    server, spec = faulty(fault)
    with pytest.raises(ModelError):
        whole_reply(opened(spec).stream(MESSAGES))
    assert server.hung_up.wait(1)


def test_closing_a_stream_closes_its_connection(serve: Callable) -> None:
    server = FaultServer("hangs_in_the_middle", streams=True)
    model = load_model(f"{serve(server.reply).url}#tiny", timeout_seconds=30)
    assert model is not None
    stream = model.stream(MESSAGES)
    assert next(stream) == "备案号"
    assert not server.hung_up.is_set()
    stream.close()  # type: ignore[attr-defined]
    assert server.hung_up.wait(1)
    server.ending.set()


@pytest.mark.parametrize("fault", ["hangs_before_headers", "breaks_down", "cuts", "is_busy"])
def test_langchain_ends_in_time_too(
    faulty: Callable, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, spec = faulty(fault)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("OPENAI_BASE_URL", spec.partition("#")[0])
    model = opened("openai:tiny")
    started = time.perf_counter()
    with pytest.raises(ModelError):
        whole_reply(model.stream(MESSAGES))
    assert time.perf_counter() - started < SECONDS + MARGIN
    server.heal()
    if server.streams:  # which is all that LangChain reads of a stream
        assert whole_reply(model.stream(MESSAGES)).text == REPLY


def test_a_question_given_up_hangs_up_too(serve: Callable, engine: Engine) -> None:
    server = FaultServer("hangs_in_the_middle", streams=True)
    patient = Engine(Settings(model_timeout_seconds=30), engine.folder.path)
    answering = patient.stream(QUESTION, model=f"{serve(server.reply).url}#tiny")
    assert next(answering) == "备案号"
    answering.close()  # type: ignore[attr-defined]
    assert server.hung_up.wait(1)
    server.ending.set()
