"""What happened while a question was answered: what a model was sent, and what it said."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from rag.answering.models import ChatModel
from rag.answering.prompts import Message
from rag.answering.replies import Piece
from rag.answering.timed_stream import Cancellation, TimedStream
from rag.errors import ModelError
from rag.secrets import safe_settings, safe_spec
from rag.settings import Settings
from rag.store import Store


@dataclass
class Call:
    """One call of a language model; `seconds` run until its last piece was taken."""

    purpose: str  # "standalone" or "answer"
    messages: list[Message]
    reply: str = ""
    error: str | None = None
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        """Return the call for an answer's record; the sums tell two calls apart in full length."""
        prompt = "\0".join(f"{one['role']}\0{one['content']}" for one in self.messages)
        return {
            "purpose": self.purpose,
            "messages": self.messages,
            "prompt_sha256": sha256(prompt.encode("utf-8", "surrogatepass")).hexdigest(),
            "reply": self.reply,
            "reply_sha256": sha256(self.reply.encode("utf-8", "surrogatepass")).hexdigest(),
            "error": self.error,
            "seconds": round(self.seconds, 3),
        }


@dataclass
class Trace:
    """Filled by an `Engine` while it answers; of one answer only.

    Attributes:
        calls: of the language model, in order; at most two.
        messages: the earlier turns that were looked at.
        asked: how the question was asked: model, mode, k, as_of, without.
        settings: of the engine, without keys.
        library: generation, checksum of its manifest, encoder and its fingerprint, weights.
    """

    calls: list[Call] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    library: dict[str, Any] = field(default_factory=dict)

    def surroundings(self, settings: Settings, store: Store, weights: str) -> None:
        """Keep what the answer depends on beside its question."""
        self.settings = safe_settings(settings)
        self.library = {
            "generation": store.name,
            "checksum": store.checksum,
            "encoder": safe_spec(store.encoder),
            "fingerprint": store.fingerprint,
            "weights": weights,
        }

    def overheard(
        self, model: ChatModel | None, purpose: str, cancellation: Cancellation | None = None
    ) -> ChatModel | None:
        """Return a model whose calls are kept here and end when cancelled; None for None."""
        if model is None:
            return None
        kind = _MeasuredOverheard if hasattr(model, "count_tokens") else _Overheard
        return kind(model, purpose, self.calls, cancellation or Cancellation())


class _Overheard:
    """A model that is listened to; nothing that it says is changed."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        purpose: str,
        calls: list[Call],
        cancellation: Cancellation,
    ) -> None:
        self._model, self._purpose, self._calls = model, purpose, calls
        self._cancellation = cancellation

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        call = Call(self._purpose, [dict(message) for message in messages])
        self._calls.append(call)
        started = time.perf_counter()
        pieces: list[str] = []
        try:
            stream = self._model.stream(messages)
            if isinstance(stream, TimedStream):
                self._cancellation.call(stream.cancel)
            for piece in stream:
                if isinstance(piece, str):  # not what else a model tells, as tokens it took
                    pieces.append(piece)
                yield piece
        except ModelError as error:
            call.error = str(error)
            raise
        finally:
            call.reply = "".join(pieces)
            call.seconds = time.perf_counter() - started


class _MeasuredOverheard(_Overheard):
    """The same for a model that knows its own size."""

    @property
    def context_tokens(self) -> int:
        return int(self._model.context_tokens)

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return int(self._model.count_tokens(messages))
