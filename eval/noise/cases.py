"""Questions with passages that hold the answer, passages that do not, and passages that are wrong.

A line of the file has the benchmark's fields: `id`, `query`, `answer`, `positive`, `negative`, and
in sets for wrong evidence `positive_wrong` and `fakeanswer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import QuestionFileError
from eval.questions import Question
from eval.scores import is_right
from rag.errors import UsageError

Nested = str | list[str | list[str]]
Accepted = tuple[tuple[str, ...], ...]  # one of each group must be named


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    id: int | str
    query: str
    answer: Nested
    positive: list[str | list[str]]
    negative: list[str] = []
    positive_wrong: list[str] = []
    fakeanswer: Nested | None = None


@dataclass(frozen=True)
class Case:
    """A question and the passages that may be given with it.

    Attributes:
        id: of the question in its file.
        question: its text.
        answers: groups of writings; a right answer names one of each group.
        positive: passages that hold the answer, a group for each part of the question.
        negative: passages on the subject that do not hold it.
        wrong: passages in which a false value stands in its place.
        fake: the false value, in the form of `answers`; empty where there is none.
    """

    id: str
    question: str
    answers: Accepted
    positive: tuple[tuple[str, ...], ...]
    negative: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    fake: Accepted = ()

    def __post_init__(self) -> None:
        if not self.question.strip() or not self.answers or not all(self.answers):
            raise ValueError("a question and its answer are needed")


def names(accepted: Accepted, text: str) -> bool:
    """Tell whether a text names one writing of each group.

    As in `eval` answers, case, width, script, white space and digit-group commas do not matter.
    """
    return bool(accepted) and all(
        is_right(Question(id="-", question="-", answers=list(group)), text) for group in accepted
    )


def load_cases(path: Path) -> list[Case]:
    """Read a file of the benchmark's form.

    Raises:
        QuestionFileError: lines have another form; every one of them is named.
        UsageError: the file cannot be read or is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(
            f"cannot read the questions in {path}: {reason}.", "Give a .jsonl file of questions."
        ) from error
    cases: dict[str, Case] = {}
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _case(line)
        except ValidationError as error:
            first = error.errors()[0]
            problems.append((number, f"{'.'.join(map(str, first['loc']))}: {first['msg']}"))
            continue
        except ValueError as error:
            problems.append((number, str(error)))
            continue
        if case.id in cases:
            problems.append((number, f"the id {case.id!r} stands twice"))
        cases[case.id] = case
    if problems:
        raise QuestionFileError(path, problems)
    if not cases:
        raise UsageError(f"{path} holds no question.", "Give a .jsonl file of questions.")
    return list(cases.values())


def _case(line: str) -> Case:
    found = _Line.model_validate_json(line)
    whole = [one for one in found.positive if isinstance(one, str)]
    parts = [one for one in found.positive if not isinstance(one, str)]
    return Case(
        id=str(found.id),
        question=found.query,
        answers=_groups(found.answer),
        positive=tuple(filled for part in (whole, *parts) if (filled := _filled(part))),
        negative=_filled(found.negative),
        wrong=_filled(found.positive_wrong),
        fake=_groups(found.fakeanswer or []),
    )


def _groups(value: Nested) -> Accepted:
    listed = [value] if isinstance(value, str) else value
    return tuple(_filled([one] if isinstance(one, str) else one) for one in listed)


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in texts if one.strip()))
