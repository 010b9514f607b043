"""The command that asks a record's question again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.replay import Replay, replay
from ui.console import Terminal
from ui.options import AsJson, Library, ModelSpec, open_library

app = typer.Typer()


@app.command("replay")
def replay_record(
    record: Annotated[Path, typer.Argument(metavar="RECORD")],
    model: ModelSpec = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """重问一条回答记录并比较。 Ask an answer's record again and compare."""
    engine, terminal = open_library(library, as_json)
    found = replay(engine, record, model)
    terminal.json(found.as_record()) if terminal.as_json else _tell(found, terminal)


def _tell(found: Replay, terminal: Terminal) -> None:
    terminal.lines(terminal.tell("question", question=found.before["question"]))
    terminal.lines(terminal.tell("replay_same" if found.same else "replay_differs"))
    for name, same in found.parts.items():
        mark = "replay_part_same" if same else "replay_part_differs"
        terminal.lines(terminal.tell(mark, part=terminal.tell(f"replay_{name}")))
    for kind in ("moved", "gone", "new"):
        for hit in getattr(found.hits, kind):
            terminal.lines(terminal.tell(f"replay_hit_{kind}", hit=hit))
    if not (found.parts["sentences"] and found.parts["outcome"]):
        terminal.lines(terminal.tell("replay_before", answer=found.before["answer"]))
        terminal.lines(terminal.tell("replay_now", answer=found.now["answer"]))
    for name, (old, new) in found.surroundings.items():
        terminal.message(terminal.tell("replay_surrounding", what=name, old=old, new=new), "dim")
