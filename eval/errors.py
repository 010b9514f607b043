"""Errors of question sets and runs; all are `YuanwenError`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.errors import UsageError, YuanwenError

SHOWN = 20  # bad lines named in the message


class QuestionFileError(YuanwenError):
    """A question file has lines that are not questions; nothing was run."""

    def __init__(self, path: Path, problems: Sequence[tuple[int, str]]) -> None:
        listed = "; ".join(
            f"line {number}: {reason.rstrip('.')}" for number, reason in problems[:SHOWN]
        )
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        super().__init__(
            f"{path} has {len(problems)} bad lines, nothing was run: {listed}{more}.",
            "Correct them; docs/evaluation.md shows the form of a question.",
        )
        self.problems = list(problems)


class TooFewQuestions(UsageError):
    """A question set has too few questions whose articles are known."""


class RunError(YuanwenError):
    """A run's folder is missing, damaged or belongs to another question set."""
