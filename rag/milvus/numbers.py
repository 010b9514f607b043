"""Numbers by which Milvus keeps things: 64-bit hashes of what they are.

A passage's number changes with its text, so that one that is there need not be encoded again, and
one that is no longer in its article is seen to be stale. Numbers are spread evenly: those below a
bound are a fair sample. Of a billion passages two share a number with a probability of 3 %; one of
these two is then not found.
"""

from __future__ import annotations

from hashlib import blake2b

from rag.passages import encoded_text
from rag.types import Passage

LEAST = -(1 << 63)
SPAN = 1 << 64


def number(*parts: str) -> int:
    """Return the number of what these parts name, from -2**63 to 2**63 - 1."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)


def article_number(name: str) -> int:
    """Return the number of an article by its id."""
    return number("article", name)


def passage_number(passage: Passage) -> int:
    """Return the number of a passage: of its article, place, title, date and text."""
    return number("passage", passage.id, encoded_text(passage))


def below(share: float) -> str:
    """Return the filter of that share (0 to 1) of all numbers; empty for all of them."""
    return "" if share >= 1 else f"id < {LEAST + int(share * SPAN)}"
