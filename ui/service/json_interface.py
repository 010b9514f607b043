"""Yuanwen's own interface: `/api/search` and `/api/ask`, whose JSON is the command line's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from rag.engine import Engine
from rag.record import Record, answer_record, search_record
from rag.retrieval import QUESTION_CHARACTERS, Mode
from rag.types import Answer, Search
from ui.service.asgi import visit_of
from ui.service.models import chosen_model
from ui.service.workers import Workers


class SearchRequest(BaseModel):
    """A search; the fields are those of `yuanwen search`."""

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS)
    k: int = Field(default=10, ge=1, le=1000)
    mode: Mode = "hybrid"
    as_of: str | None = None


class Message(BaseModel):
    """An earlier turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(max_length=100_000)


class AskRequest(BaseModel):
    """A question; `messages` are earlier turns, oldest first."""

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS)
    model: str | None = None
    as_of: str | None = None
    messages: list[Message] = Field(default_factory=list, max_length=100)


def json_interface(engine: Engine, allowed: Sequence[str], workers: Workers) -> APIRouter:
    """Return the routes over an engine; `allowed` are the specs of models that may be chosen."""
    router = APIRouter()

    @router.post("/api/search")
    async def search(wanted: SearchRequest, request: Request) -> Record:
        visit_of(request.scope).question = wanted.question

        def work() -> Iterator[Search]:
            yield engine.search(wanted.question, k=wanted.k, mode=wanted.mode, as_of=wanted.as_of)

        found = await workers.last(work, request.is_disconnected)
        visit_of(request.scope).outcome = "searched"
        return search_record(found)

    @router.post("/api/ask")
    async def ask(wanted: AskRequest, request: Request) -> Record:
        visit_of(request.scope).question = wanted.question
        spec = chosen_model(wanted.model, allowed)
        earlier = [{"role": one.role, "content": one.content} for one in wanted.messages]

        def work() -> Iterator[str | Answer]:
            return engine.stream(wanted.question, messages=earlier, model=spec, as_of=wanted.as_of)

        answer = await workers.last(work, request.is_disconnected)
        assert isinstance(answer, Answer)  # a stream ends with its answer
        visit_of(request.scope).outcome = str(answer.outcome)
        return answer_record(answer)

    return router
