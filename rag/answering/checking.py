"""Whether a language model answers: one short call."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from rag.answering.models import EXTRACTIVE, ChatModel, load_model
from rag.answering.prompts import check_messages
from rag.answering.replies import whole_reply
from rag.errors import ModelError, YuanwenError
from rag.settings import Settings
from rag.tokens import TokenCount


@dataclass(frozen=True)
class ModelCheck:
    """What came of a call to a model.

    `seconds` are those of opening it and of the call; `tokens` is None where it does not count
    them; `error` and `advice` are empty where it is `ok`.
    """

    spec: str
    ok: bool
    seconds: float
    tokens: TokenCount | None = None
    error: str = ""
    advice: str = ""


def configured_models(settings: Settings, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the specs that may be chosen: the default, those of the settings, more, extractive."""
    return tuple(dict.fromkeys((settings.model, *settings.models, *more, EXTRACTIVE)))


def opened(spec: str, settings: Settings) -> ChatModel | None:
    """Open a model as the settings have it; see `load_model`."""
    return load_model(
        spec,
        timeout_seconds=settings.model_timeout_seconds,
        key=settings.endpoint_key,
        threads=settings.model_threads,
        context_tokens=settings.model_context_tokens,
    )


def check_model(spec: str, settings: Settings) -> ModelCheck:
    """Open a model and ask it for one word."""
    started = time.perf_counter()
    try:
        model = opened(spec, settings)
        if model is None:
            return ModelCheck(spec, True, time.perf_counter() - started)
        reply = whole_reply(model.stream(check_messages()))
        if not reply.text.strip():
            raise ModelError("the language model said nothing.", "Choose another model.")
    except YuanwenError as error:
        seconds = time.perf_counter() - started
        return ModelCheck(spec, False, seconds, error=error.message, advice=error.advice)
    return ModelCheck(spec, True, time.perf_counter() - started, reply.tokens)
