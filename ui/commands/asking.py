"""Commands that search and answer."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.record import answer_record, search_record
from ui.options import AsJson, AsOf, Library, ModelSpec, RerankerSpec, SearchMode, open_library

app = typer.Typer()


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    k: Annotated[int | None, typer.Option("-k", min=1, max=1000)] = None,
    mode: SearchMode = "hybrid",
    as_of: AsOf = None,
    reranker: RerankerSpec = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """查找相关段落。 Find passages, best first."""
    engine, terminal = open_library(library, as_json, reranker)
    found = engine.search(question, k=k, mode=mode, as_of=as_of)  # type: ignore[arg-type]
    terminal.json(search_record(found)) if terminal.as_json else terminal.search(found)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    model: ModelSpec = None,
    as_of: AsOf = None,
    reranker: RerankerSpec = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """回答问题。 Answer a question, with its sources."""
    engine, terminal = open_library(library, as_json, reranker)
    answer = engine.ask(question, model=model, as_of=as_of)
    terminal.json(answer_record(answer)) if terminal.as_json else terminal.answer(answer)
