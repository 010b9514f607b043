"""The command that holds a conversation in the terminal."""

from __future__ import annotations

import typer

from rag.errors import UsageError
from ui.options import AsJson, AsOf, Library, ModelSpec, RerankerSpec, open_library

app = typer.Typer()


@app.command()
def chat(
    model: ModelSpec = None,
    as_of: AsOf = None,
    reranker: RerankerSpec = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """在终端里对话；每行一个问题。 Hold a conversation in the terminal."""
    from ui.chat.session import Session  # with rich, which other commands need later or never

    engine, terminal = open_library(library, as_json, reranker)
    if terminal.as_json:
        raise UsageError("a conversation is no JSON document.", "Leave --json out.")
    engine.reranker()  # an error of its spec comes before the first question
    engine.keeper.open()  # as does one of the library
    Session(engine, terminal, model, as_of).run()
