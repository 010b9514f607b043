"""Commands that search, answer and serve."""

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


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 7860,
    model: Annotated[list[str] | None, typer.Option("--model", metavar="SPEC")] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="允许无口令地对外开放。 Bind elsewhere without keys.")
    ] = False,
    reranker: RerankerSpec = None,
    library: Library = None,
) -> None:
    """打开聊天窗口和 HTTP 服务。 Open the chat window and the HTTP service."""
    from ui.service import serve as run_service

    engine, terminal = open_library(library, as_json=False, reranker=reranker)
    engine.reranker()  # an error of its spec comes before the window
    run_service(
        engine,
        host=host,
        port=port,
        models=model or [],
        insecure=insecure,
        on_listening=lambda url: terminal.message(terminal.tell("serving", url=url)),
    )
