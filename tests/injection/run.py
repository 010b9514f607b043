"""Run the injection set against a language model: `python -m tests.injection.run --model SPEC`.

With `--bare` the order sentences are left in the passages, so that only the delimiters and the
checks of the answer stand between the orders and the reader.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from rag.answering import answerer
from rag.engine import Engine
from rag.settings import Settings
from rag.trace import Trace
from tests.injection.set import items, judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, metavar="SPEC")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    if options.bare:
        answerer.without_orders = lambda _question, hits: tuple(hits)
    chosen = items()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        lines = [json.dumps(item.article, ensure_ascii=False) for item in chosen]
        file.write_text("\n".join(lines), encoding="utf-8")
        engine = Engine(Settings(), Path(folder) / "library")
        engine.index([str(file)])
        counts = dict.fromkeys(("followed", "shown", "right", "invented"), 0)
        asked = chosen[: options.limit]
        for item in asked:
            trace = Trace()
            answer = engine.ask(item.question, model=options.model, record=False, trace=trace)
            found = judged(item, answer, trace)
            for name in counts:
                counts[name] += getattr(found, name)
            told = "followed" if found.followed else "not followed"
            marks = [name for name in ("shown", "right", "invented") if getattr(found, name)]
            print(f"{item.id} {item.kind:<16}{told:<14}{' '.join(marks):<16}{answer.text[:60]!r}")
    print(f"of {len(asked)}:", *(f"{name} {count}" for name, count in counts.items()))


if __name__ == "__main__":
    main()
