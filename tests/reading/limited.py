"""Run as a process of its own: reads files with 1 GB of memory above what it starts with.

Prints a JSON line for each path given: status, reason, seconds of a processor (its children's too),
characters read.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from rag.reading.reader import read_file

MEMORY_BYTES = 1_000_000_000


def main() -> None:
    import trafilatura  # noqa: F401  counts as what it starts with

    start = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (start + MEMORY_BYTES,) * 2)
    for path in sys.argv[2:]:
        started = sum(os.times()[:4])
        articles, report = read_file(path, int(sys.argv[1]))
        seconds = sum(os.times()[:4]) - started
        characters = sum(len(article.text) for article in articles)
        print(json.dumps([report.status, report.reason, seconds, characters]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
