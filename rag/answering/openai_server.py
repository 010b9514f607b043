"""Any OpenAI-compatible chat server (`POST BASE/chat/completions`, streamed)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import httpx

from rag.answering.prompts import Message
from rag.errors import ModelError

DONE = "[DONE]"
MAX_TOKENS = 400


class OpenAIServer:
    """A server named by its base URL, `#` and the model's name."""

    def __init__(self, place: str, *, timeout_seconds: float, key: str | None = None) -> None:
        url, _, model = place.partition("#")
        self._url, self._model = url.rstrip("/") + "/chat/completions", model or "default"
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=timeout_seconds, headers=headers)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces; see `ChatModel`."""
        body = {
            "model": self._model,
            "messages": list(messages),
            "stream": True,
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
        }
        try:
            with self._client.stream("POST", self._url, json=body) as reply:
                if reply.status_code != httpx.codes.OK:
                    reply.read()
                    raise ModelError(
                        f"the model's server answered {reply.status_code}: {reply.text[:120]!r}.",
                        "Check the model's name and the key (YUANWEN_ENDPOINT_KEY).",
                    )
                finished = False
                for line in reply.iter_lines():
                    data = line.removeprefix("data:").strip()
                    if data == DONE:
                        return
                    if line.startswith("data:"):
                        piece, ended = _piece(data)
                        finished = finished or ended
                        yield piece
                if not finished:
                    raise ModelError("the model's server broke off in the middle of its answer.")
        except httpx.HTTPError as error:
            raise ModelError(
                f"the model's server does not answer: {error or type(error).__name__}.",
                f"Check that it runs at {self._url}.",
            ) from error


def _piece(data: str) -> tuple[str, bool]:
    """Return the text of one event, and whether the model says that it has ended."""
    try:
        choices = json.loads(data)["choices"]
        if not choices:
            return "", False
        ended = bool(choices[0].get("finish_reason"))
        return str(choices[0]["delta"].get("content") or ""), ended
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ModelError(
            f"the model's server sent what is not OpenAI's form: {data[:80]!r}."
        ) from error
