"""From the lines of a run to its scores: in all, by kind and by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval.intervals import estimate, quantile
from eval.questions import Question
from eval.scores import ANSWERS, RETRIEVAL, Record, Scores, is_article, question_scores

SECONDS = {"seconds_p50": 0.5, "seconds_p95": 0.95}
BINS = 10  # of the calibration of confidence

Summary = dict[str, dict[str, float]]  # score name: value, low, high, n


@dataclass(frozen=True)
class Scored:
    """A question, its line of the run, and what it scored."""

    question: Question
    record: Record
    scores: Scores

    @property
    def right(self) -> bool | None:
        """Whether it was answered rightly or rightly refused; None where nothing is expected."""
        if not self.question.answerable:
            return bool(self.scores.get("refused_when_unanswerable"))
        found = self.scores.get("answer_accuracy")
        return None if found is None else bool(found)


def scored(questions: Iterable[Question], records: Mapping[str, Record]) -> list[Scored]:
    """Score every question that the run has a line for."""
    return [
        Scored(question, records[question.id], question_scores(question, records[question.id]))
        for question in questions
        if question.id in records
    ]


def summary(items: Sequence[Scored]) -> Summary:
    """Return every score that applies to at least one question, with its interval."""
    found: Summary = {}
    for name in (*RETRIEVAL, *ANSWERS):
        values = [item.scores[name] for item in items if name in item.scores]
        if values:
            found[name] = asdict(estimate(values))
    seconds = [float(item.record["seconds"]["total"]) for item in items]
    for name, share in SECONDS.items():
        if seconds:
            found[name] = asdict(estimate(seconds, quantile(share)))
    return found


def groups(items: Sequence[Scored], name: str) -> dict[str, Summary]:
    """Return the scores of each value of a question's field ("kind" or "lang")."""
    values = sorted({value for item in items if (value := getattr(item.question, name))})
    return {
        value: summary([item for item in items if getattr(item.question, name) == value])
        for value in values
    }


def risk_coverage(items: Sequence[Scored]) -> tuple[list[float], list[float], float]:
    """Return coverages, risks and the area under the curve (El-Yaniv & Wiener 2010).

    Answers are taken from the surest down; the risk is the share of wrong ones among those taken.
    An answer to a question that the articles do not answer is wrong.
    """
    answered = [
        (float(item.record["confidence"]), not _answered_rightly(item))
        for item in items
        if item.right is not None and item.record.get("outcome") == "answered"
    ]
    if not answered:
        return [], [], 0.0
    wrong = np.array([bad for _, bad in sorted(answered, key=lambda pair: -pair[0])], dtype=float)
    taken = np.arange(1, len(wrong) + 1)
    risks = np.cumsum(wrong) / taken
    return (
        (taken / sum(item.right is not None for item in items)).tolist(),
        risks.tolist(),
        float(risks.mean()),
    )


def calibration(items: Sequence[Scored]) -> tuple[list[dict[str, float]], float]:
    """Return bins of the best hit's confidence against its relevance, and the expected error.

    Guo et al., "On Calibration of Modern Neural Networks" (2017).
    """
    pairs = [
        (float(item.record["hits"][0]["confidence"]), _top_hit_is_right(item))
        for item in items
        if item.record["hits"] and (item.question.articles or not item.question.answerable)
    ]
    return expected_calibration_error(pairs)


def expected_calibration_error(
    pairs: Sequence[tuple[float, bool]],
) -> tuple[list[dict[str, float]], float]:
    """Return bins of probabilities (0 to 1) against what came true, and the expected error."""
    if not pairs:
        return [], 0.0
    confidence = np.array([pair[0] for pair in pairs])
    right = np.array([pair[1] for pair in pairs], dtype=float)
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins, error = [], 0.0
    for number in np.unique(place):
        inside = place == number
        mean_confidence, mean_right = float(confidence[inside].mean()), float(right[inside].mean())
        bins.append({"confidence": mean_confidence, "right": mean_right, "n": int(inside.sum())})
        error += float(inside.mean()) * abs(mean_confidence - mean_right)
    return bins, error


def run_scores(items: Sequence[Scored]) -> dict[str, Any]:
    """Return the part of `run.json` that holds scores."""
    _, _, area = risk_coverage(items)
    _, calibration_error = calibration(items)
    return {
        "scores": summary(items),
        "by_kind": groups(items, "kind"),
        "by_lang": groups(items, "lang"),
        "risk_coverage_area": area,
        "calibration_error": calibration_error,
    }


def _answered_rightly(item: Scored) -> bool:
    return item.question.answerable and bool(item.scores.get("answer_accuracy"))


def _top_hit_is_right(item: Scored) -> bool:
    article = item.record["hits"][0]["article"]
    return item.question.answerable and any(is_article(article, n) for n in item.question.articles)
