"""Adding files and folders: they are read while questions go on being answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from ui import rendering
from ui.article_texts import ARTICLE_TEXTS
from ui.change_rendering import uploaded_html
from ui.escaping import escaped
from ui.jobs import Jobs
from ui.texts import TEXTS, Language
from ui.uploads import readable, upload
from ui.window.following import FOLLOWED_AT_ONCE, follow
from ui.window.panel import PRIVATE, Shared, html


class Adding:
    """A part of the panel of the articles: the place to drop files, and what became of each."""

    def __init__(self, engine: Engine, jobs: Jobs) -> None:
        self._engine = engine
        self._jobs = jobs

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay it out; see `Panel`."""
        with gr.Row(elem_id="add-head"):
            title = html("add-title")
            folder = gr.UploadButton(
                ARTICLE_TEXTS["zh"].folder,
                file_count="directory",
                elem_id="folder",
                size="sm",
                scale=0,
            )
        with gr.Column(elem_id="add"):
            files = gr.File(file_count="multiple", show_label=False, height=132)
            hint = html("hint")
            with gr.Row(elem_id="add-buttons"):
                read = gr.Button(TEXTS["zh"].add_button, variant="primary", elem_id="read", scale=0)
                stop = gr.Button(ARTICLE_TEXTS["zh"].stop, visible=False, elem_id="stop", scale=0)
            report = html("report")
        read.click(
            self._upload,
            [files, shared.language],
            [report, shared.changed, files, read, stop],
            concurrency_limit=FOLLOWED_AT_ONCE,
            **PRIVATE,
        )
        stop.click(self._stop, None, stop, **PRIVATE)
        folder.upload(self._chosen, [files, folder, shared.language], [files, report], **PRIVATE)
        return [title, hint, read, stop, folder]

    def dress(self, language: Language) -> list[Any]:
        """Return every text of it in a language."""
        texts, words = ARTICLE_TEXTS[language], TEXTS[language]
        hint = words.add_hint.format(megabytes=self._engine.settings.max_file_megabytes)
        return [
            f'<h2 class="panel-title">{escaped(texts.add)}</h2>',
            f'<p class="hint">{escaped(hint)}</p>',
            words.add_button,
            gr.update(value=texts.stop),
            gr.update(label=texts.folder),
        ]

    def _chosen(
        self, before: list[str] | None, folder: list[str], language: Language
    ) -> tuple[list[str], str]:
        """Put the files of a folder beside those chosen before; other kinds are left out."""
        texts = ARTICLE_TEXTS[language]
        fit = readable(folder)
        told = texts.folder_added.format(count=len(fit))
        if left := len(folder) - len(fit):
            told = f"{told} {texts.folder_left_out.format(count=left)}"
        shown = f'<p class="hint" role="status">{escaped(told)}</p>'
        return list(dict.fromkeys([*(before or []), *fit])), shown

    def _stop(self, request: gr.Request) -> Any:  # noqa: ANN401
        self._jobs.stop(str(request.session_hash))
        return gr.update(interactive=False)

    def _upload(
        self, files: list[str] | None, language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Yield how far reading is, then what became of each file.

        Files stay chosen where the run failed or was stopped, so that one press tries again.
        """
        texts, words = ARTICLE_TEXTS[language], TEXTS[language]
        idle = gr.update(visible=True), gr.update(visible=False, interactive=True)
        if not files:
            told = rendering.upload_html([], words.nothing_chosen, words)
            yield told, gr.skip(), gr.skip(), *idle
            return
        paths = [Path(file) for file in files]
        steps = follow(
            self._engine,
            self._jobs,
            str(request.session_hash),
            lambda progress: upload(self._engine, paths, words, progress),
            lambda done: uploaded_html(done, texts, words),
            language,
            [path.name for path in paths],
        )
        begun = False
        for told, changed, done in steps:
            if done is None:
                busy = gr.update(visible=False), gr.skip() if begun else gr.update(visible=True)
                yield told, changed, gr.skip(), *busy
                begun = True
            else:
                yield told, changed, None if done else gr.skip(), *idle
