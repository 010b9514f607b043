"""How sure a hit is, on question sets that the fit of the confidence did not see.

    python -m eval.leave_one_out FOLDER-OF-SETS [--questions 600] [--out FIGURES.json]

The order is the shipped one. For each set in turn, both logistic regressions of the confidence are
fitted on all the others as `eval.fit_fusion` does; printed is what they say of the set left out:
the expected calibration error of its first hits, and the share refused of its questions with their
own articles left out and of another set's, where 0.97 and 0.90 of its questions are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from embeddings.encoder import load_encoder
from eval.fit_fusion import SETS, other_set, questions_answered, questions_of_others, retrievers_of
from eval.fitting import Floats, Levels, levels_of
from eval.summary import expected_calibration_error
from rag.fusion import default_fusion
from rag.settings import settings

KEPT = (0.97, 0.90)


@dataclass(frozen=True)
class SetLevels:
    """What is seen of one set: of its own questions, and of another set's."""

    own: Levels
    foreign: Levels


@dataclass(frozen=True)
class LeftOut:
    """Figures of a set that the fit did not see; shares are 0 to 1, in the order of `KEPT`."""

    questions: int
    recall_at_1: float
    confidence: float
    calibration_error: float
    own_refused: tuple[float, ...]
    foreign_refused: tuple[float, ...]


def left_out(sets: Sequence[SetLevels]) -> list[LeftOut]:
    """Fit the confidence on all sets but one, and judge it on that one, for each in turn.

    Args:
        sets: two or more, each with questions that have an answer and some that have none.
    """
    return [_judged(one, [*sets[:at], *sets[at + 1 :]]) for at, one in enumerate(sets)]


def _judged(one: SetLevels, others: Sequence[SetLevels]) -> LeftOut:
    fitted = Levels.joined([part for other in others for part in (other.own, other.foreign)])
    first = one.own.ranks == 0
    sure = fitted.confidence().probability(one.own.hits[first])
    right = one.own.right[first]
    pairs = list(zip(sure.tolist(), right.tolist(), strict=True))
    answerable = fitted.answerable()
    own = answerable.probability(one.own.asked)
    there, without = own[one.own.answered], own[~one.own.answered]
    foreign = answerable.probability(one.foreign.asked)
    return LeftOut(
        len(right),
        float(right.mean()),
        float(sure.mean()),
        expected_calibration_error(pairs)[1],
        tuple(refused(there, without, kept) for kept in KEPT),
        tuple(refused(there, foreign, kept) for kept in KEPT),
    )


def refused(there: Floats, absent: Floats, kept: float) -> float:
    """Return the share of `absent` below what a share `kept` of `there` reaches.

    Args:
        there: probabilities of questions that have an answer.
        absent: of questions that have none.
        kept: 0 to 1.
    """
    if not len(absent):
        return float("nan")
    return float((absent < np.quantile(there, 1 - kept)).mean())


def main(arguments: Sequence[str] | None = None) -> int:
    """Index the sets, fit and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.leave_one_out", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER-OF-SETS")
    parser.add_argument(
        "--questions", type=int, default=600, help="the most of a set, about; %(default)s"
    )
    parser.add_argument("--out", type=Path, help="the figures, JSON")
    options = parser.parse_args(arguments)
    fusion, encoder = default_fusion(), load_encoder("bundled", threads=settings().threads)
    today = datetime.now(UTC).date().isoformat()
    sets = []
    with tempfile.TemporaryDirectory() as scratch:
        retrievers = retrievers_of(options.folder, SETS, encoder, Path(scratch))
        for articles, name in SETS:
            retriever = retrievers[articles]
            own = list(questions_answered(retriever, options.folder / name, options.questions))
            others = options.folder / other_set(name)
            foreign = list(questions_of_others(retriever, others, options.questions))
            sets.append(
                SetLevels(levels_of(fusion, own, [], today), levels_of(fusion, [], foreign, today))
            )
            print(f"asked: {name}, {len(own)}", file=sys.stderr, flush=True)
    figures = dict(zip((name for _, name in SETS), left_out(sets), strict=True))
    print(
        f"{'left out of the fit':<32} {'n':>5} {'recall@1':>8} {'mean':>6} {'ECE':>6}  refused at"
    )
    for name, found in figures.items():
        shares = "; ".join(
            f"{kept:.2f}: own {own:.3f}, another's {foreign:.3f}"
            for kept, own, foreign in zip(
                KEPT, found.own_refused, found.foreign_refused, strict=True
            )
        )
        print(
            f"{name:<32} {found.questions:>5} {found.recall_at_1:>8.3f} {found.confidence:>6.3f} "
            f"{found.calibration_error:>6.3f}  {shares}"
        )
    if options.out:
        record = {name: asdict(found) for name, found in figures.items()}
        options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
