"""Count sentences taken for orders: `python -m tests.injection.count FILE.jsonl[.gz]… [--limit N]`.

The files hold articles in the form that `yuanwen index` reads; in ordinary news the count is the
number of sentences that are wrongly kept from the reader of an answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
from itertools import islice
from pathlib import Path

from rag.orders import order_spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=8000, help="articles of each file")
    options = parser.parse_args()
    for path in options.files:
        sentences = taken = 0
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, options.limit):
                spans = order_spans(json.loads(line)["text"])
                sentences += len(spans)
                taken += sum(order for _, _, order in spans)
        print(f"{path.name}: {taken} of {sentences} sentences")


if __name__ == "__main__":
    main()
