"""The command that fits the fusion on a user's own questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.errors import UsageError
from ui.options import AsJson, Library, open_library

app = typer.Typer()


@app.command()
def calibrate(
    questions: Annotated[
        Path | None, typer.Argument(metavar="QUESTIONS", help="问题文件。 Questions.")
    ] = None,
    back: Annotated[
        bool, typer.Option("--reset", help="恢复自带的权重。 Go back to the shipped weights.")
    ] = False,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """用自己的问题校准检索。 Fit the search to your own questions."""
    from eval.calibrating import calibrate as fit
    from eval.calibrating import reset

    engine, terminal = open_library(library, as_json)
    if questions is None:
        if not back:
            raise UsageError("no questions are given.", "Give a file of questions, or --reset.")
        had = reset(engine)
        if terminal.as_json:
            terminal.json({"removed": had})
        else:
            terminal.lines(terminal.tell("calibration_reset" if had else "calibration_none"))
        return
    if back:
        raise UsageError("--reset takes no questions.", "Leave one of them out.")
    with terminal.progress() as progress:
        done = fit(engine, questions, progress)
    record = done.record()
    if terminal.as_json:
        terminal.json(record)
        return
    terminal.lines(terminal.tell("calibration_head"))
    for name in record["before"]:
        before, after = record["before"][name], record["after"][name]
        terminal.lines(f"{name:<18}{before:9.4f}  ->{after:9.4f}")
    if done.kept:
        terminal.lines(terminal.tell("calibration_kept", path=record["path"]))
        if done.after.recall_at_1 < done.before.recall_at_1:
            terminal.message(terminal.tell("calibration_fewer"), "yellow")
    else:
        terminal.lines(terminal.tell("calibration_not_kept"))
