"""What comes out of a language model: pieces of text and, at the end, how many tokens it took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.tokens import TokenCount

__all__ = ["REPLY_TOKENS", "Piece", "Reply", "TokenCount", "whole_reply"]

REPLY_TOKENS = 400  # a model is asked for no more, and room for them is kept in its context


Piece = str | TokenCount  # of a stream; a count comes at most once, after all text


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply; `tokens` is None where the model did not count them."""

    text: str
    tokens: TokenCount | None = None


def whole_reply(pieces: Iterable[Piece]) -> Reply:
    """Take a stream to its end and put its pieces together.

    Raises:
        ModelError: the model cannot be reached, refuses, or breaks off.
    """
    texts: list[str] = []
    tokens: TokenCount | None = None
    for piece in pieces:
        if isinstance(piece, TokenCount):
            tokens = piece
        else:
            texts.append(piece)
    return Reply("".join(texts), tokens)
