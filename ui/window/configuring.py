"""The panel of the settings: what is in use, what holds for this tab, encoding anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.days import last_day
from rag.engine import Engine
from rag.errors import UsageError, YuanwenError
from rag.library_facts import LibraryFacts, library_facts
from ui import rendering
from ui.conversation import Turn
from ui.escaping import escaped
from ui.jobs import Jobs
from ui.settings_rendering import in_use_html
from ui.settings_texts import SETTINGS_TEXTS
from ui.texts import TEXTS, Language
from ui.window.panel import AUTOMATIC, LEAST_PASSAGES, MOST_PASSAGES, PRIVATE, Shared, html
from ui.window.reencoding import Reencoding


class Configuring:
    """Shows what answers and what is searched; sets what holds for one tab of the browser."""

    def __init__(self, engine: Engine, models: Sequence[str], jobs: Jobs) -> None:
        self._engine = engine
        self._models = tuple(models)
        self._reencoding = Reencoding(engine, jobs)

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return SETTINGS_TEXTS[language].title

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        with gr.Row(elem_id="settings"):
            with gr.Column(elem_id="settings-own"):
                head = html("own-title")
                language = gr.Radio([AUTOMATIC, "zh", "en"], value=AUTOMATIC, elem_id="tongue")
                as_of = gr.Textbox(max_lines=1, max_length=10, elem_id="default-as-of")
                wrong = html("as-of-wrong")
                passages = gr.Slider(
                    LEAST_PASSAGES, MOST_PASSAGES, step=1, elem_id="passages", buttons=[]
                )
            with gr.Column(elem_id="settings-all"):
                used = html("in-use")
                again = self._reencoding.build(shared)
        language.input(lambda wanted: wanted, language, shared.preference, **PRIVATE)
        gr.on(None, lambda kept: kept, shared.preference, language, **PRIVATE)
        gr.on(None, lambda k: k, shared.k, passages, **PRIVATE)
        passages.release(int, passages, shared.k, **PRIVATE)
        gr.on(
            [as_of.submit, as_of.blur], self._as_of, [as_of, shared.language],
            [shared.as_of, wrong], **PRIVATE,
        )  # fmt: skip
        given = [shared.language, shared.changed]
        gr.on([shared.changed.change], self._used, given, used, **PRIVATE)
        return [head, language, as_of, passages, used, *again]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:  # noqa: ARG002
        """Return every text of the panel in a language."""
        texts = SETTINGS_TEXTS[language]
        own = (
            f'<h2 class="panel-title">{escaped(texts.here)}</h2>'
            f'<p class="hint">{escaped(texts.here_hint)}</p>'
        )
        tongues = [(texts.by_browser, AUTOMATIC), ("中文", "zh"), ("English", "en")]
        return [
            own,
            gr.update(choices=tongues, label=texts.language),
            gr.update(label=texts.as_of, placeholder=texts.as_of_hint, info=texts.as_of_told),
            gr.update(label=texts.passages, info=texts.passages_hint),
            self._used(language),
            *self._reencoding.dress(language),
        ]

    def _used(self, language: Language, _changed: int = 0) -> str:
        texts, words = SETTINGS_TEXTS[language], TEXTS[language]
        facts: LibraryFacts | None = None
        try:
            if self._engine.folder.exists():
                facts = library_facts(self._engine.folder)
        except YuanwenError as error:
            return rendering.error_html(error, words)
        return in_use_html(facts, self._models, texts, words)

    def _as_of(self, written: str | None, language: Language) -> tuple[Any, str]:
        date = (written or "").strip()
        try:
            if date:
                last_day(date)
        except UsageError as error:
            return gr.skip(), rendering.error_html(error, TEXTS[language])
        return date, ""
