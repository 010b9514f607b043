"""What the lines come to: shares with intervals, for each side and condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.intervals import Estimate, estimate
from eval.noise.asking import BARE, YUANWEN, Ask
from eval.noise.bare import tells_mistake
from eval.noise.cases import Accepted, Case, names
from eval.noise.drawing import Condition
from eval.scores import Record


@dataclass(frozen=True)
class Row:
    """One side under one condition.

    Attributes:
        side: "yuanwen" or "bare".
        condition: its name.
        asked: questions asked.
        failed: those of them to which the model gave no answer; in no score.
        scores: shares by name, each with its interval and the questions that it rests on.
        seconds: mean of a question.
        prompt_tokens: mean of the calls that the model counted; None where it counted none.
        completion_tokens: likewise.
    """

    side: str
    condition: str
    asked: int
    failed: int
    scores: Mapping[str, Estimate]
    seconds: Estimate | None
    prompt_tokens: float | None
    completion_tokens: float | None


def rows(asks: Sequence[Ask], lines: Mapping[str, Record]) -> list[Row]:
    """Return a row for each side and condition, of the questions that have their line."""
    found = [ask for ask in asks if ask.key in lines]
    places = dict.fromkeys((ask.condition, ask.side) for ask in found)
    return [
        _row(side, condition, [
            (ask.case, lines[ask.key])
            for ask in found
            if (ask.condition, ask.side) == (condition, side)
        ])
        for condition, side in places
    ]  # fmt: skip


def scores(case: Case, condition: Condition, line: Record) -> dict[str, float]:
    """Return what one answer scores, each 0 or 1; what does not apply is left out.

    With noise: `answered`, `right` (refusals are not) and, where it was answered,
    `right_where_answered`. Without evidence: `refused`, and of Yuanwen whether its gate did,
    without a call of the model. With wrong evidence: which values are named, in the text or among
    the conflicts, and `conflict_shown`: by a conflict of Yuanwen's answer or by both values with
    a citation each; by the bare model where it tells of a mistake or names both values.
    """
    answered = bool(line["answered"])
    if condition.kind == "none":
        gate = {"refused_by_gate": float(line["by_gate"])} if line["side"] == YUANWEN else {}
        return {"refused": float(not answered)} | gate
    right = answered and names(case.answers, line["reply"])
    if condition.kind == "noise":
        found = {"answered": float(answered), "right": float(right)}
        return found | ({"right_where_answered": float(right)} if answered else {})
    told = " ".join((line["reply"], *_in_conflicts(line)))
    right = answered and names(case.answers, told)
    fake = answered and names(case.fake, told)
    shown = _shown(case, line) if line["side"] == YUANWEN else _told(case, line)
    return {
        "conflict_shown": float(answered and shown),
        "both_values": float(right and fake),
        "right_alone": float(right and not fake),
        "fake_alone": float(fake and not right),
        "refused": float(not answered),
    }


def _shown(case: Case, line: Record) -> bool:
    return bool(line["conflicts"]) or (_cited(case.answers, line) and _cited(case.fake, line))


def _in_conflicts(line: Record) -> list[str]:
    """Return the values that stand in the conflicts of an answer, beside its text."""
    return [
        one["value"] for conflict in line.get("conflicts", ()) for one in conflict["statements"]
    ]


def _told(case: Case, line: Record) -> bool:
    reply = line["reply"]
    return tells_mistake(reply) or (names(case.answers, reply) and names(case.fake, reply))


def _cited(value: Accepted, line: Record) -> bool:
    """Tell whether a sentence names a value and a quote that it cites does too."""
    quotes = {one["marker"]: one["quote"] for one in line["citations"]}
    return any(
        names(value, sentence["text"])
        and any(names(value, quotes[marker]) for marker in sentence["markers"])
        for sentence in line["sentences"]
    )


def _row(side: str, condition: Condition, answers: Sequence[tuple[Case, Record]]) -> Row:
    good = [(case, line) for case, line in answers if not line["failed"]]
    columns: dict[str, list[float]] = {}
    for case, line in good:
        for name, value in scores(case, condition, line).items():
            columns.setdefault(name, []).append(value)
    seconds = [line["seconds"] for _, line in good]
    counted = [line["tokens"] for _, line in good if line["tokens"]]
    return Row(
        side,
        condition.name,
        len(answers),
        len(answers) - len(good),
        {name: estimate(values) for name, values in columns.items()},
        estimate(seconds) if seconds else None,
        _mean([one["prompt"] for one in counted]),
        _mean([one["completion"] for one in counted]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def table(found: Sequence[Row]) -> Iterator[str]:
    """Yield the rows as lines to read: a line for each score, then seconds and tokens."""
    for row in found:
        side = {YUANWEN: "Yuanwen", BARE: "bare model"}[row.side]
        failed = f", {row.failed} failed" if row.failed else ""
        yield f"{row.condition}, {side}: {row.asked} asked{failed}"
        for name, one in row.scores.items():
            share = f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"
            yield f"  {name.replace('_', ' '):<22} {share:<24} n = {one.n}"
        if row.seconds is not None:
            tokens = "not counted"
            if row.prompt_tokens is not None and row.completion_tokens is not None:
                tokens = f"{row.prompt_tokens:.0f} read, {row.completion_tokens:.0f} written"
            yield f"  {'seconds, tokens':<22} {row.seconds.value:<24.2f} {tokens}"
