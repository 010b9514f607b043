"""Stand-ins that are deterministic and readable: an encoder, a language model, article files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError


class LetterEncoder:
    """Counts characters: component i of a vector is how many have a code of i modulo 64.

    `encoded` holds every passage it was given, in order, so that a test can see what was encoded
    and what was taken from the library. Passages come below a line with their context; other texts
    (sentences, what an encoder is tried on) do not.
    """

    dimension = 64

    def __init__(self, name: str = "letters") -> None:
        self.fingerprint = f"fake:{name}"
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += [text for text in texts if "\n" in text]
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for character in text or " ":
                counts[row, ord(character) % self.dimension] += 1
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


class ScriptedModel:
    """Says the given pieces; an exception among them is raised in its place."""

    def __init__(self, *pieces: str | ModelError) -> None:
        self._pieces = pieces
        self.messages: list[dict[str, str]] = []

    def stream(self, messages: Sequence[dict[str, str]]) -> Iterator[str]:
        self.messages = list(messages)
        for piece in self._pieces:
            if isinstance(piece, ModelError):
                raise piece
            yield piece


def write_articles(path: Path, *articles: dict[str, str]) -> str:
    """Write articles as JSON Lines; return the path as a string."""
    lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def zone(name: str, date: str, projects: str) -> dict[str, str]:
    """Return an article of three sentences on the semiconductor projects of a zone."""
    return {
        "id": name,
        "title": f"{date[:4]}年经开区工作综述",
        "date": date,
        "text": f"截至目前，经开区共引进半导体项目{projects}个。"
        "今年的绿化工作也有进展。记者王小明报道。",
    }
