"""Question sets: one JSON object a line, checked before anything is run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from eval.errors import QuestionFileError
from rag.days import last_day
from rag.errors import UsageError, YuanwenError

Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


_LINE_END = re.compile(r"\r\n|\r|\n")  # no others: a question may hold U+2028


class Identified(Protocol):
    """What a line of a file of questions is read to."""

    @property
    def id(self) -> str:
        """Its name, which stands once in the file."""


Line = TypeVar("Line", bound=Identified)


class Question(BaseModel):
    """A question and what a right answer must have; unknown fields are kept."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    id: Filled
    question: Filled
    answers: list[Filled] | None = None  # any of these; empty: the articles do not hold the answer
    all_of: list[Filled] = Field(default_factory=list)
    none_of: list[Filled] = Field(default_factory=list)
    articles: list[Filled] = Field(default_factory=list)  # ids, or file names
    evidence: list[Filled] = Field(default_factory=list)  # a citation must overlap one of these
    title_contains: str | None = None  # stands in the title of a right article
    iso: str | None = None  # the date that must be named, as exactly as it is given
    newest_first: list[Filled] = Field(default_factory=list)  # in this order in the answer
    as_of: str | None = None
    held_out: list[Filled] = Field(default_factory=list)  # ids of articles not to be searched
    lang: str | None = None
    kind: str | None = None
    verdict: Literal["right", "wrong"] | None = None  # of a reader, on the answer that was given

    @property
    def answerable(self) -> bool:
        """Whether the articles hold the answer."""
        return self.answers is None or bool(self.answers)

    @property
    def has_expectation(self) -> bool:
        """Whether an answer to it can be called right or wrong."""
        return bool(self.answers or self.all_of or self.iso or self.newest_first)

    @property
    def measurable(self) -> bool:
        """Whether asking it again tells anything.

        Of an answer that a reader called wrong without knowing the right one it is not known
        whether the articles hold one.
        """
        return self.verdict != "wrong" or self.answers is not None or self.has_expectation


def load_questions(path: Path) -> list[Question]:
    """Read a question set; what is not `measurable` is checked and left out.

    Raises:
        QuestionFileError: lines are not questions; every one of them is named.
        UsageError: the file cannot be read, or holds no question that can be measured.
    """
    found = [one for one in load_lines(path, _question) if one.measurable]
    if not found:
        raise UsageError(
            f"{path} holds only answers called wrong, without the right ones.",
            "Add the right answers, or choose another set.",
        )
    return found


def load_lines(path: Path, read: Callable[[str], Line]) -> list[Line]:
    """Read what has an id, one a line, in UTF-8.

    Args:
        path: of a .jsonl file.
        read: reads a line; raises `YuanwenError` for one that cannot be used.

    Raises:
        QuestionFileError: lines cannot be used or an id stands twice; every one is named.
        UsageError: the file cannot be read or is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(
            f"cannot read the questions in {path}: {reason}.", "Give a .jsonl file of questions."
        ) from error
    found: dict[str, Line] = {}
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if not line.strip():
            continue
        try:
            one = read(line)
        except YuanwenError as error:
            problems.append((number, error.message))
            continue
        if one.id in found:
            problems.append((number, f"the id {one.id!r} stands twice"))
        found[one.id] = one
    if problems:
        raise QuestionFileError(path, problems)
    if not found:
        raise UsageError(f"{path} holds no question.", "Give a .jsonl file of questions.")
    return list(found.values())


def line_error(error: ValidationError) -> YuanwenError:
    """Return an error that tells the first thing that is wrong with a line, and where in it."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    match first["type"]:
        case "missing":
            return YuanwenError(f"has no {place}")
        case "string_type":
            return YuanwenError(f"has a {place} that is no string")
        case "list_type":
            return YuanwenError(f"has a {place} that is no list")
        case "string_too_short":
            return YuanwenError(f"has an empty {place}")
        case _:
            return YuanwenError(f"has a {place} that cannot be used ({first['msg']})")


def _question(line: str) -> Question:
    try:
        record: Any = json.loads(line)
    except ValueError as error:
        raise YuanwenError(f"not JSON ({error})") from error
    if not isinstance(record, dict):
        raise YuanwenError("not a JSON object")
    try:
        question = Question.model_validate(record)
    except ValidationError as error:
        raise line_error(error) from error
    for name in ("iso", "as_of"):
        date = getattr(question, name)
        if date is not None:
            last_day(date)  # raises for what is no date
    return question
