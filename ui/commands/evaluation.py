"""Commands that measure: run a question set, compare runs, draft questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import AsJson, Library, ModelSpec, SearchMode, open_library

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
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """用一组问题评测。 Run a question set and score it."""
    from eval.run import RunOptions, run_questions

    engine, terminal = open_library(library, as_json)
    options = RunOptions(model, not no_answers, mode, k, limit)  # type: ignore[arg-type]
    folder = out or Path("runs") / questions.stem
    with terminal.progress() as progress:
        run = run_questions(
            engine,
            questions,
            folder,
            options,
            resume=resume,
            progress=lambda done, of: progress("eval", done, of),
        )
    if terminal.as_json:
        terminal.json({"folder": str(run.folder), **run.record})
    else:
        terminal.scores(run.record["scores"], str(run.folder))
