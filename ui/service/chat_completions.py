"""OpenAI's interface: `/v1/chat/completions` and `/v1/models`, for other chat clients.

An answer is checked when its model has ended, and what was sent cannot be taken back. So a
model's own words go out as they come in `reasoning_content`, which clients show as thoughts, and
only the checked answer is `content`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from rag.conversation.turns import split_chat
from rag.engine import Engine
from rag.errors import ModelError, YuanwenError
from rag.record import Record
from rag.retrieval import refuse_unusable
from rag.types import Answer
from ui.service.asgi import error_body, visit_of
from ui.service.chat_format import ChatReply, ChatRequest
from ui.service.chat_text import answer_pieces, without_sources
from ui.service.errors import error_of
from ui.service.models import chosen_model, model_names
from ui.service.workers import Stream, Workers

EARLY_SECONDS = 1.0  # in which an error can still become the answer's status
ALIVE_SECONDS = 10.0  # between the signs of life of a model that is thinking
Items = Stream[str | Answer]


def chat_completions(engine: Engine, allowed: Sequence[str], workers: Workers) -> APIRouter:
    """Return the routes over an engine; `allowed` are the specs of models that may be chosen."""
    router = APIRouter()
    started = ChatReply("").created

    @router.get("/v1/models")
    async def models() -> Record:
        listed = [_model(name, started) for name in model_names(allowed)]
        return {"object": "list", "data": listed}

    @router.get("/v1/models/{name:path}")
    async def model(name: str) -> JSONResponse:
        try:
            chosen_model(name, allowed)
        except ModelError as error:
            return _unknown(error)
        return JSONResponse(_model(name, started))

    @router.post("/v1/chat/completions")
    async def complete(wanted: ChatRequest, request: Request) -> Response:
        visit = visit_of(request.scope)
        try:
            spec = chosen_model(wanted.model, allowed)
        except ModelError as error:
            visit.outcome = "refused"
            return _unknown(error)
        question, earlier = _asked(wanted)
        visit.question = question

        def work() -> Iterator[str | Answer]:
            return engine.stream(question, messages=earlier, model=spec, as_of=wanted.as_of)

        reply = ChatReply(wanted.model)
        if wanted.stream:
            items = workers.stream(work)
            first = await _first(items)
            return _Events(_events(request, engine, wanted, reply, items, first), items, first)
        answer = await workers.last(work, request.is_disconnected)
        assert isinstance(answer, Answer)  # a stream ends with its answer
        visit.outcome = str(answer.outcome)
        return JSONResponse(reply.whole("".join(answer_pieces(answer)), answer))

    return router


def _asked(wanted: ChatRequest) -> tuple[str, list[dict[str, str]]]:
    """Return the question of a chat and the turns before it."""
    said = [{"role": one.role, "content": without_sources(one.text)} for one in wanted.messages]
    question, earlier = split_chat(said)
    refuse_unusable(question)
    return question, earlier


_First = asyncio.Task[str | Answer]


async def _first(items: Items) -> _First:
    """Begin a stream; return its first item to come.

    Raises:
        YuanwenError: it fails before it has begun.
    """
    first: _First = asyncio.ensure_future(anext(aiter(items)))
    try:
        await asyncio.wait({first}, timeout=EARLY_SECONDS)
    except asyncio.CancelledError:
        first.cancel()
        items.close()
        raise
    if first.done():
        first.result()
    return first


async def _events(
    request: Request,
    engine: Engine,
    wanted: ChatRequest,
    reply: ChatReply,
    items: Items,
    first: _First,
) -> AsyncIterator[str]:
    """Yield the events of a reply: a model's words as they come, the checked answer, its end."""
    visit = visit_of(request.scope)
    visit.outcome = "cancelled"  # unless it comes to its end
    yield _event(reply.chunk({"role": "assistant", "content": ""}))
    answer: Answer | None = None
    waiting = first
    try:
        while answer is None:
            await asyncio.wait({waiting}, timeout=ALIVE_SECONDS)
            if not waiting.done():
                yield ": waiting\n\n"
                continue
            item = waiting.result()
            if isinstance(item, Answer):
                answer = item
            else:
                if item:
                    yield _event(reply.chunk({"reasoning_content": item}))
                waiting = asyncio.ensure_future(anext(aiter(items)))
    except YuanwenError as error:
        visit.outcome = "failed"
        status, message, advice = error_of(error, engine)
        yield _event(error_body("/v1/", status, message, advice, "failed"))
        return
    finally:
        waiting.cancel()
    for piece in answer_pieces(answer):
        yield _event(reply.chunk({"content": piece}))
    yield _event(reply.last_chunk(answer))
    if wanted.stream_options is not None and wanted.stream_options.include_usage:
        yield _event(reply.usage_chunk(answer))
    visit.outcome = str(answer.outcome)
    yield "data: [DONE]\n\n"


class _Events(StreamingResponse):
    """Events of a reply; a client that goes away stops the model."""

    def __init__(self, events: AsyncIterator[str], items: Items, first: _First) -> None:
        super().__init__(
            events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )
        self._items = items
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._first.cancel()  # where it had not begun to be sent
            self._items.close()


def _event(content: Record) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _model(name: str, started: int) -> Record:
    return {"id": name, "object": "model", "created": started, "owned_by": "yuanwen"}


def _unknown(error: ModelError) -> JSONResponse:
    body = error_body("/v1/", 404, error.message, error.advice, "model_not_found")
    return JSONResponse(body, status_code=404)
