"""Runs a question set over a library: every question asked, written down and scored."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from embeddings.reranker import NO_RERANKER
from eval.folder import RunFolder, RunSettings, append_line
from eval.judge import judge_run
from eval.questions import Question, load_questions
from eval.report.page import write_report
from eval.scores import Record
from eval.summary import Scored, run_scores, scored
from rag.answering.models import ChatModel, load_model
from rag.engine import Engine
from rag.errors import UsageError
from rag.record import answer_record, search_record
from rag.report import Progress, no_progress
from rag.retrieval import Mode

BATCH = 64  # questions encoded at once, and answered before the next progress
VERSIONS = ("yuanwen", "faiss-cpu", "numpy", "ir-measures")


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
    first questions; `parallel`: questions answered at the same time, for models that allow it;
    `judge`: the spec of a model that grades the answers.
    """

    model: str | None = None
    answers: bool = True
    mode: Mode = "hybrid"
    k: int = 20
    limit: int | None = None
    parallel: int = 1
    judge: str | None = None


def run_questions(
    engine: Engine,
    path: Path,
    folder: Path,
    options: RunOptions,
    *,
    resume: bool = False,
    progress: Progress = no_progress,
) -> Run:
    """Ask every question of a set and score the answers.

    Args:
        engine: the library at work.
        path: the question file; it is checked whole before anything is run.
        folder: where the run is written.
        options: how to ask.
        resume: go on with a run that was interrupted; lines that are there are kept.
        progress: told of a stage ("eval", "judge"), of questions done, and of how many.

    Raises:
        QuestionFileError: lines of the file are not questions.
        RunError: the folder holds another run.
        UsageError: a question holds out an article that the library does not have, or the judge
            is no language model.
    """
    questions = load_questions(path)[: options.limit]
    judge = _judge(engine, options.judge)  # an error of its spec comes before the work
    store = engine.retriever().store
    _refuse_unknown(questions, engine.catalogue() if any(q.held_out for q in questions) else ())
    settings = RunSettings(
        str(path), sha256(path.read_bytes()).hexdigest(), store.encoder,
        store.name,
        (options.model or engine.settings.model) if options.answers else None,
        options.mode, options.k, options.limit,
        engine.settings.reranker if options.mode == "hybrid" else NO_RERANKER,
        engine.fusion().name,
    )  # fmt: skip
    run = RunFolder(folder)
    done = run.begin(settings, path, resume=resume)
    left = [question for question in questions if question.id not in done]
    progress("eval", len(done), len(questions))
    with run.lines.open("a", encoding="utf-8") as file:
        for record in _records(engine, left, settings, options.parallel):
            append_line(file, record)
            done[record["id"]] = record
            progress("eval", len(done), len(questions))
    items = scored(questions, done)
    record = {
        "settings": asdict(settings),
        "versions": {name: version(name) for name in VERSIONS},
        "counts": {
            "questions": len(questions),
            "answerable": sum(question.answerable for question in questions),
            "articles": store.article_count,
            "passages": store.passage_count,
        },
        **run_scores(items),
    }
    if judge is not None and options.judge:
        record["judge"] = judge_run(
            folder, items, judge, options.judge, lambda done, of: progress("judge", done, of)
        )
    run.finish(record)
    write_report(folder, record, items)
    return Run(folder, record, items)


def _judge(engine: Engine, spec: str | None) -> ChatModel | None:
    if spec is None:
        return None
    model = load_model(
        spec,
        timeout_seconds=engine.settings.model_timeout_seconds,
        key=engine.settings.endpoint_key,
        threads=engine.settings.model_threads,
        context_tokens=engine.settings.model_context_tokens,
    )
    if model is None:
        raise UsageError(f"{spec!r} cannot judge.", "Name a language model.")
    return model


def _refuse_unknown(questions: Sequence[Question], known: Container[str]) -> None:
    for question in questions:
        for name in question.held_out:
            if name not in known:
                raise UsageError(
                    f"the question {question.id!r} holds out the article {name!r}, "
                    "which the library does not have.",
                    "Ask it over the library that it was drafted from.",
                )


def _records(
    engine: Engine, questions: Sequence[Question], settings: RunSettings, parallel: int
) -> Iterator[Record]:
    if settings.model is None:
        yield from _searched(engine, questions, settings)
        return

    def ask(question: Question) -> Record:
        answer = engine.ask(
            question.question, model=settings.model, as_of=question.as_of,
            mode=settings.mode, k=settings.k, without=question.held_out, record=False,
        )  # fmt: skip
        return {"id": question.id, **answer_record(answer)}

    yield from _in_order(ask, questions, parallel)


def _in_order(
    ask: Callable[[Question], Record], questions: Sequence[Question], parallel: int
) -> Iterator[Record]:
    """Ask `parallel` questions at a time; an interruption waits for no more than those."""
    waiting: deque[Future[Record]] = deque()
    with ThreadPoolExecutor(parallel) as pool:
        try:
            for question in questions:
                if len(waiting) == parallel:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(ask, question))
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _searched(
    engine: Engine, questions: Sequence[Question], settings: RunSettings
) -> Iterator[Record]:
    """Search for questions whose vectors are made a batch at a time."""
    retriever = engine.retriever()
    for at in range(0, len(questions), BATCH):
        batch = questions[at : at + BATCH]
        found = retriever.search_many(
            [question.question for question in batch],
            settings.k,
            mode=settings.mode,
            as_of=[question.as_of for question in batch],
            without=[question.held_out for question in batch],
        )
        for question, search in zip(batch, found, strict=True):
            yield {"id": question.id, **search_record(search)}
