"""The window as a whole: its name above, a tab for each panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request

from rag.engine import Engine
from ui import rendering
from ui.conversation import Turn
from ui.jobs import Jobs
from ui.library_state import article_count
from ui.texts import TEXTS, Language, preferred_language
from ui.window.articles import Articles
from ui.window.configuring import Configuring
from ui.window.evaluating import Evaluating
from ui.window.panel import (
    AUTOMATIC,
    LEAST_PASSAGES,
    MOST_PASSAGES,
    PRIVATE,
    Panel,
    Shared,
    html,
)  # fmt: skip
from ui.window.talking import Talking

ASSETS = Path(__file__).parent.parent / "assets"
PUBLIC = "language"  # what the browser keeps is no secret; a key of its own would end with us
LAST_HOURS = 24  # how long uploads wait in Gradio's own folder at most
FONTS = ("system-ui", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "sans-serif")
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}


def mount_window(
    app: FastAPI,
    engine: Engine,
    models: Sequence[str],
    *,
    user_of: Callable[[Request], str | None] | None = None,
) -> None:
    """Put the window at `/` of a service; routes added before stay in front of it.

    `user_of` tells who is logged in, for `gr.Request.username`; None where there is no log-in.
    """
    scripts = [path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js"))]
    gr.mount_gradio_app(
        app,
        Window(engine, models).blocks(),
        path="/",
        auth_dependency=user_of,
        theme=gr.themes.Base(
            primary_hue="red",
            neutral_hue="stone",
            font=FONTS,
            font_mono=("ui-monospace", "monospace"),
        ),
        css_paths=sorted(ASSETS.glob("*.css"), reverse=True),  # what is common comes first,
        head="".join(f"<script>{script}</script>" for script in scripts),
        favicon_path=str(ASSETS / "favicon.svg"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        show_error=False,
        max_file_size=engine.settings.max_file_megabytes << 20,
    )


class Window:
    """The window of one engine; what is said in a tab is kept as long as the tab is open."""

    def __init__(self, engine: Engine, models: Sequence[str]) -> None:
        self._engine = engine
        jobs = Jobs()
        self._panels: tuple[Panel, ...] = (
            Talking(engine, models),
            Articles(engine, jobs),
            Evaluating(engine, models),
            Configuring(engine, models, jobs),
        )

    def blocks(self) -> gr.Blocks:
        """Lay the window out and connect it."""
        with gr.Blocks(
            title="原文 Yuanwen",
            analytics_enabled=False,
            fill_width=True,
            delete_cache=(3600, LAST_HOURS * 3600),
        ) as blocks:
            hits = self._engine.settings.search_hits
            shared = Shared(
                language=gr.State("zh"),
                turns=gr.State([]),
                changed=gr.State(0),
                as_of=gr.State(""),
                k=gr.State(min(max(hits, LEAST_PASSAGES), MOST_PASSAGES)),
                preference=gr.BrowserState(
                    AUTOMATIC, storage_key="yuanwen-language", secret=PUBLIC
                ),
            )
            with gr.Row(elem_id="header"):
                header = html("brand")
                switch = gr.Button(
                    TEXTS["zh"].other_language, elem_id="language", size="sm", scale=0
                )
            tabs: list[Any] = []
            dressed: list[Any] = []
            with gr.Tabs(elem_id="panels"):
                for number, panel in enumerate(self._panels):
                    with gr.Tab(panel.title("zh"), id=number) as tab:
                        tabs.append(tab)
                        dressed += panel.build(shared)
            greeted = gr.State("")  # the language that all is dressed in
            outputs = [greeted, shared.language, header, switch, *tabs, *dressed]

            def greet(
                turns: list[Turn], preference: str, before: str, request: gr.Request
            ) -> list[Any]:
                """Dress the window once: dressed again, it would hide a question just asked."""
                language = _language(preference, request)
                if language == before:
                    return [gr.skip()] * len(outputs)
                return [language, *self._dress(language, turns, request)]

            given = [shared.turns, shared.preference, greeted]
            one = {**PRIVATE, "concurrency_limit": 1, "concurrency_id": "greeting"}
            blocks.load(greet, given, outputs, **one)
            switch.click(OTHER.get, shared.language, shared.preference, **PRIVATE)
            shared.preference.change(greet, given, outputs, **one)
            shared.changed.change(self._header, shared.language, header, **PRIVATE)
        blocks.queue(default_concurrency_limit=8, api_open=False)
        return blocks

    def _header(self, language: Language, request: gr.Request) -> str:
        texts = TEXTS[language]
        return rendering.header_html(article_count(self._engine), texts, request.username)

    def _dress(self, language: Language, turns: list[Turn], request: gr.Request) -> list[Any]:
        """Return every text of the window in a language."""
        texts = TEXTS[language]
        given: list[Any] = [
            language,
            self._header(language, request),
            texts.other_language,
        ]
        given += [gr.update(label=panel.title(language)) for panel in self._panels]
        for panel in self._panels:
            given += panel.dress(language, turns)
        return given


def _language(preference: str, request: gr.Request) -> Language:
    """Return the language that was chosen in a browser, else the one that it prefers."""
    if preference in OTHER:
        return "zh" if preference == "zh" else "en"
    return preferred_language(request.headers.get("accept-language"))
