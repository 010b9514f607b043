"""The question sets that can be run in the window: those of the library and of its articles."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.questions import load_questions
from rag.engine import Engine
from rag.errors import LibraryError, UsageError, YuanwenError
from ui.feedback import feedback_file
from ui.uploads import store

ARTICLES_LOOKED_AT = 200  # the last ones of the library; a large one is not read for this
MOST_MEGABYTES = 20
SUFFIX = ".jsonl"

Origin = Literal["library", "uploaded", "articles", "feedback"]


@dataclass(frozen=True)
class QuestionSet:
    """A question file and where it comes from; it has not been checked yet."""

    path: Path
    origin: Origin

    @property
    def key(self) -> str:
        """What the window calls it by; no path that a browser sends is ever opened."""
        return str(self.path)


def question_sets(engine: Engine) -> list[QuestionSet]:
    """Return the sets beside the articles, then the library's own, uploaded ones and feedback.

    Raises:
        LibraryError: the library is damaged.
    """
    folder = engine.folder.path / "questions"
    feedback = feedback_file(engine)
    found = [QuestionSet(path, "articles") for path in _beside_articles(engine)]
    found += [QuestionSet(path, "library") for path in _files(folder) if path != feedback]
    found += [QuestionSet(path, "uploaded") for path in _files(folder / "uploaded")]
    found += [QuestionSet(path, "feedback") for path in (feedback,) if path.is_file()]
    return found


def question_set(engine: Engine, key: str) -> QuestionSet:
    """Return one of the sets by its key.

    Raises:
        UsageError: there is no such set, or not any more.
    """
    for one in question_sets(engine):
        if one.key == key:
            return one
    raise UsageError(
        f"the question set {Path(key).name!r} is gone.", "Start a new run with another set."
    )


def keep_set(engine: Engine, uploaded: Path) -> QuestionSet:
    """Check an uploaded set and keep it in the library's `questions/uploaded/`.

    Raises:
        QuestionFileError: lines are not questions; nothing is kept.
        UsageError: it is too large, or holds no question.
        LibraryError: it cannot be kept.
    """
    if uploaded.stat().st_size > MOST_MEGABYTES << 20:
        raise UsageError(
            f"{uploaded.name!r} is too large for a question set, over {MOST_MEGABYTES} MB.",
            "Give it in parts.",
        )
    load_questions(uploaded)
    folder = engine.folder.path / "questions" / "uploaded"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if uploaded.suffix.lower() == SUFFIX:
            return QuestionSet(store(uploaded, folder), "uploaded")
        with tempfile.TemporaryDirectory() as scratch:  # under a name by which it is found again
            named = Path(scratch) / f"{uploaded.stem}{SUFFIX}"
            named.write_bytes(uploaded.read_bytes())
            return QuestionSet(store(named, folder), "uploaded")
    except OSError as error:
        raise LibraryError(
            f"cannot write to {str(folder)!r}: {error.strerror}.",
            "Make room, or check the rights of the folder.",
        ) from error


def without_folders(error: YuanwenError, path: Path) -> YuanwenError:
    """Return an error about a file of questions that names the file and not its folders."""
    message = error.message.replace(str(path), path.name)
    return YuanwenError(message, error.advice)


def _files(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.glob(f"*{SUFFIX}")) if one.is_file()]


def _beside_articles(engine: Engine) -> list[Path]:
    """Return `questions.jsonl` beside the folders that the articles lie in."""
    if not engine.folder.exists():
        return []
    generation = engine.folder.open()
    count = generation.article_count
    rows = range(max(0, count - ARTICLES_LOOKED_AT), count)
    folders = dict.fromkeys(Path(str(generation.record(row)["source"])).parent for row in rows)
    paths = dict.fromkeys(folder.parent / "questions.jsonl" for folder in folders)
    return [path for path in paths if path.is_file()]
