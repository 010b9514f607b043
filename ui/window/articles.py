"""The panel of the articles: a list to filter, one article beside it, files to add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.catalogue import Filter
from rag.engine import Engine
from rag.errors import LibraryError, YuanwenError
from ui import rendering
from ui.article_rendering import article_html, list_html
from ui.article_texts import ARTICLE_TEXTS
from ui.conversation import Turn
from ui.jobs import Jobs
from ui.texts import TEXTS, Language
from ui.window.adding import Adding
from ui.window.panel import IN_ORDER, PRIVATE, Shared, html
from ui.window.removing import Removing

ISSUERS = 200  # offered in the filter; others can be written
HANDED_ON = "yuanwenArticles(element, trigger, watch);"  # assets/articles.js


class Articles:
    """Lists, opens, removes and adds articles."""

    def __init__(self, engine: Engine, jobs: Jobs) -> None:
        self._engine = engine
        self._adding = Adding(engine, jobs)
        self._remove_chosen = Removing(
            engine, jobs,
            lambda texts, count: (
                texts.remove_chosen.format(count=count), texts.removing_sure.format(count=count)
            ),
        )  # fmt: skip
        self._remove_open = Removing(
            engine, jobs, lambda texts, _count: (texts.remove, texts.remove_sure)
        )

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return TEXTS[language].articles

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        page, chosen, opened = gr.State(1), gr.State([]), gr.State([])
        with gr.Row(elem_id="articles"):
            with gr.Column(scale=3, elem_id="article-desk"):
                with gr.Row(elem_id="filters"):
                    words = gr.Textbox(max_lines=1, max_length=200, elem_id="words")
                    issuer = gr.Dropdown([("", "")], value="", allow_custom_value=True)
                    file = gr.Textbox(max_lines=1, max_length=200)
                    since = gr.Textbox(max_lines=1, max_length=10, elem_classes="date")
                    until = gr.Textbox(max_lines=1, max_length=10, elem_classes="date")
                told = html("article-told")
                self._remove_chosen.build(shared, chosen, told, "remove-chosen")
                listed = gr.HTML(
                    elem_id="article-list", apply_default_css=False, js_on_load=HANDED_ON
                )
            with gr.Column(scale=2, elem_id="article-side"):
                with gr.Column(elem_id="reading", visible=False) as reading:
                    with gr.Row(elem_id="reading-head"):
                        close = gr.Button(size="sm", scale=0)
                        self._remove_open.build(shared, opened, told, "remove-open")
                    article = gr.HTML(
                        elem_id="article",
                        apply_default_css=False,
                        js_on_load=f"{HANDED_ON} yuanwenReader(element, watch);",
                    )
                with gr.Column(elem_id="adding") as adding:
                    added = self._adding.build(shared)
        filters = [words, issuer, file, since, until]
        gr.on(
            None, self._list, [*filters, page, shared.language, shared.changed], listed,
            **IN_ORDER,
        )  # fmt: skip
        gr.on(None, self._issuers, [shared.language, shared.changed], issuer, **IN_ORDER)
        gr.on([one.change for one in filters], lambda: 1, None, page, **IN_ORDER)
        listed.submit(_page, None, page, **IN_ORDER)
        listed.input(_chosen, None, chosen, **IN_ORDER)
        for part in (listed, article):
            part.select(_opened, None, [opened, told], **IN_ORDER)
        close.click(list, None, opened, **PRIVATE)
        gr.on(
            [opened.change, shared.language.change, shared.changed.change],
            self._show, [opened, shared.language], [article, opened, reading, adding],
            **IN_ORDER,
        )  # fmt: skip
        return [*filters, close, *added]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:  # noqa: ARG002
        """Return every text of the panel in a language."""
        texts = ARTICLE_TEXTS[language]
        return [
            gr.update(label=texts.words, placeholder=texts.words_hint),
            gr.update(label=texts.issuer),
            gr.update(label=texts.file),
            gr.update(label=texts.since, placeholder=texts.date_hint),
            gr.update(label=texts.until, placeholder=texts.date_hint),
            gr.update(value=texts.close),
            *self._adding.dress(language),
        ]

    def _list(
        self,
        words: str | None,
        issuer: str | None,
        file: str | None,
        since: str | None,
        until: str | None,
        page: int,
        language: Language,
        _changed: int,
    ) -> str:
        """Return the page of the list that the filters and the pager ask for."""
        texts = ARTICLE_TEXTS[language]
        try:
            if not self._engine.exists():
                return list_html([], 1, 0, texts)
            catalogue = self._engine.catalogue()
            wanted = Filter(*(one or "" for one in (words, issuer, file, since, until)))
            found = catalogue.matching(wanted)
        except YuanwenError as error:
            return rendering.error_html(error, TEXTS[language])
        return list_html(found, page, len(catalogue.entries), texts)

    def _issuers(self, language: Language, _changed: int) -> Any:  # noqa: ANN401
        try:
            names = self._engine.catalogue().issuers(ISSUERS)
        except YuanwenError:  # told in the list
            names = []
        return gr.update(choices=[(ARTICLE_TEXTS[language].any_issuer, ""), *names])

    def _show(self, opened: list[str], language: Language) -> tuple[Any, ...]:
        """Return the open article, or the place to add files where none is open."""
        shown = ""
        try:
            if opened:
                found = self._engine.article(opened[0])
                shown = article_html(found, self._engine.catalogue(), ARTICLE_TEXTS[language])
        except LibraryError:  # removed, in this tab or elsewhere
            opened = []
        return shown, opened, gr.update(visible=bool(shown)), gr.update(visible=not shown)


def _page(event: gr.EventData) -> int:
    return int(event.page)


def _chosen(event: gr.EventData) -> list[str]:
    return [str(name) for name in event.ids]


def _opened(event: gr.EventData) -> tuple[list[str], str]:
    return [str(event.id)], ""
