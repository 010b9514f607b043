"""Questions with passages that hold the answer, passages that do not, and passages that are wrong.

A line of the file has the benchmark's fields: `id`, `query`, `answer`, `positive`, `negative`, and
in sets for wrong evidence `positive_wrong` and `fakeanswer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.questions import Question, line_error, load_lines
from eval.scores import is_right
from rag.errors import YuanwenError

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
            raise YuanwenError("a question and its answer are needed")


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
    return load_lines(path, _case)


def _case(line: str) -> Case:
    try:
        return _case_of(_Line.model_validate_json(line))
    except ValidationError as error:
        raise line_error(error) from error


def _case_of(found: _Line) -> Case:
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
