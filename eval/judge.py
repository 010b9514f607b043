"""A language model as the judge of free-text answers, and how far it agrees with the strings.

`judge.jsonl` in the run's folder is only ever added to: a line for each grade as soon as it is
given. A line counts for its own judge, rubric, question and answer; all others are passed over, so
that an interruption, another judge or a changed answer costs no grade that was given before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.errors import RunError
from eval.intervals import estimate
from eval.judge_prompts import RUBRIC, Grade, judge_messages, parse_reply
from eval.summary import Scored
from rag.answering.models import ChatModel
from rag.answering.prompts import Message
from rag.answering.replies import whole_reply
from rag.errors import ModelError
from rag.types import Outcome

__all__ = ["Grade", "Judgement", "cohen_kappa", "judge_run"]

FILE = "judge.jsonl"
FAILURES_IN_A_ROW = 3  # then the server is taken to be gone
REFUSED = "refused"  # the reason that stands beside a refusal's grade

Progress = Callable[[int, int], None]
Key = tuple[str, str, str]  # question id, judge's spec, digest of what it is asked


@dataclass(frozen=True)
class Judgement:
    """What the judge says of one answer."""

    id: str
    grade: Grade | None  # None: its reply could not be read
    reason: str
    reply: str  # as the model wrote it; empty for a refusal, which no model is asked about


def judge_run(
    folder: Path,
    items: Sequence[Scored],
    model: ChatModel,
    spec: str,
    progress: Progress = lambda _done, _of: None,
) -> dict[str, Any]:
    """Let a model grade the answers of a run; goes on where an earlier call stopped.

    Answerable questions that say what they expect are judged. A refusal of one is wrong without
    the model being asked.

    Args:
        folder: the run's folder, where `judge.jsonl` is written.
        items: the run's questions, records and scores.
        model: the judge.
        spec: the judge's name, kept with each grade.
        progress: told of answers judged, and of how many.

    Returns:
        `spec`; `rubric`, its version; `graded`, how many have a grade; `failed`, on how many the
        model failed (asked again next time); `unreadable`, how many replies held no grade;
        `accuracy`, the share of right answers, and `partly`, of right or partly right ones, among
        the graded; `agreement`, the share of the answers that the model graded on which it and
        `answer_accuracy` agree, and `kappa` of the same (refusals, which both call wrong by rule,
        are left out of these two). Shares are {`value`, `low`, `high`, `n`}, None where there is
        nothing to share; `kappa` is None where it is not defined.

    Raises:
        ModelError: the model failed three times in a row; what it graded before is kept.
        RunError: `judge.jsonl` is there but does not hold grades.
    """
    wanted = [item for item in items if _is_judged(item)]
    path = folder / FILE
    known = _read(path)
    keys = {item.question.id: _key(item, spec) for item in wanted}
    left = [item for item in wanted if keys[item.question.id] not in known]
    failed = in_a_row = 0
    progress(len(wanted) - len(left), len(wanted))
    with path.open("a", encoding="utf-8") as file:
        for done, item in enumerate(left, start=len(wanted) - len(left) + 1):
            key = keys[item.question.id]
            line: dict[str, Any] = {"spec": spec, "rubric": RUBRIC, "digest": key[2]}
            found = _judge(item, model)
            if isinstance(found, ModelError):
                line |= {"id": item.question.id, "failed": str(found)}
                failed, in_a_row = failed + 1, in_a_row + 1
            else:
                known[key] = found
                line |= asdict(found)
                if not _is_refusal(item):  # which says nothing of the server
                    in_a_row = 0
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            if isinstance(found, ModelError) and in_a_row == FAILURES_IN_A_ROW:
                raise found
            progress(done, len(wanted))
    pairs = [(item, known[key]) for item in wanted if (key := keys[item.question.id]) in known]
    return {"spec": spec, "rubric": RUBRIC, "failed": failed, **_figures(pairs)}


def cohen_kappa(first: Sequence[bool], second: Sequence[bool]) -> float | None:
    """Return the agreement of two judges beyond chance, from -1 to 1 (1: they always agree).

    Cohen, "A Coefficient of Agreement for Nominal Scales" (Educational and Psychological
    Measurement 20, 1960): (p_o - p_e) / (1 - p_e), where p_o is the share on which they agree and
    p_e the share expected of two judges who say yes as often as these and know nothing of each
    other. None where it is not defined: for no case, or where both give all cases the same grade.
    """
    if not first:
        return None
    count = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / count
    yes, also = sum(first), sum(second)
    by_chance = yes * also + (count - yes) * (count - also)  # times count²: exact, so 1 is seen
    if by_chance == count**2:
        return None
    expected = by_chance / count**2
    return (observed - expected) / (1 - expected)


def _is_judged(item: Scored) -> bool:
    question = item.question
    return "answer" in item.record and question.answerable and question.has_expectation


def _is_refusal(item: Scored) -> bool:
    return bool(item.record["outcome"] != Outcome.ANSWERED)


def _messages(item: Scored) -> list[Message]:
    return judge_messages(item.question, item.record["answer"])


def _key(item: Scored, spec: str) -> Key:
    asked = [RUBRIC, item.record["outcome"], _messages(item)]
    digest = sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()
    return item.question.id, spec, digest


def _judge(item: Scored, model: ChatModel) -> Judgement | ModelError:
    if _is_refusal(item):
        return Judgement(item.question.id, Grade.WRONG, REFUSED, "")
    try:
        reply = whole_reply(model.stream(_messages(item))).text
    except ModelError as error:
        return error
    return Judgement(item.question.id, *parse_reply(reply), reply)


def _figures(pairs: Sequence[tuple[Scored, Judgement]]) -> dict[str, Any]:
    graded = [(item, judgement.grade) for item, judgement in pairs if judgement.grade]
    answers = [
        (grade is Grade.RIGHT, bool(item.scores["answer_accuracy"]))
        for item, grade in graded
        if not _is_refusal(item)
    ]
    return {
        "graded": len(graded),
        "unreadable": len(pairs) - len(graded),
        "accuracy": _share([grade is Grade.RIGHT for _, grade in graded]),
        "partly": _share([grade is not Grade.WRONG for _, grade in graded]),
        "agreement": _share([judge == strings for judge, strings in answers]),
        "kappa": cohen_kappa([judge for judge, _ in answers], [strings for _, strings in answers]),
    }


def _share(values: Sequence[bool]) -> dict[str, float] | None:
    return asdict(estimate([float(value) for value in values])) if values else None


def _read(path: Path) -> dict[Key, Judgement]:
    """Read the grades that are there; a half last line is cut off, so that lines can be added."""
    if not path.exists():
        return {}
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):  # the process was killed while it wrote
        with path.open("r+b") as file:
            file.truncate(len(whole))
    found: dict[Key, Judgement] = {}
    for text in whole.splitlines():  # bytes: at line feeds only, a reply may hold U+2028
        try:
            line = json.loads(text)
            if "failed" in line:  # asked again
                continue
            grade = Grade(line["grade"]) if line["grade"] else None
            judgement = Judgement(line["id"], grade, line["reason"], line["reply"])
            found[line["id"], line["spec"], line["digest"]] = judgement
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{str(path)!r} is not a file of grades: {text[:80]!r}.",
                "Move it away; the answers are then graded anew.",
            ) from error
    return found
