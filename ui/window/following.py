"""Showing a change of the library while it runs, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import gradio as gr

from rag.engine import Engine
from rag.errors import Cancelled, YuanwenError
from ui import rendering
from ui.article_texts import ARTICLE_TEXTS
from ui.change_rendering import step_html, stopped_html
from ui.jobs import Jobs
from ui.library_state import change_number
from ui.texts import TEXTS, Language

Result = TypeVar("Result")
FOLLOWED_AT_ONCE = 16  # changes shown by all tabs together, one of them running


def follow(
    engine: Engine,
    jobs: Jobs,
    owner: str,
    work: Callable[..., Result],
    shown: Callable[[Result], str],
    language: Language,
    names: Sequence[str] = (),
) -> Iterator[tuple[str, Any, bool | None]]:
    """Start a change and yield what is to be seen of it.

    Args:
        engine: of the library.
        jobs: where it waits for its turn.
        owner: the session of the tab, by which it can be stopped.
        work: the change; takes a `Progress`.
        shown: gives its result as HTML.
        language: of the tab.
        names: of the files that are read, in order.

    Yields:
        HTML; a new value of `Shared.changed`, or `gr.skip()`; whether it was done, None before.
    """
    texts, words = ARTICLE_TEXTS[language], TEXTS[language]
    job = jobs.start(owner, work)
    for step in job.steps():
        yield step_html(step, texts, names), gr.skip(), None
    try:
        told = shown(job.result())
    except Cancelled as error:  # as was asked for: nothing to be alarmed about
        yield stopped_html(error, texts), change_number(engine), False
    except YuanwenError as error:
        yield rendering.error_html(error, words), change_number(engine), False
    else:
        yield told, change_number(engine), True
