"""OpenAI's form of a chat completion: events of a stream, or one JSON document; bounded in size."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rag.answering.replies import Piece, TokenCount
from rag.errors import ModelError

DONE = "[DONE]"
MOST_LINE_BYTES = 1 << 18
MOST_BYTES = 1 << 22  # an event of one token has some 250 bytes


def reply_pieces(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """Yield text and token count of a reply as its bytes come.

    A body whose first line begins with `{` is one JSON document: a server that does not stream.

    Raises:
        ModelError: the reply has not OpenAI's form, holds an error, breaks off or is too large.
    """
    lines = _lines(chunks)
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{"):
        yield from _document("\n".join([first, *lines]))
        return
    finished, told = False, False
    for line in _chain(first, lines):
        if not line.startswith("data:"):  # a comment, an event's name
            continue
        told = True
        data = line.removeprefix("data:").strip()
        if data == DONE:
            return
        text, tokens, ended = _event(data)
        finished = finished or ended
        if text:
            yield text
        if tokens is not None:
            yield tokens
    if not told and first:
        raise _not_the_form(first)
    if not finished:
        raise ModelError("the model's server broke off in the middle of its answer.", "Ask again.")


def token_count(usage: Any) -> TokenCount | None:  # noqa: ANN401 (as the server sent it)
    """Return the counts of a `usage` object; None where it holds none."""
    if not isinstance(usage, dict):
        return None
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not (isinstance(prompt, int) and isinstance(completion, int)):
        return None
    return TokenCount(prompt, completion) if min(prompt, completion) >= 0 else None


def event_parts(document: Any) -> tuple[str, TokenCount | None, bool]:  # noqa: ANN401
    """Return the text of an event, its token count, and whether the model says that it has ended.

    Raises:
        ModelError: it is an error, or has another form.
    """
    try:
        _refuse_error(document)
        tokens, choices = token_count(document.get("usage")), document["choices"]
        if not choices:
            return "", tokens, False
        text = choices[0]["delta"].get("content") or ""
        return str(text), tokens, bool(choices[0].get("finish_reason"))
    except (LookupError, TypeError, AttributeError) as error:
        raise _not_the_form(str(document)) from error


def _event(data: str) -> tuple[str, TokenCount | None, bool]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _not_the_form(data) from error
    return event_parts(document)


def _document(text: str) -> Iterator[Piece]:
    try:
        document = json.loads(text)
        _refuse_error(document)
        content = str(document["choices"][0]["message"].get("content") or "")
        tokens = token_count(document.get("usage"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _not_the_form(text) from error
    if content:
        yield content
    if tokens is not None:
        yield tokens


def _refuse_error(document: Any) -> None:  # noqa: ANN401
    if isinstance(document, dict) and (error := document.get("error")):
        told = error.get("message", error) if isinstance(error, dict) else error
        raise ModelError(
            f"the model's server reports: {str(told)[:120]!r}.", "See the server's own messages."
        )


def _not_the_form(data: str) -> ModelError:
    return ModelError(
        f"the model's server sent what is not OpenAI's form: {data[:80]!r}.",
        "Give the URL of an OpenAI-compatible server, up to and with /v1.",
    )


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of a body, the last one too where nothing ends it."""
    rest, total = b"", 0
    for chunk in chunks:
        total += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        if total > MOST_BYTES or len(rest) > MOST_LINE_BYTES:
            raise ModelError(
                f"the model's server sent more than a reply can hold ({total} bytes).",
                "Give the URL of an OpenAI-compatible server, up to and with /v1.",
            )
        yield from (line.decode("utf-8", "replace").removesuffix("\r") for line in whole)
    if rest:
        yield rest.decode("utf-8", "replace")


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
