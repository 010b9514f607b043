"""The seam to language models, and the factory that opens one by its spec string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.answering.prompts import Message
from rag.errors import ModelError

EXTRACTIVE = "extractive"
SPECS = "extractive, http://HOST:PORT/v1#MODEL, PROVIDER:MODEL (openai:…, ollama:…)"


class ChatModel(Protocol):
    """A language model that streams an answer."""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces.

        Raises:
            ModelError: the model cannot be reached, refuses, or breaks off.
        """


def load_model(spec: str, *, timeout_seconds: float, key: str | None = None) -> ChatModel | None:
    """Open the model that a spec string names; None for `extractive`, which needs none.

    Raises:
        ModelError: no model has this spec.
        MissingPackage: the package it needs is not installed.
    """
    if spec == EXTRACTIVE:
        return None
    if spec.startswith(("http://", "https://")):
        from rag.answering.openai_server import OpenAIServer

        return OpenAIServer(spec, timeout_seconds=timeout_seconds, key=key)
    if ":" in spec:
        from rag.langchain_bridge import LangChainModel

        return LangChainModel(spec, timeout_seconds=timeout_seconds)
    raise ModelError(f"no language model is named {spec!r}.", f"Use one of: {SPECS}.")
