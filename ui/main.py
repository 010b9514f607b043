"""The command line: `yuanwen`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError

from rag.engine import Engine
from rag.errors import UsageError, YuanwenError
from rag.record import answer_record, article_record, search_record
from rag.report import IndexReport
from rag.settings import Settings
from ui.console import Terminal
from ui.messages import interface_language

ERROR, USAGE, SOME_UNREAD, INTERRUPTED = 1, 2, 3, 130
LINE_LIMIT = 400  # characters of an error's line

app = typer.Typer(
    name="yuanwen",
    help="原文：回答文章里的问题，句句有出处。 Answers from articles, with their sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
articles_app = typer.Typer(invoke_without_command=True)
app.add_typer(
    articles_app, name="articles", help="列出文章。 List the articles; `show ID`: one whole."
)

Library = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="文库所在文件夹。 Folder of the library."),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print one JSON document.")]
EncoderSpec = Annotated[
    str | None,
    typer.Option("--encoder", metavar="SPEC", help="bundled, st:MODEL, endpoint:URL#MODEL"),
]
ModelSpec = Annotated[
    str | None,
    typer.Option("--model", metavar="SPEC", help="extractive, http://…/v1#MODEL, PROVIDER:MODEL"),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="只用该日及以前发表的文章。 As known on that day."
    ),
]
Characters = Annotated[
    int | None,
    typer.Option("--passage-characters", min=80, max=4000, help="段落字数。 Size of a passage."),
]

_given: dict[str, Any] = {}  # global options that stood before the command's name


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"yuanwen {version('yuanwen')}\n")
        raise typer.Exit


@app.callback()
def main(
    library: Library = None,
    as_json: AsJson = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="版本。 Version."),
    ] = False,
) -> None:
    """Take the options that may stand before the command."""
    _given.update(library=library, as_json=as_json)


def _open(library: Path | None, as_json: bool) -> tuple[Engine, Terminal]:
    settings = Settings()
    folder = library or _given.get("library") or settings.library
    language = interface_language(settings.language)
    return Engine(settings, folder), Terminal(language, as_json or bool(_given.get("as_json")))


@app.command()
def index(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="文件或文件夹。 Files, folders.")
    ],
    encoder: EncoderSpec = None,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="SPEC", help="目前为本地文件夹。 A local folder."),
    ] = None,
    passage_characters: Characters = None,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="移除已不存在的文件的文章。 Drop articles of files gone."),
    ] = False,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """把文章加入文库。 Add files and folders to the library."""
    if store is not None and "://" in store:
        raise UsageError(f"no store is named {store!r}.", "Give a local folder.")
    engine, terminal = _open(Path(store) if store else library, as_json)
    with terminal.progress() as progress:
        report = engine.index(
            paths,
            encoder=encoder,
            passage_characters=passage_characters,
            prune=prune,
            progress=progress,
        )
    _show_report(terminal, report)
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
    engine, terminal = _open(library, as_json)
    with terminal.progress() as progress:
        report = engine.reindex(
            encoder=encoder, passage_characters=passage_characters, progress=progress
        )
    _show_report(terminal, report)


@articles_app.callback()
def articles(context: typer.Context, library: Library = None, as_json: AsJson = False) -> None:
    """列出文章。 List the articles."""
    for name, value in (("library", library), ("as_json", as_json)):
        _given[name] = value or _given.get(name)
    if context.invoked_subcommand is None:
        engine, terminal = _open(library, as_json)
        records = engine.articles()
        terminal.json(records) if terminal.as_json else terminal.articles(records)


@articles_app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID")],
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """显示一篇文章的全文。 Show one article whole."""
    engine, terminal = _open(library, as_json)
    article = engine.article(name)
    if terminal.as_json:
        listed = next(record for record in engine.articles() if record["id"] == name)
        terminal.json(listed | {"text": article.text})
    else:
        fields = article_record(article)
        terminal.lines(*(f"{key}: {value}" for key, value in fields.items() if value), "")
        terminal.lines(article.text)


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    k: Annotated[int | None, typer.Option("-k", min=1, max=1000)] = None,
    mode: Annotated[str, typer.Option("--mode", help="hybrid, dense, keyword")] = "hybrid",
    as_of: AsOf = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """查找相关段落。 Find passages, best first."""
    engine, terminal = _open(library, as_json)
    found = engine.search(question, k=k, mode=mode, as_of=as_of)  # type: ignore[arg-type]
    terminal.json(search_record(found)) if terminal.as_json else terminal.search(found)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    model: ModelSpec = None,
    as_of: AsOf = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """回答问题。 Answer a question, with its sources."""
    engine, terminal = _open(library, as_json)
    answer = engine.ask(question, model=model, as_of=as_of)
    terminal.json(answer_record(answer)) if terminal.as_json else terminal.answer(answer)


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="ID…")],
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """移除文章。 Remove articles."""
    engine, terminal = _open(library, as_json)
    with terminal.progress() as progress:
        report = engine.remove(names, progress)
    if terminal.as_json:
        _show_report(terminal, report)
    else:
        terminal.lines(terminal.tell("removed", count=report.removed))


@app.command()
def check(library: Library = None, as_json: AsJson = False) -> None:
    """核验文库。 Verify the library."""
    engine, terminal = _open(library, as_json)
    problems = engine.check()
    if terminal.as_json:
        terminal.json({"ok": not problems, "problems": problems})
    elif problems:
        terminal.lines(terminal.tell("check_bad", count=len(problems)), *problems)
    else:
        terminal.lines(terminal.tell("check_ok"))
    if problems:
        raise typer.Exit(ERROR)


@app.command("eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="问题文件。 Questions.")],
    model: ModelSpec = None,
    mode: Annotated[str, typer.Option("--mode", help="hybrid, dense, keyword")] = "hybrid",
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

    engine, terminal = _open(library, as_json)
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


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 7860,
    model: Annotated[list[str] | None, typer.Option("--model", metavar="SPEC")] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="允许无口令地对外开放。 Bind elsewhere without keys.")
    ] = False,
    library: Library = None,
) -> None:
    """打开聊天窗口和 HTTP 服务。 Open the chat window and the HTTP service."""
    from ui.service import serve as run_service

    engine, terminal = _open(library, as_json=False)
    run_service(
        engine,
        host=host,
        port=port,
        models=model or [],
        insecure=insecure,
        on_listening=lambda url: terminal.message(terminal.tell("serving", url=url)),
    )


def _show_report(terminal: Terminal, report: IndexReport) -> None:
    terminal.json(asdict(report)) if terminal.as_json else terminal.index_report(report)


def run() -> NoReturn:
    """Run the command line; every error is one line with advice and an exit code."""
    terminal = Terminal(interface_language(None), as_json=False)
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        terminal.message(terminal.tell("interrupted"))
        sys.exit(INTERRUPTED)
    except YuanwenError as error:
        _fail(terminal, error.message, error.advice)
        sys.exit(USAGE if isinstance(error, UsageError) else ERROR)
    except ValidationError as error:  # a setting of the environment that has no valid value
        if error.title == "Settings":
            fields = [f"YUANWEN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
            _fail(terminal, "; ".join(fields), terminal.tell("bad_setting"))
            sys.exit(USAGE)
        raise
    sys.exit(0)


def _fail(terminal: Terminal, message: str, advice: str) -> None:
    message = " ".join(message.split())[:LINE_LIMIT]
    line = terminal.tell("error", message=message)
    if advice:
        line += " " + terminal.tell("advice", advice=advice)
    terminal.message(line, "red")


if __name__ == "__main__":
    run()
