"""A GGUF file as a language model in this process, through xllamacpp (llama.cpp).

The one module that imports xllamacpp. Its `Server` also listens on a free port of this machine as
soon as it is made; a random key keeps everybody else out.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import httpx

from rag.answering.chat_format import event_parts
from rag.answering.prompts import Message
from rag.answering.replies import REPLY_TOKENS, Piece
from rag.answering.timed_stream import Cancellation, stream_in_time
from rag.errors import MissingPackage, ModelError

GGUF = b"GGUF"
CONTEXT_TOKENS = 4096  # a memory of 0.1 GB for a model of 1.5 billion parameters
OPEN_MODELS = 2  # kept in memory; the one not used for longest goes
COUNT_SECONDS = 30.0

_opening = Lock()


class LlamaCppModel:
    """A model in this process; those of one file and one size share it, and take turns."""

    def __init__(
        self,
        path: str,
        *,
        timeout_seconds: float,
        threads: int = 0,
        context_tokens: int | None = None,
    ) -> None:
        file = Path(path).expanduser()
        _check(file)
        state = file.stat()
        threads = threads or max(1, (os.cpu_count() or 2) - 1)
        with _opening:  # two questions at once do not load it twice
            self._loaded = _load(
                str(file.resolve()), (state.st_size, state.st_mtime_ns), threads, context_tokens
            )
        self._seconds = timeout_seconds

    @property
    def context_tokens(self) -> int:
        """Tokens of prompt and reply together; see `rag.answering.models.Measured`."""
        return self._loaded.context_tokens

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of a prompt; see `rag.answering.models.Measured`."""
        return self._loaded.count(messages)

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """Yield the answer in pieces; see `rag.answering.models.ChatModel`."""

        def worker(cancellation: Cancellation) -> Iterator[Piece]:
            return self._loaded.reply(list(messages), cancellation)

        # A process that ended within llama.cpp would abort: it waits for the next token instead.
        return stream_in_time(worker, self._seconds, daemon=False)


class _Loaded:
    """A model in memory."""

    def __init__(self, path: str, threads: int, context_tokens: int | None) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise MissingPackage(
                "xllamacpp is not installed.", "Run: pip install xllamacpp"
            ) from error
        key = secrets.token_urlsafe(32)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = path
        parameters.n_ctx = context_tokens or CONTEXT_TOKENS
        parameters.n_parallel = 1  # one reply at a time; others wait in the library's own queue
        parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
        parameters.api_keys = [key]
        parameters.ui = parameters.warmup = False
        parameters.verbosity = 0
        # With what an earlier prompt left behind, sums round otherwise: the same question would
        # have another answer now and then.
        parameters.cache_prompt = False
        parameters.cache_ram_mib = 0
        try:
            self._server = xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ModelError(
                f"the model {path!r} cannot be opened: {error}",
                "The file may be damaged, of a kind unknown to this xllamacpp, or too large.",
            ) from error
        self._client = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {key}"},
            timeout=COUNT_SECONDS,
            trust_env=False,  # no proxy stands between us and ourselves
        )
        properties = self._own("GET", "/props")
        self.context_tokens = int(properties["default_generation_settings"]["n_ctx"])

    def count(self, messages: Sequence[Message]) -> int:
        body = {"messages": list(messages)}
        return int(self._own("POST", "/v1/chat/completions/input_tokens", body)["input_tokens"])

    def reply(self, messages: list[Message], cancellation: Cancellation) -> Iterator[Piece]:
        """Yield the pieces that llama.cpp hands to its callback from a thread of its own."""
        body = {
            "messages": messages,
            "temperature": 0,
            "max_tokens": REPLY_TOKENS,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        chunks: SimpleQueue[dict[str, Any] | None] = SimpleQueue()

        def take(chunk: dict[str, Any]) -> bool:
            chunks.put(chunk)
            return cancellation.is_set  # True stops it

        def ask() -> None:
            try:
                self._server.handle_chat_completions(body, take)
            finally:
                chunks.put(None)

        Thread(target=ask, name="llamacpp").start()
        while (chunk := chunks.get()) is not None:
            text, tokens, _ = event_parts(chunk)
            if text:
                yield text
            if tokens is not None:
                yield tokens

    def _own(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        try:
            answered = self._client.request(method, path, json=body).raise_for_status()
        except httpx.HTTPError as error:
            raise ModelError(f"the language model failed: {error}", "Ask again.") from error
        found: dict[str, Any] = answered.json()
        return found


@lru_cache(maxsize=OPEN_MODELS)
def _load(
    path: str,
    _state: tuple[int, int],  # size and time: another file of the same name is another model
    threads: int,
    context_tokens: int | None,
) -> _Loaded:
    return _Loaded(path, threads, context_tokens)


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            beginning = opened.read(len(GGUF))
    except OSError as error:
        raise ModelError(
            f"the model's file {str(file)!r} cannot be read: {error.strerror}.",
            "Write llamacpp: and the path of a .gguf file.",
        ) from error
    if beginning != GGUF:
        raise ModelError(
            f"{str(file)!r} is not a GGUF file.", "Write llamacpp: and the path of a .gguf file."
        )
