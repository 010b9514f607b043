"""OpenAI's interface, used by OpenAI's own client over real sockets."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from service_at_work import BRIDGE, QUESTION, filled, listening

from rag.engine import Engine
from rag.settings import Settings
from ui.service import build_app
from ui.service.chat_text import answer_pieces, without_sources
from ui.service.models import model_names, short_name

KEY = "a-key-of-the-tests"
REPLY = "青石大桥全长1280米。青石大桥有五座桥塔。"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("chat")
    return filled(Engine(Settings(api_keys=("other", KEY)), folder / "library"), folder)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("script") / "replies.jsonl"
    line = {"reply": REPLY, "tokens": {"prompt": 90, "completion": 20}}
    path.write_text(json.dumps(line), encoding="utf-8")
    return f"scripted:{path}"


@pytest.fixture(scope="module")
def url(engine: Engine, script: str) -> Iterator[str]:
    with listening(build_app(engine, [script], window=False)) as at:
        yield at


@pytest.fixture
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as made:
        yield made


def said(question: str = QUESTION) -> list[Any]:
    return [{"role": "user", "content": question}]


def test_an_answer_has_its_sources_in_the_text_and_as_a_field(
    client: openai.OpenAI, engine: Engine
) -> None:
    reply = client.chat.completions.create(model="yuanwen", messages=said())
    message = reply.choices[0].message
    assert message.content == (
        f"{BRIDGE}[1]\n\n出处：\n[1] 《青石大桥通车》（2023-05-09）：“{BRIDGE}”"
    )
    (citation,) = message.model_extra["citations"]
    text = engine.article(citation["article"]["id"]).text
    assert citation["quote"] == text[citation["start"] : citation["end"]] == BRIDGE
    assert (citation["marker"], citation["verdict"]) == (1, "supported")
    assert message.model_extra["outcome"] == "answered"
    assert (reply.choices[0].finish_reason, reply.usage) == ("stop", None)


def test_a_streamed_answer_is_the_same_in_pieces(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="yuanwen", messages=said()).choices[0].message
    chunks = list(client.chat.completions.create(model="yuanwen", messages=said(), stream=True))
    pieces = [chunk.choices[0].delta.content for chunk in chunks]
    assert "".join(piece or "" for piece in pieces) == whole.content
    assert sum(bool(piece) for piece in pieces) == 3  # a sentence, the head of the list, a source
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].model_extra["citations"] == whole.model_extra["citations"]


def test_an_english_question_has_an_english_list(client: openai.OpenAI) -> None:
    question = "How many pear trees does the orchard grow?"
    reply = client.chat.completions.create(model="yuanwen", messages=said(question))
    text = "The orchard grows 640 pear trees."
    assert reply.choices[0].message.content == (
        f"{text}[1]\n\nSources:\n[1] “Orchard opens” (2022-10-01): “{text}”"
    )


def test_a_models_words_are_thoughts_until_they_are_checked(
    client: openai.OpenAI, script: str
) -> None:
    told = client.chat.completions.create(
        model=script, messages=said(), stream=True, stream_options={"include_usage": True}
    )
    *chunks, last = told
    deltas = [chunk.choices[0].delta for chunk in chunks]
    thoughts = "".join((one.model_extra or {}).get("reasoning_content", "") for one in deltas)
    content = "".join(one.content or "" for one in deltas)
    assert thoughts == REPLY
    assert (last.choices, last.usage.total_tokens) == ([], 110)
    assert content.startswith("青石大桥全长1280米。[1]青石大桥有五座桥塔。（未在原文中核实）")


def test_messages_are_read_as_a_conversation(client: openai.OpenAI) -> None:
    first = client.chat.completions.create(model="yuanwen", messages=said()).choices[0].message
    chat = [
        {"role": "system", "content": "Answer: 42."},
        *said(),
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": [{"type": "text", "text": "它是什么时候通车的？"}]},
    ]
    reply = client.chat.completions.create(model="yuanwen", messages=chat)  # type: ignore[arg-type]
    assert "2023年5月8日" in reply.choices[0].message.content
    assert "42" not in reply.choices[0].message.content


def test_what_was_published_later_is_not_seen(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(
        model="yuanwen", messages=said(), extra_body={"as_of": "2022-12"}
    )
    assert reply.choices[0].message.model_extra["outcome"] == "not_found"
    assert "2 篇更晚发表或没有日期的文章未参与" in reply.choices[0].message.content


def test_models_are_listed_by_names_that_can_be_asked_for(
    client: openai.OpenAI, script: str
) -> None:
    names = [one.id for one in client.models.list()]
    assert names == ["yuanwen", "extractive", "replies"]
    assert script.endswith("replies.jsonl")
    assert client.models.retrieve("extractive").owned_by == "yuanwen"


def test_a_wrong_key_is_refused(url: str) -> None:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError) as told:
            stranger.chat.completions.create(model="yuanwen", messages=said())
        with pytest.raises(openai.AuthenticationError):
            list(stranger.models.list())
    assert (told.value.status_code, told.value.code) == (401, "invalid_api_key")
    assert told.value.response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("changed", "kind", "code"),
    [
        ({"model": "http://10.0.0.1/v1#x"}, openai.NotFoundError, "model_not_found"),
        ({"messages": []}, openai.BadRequestError, "invalid_request"),
        ({"messages": said(" ")}, openai.BadRequestError, "invalid_request"),
        ({"messages": said("长" * 4001)}, openai.BadRequestError, "invalid_request"),
        ({"n": 2}, openai.BadRequestError, "invalid_request"),
        ({"stream": True, "extra_body": {"as_of": "2024-13"}}, openai.BadRequestError,
         "invalid_request"),
        ({"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "http://10.0.0.1/x.png"}}]}]},
         openai.BadRequestError, "invalid_request"),
    ],
)  # fmt: skip
def test_errors_have_openais_form(
    client: openai.OpenAI, changed: Any, kind: type[openai.APIStatusError], code: str
) -> None:
    with pytest.raises(kind) as told:
        client.chat.completions.create(**({"model": "yuanwen", "messages": said()} | changed))
    assert told.value.code == code
    assert told.value.type == "invalid_request_error"


def test_what_is_not_there_is_told_in_json(url: str) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    told = httpx.get(f"{url}/v1/embeddings", headers=headers)
    assert (told.status_code, told.json()["error"]["code"]) == (404, "not_found")
    assert httpx.get(f"{url}/api/nothing", headers=headers).json()["advice"]


Serve = Callable[[Any], Any]


def test_a_client_that_leaves_stops_the_model(tmp_path: Path, serve: Serve) -> None:
    """The model would write for 20 s; its server sees that nobody reads any more."""
    cut, begun = threading.Event(), threading.Event()

    def endless(handler: BaseHTTPRequestHandler, _body: object, _number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        try:
            for _ in range(400):
                piece = {"choices": [{"index": 0, "delta": {"content": "桥"}}]}
                handler.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
                handler.wfile.flush()
                begun.set()
                time.sleep(0.05)
        except OSError:
            cut.set()

    model = f"{serve(endless).url}#slow"
    engine = filled(Engine(Settings(), tmp_path / "library"), tmp_path)
    body = {"model": "slow", "stream": True, "messages": said()}
    with listening(build_app(engine, [model], window=False)) as at:
        with httpx.stream("POST", f"{at}/v1/chat/completions", json=body, timeout=30) as reply:
            assert reply.status_code == 200
            lines = reply.iter_lines()
            assert any("reasoning_content" in next(lines) for _ in range(20))
        assert begun.is_set()
        assert cut.wait(5)
        cut.clear()
        with pytest.raises(httpx.ReadTimeout):  # the same where it is not streamed
            httpx.post(f"{at}/api/ask", json={"question": QUESTION, "model": model}, timeout=2)
        assert cut.wait(5)
        answered = httpx.post(f"{at}/api/ask", json={"question": QUESTION}, timeout=30)
        assert "1280米" in answered.json()["answer"]


def test_all_sentences_supported_the_message_begins_with_the_answer(engine: Engine) -> None:
    answer = engine.ask("青石大桥全长多少米？什么时候通车？")
    message = "".join(answer_pieces(answer))
    assert message.startswith(answer.text + "\n\n出处：")
    assert without_sources(message) == answer.text


def test_a_picture_in_an_article_is_not_fetched_by_a_client(tmp_path: Path) -> None:
    (tmp_path / "tower.txt").write_text("![](http://10.0.0.1/x.png)钟楼高88米。", encoding="utf-8")
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([str(tmp_path / "tower.txt")])
    message = "".join(answer_pieces(engine.ask("钟楼高多少米？")))
    assert "88米" in message
    assert "![" not in message


def test_names_of_models() -> None:
    specs = ["http://127.0.0.1:1/v1#qwen", "llamacpp:/models/qwen.gguf", "openai:gpt-5"]
    assert [short_name(spec) for spec in specs] == ["qwen", "qwen", "gpt-5"]
    assert model_names(["http://u:p@h/v1#qwen", *specs[1:]]) == {
        "yuanwen": "http://u:p@h/v1#qwen",
        "http://***@h/v1#qwen": "http://u:p@h/v1#qwen",  # shared short names: in full, no key
        "llamacpp:/models/qwen.gguf": "llamacpp:/models/qwen.gguf",
        "gpt-5": "openai:gpt-5",
    }
