"""Measures, and prints what a million to a billion passages need.

python -m eval.scaling ARTICLES.jsonl[.gz] QUESTIONS.jsonl
    [--small 500] [--large 2000] [--store SPEC] [--price AN-HOUR] [--node-gigabytes 64]
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import tempfile
from itertools import islice
from pathlib import Path

from embeddings.encoder import BUNDLED, load_encoder
from eval.questions import load_questions
from eval.scaling.measuring import RememberingEncoder, local_figures, store_figures
from eval.scaling.sizing import Assumptions
from eval.scaling.tables import measured_table, sizing_table, store_table
from rag.engine import Engine
from rag.milvus.address import Address
from rag.settings import settings

QUESTIONS = 100


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        parts = _parts(options.articles, folder, options.small, options.large)
        loaded = load_questions(options.questions)[:QUESTIONS]
        questions = [question.question for question in loaded]
        encoder = RememberingEncoder(load_encoder(BUNDLED, threads=settings().threads))
        local = _engine(folder / "library", encoder)
        figures = local_figures(local, encoder, parts, questions, settings().threads).rounded()
        print(measured_table(figures), end="\n\n")
        if options.store:
            address = Address.of(options.store)
            kept = Path(address.uri) if address.local else None
            found = store_figures(
                _engine(folder / "in-store", encoder), options.store, parts, questions, kept
            )
            print(store_table(found), end="\n\n")
    assumed = Assumptions(node_gigabytes=options.node_gigabytes, price=options.price)
    print(sizing_table(figures, assumed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.scaling")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--small", type=int, default=500, help="articles of the smaller library")
    parser.add_argument("--large", type=int, default=2000, help="articles of the larger one")
    parser.add_argument("--store", help="an empty store to measure beside the folder")
    parser.add_argument("--price", type=float, help="of a machine for an hour")
    parser.add_argument("--node-gigabytes", type=int, default=Assumptions.node_gigabytes)
    return parser.parse_args()


def _engine(folder: Path, encoder: RememberingEncoder) -> Engine:
    """Return an engine over an empty folder that uses an encoder that is open already."""
    shutil.rmtree(folder, ignore_errors=True)
    engine = Engine(settings(), folder)
    engine.use_encoder(BUNDLED, encoder)
    return engine


def _parts(articles: Path, folder: Path, small: int, large: int) -> list[str]:
    """Write the first articles into two files: the smaller library, and what the larger adds."""
    opened = gzip.open if articles.suffix == ".gz" else open
    with opened(articles, "rt", encoding="utf-8") as file:
        lines = list(islice(file, large))
    found = []
    for name, some in (("small", lines[:small]), ("more", lines[small:])):
        path = folder / f"{name}.jsonl"
        path.write_text("".join(some), encoding="utf-8")
        found.append(str(path))
    return found


if __name__ == "__main__":
    main()
