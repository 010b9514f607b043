"""The seam to language models, and the factory that opens one by its spec string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from rag.answering.prompts import Message
from rag.answering.replies import Piece
from rag.errors import ModelError

EXTRACTIVE = "extractive"
SPECS = (
    "extractive, llamacpp:FILE.gguf, http://HOST:PORT/v1#MODEL, PROVIDER:MODEL (openai:…, "
    "ollama:…), scripted:FILE.jsonl"
)


class ChatModel(Protocol):
    """A language model that streams an answer."""

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """Yield the answer in pieces, then, where the model counts them, its tokens.

        Closing the iterator ends the model's work.

        Raises:
            ModelError: the model cannot be reached, refuses, breaks off or takes too long.
        """


@runtime_checkable
class Measured(Protocol):
    """What a model offers beside `stream` where it knows its own size."""

    @property
    def context_tokens(self) -> int:
        """How many tokens prompt and reply may have together."""

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of a prompt, exactly.

        Raises:
            ModelError: the model is not there any more.
        """


def load_model(
    spec: str,
    *,
    timeout_seconds: float,
    key: str | None = None,
    threads: int = 0,
    context_tokens: int | None = None,
) -> ChatModel | None:
    """Open the model that a spec string names; None for `extractive`, which needs none.

    Args:
        spec: one of `SPECS`.
        timeout_seconds: for a whole reply, tries that failed included.
        key: sent to an `http://…` server.
        threads: of a model in this process; 0: all processor cores but one.
        context_tokens: of a model in this process; None: 4,096, or fewer if it was trained on
            fewer.

    Raises:
        ModelError: no model has this spec, or it cannot be opened.
        MissingPackage: the package it needs is not installed.
    """
    if spec == EXTRACTIVE:
        return None
    kind, _, name = spec.partition(":")
    if kind in {"http", "https"} and name.startswith("//"):
        from rag.answering.openai_server import OpenAIServer

        return OpenAIServer(spec, timeout_seconds=timeout_seconds, key=key)
    if kind == "llamacpp":
        from rag.answering.llamacpp import LlamaCppModel

        return LlamaCppModel(
            name, timeout_seconds=timeout_seconds, threads=threads, context_tokens=context_tokens
        )
    if kind == "scripted":
        from rag.answering.scripted import FileModel

        return FileModel(name)
    if name:
        from rag.langchain_bridge import LangChainModel

        return LangChainModel(spec, timeout_seconds=timeout_seconds)
    raise ModelError(f"no language model is named {spec!r}.", f"Use one of: {SPECS}.")
