"""The passages of a file as articles of a library, of which a question sees only those given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.noise.cases import Case
from rag.engine import Engine
from rag.report import Progress, no_progress
from rag.settings import Settings


@dataclass(frozen=True)
class Shelf:
    """A library of passages.

    Attributes:
        engine: asks it.
        articles: by text, the id of the article that it is searched as.
    """

    engine: Engine
    articles: Mapping[str, str]

    def without(self, given: Collection[str]) -> list[str]:
        """Return the ids of all articles but those given."""
        kept = set(given)
        return [name for name in self.engine.generation.rows_by_id if name not in kept]


def evidence(cases: Iterable[Case]) -> list[str]:
    """Return the texts that hold the answers and those that do not; never one that is wrong."""
    return [text for one in cases for row in (*one.positive, one.negative) for text in row]


def evidence_and_wrong(cases: Iterable[Case]) -> list[str]:
    """Return the texts that hold the answers and those that are wrong, of questions with both."""
    return [
        text for one in cases if one.wrong for row in (*one.positive, one.wrong) for text in row
    ]


def shelve(
    folder: Path, texts: Iterable[str], settings: Settings, progress: Progress = no_progress
) -> Shelf:
    """Index texts, each as an article of its own, into a library; one that is there is kept.

    Args:
        folder: of the library; the articles are written beside it.
        texts: in any order; equal ones are one article.
        settings: of the library and of the engine that asks it.
        progress: is told how far the indexing is.
    """
    ids = {text: hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts}
    articles = folder.with_suffix(".jsonl")
    articles.parent.mkdir(parents=True, exist_ok=True)
    articles.write_text(
        "".join(
            json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n"
            for text, name in ids.items()
        ),
        encoding="utf-8",
    )
    engine = Engine(settings, folder)
    engine.index([str(articles)], progress=progress)
    generation = engine.generation
    searched = {name: name for name in generation.rows_by_id}
    searched |= {also: name for name, more in generation.reprints.items() for also in more}
    return Shelf(engine, {text: searched[name] for text, name in ids.items() if name in searched})
