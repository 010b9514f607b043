"""OpenAI's chat format: what a request may hold, and the objects that answer it.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, Field

from rag.record import Record, answer_record
from rag.types import Answer

_Text = str


class TextPart(BaseModel):
    """A part of a message; only text can be answered."""

    type: Literal["text"]
    text: _Text = Field(max_length=100_000)


class ChatMessage(BaseModel):
    """One message; those of other roles than user and assistant are not read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """The message's text, its parts joined by line breaks."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """How to stream."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A chat; fields of OpenAI's that are not named here (temperature …) change nothing."""

    model: str
    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    as_of: str | None = None  # ours: as `--as-of`


@dataclass(frozen=True)
class ChatReply:
    """The objects of one reply, which share an id, a time and the model's name."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, content: str, answer: Answer) -> Record:
        """Return a reply that is not streamed."""
        message = {"role": "assistant", "content": content, "refusal": None} | sources(answer)
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._object("chat.completion", [choice]) | {"usage": usage(answer)}

    def chunk(self, delta: Record) -> Record:
        """Return a chunk of a streamed reply."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}
        return self._object("chat.completion.chunk", [choice])

    def last_chunk(self, answer: Answer) -> Record:
        """Return the chunk that ends a streamed reply, with its citations."""
        found = sources(answer)
        choice = {"index": 0, "delta": found, "logprobs": None, "finish_reason": "stop"}
        return self._object("chat.completion.chunk", [choice]) | found

    def usage_chunk(self, answer: Answer) -> Record:
        """Return the chunk after the last one, for who asked for the usage."""
        return self._object("chat.completion.chunk", []) | {"usage": usage(answer)}

    def _object(self, kind: str, choices: list[Record]) -> Record:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }


def sources(answer: Answer) -> Record:
    """Return what Yuanwen adds to OpenAI's format, as `ask --json` has it."""
    record = answer_record(answer)
    return {name: record[name] for name in ("citations", "conflicts", "outcome")}


def usage(answer: Answer) -> dict[str, Any] | None:
    """Return the tokens that a language model took; None where none counted them."""
    tokens = answer.tokens
    if tokens is None:
        return None
    return {
        "prompt_tokens": tokens.prompt,
        "completion_tokens": tokens.completion,
        "total_tokens": tokens.prompt + tokens.completion,
    }
