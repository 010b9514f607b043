"""Which plots a run has data for, with what the page says beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.report import figures
from eval.summary import SECONDS, Scored, Summary, calibration, risk_coverage

# Of the scores of a group these are drawn; the others say much the same.
DRAWN = (
    "recall@1", "recall@10", "answer_accuracy", "citation_precision",
    "refused_when_unanswerable", "answered_when_answerable",
)  # fmt: skip
GROUPS = 16  # drawn; those with the most questions


@dataclass(frozen=True)
class Plot:
    """A drawing and the names of its texts; `title` is a score's name where `is_score`."""

    title: str
    svg: str
    is_score: bool = False
    x: str | None = None  # what the axes are
    y: str | None = None
    note: str | None = None
    figures: dict[str, str] = field(default_factory=dict)  # that stand in the note


@dataclass(frozen=True)
class GroupPlots:
    """The scores of each kind or language: drawings, and all the values as a table."""

    title: str
    plots: list[Plot]
    left_out: int  # groups that are not drawn
    table: dict[str, dict[str, dict[str, float]]]  # group: score: value, low, high, n
    columns: list[str]


@dataclass(frozen=True)
class Plots:
    """All plots of a run; `missing`: the titles of those without data."""

    groups: list[GroupPlots]
    singles: list[Plot]
    missing: list[str]


def plots(record: Mapping[str, Any], items: Sequence[Scored]) -> Plots:
    """Draw what a run has data for."""
    by_kind = _groups("by_kind", record["by_kind"], at_least=1)
    by_lang = _groups("by_lang", record["by_lang"], at_least=2)
    found = {
        "by_kind": by_kind,
        "by_lang": by_lang,
        "risk": _risk(items),
        "latency": _latency(record["scores"], items),
        "calibration": _calibration(items),
    }
    return Plots(
        groups=[one for one in (by_kind, by_lang) if one],
        singles=[one for one in found.values() if isinstance(one, Plot)],
        missing=[name for name, one in found.items() if one is None],
    )


def _groups(title: str, by_group: Mapping[str, Summary], at_least: int) -> GroupPlots | None:
    if len(by_group) < at_least:
        return None
    most = sorted(by_group, key=lambda group: -_questions(by_group[group]))
    kept = {group: by_group[group] for group in sorted(most[:GROUPS])}
    drawn = []
    for number, score in enumerate(DRAWN):
        values = {group: scores[score] for group, scores in kept.items() if score in scores}
        if values:
            svg = figures.score_by_group(values, f"{title.replace('_', '-')}-{number}")
            drawn.append(Plot(score, svg, is_score=True))
    columns = [name for name in DRAWN if any(name in scores for scores in kept.values())]
    return GroupPlots(title, drawn, len(most) - len(kept), kept, columns)


def _questions(scores: Summary) -> float:
    return max((one["n"] for one in scores.values()), default=0)


def _risk(items: Sequence[Scored]) -> Plot | None:
    coverages, risks, area = risk_coverage(items)
    if not coverages:
        return None
    svg = figures.risk_coverage_curve(coverages, risks, "risk")
    return Plot("risk", svg, x="risk_x", y="risk_y", note="risk_note",
                figures={"area": f"{area:.3f}"})  # fmt: skip


def _latency(scores: Summary, items: Sequence[Scored]) -> Plot | None:
    if not items:
        return None
    seconds = [float(item.record["seconds"]["total"]) for item in items]
    marks = {name.rpartition("_")[2]: scores[name]["value"] for name in SECONDS}
    svg = figures.latency_curve(seconds, marks, "latency")
    return Plot("latency", svg, x="latency_x", y="latency_y", note="latency_note",
                figures={label: f"{value:.3g}" for label, value in marks.items()})  # fmt: skip


def _calibration(items: Sequence[Scored]) -> Plot | None:
    bins, error = calibration(items)
    if not bins:
        return None
    svg = figures.reliability(bins, "calibration")
    return Plot("calibration", svg, x="calibration_x", y="calibration_y",
                note="calibration_note", figures={"error": f"{error:.3f}"})  # fmt: skip
