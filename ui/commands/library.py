"""Commands that fill, list and verify a library."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rag.errors import UsageError
from rag.milvus.address import is_address
from rag.report import IndexReport
from ui.console import Terminal
from ui.options import (
    ERROR,
    SOME_UNREAD,
    AsJson,
    Characters,
    EncoderSpec,
    Library,
    is_json,
    open_library,
    remember,
)  # fmt: skip
from ui.translating import in_language

app = typer.Typer()
articles_app = typer.Typer(invoke_without_command=True)
app.add_typer(
    articles_app, name="articles", help="列出文章。 List the articles; `show ID`: one whole."
)


@app.command()
def index(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="文件或文件夹。 Files, folders.")
    ],
    encoder: EncoderSpec = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="SPEC",
            help="文章存于何处。 A folder, milvus://HOST:PORT/NAME or milvus:FILE.db",
        ),
    ] = None,
    passage_characters: Characters = None,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="移除已不存在的文件的文章。 Drop articles of files gone."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="持续跟踪，有变化即更新。 Follow changes until Ctrl-C.")
    ] = False,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """把文章加入文库。 Add files and folders to the library."""
    if watch and (as_json or is_json()):
        raise UsageError("--watch prints a report for each change.", "Leave --json out.")
    if store is not None and "://" in store and not is_address(store):
        raise UsageError(f"no store is named {store!r}.", "Give a local folder.")
    remote = store if store is not None and is_address(store) else None
    engine, terminal = open_library(Path(store) if store and not remote else library, as_json)

    def update() -> IndexReport:
        with terminal.progress() as progress:
            return engine.index(
                paths,
                encoder=encoder,
                passage_characters=passage_characters,
                prune=prune,
                store=remote,
                progress=progress,
            )

    report = update()
    _show_report(terminal, report)
    if watch:
        from rag.watching import follow

        terminal.message(terminal.tell("watching"))
        for changed in follow(paths, update):
            _show_report(terminal, changed)
    if any(file.status in {"failed", "partial"} for file in report.files):
        raise typer.Exit(SOME_UNREAD)


@app.command()
def reindex(
    encoder: EncoderSpec = None,
    passage_characters: Characters = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """用另一编码器或段落字数重建文库。 Encode the whole library anew."""
    engine, terminal = open_library(library, as_json)
    with terminal.progress() as progress:
        report = engine.reindex(
            encoder=encoder, passage_characters=passage_characters, progress=progress
        )
    _show_report(terminal, report)


@articles_app.callback()
def articles(context: typer.Context, library: Library = None, as_json: AsJson = False) -> None:
    """列出文章。 List the articles."""
    remember(library, as_json)
    if context.invoked_subcommand is None:
        engine, terminal = open_library(library, as_json)
        records = engine.articles()
        terminal.json(records) if terminal.as_json else terminal.articles(records)


@articles_app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID")],
    raw: Annotated[
        bool, typer.Option("--raw", help="连同去除的残留。 With what was removed around it.")
    ] = False,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """显示一篇文章的全文。 Show one article whole."""
    engine, terminal = open_library(library, as_json)
    article = engine.article(name)
    listed = next(record for record in engine.articles() if record["id"] == name)
    if terminal.as_json:
        removed = {"removed": [asdict(piece) for piece in article.removed]} if raw else {}
        terminal.json(listed | removed | {"text": article.text})
        return
    fields = (f"{key}: {value}" for key, value in listed.items() if value not in (None, [], 0))
    above = [one for one in article.removed if one.reason.startswith("above_")] if raw else []
    terminal.lines(*fields, "")
    terminal.removed(above)
    terminal.lines(article.text)
    if raw:
        terminal.removed([one for one in article.removed if one not in above])


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="ID…")],
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """移除文章。 Remove articles."""
    engine, terminal = open_library(library, as_json)
    with terminal.progress() as progress:
        report = engine.remove(names, progress)
    if terminal.as_json:
        _show_report(terminal, report)
    else:
        terminal.lines(terminal.tell("removed", count=report.removed))


@app.command()
def check(
    restore: Annotated[
        bool,
        typer.Option(
            "--restore", help="已损坏时退回上一个完好的版本。 Go back to the last sound state."
        ),
    ] = False,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """核验文库。 Verify the library."""
    engine, terminal = open_library(library, as_json)
    name = engine.restore() if restore else None
    problems = engine.check()
    if name is not None and not terminal.as_json:
        terminal.lines(terminal.tell("restored", generation=name))
    if terminal.as_json:
        told = {"restored": name} if restore else {}
        terminal.json({"ok": not problems, "problems": problems} | told)
    elif problems:
        lines = (in_language(terminal.language, problem) for problem in problems)
        terminal.lines(terminal.tell("check_bad", count=len(problems)), *lines)
    else:
        terminal.lines(terminal.tell("check_ok"))
    if problems:
        raise typer.Exit(ERROR)


def _show_report(terminal: Terminal, report: IndexReport) -> None:
    terminal.json(asdict(report)) if terminal.as_json else terminal.index_report(report)
