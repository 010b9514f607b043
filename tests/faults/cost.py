"""What comparing costs: `python -m tests.faults.cost LIBRARY QUESTION…`.

Prints for the opening of a library and for each question how long it took, how many bytes were
compared with their sums and how long that took of it. What the system has to read from the disk
first counts as comparing, too, though the question would have waited for it a moment later.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from rag import checked_files
from rag.engine import Engine
from rag.settings import Settings


def main() -> None:
    engine = Engine(Settings(), Path(sys.argv[1]))
    generation = engine.folder.open()
    engine.encoder(generation.encoder).encode_queries(["warm"])
    print(f"{generation.article_count} articles, {generation.passage_count} passages")
    del generation
    plain, spent = checked_files.block_sum, [0.0, 0.0]

    def timed(block: bytes | memoryview) -> int:
        started = time.perf_counter()
        found = plain(block)
        spent[0] += time.perf_counter() - started
        spent[1] += len(block)
        return found

    def tell(name: str, work: Callable[[], object]) -> None:
        spent[:] = [0.0, 0.0]
        started = time.perf_counter()
        work()
        took = time.perf_counter() - started
        print(
            f"{name}: {1e3 * took:.0f} ms, of which {1e3 * spent[0]:.1f} ms "
            f"for comparing {spent[1] / 1e6:.1f} MB"
        )

    checked_files.block_sum = timed
    tell("opened", lambda: len(engine.generation.keywords))
    for question in sys.argv[2:]:
        tell(question, lambda question=question: engine.ask(question, record=False))  # type: ignore[misc]


if __name__ == "__main__":
    main()
