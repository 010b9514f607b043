"""Articles read a second from one JSON Lines file, and with duplicates found: run it by hand.

python tests/bench/reading.py ARTICLES.jsonl[.gz]
"""

from __future__ import annotations

import sys
import time

from rag.duplicates import find_relations
from rag.reading.reader import read_file


def main(path: str) -> None:
    """Read, then compare; print both rates."""
    begun = time.perf_counter()
    articles, report = read_file(path, 1 << 30)
    read = time.perf_counter()
    relations = find_relations(articles)
    ended = time.perf_counter()
    print(f"{len(articles)} articles ({report.status}), {len(report.removed)} pieces removed")
    print(f"read: {len(articles) / (read - begun):.0f} articles/s")
    print(f"with duplicates: {len(articles) / (ended - begun):.0f} articles/s")
    print(f"{len(relations.reprints)} reprints, {len(relations.superseded)} superseded")


if __name__ == "__main__":
    main(sys.argv[1])
