"""Commands that measure: run a question set, compare runs, draft questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rag.errors import UsageError, YuanwenError
from ui.options import (
    AsJson,
    Library,
    ModelSpec,
    RerankerSpec,
    SearchMode,
    open_library,
    open_terminal,
    remember,
)  # fmt: skip
from ui.translating import in_language

app = typer.Typer()


@app.command("eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="问题文件。 Questions.")],
    model: ModelSpec = None,
    mode: SearchMode = "hybrid",
    k: Annotated[int, typer.Option("-k", min=1, max=1000)] = 20,
    limit: Annotated[int | None, typer.Option("--limit", min=1)] = None,
    no_answers: Annotated[
        bool, typer.Option("--no-answers", help="只检索。 Search only, much faster.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="接着上次中断处。 Go on with an interrupted run.")
    ] = False,
    parallel: Annotated[
        int, typer.Option("--parallel", min=1, max=64, help="同时问几题。 Questions at a time.")
    ] = 1,
    judge: Annotated[
        str | None,
        typer.Option("--judge", metavar="SPEC", help="由模型评阅回答。 A model grades answers."),
    ] = None,
    reranker: RerankerSpec = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """用一组问题评测。 Run a question set and score it."""
    from eval.run import RunOptions, run_questions

    if judge and no_answers:
        raise UsageError("a judge needs answers.", "Leave --no-answers or --judge out.")
    engine, terminal = open_library(library, as_json, reranker)
    if notice := engine.fusion().notice:
        terminal.message(in_language(terminal.language, notice), "yellow")
    options = RunOptions(model, not no_answers, mode, k, limit, parallel, judge)  # type: ignore[arg-type]
    with terminal.progress() as progress:
        run = run_questions(
            engine,
            questions,
            out or Path("runs") / questions.stem,
            options,
            resume=resume,
            progress=progress,
        )
    if terminal.as_json:
        terminal.json({"folder": str(run.folder), **run.record})
    else:
        terminal.scores(run.record, str(run.folder))


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN…", help="评测文件夹。 Runs.")],
    show: Annotated[
        int, typer.Option("--show", min=0, help="列出几个有变化的问题。 Changed questions shown.")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """逐题比较几次评测。 Compare runs question by question with the first."""
    from eval.compare import compare_runs
    from ui.comparison import show_comparison

    terminal = open_terminal(as_json)
    found = compare_runs(runs)
    terminal.json(found.record()) if terminal.as_json else show_comparison(terminal, found, show)


questions_app = typer.Typer(no_args_is_help=True)
app.add_typer(questions_app, name="questions", help="问题集。 Question sets.")


@questions_app.callback()
def questions_of(library: Library = None, as_json: AsJson = False) -> None:
    """Take the options that may stand before the command."""
    remember(library, as_json)


@questions_app.command("draft")
def draft(
    out: Annotated[Path, typer.Option("--out", metavar="FILE")] = Path("questions.jsonl"),
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="几题。 How many.")] = 30,
    model: ModelSpec = None,
    unanswerable: Annotated[
        float,
        typer.Option(min=0, max=1, help="文库答不了的题所占比例。 Share that has no answer."),
    ] = 0.2,
    held_out: Annotated[
        list[str] | None,
        typer.Option(
            "--held-out",
            metavar="PATH",
            help="未入库的文章，用来出答不了的题。 Articles not in the library, to ask about.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed")] = 0,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """从文库起草问题集，供修改。 Draft a question set from the library, for you to correct."""
    from eval.drafting.draft import DraftOptions, draft_questions

    if out.exists():
        raise UsageError(f"{str(out)!r} is there already.", "Name another file with --out.")
    engine, terminal = open_library(library, as_json)
    options = DraftOptions(count, model, unanswerable, tuple(held_out or ()), seed)
    with terminal.progress() as progress:
        drafted = draft_questions(
            engine, options, progress=lambda done, of: progress("draft", done, of)
        )
    if not drafted:
        raise YuanwenError(
            "no question could be drafted from these articles.",
            "Add articles with figures and dates, or let a model write them: --model SPEC.",
        )
    lines = (json.dumps(question, ensure_ascii=False) + "\n" for question in drafted)
    out.write_text("".join(lines), encoding="utf-8")
    if len(drafted) < count:
        terminal.message(terminal.tell("drafted_few", count=len(drafted)), "yellow")
    if terminal.as_json:
        terminal.json({"path": str(out), "questions": drafted})
    else:
        terminal.lines(terminal.tell("drafted", count=len(drafted), path=out))
