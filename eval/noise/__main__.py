"""Measures a language model with noise, without evidence and with wrong evidence.

    python -m eval.noise FILE.jsonl --model llamacpp:FILE.gguf --none --bare --out rgb.json

docs/evaluation.md says what is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from eval.noise.asking import Ask, Plan, ask_all, known_lines, planned
from eval.noise.cases import Case, load_cases
from eval.noise.drawing import NONE, WRONG, Condition
from eval.noise.results import rows, table
from eval.noise.shelf import Shelf, evidence, evidence_and_wrong, shelve
from eval.scores import Record
from rag.answering.models import EXTRACTIVE, ChatModel, load_model
from rag.errors import UsageError, YuanwenError
from rag.report import Progress
from rag.settings import Settings, settings

NOISE = (0.0, 0.4, 0.8)
SEED = 7
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print the table, write the report; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _measure(options)
    except YuanwenError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def _measure(options: argparse.Namespace) -> int:
    started = time.perf_counter()

    def tell(text: str) -> None:
        print(f"[{time.perf_counter() - started:7.1f} s] {text}", file=sys.stderr, flush=True)

    def encoded(stage: str, done: int, of: int, _item: str = "", /) -> None:
        if stage == "encode" and done:
            tell(f"encoded {done} of {of}")

    def told(count: int, of: int, line: Record) -> None:
        how = line["failed"] or ("answered" if line["answered"] else "refused")
        where = f"{line['condition']}, {line['side']}, question {line['case']}"
        tell(f"{count} of {of}: {where}: {how} ({line['seconds']:.1f} s)")

    every = load_cases(options.file)
    draw = random.Random(options.seed)  # noqa: S311 (a sample, not a secret)
    cases = draw.sample(every, len(every))[: options.limit]
    plan = Plan(
        hashlib.sha256(options.file.read_bytes()).hexdigest()[:12],
        options.model, options.passages, options.seed, _conditions(options, every),
    )  # fmt: skip
    set_up = settings().model_copy(
        update={
            "model_passages": options.passages,
            "search_hits": max(settings().search_hits, options.passages),
        }
    )
    model = _bare_model(options.model, set_up) if options.bare else None
    folder = options.out.with_suffix("")
    tell(f"indexing the passages into {folder}")
    shelves = _shelves(plan.conditions, every, folder, set_up, encoded)
    asks = planned(plan, cases, shelves, bare=options.bare)
    lines, interrupted = folder / "answers.jsonl", False
    try:
        ask_all(asks, lines, shelves, options.model, model, told)
    except KeyboardInterrupt:
        interrupted = True
    _report(options, asks, known_lines(lines, asks), shelves)
    if interrupted:
        print("interrupted: the same command goes on from here", file=sys.stderr)
    return INTERRUPTED if interrupted else 0


def _conditions(options: argparse.Namespace, cases: Sequence[Case]) -> tuple[Condition, ...]:
    found = [Condition("noise", one) for one in dict.fromkeys(options.noise)]
    if options.wrong and not any(case.wrong and case.fake for case in cases):
        raise UsageError(
            f"{options.file} holds no wrong passages.",
            "Leave out --wrong, or give a file with positive_wrong and fakeanswer.",
        )
    found += [NONE] * options.none + [WRONG] * options.wrong
    if not found:
        raise UsageError("there is nothing to measure.", "Give --noise, --none or --wrong.")
    return tuple(found)


def _shelves(
    conditions: Sequence[Condition],
    cases: Sequence[Case],
    folder: Path,
    set_up: Settings,
    progress: Progress,
) -> dict[Condition, Shelf]:
    """Build the libraries of the whole file, so that they are the same for any `--limit`."""
    shelves: dict[Condition, Shelf] = {}
    apart = [one for one in conditions if one != WRONG]
    if apart:
        shelves |= dict.fromkeys(
            apart, shelve(folder / "evidence", evidence(cases), set_up, progress)
        )
    if WRONG in conditions:
        texts = evidence_and_wrong(cases)
        shelves[WRONG] = shelve(folder / "evidence-and-wrong", texts, set_up, progress)
    return shelves


def _bare_model(spec: str, set_up: Settings) -> ChatModel:
    model = load_model(
        spec,
        timeout_seconds=set_up.model_timeout_seconds,
        key=set_up.endpoint_key,
        threads=set_up.model_threads,
        context_tokens=set_up.model_context_tokens,
    )
    if model is None:
        raise UsageError(
            f"there is no bare model beside {EXTRACTIVE!r}.", "Leave out --bare, or give a --model."
        )
    return model


def _report(
    options: argparse.Namespace,
    asks: Sequence[Ask],
    lines: Mapping[str, Record],
    shelves: Mapping[Condition, Shelf],
) -> None:
    found = rows(asks, lines)
    record = {
        "settings": {name: _plain(value) for name, value in vars(options).items()},
        "versions": {"yuanwen": version("yuanwen")},
        "encoder": next(iter(shelves.values())).engine.generation.encoder,
        "wanted": len(asks),
        "answers": len(lines),
        "rows": [asdict(row) for row in found],
    }
    options.out.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    for line in table(found):
        print(line)
    print(f"written: {options.out}")


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.noise", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="questions with their passages")
    parser.add_argument("--model", default=settings().model, help="its spec; %(default)s")
    parser.add_argument(
        "--limit", type=_positive, default=30, help="questions, drawn by the seed; %(default)s"
    )
    parser.add_argument(
        "--passages", type=_positive, default=5, help="given with a question; %(default)s"
    )
    parser.add_argument(
        "--noise", type=_share, nargs="*", default=list(NOISE), metavar="SHARE",
        help="shares of them that do not hold the answer; %(default)s",
    )  # fmt: skip
    parser.add_argument("--none", action="store_true", help="and with no other ones")
    parser.add_argument("--wrong", action="store_true", help="and with wrong ones beside right")
    parser.add_argument("--bare", action="store_true", help="the model alone as well")
    parser.add_argument("--seed", type=int, default=SEED, help="of every draw; %(default)s")
    parser.add_argument(
        "--out", type=_report_path, required=True, metavar="REPORT.json",
        help="the report; libraries and answers lie in the folder REPORT beside it",
    )  # fmt: skip
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"not above 0: {text}")
    return number


def _report_path(text: str) -> Path:
    path = Path(text)
    if path.suffix != ".json":
        raise argparse.ArgumentTypeError(f"does not end in .json: {text}")
    return path


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError(f"not from 0 up to below 1: {text} (1 is --none)")
    return number


if __name__ == "__main__":
    sys.exit(main())
