"""Articles of files that are not in the library, for questions that it cannot answer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from rag.reading.reader import discover, read_file
from rag.types import Article


def held_out_articles(paths: Sequence[str], max_bytes: int, seed: int) -> Iterator[Article]:
    """Yield the articles of files and folders, the files and those of each in a seeded order.

    Args:
        paths: files and folders; a file that cannot be read gives no articles.
        max_bytes: a larger file is not read.
        seed: decides the order.
    """
    shuffled = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    files = list(discover(paths))
    shuffled.shuffle(files)
    for file in files:
        articles, _ = read_file(str(file), max_bytes)
        shuffled.shuffle(articles)
        yield from articles
