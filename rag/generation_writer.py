"""Writes a generation of a library: every file of its folder, the manifest last.

What an earlier generation has of unchanged articles (passages, keyword postings) is taken over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.faiss_index import build_index
from rag.duplicates import Relations, duplicate_groups
from rag.files import json_text
from rag.generation import (
    ARTICLE_FIELDS,
    FORMAT,
    KEY_BYTES,
    Generation,
    Source,
    passage_key,
)  # fmt: skip
from rag.keywords import KeywordIndex
from rag.passages import encoded_text
from rag.sums import sealed, summed
from rag.text import SCRIPT_NUMBERS, main_script
from rag.types import Article, Passage, Trust

Item = TypeVar("Item")


@dataclass(frozen=True)
class Kept:
    """Passages taken over from an earlier generation: `mask` is bool (its passages,)."""

    generation: Generation
    mask: NDArray[np.bool_]

    def ids(self) -> frozenset[str]:
        """Return the ids of the articles whose passages these are."""
        rows = np.unique(self.generation.article_rows[self.mask])
        return frozenset(self.generation.ids[row] for row in rows)


@dataclass(frozen=True)
class Encoded:
    """What the encoder adds to a generation."""

    vectors: Vectors  # of the new passages
    trust: Trust
    background: Vectors  # of texts on many subjects


@dataclass(frozen=True)
class Contents:
    """What goes into a generation but vectors; its passages are the kept ones, then the new."""

    articles: Sequence[Article]
    relations: Relations
    kept: Kept | None
    passages: Sequence[Passage]  # the new ones
    sources: Sequence[Source]
    encoder: str
    fingerprint: str
    passage_characters: int


def write_generation(folder: Path, contents: Contents, encode: Callable[[], Encoded]) -> None:
    """Write a generation into an empty folder; the manifest last.

    Args:
        folder: empty.
        contents: all but the vectors.
        encode: gives the vectors; called once, in this thread, while another writes the texts and
            the keywords, which needs one processor only.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="texts") as pool:
        ended = Event()
        texts = pool.submit(_write_texts, folder, contents, ended)
        try:
            encoded = encode()
        except BaseException:
            ended.set()
            raise
        passages = texts.result()
    np.save(folder / "background.npy", encoded.background)
    kept = contents.kept
    old = kept.generation.index.changed(kept.mask, encoded.vectors) if kept else None
    (old or build_index(encoded.vectors)).save(folder / "vectors.faiss")
    manifest = {
        "format": FORMAT,
        "encoder": contents.encoder,
        "fingerprint": contents.fingerprint,
        "dimension": int(encoded.vectors.shape[1]),
        "passage_characters": contents.passage_characters,
        "trust": {"same": encoded.trust.same, "other": encoded.trust.other},
        "articles": len(contents.articles),
        "passages": passages,
        "files": summed(folder),
    }
    (folder / "manifest.json").write_text(sealed(manifest), encoding="utf-8")


def _write_texts(folder: Path, contents: Contents, ended: Event) -> int:
    """Write all that needs no vector; return the number of passages."""
    rows = {article.id: row for row, article in enumerate(contents.articles)}
    _write_articles(folder, contents)
    tables = _tables(contents, rows)
    for name, table in tables.items():
        np.save(folder / f"{name}.npy", table)
    kept = contents.kept
    (folder / "keywords").mkdir()
    keywords = kept.generation.keywords if kept else KeywordIndex([])
    mask = kept.mask if kept else np.zeros(0, dtype=np.bool_)
    passages = _until(ended, contents.passages)
    keywords.write(folder / "keywords", mask, map(encoded_text, passages))
    _write_json_lines(folder / "files.jsonl", map(asdict, contents.sources))
    groups = duplicate_groups(contents.relations.reprints)
    relations = {
        "reprints": {original: others for original, *others in groups},
        "superseded": contents.relations.superseded,
    }
    (folder / "relations.json").write_text(json_text(relations), encoding="utf-8")
    return len(tables["passages"])


def _until(ended: Event, items: Iterable[Item]) -> Iterator[Item]:
    """Yield items as long as they are wanted: an interrupted run need not wait for the rest."""
    for item in items:
        if ended.is_set():
            return
        yield item


def _tables(contents: Contents, rows: dict[str, int]) -> dict[str, NDArray[Any]]:
    """Return the arrays with a row for each passage, by the names of their files."""
    new = contents.passages
    places = [(rows[p.article_id], p.start, p.end) for p in new]
    keys = np.frombuffer(b"".join(map(passage_key, new)), dtype=np.uint8).reshape(-1, KEY_BYTES)
    scripts = [SCRIPT_NUMBERS[main_script(p.text)] for p in new]
    tables: dict[str, NDArray[Any]] = {
        "passages": np.array(places, dtype=np.int32).reshape(-1, 3),
        "passage_keys": keys,
        "passage_scripts": np.array(scripts, dtype=np.uint8),
    }
    if contents.kept is None:
        return tables
    old, mask = contents.kept.generation, contents.kept.mask
    earlier = old.tables()
    moved = np.array([rows.get(name, -1) for name in old.ids], dtype=np.int32)
    kept = {name: np.asarray(earlier[name][mask]) for name in tables}
    kept["passages"][:, 0] = moved[kept["passages"][:, 0]]
    return {name: np.concatenate([kept[name], table]) for name, table in tables.items()}


def _write_articles(folder: Path, contents: Contents) -> None:
    """Write a line for each article, and where each line begins."""
    places = [0]
    with (folder / "articles.jsonl").open("wb") as file:
        for article in contents.articles:
            places.append(places[-1] + file.write(_article_line(article, contents.relations)))
    np.save(folder / "article_offsets.npy", np.array(places, dtype=np.int64))
    dates = [(article.date or "").encode() for article in contents.articles]
    np.save(folder / "article_dates.npy", np.array(dates, dtype="S10"))


def record_of(article: Article, relations: Relations) -> dict[str, Any]:
    """Return an article as JSON, its text last."""
    record = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    return record | {
        "duplicate_of": relations.reprints.get(article.id),
        "superseded_by": relations.superseded.get(article.id),
        "repeals": list(article.repeals),
        "removed": [(piece.text, piece.reason) for piece in article.removed],
        "text": article.text,
    }


def _article_line(article: Article, relations: Relations) -> bytes:
    record = record_of(article, relations)
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _write_json_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json_text(record) + "\n" for record in records)
