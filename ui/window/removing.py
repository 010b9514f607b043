"""A button that removes articles: it asks once more, then tells what was removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from ui.article_texts import ARTICLE_TEXTS, ArticleTexts
from ui.change_rendering import removal_html
from ui.jobs import Jobs
from ui.removing import remove
from ui.texts import Language
from ui.window.following import FOLLOWED_AT_ONCE, follow
from ui.window.panel import IN_ORDER, PRIVATE, Shared

Labels = Callable[[ArticleTexts, int], tuple[str, str]]  # of the first and the second press


class Removing:
    """A part of the panel of the articles: removes those whose ids a state holds."""

    def __init__(self, engine: Engine, jobs: Jobs, labels: Labels) -> None:
        self._engine = engine
        self._jobs = jobs
        self._labels = labels

    def build(self, shared: Shared, ids: gr.State, told: gr.HTML, name: str) -> None:
        """Lay it out and connect it.

        Args:
            shared: of the tab.
            ids: list of the ids to remove; empty once they are removed.
            told: where it is told.
            name: of the row, as its element id.
        """
        with gr.Row(elem_id=name, elem_classes="removing", visible=False) as row:
            first = gr.Button(size="sm", scale=0, elem_classes="remove")
            second = gr.Button(visible=False, size="sm", scale=0, variant="stop")
            keep = gr.Button(visible=False, size="sm", scale=0)
        parts: Sequence[Component] = [row, first, second, keep]
        gr.on(
            [ids.change, shared.language.change, keep.click],
            self._ask_first,
            [ids, shared.language],
            parts,
            **IN_ORDER,
        )
        first.click(self._ask_again, None, parts, **PRIVATE)
        second.click(
            self._remove,
            [ids, shared.language],
            [told, shared.changed, ids, *parts],
            concurrency_limit=FOLLOWED_AT_ONCE,
            **PRIVATE,
        )

    def _ask_first(self, ids: list[str], language: Language) -> tuple[Any, ...]:
        texts = ARTICLE_TEXTS[language]
        first, second = self._labels(texts, len(ids))
        return (
            gr.update(visible=bool(ids)),
            gr.update(value=first, visible=True),
            gr.update(value=second, visible=False),
            gr.update(value=texts.keep, visible=False),
        )

    def _ask_again(self) -> tuple[Any, ...]:
        shown = gr.update(visible=True)
        return gr.skip(), gr.update(visible=False), shown, shown

    def _remove(
        self, ids: list[str], language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        texts = ARTICLE_TEXTS[language]
        steps = follow(
            self._engine,
            self._jobs,
            str(request.session_hash),
            lambda progress: remove(self._engine, ids, progress),
            lambda done: removal_html(done, texts),
            language,
        )
        for told, changed, done in steps:
            parts = [gr.skip()] * 4 if done is None else self._ask_first([], language)
            yield told, changed, [] if done else gr.skip(), *parts
