"""Runs a question set over a library into a folder that can be resumed and compared.

A run's folder holds `settings.json`, what was asked; `answers.jsonl`, a line for each question as
soon as it is answered; and `run.json`, settings and scores, written when the run ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.errors import RunError
from eval.questions import Question, load_questions
from eval.scores import Record
from eval.summary import Scored, run_scores, scored
from rag.engine import Engine
from rag.record import answer_record, search_record
from rag.retrieval import Mode
from rag.types import Search

BATCH = 64  # questions encoded at once, and answered before the next progress
VERSIONS = ("yuanwen", "faiss-cpu", "numpy", "ir-measures")

Progress = Callable[[int, int], None]


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


@dataclass(frozen=True)
class Run:
    """A finished run."""

    folder: Path
    record: dict[str, Any]  # what run.json holds
    items: list[Scored]


@dataclass(frozen=True)
class RunOptions:
    """How to ask.

    `model`: a model's spec, the setting where None; `answers`: with False only passages are
    searched, which is much faster; `k`: hits for each question; `limit`: only so many of the
    first questions; `parallel`: questions answered at the same time.
    """

    model: str | None = None
    answers: bool = True
    mode: Mode = "hybrid"
    k: int = 20
    limit: int | None = None
    parallel: int = 1


def run_questions(
    engine: Engine,
    path: Path,
    folder: Path,
    options: RunOptions,
    *,
    resume: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Run:
    """Ask every question of a set and score the answers.

    Args:
        engine: the library at work.
        path: the question file; it is checked whole before anything is run.
        folder: where the run is written.
        options: how to ask.
        resume: go on with a run that was interrupted; lines that are there are kept.
        progress: told of questions done, and of how many.

    Raises:
        QuestionFileError: lines of the file are not questions.
        RunError: the folder holds another run.
    """
    questions = load_questions(path)[: options.limit]
    generation = engine.generation
    settings = RunSettings(
        str(path), sha256(path.read_bytes()).hexdigest(), generation.encoder,
        generation.folder.name,
        (options.model or engine.settings.model) if options.answers else None,
        options.mode, options.k, options.limit,
    )  # fmt: skip
    done = _begin(folder, settings, resume)
    left = [question for question in questions if question.id not in done]
    progress(len(done), len(questions))
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        for record in _records(engine, left, settings, options.parallel):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            done[record["id"]] = record
            progress(len(done), len(questions))
    items = scored(questions, done)
    record = {
        "settings": asdict(settings),
        "versions": {name: version(name) for name in VERSIONS},
        "counts": {
            "questions": len(questions),
            "answerable": sum(question.answerable for question in questions),
            "articles": generation.article_count,
            "passages": generation.passage_count,
        },
        **run_scores(items),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / "run.json").write_text(text, encoding="utf-8")
    return Run(folder, record, items)


def open_run(folder: Path) -> tuple[dict[str, Any], dict[str, Record]]:
    """Read a finished run: its `run.json` and its lines by question id.

    Raises:
        RunError: there is no finished run in the folder.
    """
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return record, _lines(folder / "answers.jsonl")
    except (OSError, ValueError) as error:
        raise RunError(
            f"there is no finished run in {str(folder)!r}.",
            "Give the folder that `yuanwen eval` wrote; finish it with --resume.",
        ) from error


def _begin(folder: Path, settings: RunSettings, resume: bool) -> dict[str, Record]:
    """Make or reopen a run's folder; return the lines that it has."""
    asked, lines = folder / "settings.json", folder / "answers.jsonl"
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
    if resume and asked.exists():
        if asked.read_text(encoding="utf-8") != text:
            raise RunError(
                f"the run in {str(folder)!r} was asked something else.",
                "Resume with the same questions, library and options, or choose another --out.",
            )
        done = _lines(lines) if lines.exists() else {}
        kept = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in done.values())
        lines.write_text(kept, encoding="utf-8")  # without the half line of a killed run
        return done
    if lines.exists():
        raise RunError(
            f"there is a run in {str(folder)!r} already.",
            "Go on with it (--resume) or choose another --out.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    asked.write_text(text, encoding="utf-8")
    return {}


def _lines(path: Path) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except ValueError:  # cut off by the end of its process; the question is asked again
            continue
        found[record["id"]] = record
    return found


def _records(
    engine: Engine, questions: Sequence[Question], settings: RunSettings, parallel: int
) -> Iterator[Record]:
    if settings.model is None:
        yield from _searched(engine, questions, settings)
        return

    def ask(question: Question) -> Record:
        answer = engine.ask(
            question.question, model=settings.model, as_of=question.as_of,
            mode=settings.mode, k=settings.k, record=False,
        )  # fmt: skip
        return {"id": question.id, **answer_record(answer)}

    with ThreadPoolExecutor(parallel) as pool:
        for at in range(0, len(questions), BATCH):
            yield from pool.map(ask, questions[at : at + BATCH])


def _searched(
    engine: Engine, questions: Sequence[Question], settings: RunSettings
) -> Iterator[Record]:
    """Search for questions whose vectors are made a batch at a time."""
    retriever = engine.retriever()
    for at in range(0, len(questions), BATCH):
        batch = questions[at : at + BATCH]
        found: list[Search] = retriever.search_many(
            [question.question for question in batch],
            settings.k,
            mode=settings.mode,
            as_of=[question.as_of for question in batch],
        )
        for question, search in zip(batch, found, strict=True):
            yield {"id": question.id, **search_record(search)}
