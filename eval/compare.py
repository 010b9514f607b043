"""Two or more runs, question by question: which scores differ, by how much, and how surely.

Every score but the seconds is a mean over questions, so the difference of two runs is the mean of
the differences of the questions that both scored, and its interval comes from drawing questions
anew (paired bootstrap; Efron & Tibshirani, "An Introduction to the Bootstrap", 1993). Seconds
depend on what else the machine did; they are given beside each other, without an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from statistics import pstdev
from typing import Any, Literal

from eval.errors import RunError
from eval.folder import FinishedRun, open_run
from eval.intervals import estimate
from eval.scores import ANSWERS, RETRIEVAL, Scores
from eval.summary import SECONDS, Scored, scored
from rag.errors import UsageError

# How often a difference is found where there is one, with the 95 % level of the intervals:
# the standard normal's 0.975 and 0.8 quantiles added (Cohen 1988).
POWER_AT_80_PERCENT = 1.95996 + 0.84162

How = Literal["better", "worse", "mixed", "other"]


@dataclass(frozen=True)
class Difference:
    """One score of the first run (a) and another (b), over the questions that both scored."""

    name: str
    run: str  # folder of b
    a: float
    b: float
    difference: float  # b - a
    low: float
    high: float
    n: int
    detectable: float  # the difference that so many such questions show four times in five

    @property
    def verdict(self) -> Literal["better", "worse", "same"]:
        """Whether b is better or worse, "same" where the interval holds 0."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "same"


@dataclass(frozen=True)
class Change:
    """A question that the two runs did not do alike."""

    id: str
    question: str
    run: str  # folder of b
    how: How
    scores: dict[str, tuple[float, float]]  # those that differ: a, b
    a: str | None  # the answers; None where only passages were searched
    b: str | None


@dataclass(frozen=True)
class Comparison:
    """Runs beside the first of them."""

    runs: list[str]
    settings: dict[str, list[Any]]  # those that differ, one value a run
    left_out: int  # questions that not all runs have in the same wording
    scores: list[Difference]
    seconds: dict[str, list[float]]
    changes: list[Change]

    @property
    def changed(self) -> list[str]:
        """Ids of the questions that any run did other than the first."""
        return list(dict.fromkeys(change.id for change in self.changes))

    def record(self) -> dict[str, Any]:
        """Return the JSON of `yuanwen compare`."""
        scores = [{**asdict(one), "verdict": one.verdict} for one in self.scores]
        return {**asdict(self), "scores": scores, "changed": self.changed}


def compare_runs(folders: Sequence[Path]) -> Comparison:
    """Compare runs with the first of them.

    Raises:
        UsageError: fewer than two runs are given.
        RunError: a folder holds no finished run, or the runs have no question in common.
    """
    if len(folders) < 2:
        raise UsageError("there is nothing to compare.", "Give the folders of two or more runs.")
    runs = [open_run(folder) for folder in folders]
    common = _common(runs)
    if not common:
        raise RunError(
            f"{', '.join(map(str, folders))} have no question in common.",
            "Compare runs of the same question set.",
        )
    items = [scored([q for q in run.questions if q.id in common], run.lines) for run in runs]
    by_id = [{item.question.id: item for item in of_run} for of_run in items]
    differences, changes = [], []
    for run, found in zip(runs[1:], by_id[1:], strict=True):
        pairs = [(item, found[name]) for name, item in by_id[0].items()]
        differences += _differences(str(run.folder), pairs)
        changes += [change for a, b in pairs if (change := _change(str(run.folder), a, b))]
    return Comparison(
        runs=[str(run.folder) for run in runs],
        settings=_settings(runs),
        left_out=len({q.id for run in runs for q in run.questions}) - len(common),
        scores=differences,
        seconds={name: [run.record["scores"][name]["value"] for run in runs] for name in SECONDS},
        changes=changes,
    )


def _common(runs: Sequence[FinishedRun]) -> set[str]:
    """Return the ids of questions that every run has, word for word."""
    known = [{question.id: question for question in run.questions} for run in runs]
    return {
        name
        for name, question in known[0].items()
        if all(other.get(name) == question for other in known)
    }


def _settings(runs: Sequence[FinishedRun]) -> dict[str, list[Any]]:
    names = runs[0].record["settings"]
    values = {name: [run.record["settings"].get(name) for run in runs] for name in names}
    return {name: found for name, found in values.items() if any(v != found[0] for v in found)}


def _differences(run: str, pairs: Sequence[tuple[Scored, Scored]]) -> list[Difference]:
    found = []
    for name in (*RETRIEVAL, *ANSWERS):
        both = [
            (a.scores[name], b.scores[name])
            for a, b in pairs
            if name in a.scores and name in b.scores
        ]
        if both:
            changes = [b - a for a, b in both]
            drawn = estimate(changes)
            found.append(
                Difference(
                    name,
                    run,
                    a=sum(a for a, _ in both) / len(both),
                    b=sum(b for _, b in both) / len(both),
                    difference=drawn.value,
                    low=drawn.low,
                    high=drawn.high,
                    n=drawn.n,
                    detectable=POWER_AT_80_PERCENT * pstdev(changes) / sqrt(len(both)),
                )
            )
    return found


def _change(run: str, a: Scored, b: Scored) -> Change | None:
    names = [*a.scores, *(name for name in b.scores if name not in a.scores)]
    scores = {
        name: (a.scores[name], b.scores[name])
        for name in names
        if name in a.scores and name in b.scores and a.scores[name] != b.scores[name]
    }
    texts = a.record.get("answer"), b.record.get("answer")
    if not scores and texts[0] == texts[1]:
        return None
    return Change(a.question.id, a.question.question, run, _how(scores), scores, *texts)


def _how(scores: dict[str, tuple[float, float]]) -> How:
    """Return what happened: a right answer is what counts, the other scores where it is silent."""
    decisive: Scores = {
        name: b - a
        for name, (a, b) in scores.items()
        if name in {"answer_accuracy", "refused_when_unanswerable"}
    } or {name: b - a for name, (a, b) in scores.items()}
    up, down = (any(sign * d > 0 for d in decisive.values()) for sign in (1, -1))
    return "mixed" if up and down else "better" if up else "worse" if down else "other"
