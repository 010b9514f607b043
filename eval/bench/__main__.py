"""Runs the benchmark.

    python -m eval.bench ARTICLES.jsonl.gz QUESTIONS.jsonl --out bench.json

docs/evaluation.md says what is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

from eval.bench.langchain_rival import require
from eval.bench.material import prepare
from eval.bench.parts import Place, run_index, run_million, run_ours, run_rival
from eval.bench.report import Machine, Report, Sizes, lines, ratios
from rag.errors import YuanwenError

PARTS = ("yuanwen", "langchain", "million")
SEED = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the report; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if "langchain" in options.parts:
            require()
        report = _measured(options)
    except YuanwenError as error:
        print(error, file=sys.stderr)
        return 1
    record = {**asdict(report), "ratios": ratios(report)}
    options.out.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    for what, own, other in lines(report):
        print(f"{what:<42} {own:<34} {other}".rstrip())
    print(f"written: {options.out}")
    return 0


def _measured(options: argparse.Namespace) -> Report:
    started = time.perf_counter()

    def tell(stage: str) -> None:
        print(f"[{time.perf_counter() - started:7.1f} s] {stage}", file=sys.stderr, flush=True)

    machine = Machine.here()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.work)))
        tell(f"reading the articles; working in {work}")
        material = prepare(
            options.articles_file, options.questions_file, work, most=options.articles,
            per_kind=options.questions, seed=options.seed,
        )  # fmt: skip
        sizes = Sizes(
            str(options.articles_file), str(options.questions_file), tuple(options.parts),
            material.article_count, material.question_count, options.questions,
            options.encoded, options.passages, options.seed,
        )  # fmt: skip
        report = Report.begun(machine, sizes)
        place = Place(work, material, options.seed, options.cold_starts)
        if "yuanwen" in options.parts:
            report = replace(report, yuanwen=run_ours(place, options.encoded, tell))
        elif "million" in options.parts:
            run_index(place, tell)
        if "langchain" in options.parts:
            report = replace(report, langchain=run_rival(place, tell))
        if "million" in options.parts:
            report = replace(report, million=run_million(place, options.passages, tell))
        tell("done")
    return report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("articles_file", type=Path, metavar="FOLDER-OR-ARTICLES")
    parser.add_argument("questions_file", type=Path, metavar="QUESTIONS")
    parser.add_argument("--articles", type=_positive, help="so many of the articles; all")
    parser.add_argument(
        "--questions", type=_positive, default=200, help="the most of each kind; %(default)s"
    )
    parser.add_argument(
        "--encoded", type=int, default=0,
        help="encode a sample of so many passages for the floor and scale; 0 for all",
    )  # fmt: skip
    parser.add_argument(
        "--passages", type=_positive, default=1_000_000, help="of the part million; %(default)s"
    )
    parser.add_argument(
        "--parts", type=_parts, default=PARTS, help=f"some of {','.join(PARTS)}; all"
    )
    parser.add_argument(
        "--cold-starts", type=_positive, default=5, help="new processes asked; %(default)s"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of every draw; %(default)s")
    parser.add_argument("--work", type=Path, help="a folder for what is built, removed at the end")
    parser.add_argument("--out", type=Path, required=True, help="the report, JSON")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"not above 0: {text}")
    return number


def _parts(text: str) -> tuple[str, ...]:
    parts = tuple(text.split(","))
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no part {min(unknown)!r}; there are {', '.join(PARTS)}")
    return parts


if __name__ == "__main__":
    sys.exit(main())
