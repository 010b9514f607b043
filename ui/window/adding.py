"""The panel of the articles: files dropped in, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from rag.errors import YuanwenError
from ui import rendering
from ui.conversation import Turn
from ui.texts import TEXTS, Language
from ui.uploads import upload
from ui.window.panel import Shared, html


class Adding:
    """Reads files into the library while questions go on being answered from the old one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return TEXTS[language].articles

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        with gr.Column(elem_id="add"):
            files = gr.File(file_count="multiple", show_label=False, height=132)
            hint = html("hint")
            read = gr.Button(TEXTS["zh"].add_button, variant="primary", elem_id="read")
            report = html("report")
        read.click(
            self._upload,
            [files, shared.language, shared.changed],
            [report, files, shared.changed],
            api_visibility="private",
            show_progress_on=report,
            concurrency_limit=1,
        )
        return [hint, read]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:  # noqa: ARG002
        """Return every text of the panel in a language."""
        texts = TEXTS[language]
        megabytes = self._engine.settings.max_file_megabytes
        hint = f'<p class="hint">{texts.add_hint.format(megabytes=megabytes)}</p>'
        return [hint, texts.add_button]

    def _upload(
        self,
        files: list[str] | None,
        language: Language,
        changed: int,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> tuple[Any, ...]:
        texts = TEXTS[language]
        stages = {"read": texts.reading, "encode": texts.encoding, "save": texts.saving}
        if not files:
            return rendering.upload_html([], texts.nothing_chosen, texts), gr.skip(), gr.skip()

        def show(stage: str, done: int, of: int) -> None:
            progress((done, max(of, 1)), desc=stages[stage])

        try:
            done = upload(self._engine, [Path(file) for file in files], texts, show)
        except YuanwenError as error:
            return rendering.error_html(error, texts), None, gr.skip()
        summary = ""
        if done.index is not None:
            summary = texts.added.format(added=done.index.added, articles=done.index.articles)
        return rendering.upload_html(done.files, summary, texts), None, changed + 1
