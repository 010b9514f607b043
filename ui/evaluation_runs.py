"""The runs that a library keeps in `runs/`: listed, named, opened and deleted."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.report.page import FILE as REPORT
from eval.run import RunOptions
from rag.engine import Engine
from rag.errors import LibraryError, UsageError
from rag.files import from_json

ASKED = "settings.json"
MOST_LISTED = 50
HEADLINES = ("answer_accuracy", "recall@1", "refused_when_unanswerable")  # the first that there is


@dataclass(frozen=True)
class KeptRun:
    """A run in the library folder.

    `settings` is what it was asked (`eval.folder.RunSettings` as JSON); `record` what `run.json`
    holds, None where the run did not end; `answered` how many questions have been asked.
    """

    folder: Path
    settings: dict[str, Any]
    record: dict[str, Any] | None
    answered: int
    begun: datetime

    @property
    def name(self) -> str:
        """The name of its folder, which the window calls it by."""
        return self.folder.name

    @property
    def questions(self) -> Path:
        """The question file that it was run with."""
        return Path(str(self.settings["questions"]))

    @property
    def headline(self) -> tuple[str, float] | None:
        """The score that says most, by name; None where the run did not end."""
        scores = self.record["scores"] if self.record else {}
        return next(((one, scores[one]["value"]) for one in HEADLINES if one in scores), None)

    @property
    def options(self) -> RunOptions:
        """How it was asked, so that it can be gone on with."""
        model = self.settings["model"]
        return RunOptions(
            model, model is not None, self.settings["mode"], self.settings["k"],
            self.settings["limit"],
        )  # fmt: skip

    def report(self) -> str:
        """Return its report, a whole page.

        Raises:
            LibraryError: it has none, or that cannot be read.
        """
        name = f"{self.name}/{REPORT}"
        try:
            return (self.folder / REPORT).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryError(f"{name} is missing") from error


def runs_folder(engine: Engine) -> Path:
    """Return where a library's runs are; the folder need not be there."""
    return engine.folder.path / "runs"


def kept_runs(engine: Engine) -> list[KeptRun]:
    """Return the runs of a library, the newest first, at most 50."""
    folder = runs_folder(engine)
    if not folder.is_dir():
        return []
    begun = [
        (asked.stat().st_mtime, one)
        for one in folder.iterdir()
        if not one.is_symlink() and (asked := one / ASKED).is_file()
    ]
    newest = sorted(begun, reverse=True)[:MOST_LISTED]
    return [run for _, one in newest if (run := _read(one)) is not None]


def kept_run(engine: Engine, name: str) -> KeptRun:
    """Return one of the listed runs by its name.

    Raises:
        UsageError: there is none of that name.
    """
    for run in kept_runs(engine):
        if run.name == name:
            return run
    raise UsageError(
        f"there is no run {name!r} here.", "Choose one of the list; it may have been deleted."
    )


def new_folder(engine: Engine, now: datetime, part: int) -> Path:
    """Return a folder for a run begun now; `part` counts from 1 among those begun together."""
    return runs_folder(engine) / f"{now:%Y%m%d-%H%M%S-%f}-{part}"


def delete_run(run: KeptRun) -> None:
    """Delete a run for good.

    Raises:
        LibraryError: some of it could not be deleted.
    """
    try:
        shutil.rmtree(run.folder)
    except OSError as error:
        raise LibraryError(
            f"the run cannot be written: {error.strerror or error}.",
            "Make room, or check the rights of the folder.",
        ) from error


def _read(folder: Path) -> KeptRun | None:
    """Return the run of a folder; None for what is no run."""
    asked = folder / ASKED
    settings = _object(asked)
    if settings is None or not {"questions", "model", "mode", "k", "limit"} <= settings.keys():
        return None
    lines = folder / "answers.jsonl"
    answered = lines.read_bytes().count(b"\n") if lines.exists() else 0
    record = _object(folder / "run.json")
    if record is not None and not {"scores", "counts"} <= record.keys():
        record = None
    begun = datetime.fromtimestamp(asked.stat().st_mtime).astimezone()
    return KeptRun(folder, settings, record, answered, begun)


def _object(path: Path) -> dict[str, Any] | None:
    try:
        found = from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not written yet, or cut off
        return None
    return found if isinstance(found, dict) else None
