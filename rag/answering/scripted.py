"""Replies from a file instead of a language model: for tests and demonstrations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answering.prompts import Message
from rag.answering.replies import Piece, TokenCount
from rag.errors import ModelError

PIECE_CHARACTERS = 8
FORM = 'Each line: {"when": "words of the prompt", "reply": "…"}; "when" may be missing.'


@dataclass(frozen=True, slots=True)
class Line:
    """One reply: given where the prompt's last message holds `when`, cut off by an `error`."""

    reply: str
    when: str = ""
    error: str | None = None
    tokens: TokenCount | None = None


class FileModel:
    """Gives the reply of the first line whose `when` stands in the question; the same each time.

    The file is a JSON list or JSON Lines; a line is a string or an object with `reply`, and where
    wanted `when`, `error` (what it fails with after the reply) and `tokens` {prompt, completion}.

    Raises:
        ModelError: the file cannot be read or has another form.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            text = Path(path).expanduser().read_text(encoding="utf-8")
            listed = _parsed(text)
            self._lines = [_line(one) for one in listed]
        except OSError as error:
            raise ModelError(
                f"the script {path!r} cannot be read: {error.strerror}.", FORM
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            raise ModelError(f"the script {path!r} holds no replies: {error}", FORM) from error

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """Yield the reply in pieces of 8 characters; see `ChatModel`."""
        asked = messages[-1]["content"]
        line = next((one for one in self._lines if one.when in asked), None)
        if line is None:
            raise ModelError(f"the script {self._path!r} has no reply to this.", FORM)
        for start in range(0, len(line.reply), PIECE_CHARACTERS):
            yield line.reply[start : start + PIECE_CHARACTERS]
        if line.error is not None:
            raise ModelError(f"the language model failed: {line.error}", "It was told to.")
        if line.tokens is not None:
            yield line.tokens


def _parsed(text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        listed: list[Any] = json.loads(text)
        return listed
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _line(found: Any) -> Line:  # noqa: ANN401 (as the file has it)
    if isinstance(found, str):
        return Line(found)
    if not isinstance(found, dict):
        raise TypeError(f"{found!r} is no reply")
    tokens = found.get("tokens")
    return Line(
        str(found["reply"]),
        str(found.get("when", "")),
        found.get("error"),
        TokenCount(**tokens) if tokens else None,
    )
