"""Options that several commands share, and the library that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rag.engine import Engine
from rag.settings import Settings
from ui.console import Terminal
from ui.messages import interface_language

ERROR, USAGE, SOME_UNREAD, INTERRUPTED = 1, 2, 3, 130  # exit codes

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
    typer.Option(
        "--model",
        metavar="SPEC",
        help="extractive, llamacpp:FILE, http://…/v1#MODEL, PROVIDER:MODEL",
    ),
]
RerankerSpec = Annotated[
    str | None,
    typer.Option("--reranker", metavar="SPEC", help="none, st:MODEL"),
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

SearchMode = Annotated[str, typer.Option("--mode", help="hybrid, dense, keyword")]

_given: dict[str, Any] = {}  # global options that stood before the command's name


def remember(library: Path | None, as_json: bool) -> None:
    """Keep global options that stood before a command's name; what is not given changes nothing."""
    _given.update(
        library=library or _given.get("library"), as_json=as_json or _given.get("as_json")
    )


def forget() -> None:
    """Begin a new command line."""
    _given.clear()


def is_json() -> bool:
    """Tell whether `--json` stood before the command's name."""
    return bool(_given.get("as_json"))


def open_terminal(as_json: bool) -> Terminal:
    """Return the terminal to show things on."""
    language = interface_language(Settings().language)
    return Terminal(language, as_json or is_json())


def open_library(
    library: Path | None, as_json: bool, reranker: str | None = None
) -> tuple[Engine, Terminal]:
    """Return the engine over the library that was named, and the terminal to show it on.

    A `reranker` that is given takes the place of the one in the settings.
    """
    settings = Settings()
    if reranker is not None:
        settings = settings.model_copy(update={"reranker": reranker})
    folder = library or _given.get("library") or settings.library
    return Engine(settings, folder), open_terminal(as_json)
