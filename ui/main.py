"""The command line: `yuanwen`."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from rag.errors import UsageError, YuanwenError
from ui.commands import asking, calibration, evaluation, library, models, records, service, talking
from ui.console import Terminal
from ui.messages import interface_language
from ui.options import ERROR, INTERRUPTED, USAGE, AsJson, Library, forget, remember

app = typer.Typer(
    name="yuanwen",
    help="原文：回答文章里的问题，句句有出处。 Answers from articles, with their sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for commands in (library, asking, talking, models, evaluation, calibration, records, service):
    app.add_typer(commands.app)


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
    forget()
    remember(library, as_json)


def _prepare_streams() -> None:
    """Show a sign for characters that a terminal lacks; do without streams that are closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 (to the end)
            setattr(sys, name, stream)
        elif isinstance(stream, TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="replace")


def run() -> NoReturn:
    """Run the command line; every error is one line with advice and an exit code."""
    language = os.environ.get("YUANWEN_LANGUAGE")  # other settings may be what is wrong
    terminal = Terminal(interface_language(language), as_json=False)
    _prepare_streams()
    try:
        app(standalone_mode=True)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # typer's own code for Ctrl-C
            terminal.message(terminal.tell("interrupted"))
        raise
    except KeyboardInterrupt:  # outside of what typer runs
        terminal.message(terminal.tell("interrupted"))
        sys.exit(INTERRUPTED)
    except YuanwenError as error:
        terminal.fail(error.message, error.advice)
        sys.exit(USAGE if isinstance(error, UsageError) else ERROR)
    except OSError as error:  # of what is written beside a library: a full disk, its rights
        where = f" ({error.filename})" if error.filename else ""
        told = f"{error.strerror or error}{where}"
        terminal.fail(terminal.tell("system_refuses", told=told), terminal.tell("system_advice"))
        sys.exit(ERROR)
    except MemoryError:
        terminal.fail(terminal.tell("out_of_memory"), terminal.tell("memory_advice"))
        sys.exit(ERROR)
    except ValidationError as error:  # a setting of the environment that has no valid value
        if error.title == "Settings":
            fields = [f"YUANWEN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
            terminal.fail("; ".join(fields), terminal.tell("bad_setting"))
            sys.exit(USAGE)
        raise
    sys.exit(0)


if __name__ == "__main__":
    run()
