"""Fits the fusion on a user's own questions, and judges by cross-validation whether that helps.

The weights are drawn towards the shipped ones (`eval.fitting`), so that few questions change
little. What is compared is the mean log-loss of questions that a fit has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from eval.errors import TooFewQuestions
from eval.fitting import Case, confidence_of, fitted_fusion
from eval.foresight import Figures, Seen, figures, seen
from eval.labelled import Labelled, labelled_cases
from eval.questions import load_questions
from rag.engine import Engine
from rag.fusion import Fusion, default_fusion
from rag.own_fusion import write_own_fusion
from rag.report import Progress, no_progress

LEAST = 20  # questions whose articles are known
FOLDS = 5
SEED = 7


@dataclass(frozen=True)
class Calibration:
    """What came of calibrating.

    `questions` were fitted on, `unanswerable` of them beside those with an answer; `before` are
    the figures of the shipped weights, `after` those of fitted ones on questions that they were
    not fitted on. `path` is the file of the weights, None where they are not kept.
    """

    kept: bool
    questions: int
    unanswerable: int
    before: Figures
    after: Figures
    path: Path | None

    def record(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "kept": self.kept,
            "questions": self.questions,
            "unanswerable": self.unanswerable,
            "before": self.before.record(),
            "after": self.after.record(),
            "path": None if self.path is None else str(self.path),
        }


def calibrate(engine: Engine, path: Path, progress: Progress = no_progress) -> Calibration:
    """Fit the fusion on questions and write it into the library, if it does better than before.

    Args:
        engine: the library at work; it is held against other writers meanwhile.
        path: the question file; those with `articles` are used, and those without an answer.
        progress: told of the stage "calibrate", of steps done, and of how many.

    Raises:
        QuestionFileError: lines of the file are not questions.
        TooFewQuestions: fewer than 20 have articles that the library has.
        LibraryBusy: another process is writing to the library.
        LibraryError: there is no library, or it cannot be written.
    """
    questions = load_questions(path)
    generation = engine.folder.open()
    with engine.folder.writing():
        progress("calibrate", 0, FOLDS + 2)
        cases = labelled_cases(
            generation, engine.encoder(generation.encoder), questions, engine.settings.candidates
        )
        if len(cases.own) < LEAST:
            raise TooFewQuestions(
                f"{path} has {len(cases.own)} questions whose articles are in the library; "
                f"{LEAST} are the least to calibrate on.",
                "Name the right articles of more questions (`articles`); "
                "`yuanwen questions draft` proposes some.",
            )
        today = datetime.now(UTC).date().isoformat()
        progress("calibrate", 1, FOLDS + 2)
        shipped = default_fusion()
        before = seen(shipped, cases, today)
        after: list[Seen] = []
        for fold, (rest, apart) in enumerate(_folds(cases)):
            after += seen(_fitted(rest, today), apart, today)
            progress("calibrate", fold + 2, FOLDS + 2)
        old, new = figures(before), figures(after)
        kept = new.log_loss < old.log_loss
        if kept:
            about = {
                "fitted_on": path.name,
                "written": datetime.now(UTC).isoformat(timespec="seconds"),
                "questions": len(cases.own),
                "unanswerable": len(cases.foreign),
                "before": old.record(),
                "after": new.record(),
            }
            fusion = _fitted(cases, today)
            write_own_fusion(engine.folder.fusion, fusion, generation.fingerprint, about)
        progress("calibrate", FOLDS + 2, FOLDS + 2)
    return Calibration(
        kept, len(cases.own), len(cases.foreign), old, new, engine.folder.fusion if kept else None
    )


def reset(engine: Engine) -> bool:
    """Remove a library's own weights; tell whether it had any.

    Raises:
        LibraryError: there is no library, or it cannot be written.
    """
    engine.folder.open()
    with engine.folder.writing():
        had = engine.folder.fusion.exists()
        engine.folder.fusion.unlink(missing_ok=True)
    return had


def _fitted(cases: Labelled, today: str) -> Fusion:
    prior = default_fusion()
    fusion = fitted_fusion(cases.own, prior)
    return confidence_of(fusion, cases.own, cases.foreign, today, prior)


def _folds(cases: Labelled) -> list[tuple[Labelled, Labelled]]:
    """Part the questions; return for each part all others and itself."""
    own, foreign = _parts(cases.own), _parts(cases.foreign)
    return [
        (Labelled(_but(own, fold), _but(foreign, fold)), Labelled(own[fold], foreign[fold]))
        for fold in range(FOLDS)
    ]


def _parts(cases: Sequence[Case]) -> list[list[Case]]:
    order = np.random.default_rng(SEED).permutation(len(cases))
    return [[cases[at] for at in order[fold::FOLDS]] for fold in range(FOLDS)]


def _but(parts: Sequence[Sequence[Case]], fold: int) -> list[Case]:
    return [case for number, part in enumerate(parts) if number != fold for case in part]
