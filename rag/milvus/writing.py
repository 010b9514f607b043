"""Articles and their passages, written into Milvus a batch at a time.

An article is written before its passages, and deleted after them: what has no record has no
passages, and a passage whose article does not have it (any more) is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from embeddings.encoder import Encoder
from rag import passage_encoding
from rag.days import last_day
from rag.duplicates import Relations
from rag.errors import UsageError
from rag.generation_writer import record_of
from rag.indexing import relations_of
from rag.milvus.cuts import Cut
from rag.milvus.library import MilvusLibrary
from rag.milvus.numbers import article_number
from rag.milvus.records import ARTICLE, Record
from rag.milvus.sparse import passage_vector
from rag.passages import encoded_text
from rag.report import Progress
from rag.text import SCRIPT_NUMBERS, main_script
from rag.types import Article, Passage

ARTICLES_AT_ONCE = 512

Item = TypeVar("Item")


class ArticleWriter:
    """Writes articles of one library by one encoder."""

    def __init__(self, library: MilvusLibrary, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder

    def write(
        self, articles: Sequence[Article], settled: set[str], characters: int, progress: Progress
    ) -> Relations:
        """Write articles and their passages.

        Args:
            articles: all that belong together, for their relations.
            settled: ids of those that are word for word as before, of files read to the end.
            characters: wanted size of a passage.
            progress: told of the articles done.
        """
        relations = relations_of(articles)
        values = _values(articles, relations)
        rest, done = iter(values.items()), 0
        progress("encode", 0, len(values))
        while some := list(islice(rest, ARTICLES_AT_ONCE)):
            records = [
                Record(f"article:{name}", ARTICLE, value, day_of(value["date"]))
                for name, value in some
            ]
            changed = self._library.records.put(records)
            new: list[Cut] = []
            old: list[Cut] = []
            for name, value in some:
                key = f"article:{name}"
                if name not in settled or key in changed:
                    fresh = key in changed and not changed[key]
                    (new if fresh else old).append(Cut.of(value, characters))
            told = partial(progress, "encode", done, len(values))
            self._complete(old, characters, told)
            self._add([one for cut in new for one in _placed(cut)], characters, told)
            done += len(some)
        progress("encode", done, len(values))
        return relations

    def _complete(self, cuts: Sequence[Cut], characters: int, told: Callable[[], None]) -> None:
        """Write the passages of articles that are not there yet; delete those no longer theirs."""
        collections = self._library.collections
        wanted = [one for cut in cuts for one in _placed(cut)]
        numbers = {number for number, _, _ in wanted}
        stale = collections.of_articles(article_number(cut.article.id) for cut in cuts) - numbers
        there = collections.get("passages", numbers, ["article"])
        self._add([one for one in wanted if one[0] not in there], characters, told)
        collections.delete("passages", stale)

    def _add(
        self, missing: Sequence[tuple[int, Cut, int]], characters: int, told: Callable[[], None]
    ) -> None:
        """Encode and write passages, each given by its number, its article and its place there."""
        for batch in parts(missing, passage_encoding.BATCH_PASSAGES):
            encoded: list[dict[str, Any]] = []
            try:
                for step in parts(batch, passage_encoding.STEP_PASSAGES):
                    texts = [encoded_text(cut.passages[at]) for _, cut, at in step]
                    vectors = self._encoder.encode_passages(texts)
                    for (number, cut, at), vector in zip(step, vectors, strict=True):
                        encoded.append(self._row(number, cut, at, characters, vector))
                    told()
            finally:  # what was encoded is kept, whatever ends the run
                self._library.collections.put("passages", encoded)

    def _row(
        self, number: int, cut: Cut, at: int, characters: int, vector: np.ndarray
    ) -> dict[str, Any]:
        passage: Passage = cut.passages[at]
        row = {
            "id": number,
            "article": article_number(cut.article.id),
            "day": day_of(cut.article.date),
            "script": SCRIPT_NUMBERS[main_script(passage.text)],
            "vector": vector.tolist(),
        }
        if self._library.collections.has_terms:
            own = cut.places == at
            row["terms"] = passage_vector(
                cut.terms[own], cut.counts[own], int(cut.lengths[at]), characters
            )
        return row

    def delete(self, names: set[str]) -> None:
        """Delete articles and their passages."""
        collections = self._library.collections
        passages = collections.of_articles(article_number(name) for name in names)
        collections.delete("passages", passages)
        self._library.records.delete(f"article:{name}" for name in names)


def _values(articles: Sequence[Article], relations: Relations) -> dict[str, dict[str, Any]]:
    """Return the records of articles by id; each says which others it has to do with."""
    reprints: dict[str, list[str]] = {}
    for name, original in relations.reprints.items():
        reprints.setdefault(original, []).append(name)
    supersedes: dict[str, list[str]] = {}
    for name, newer in relations.superseded.items():
        supersedes.setdefault(newer, []).append(name)
    return {
        one.id: record_of(one, relations)
        | {"reprints": reprints.get(one.id, []), "supersedes": supersedes.get(one.id, [])}
        for one in articles
    }


def day_of(date: str | None) -> int:
    """Return the last day that a date may mean, 20240520; 0 where there is none."""
    try:
        return int(last_day(date).replace("-", "")) if date else 0
    except UsageError:  # a month that there is not
        return 0


def _placed(cut: Cut) -> Iterator[tuple[int, Cut, int]]:
    return ((number, cut, at) for number, at in cut.numbers.items())


def parts(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of a size."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
