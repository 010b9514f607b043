"""The folder of a run: begun, resumed, read again.

`settings.json` says what was asked; `questions.jsonl` is a copy of the question file, so that a
run can be scored and compared wherever it lies; `answers.jsonl` gets a line for each question as
soon as it is answered; `run.json`, settings and scores, is written when the run ends.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import RunError
from eval.questions import Question, load_questions
from eval.scores import Record
from rag.retrieval import Mode


@dataclass(frozen=True)
class RunSettings:
    """What a run was asked to do; a resumed run must have been asked the same."""

    questions: str
    questions_digest: str
    encoder: str
    generation: str
    model: str | None  # None: retrieval only
    mode: Mode
    k: int
    limit: int | None
    reranker: str = "none"
    fusion: str = "shipped"  # or the digest of the library's own


@dataclass(frozen=True)
class FinishedRun:
    """A run read from its folder: `run.json`, its questions, and its lines by question id."""

    folder: Path
    record: dict[str, Any]
    questions: list[Question]
    lines: dict[str, Record]


class RunFolder:
    """Where one run is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path / "answers.jsonl"

    def begin(self, settings: RunSettings, questions: Path, *, resume: bool) -> dict[str, Record]:
        """Make the folder, or go on in it; return the lines that it has.

        Raises:
            RunError: it holds another run, or a run where none is to be resumed.
        """
        asked = self.path / "settings.json"
        text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
        if resume and asked.exists():
            if asked.read_text(encoding="utf-8") != text:
                raise RunError(
                    f"the run in {str(self.path)!r} was asked something else.",
                    "Resume with the same questions, library and options, or choose another --out.",
                )
            return recovered(self.lines)
        if self.lines.exists():
            raise RunError(
                f"there is a run in {str(self.path)!r} already.",
                "Go on with it (--resume) or choose another --out.",
            )
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / "questions.jsonl").write_bytes(questions.read_bytes())
        asked.write_text(text, encoding="utf-8")
        return {}

    def finish(self, record: dict[str, Any]) -> None:
        """Write `run.json`."""
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (self.path / "run.json").write_text(text, encoding="utf-8")


def recovered(path: Path) -> dict[str, Record]:
    """Return a file's lines by id, the last of each, and take a killed run's half line off it."""
    done = _lines(path) if path.exists() else {}
    kept = "".join(_line(record) for record in done.values())
    path.write_text(kept, encoding="utf-8")
    return done


def append_line(file: Any, record: Record) -> None:  # noqa: ANN401 (any text file)
    """Write a line and hand it to the system, so that a killed run has it."""
    file.write(_line(record))
    file.flush()


def open_run(path: Path) -> FinishedRun:
    """Read a finished run.

    Raises:
        RunError: there is no finished run in the folder.
    """
    try:
        record = json.loads((path / "run.json").read_text(encoding="utf-8"))
        lines = _lines(path / "answers.jsonl")
    except (OSError, ValueError) as error:
        raise RunError(
            f"there is no finished run in {str(path)!r}.",
            "Give the folder that `yuanwen eval` wrote; finish it with --resume.",
        ) from error
    questions = load_questions(path / "questions.jsonl")
    return FinishedRun(path, record, [one for one in questions if one.id in lines], lines)


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _lines(path: Path) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            record = json.loads(line)
        except ValueError:  # cut off by the end of its process; the question is asked again
            continue
        found[record["id"]] = record
    return found
