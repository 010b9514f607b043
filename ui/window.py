"""The chat window: conversation on the left, the original text on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request

from rag.engine import Engine
from rag.errors import ModelError, UsageError, YuanwenError
from rag.types import Answer
from ui import rendering
from ui.conversation import Turn, cited_html, conversation_html, messages, understood
from ui.examples import EXAMPLES, examples
from ui.texts import TEXTS, Language, Texts, preferred_language
from ui.uploads import upload

ASSETS = Path(__file__).parent / "assets"
TURNS_KEPT = 30
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
    script = (ASSETS / "window.js").read_text(encoding="utf-8")
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
        css_paths=[ASSETS / "window.css"],
        head=f"<script>{script}</script>",
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
        self._models = tuple(models)

    def blocks(self) -> gr.Blocks:
        """Lay the window out and connect it."""
        texts = TEXTS["zh"]
        private = {"api_visibility": "private", "show_progress": "hidden"}
        with gr.Blocks(
            title="原文 Yuanwen",
            analytics_enabled=False,
            fill_width=True,
            delete_cache=(3600, LAST_HOURS * 3600),
        ) as blocks:
            language, turns = gr.State("zh"), gr.State([])
            with gr.Row(elem_id="header"):
                header = _html("brand")
                switch = gr.Button(texts.other_language, elem_id="language", size="sm", scale=0)
            with gr.Row(elem_id="desk"):
                with gr.Column(scale=3, elem_id="talk"):
                    conversation = _html("conversation")
                    with gr.Column(elem_id="examples") as suggestions:
                        buttons = [gr.Button(visible=False, size="sm") for _ in range(EXAMPLES)]
                    edit = gr.Button(visible=False, size="sm", elem_id="edit")
                    with gr.Column(elem_id="composer"):
                        box = gr.Textbox(
                            elem_id="question",
                            show_label=False,
                            submit_btn=True,
                            autofocus=True,
                            max_lines=6,
                            max_length=4000,
                        )
                        with gr.Row(elem_id="options"):
                            model = gr.Dropdown(self._choices(texts), filterable=False)
                            as_of = gr.Textbox(max_lines=1, max_length=10)
                with gr.Column(scale=2, elem_id="side"):
                    sources = _html("sources")
                    with gr.Accordion(texts.add, open=False, elem_id="add") as adding:
                        files = gr.File(file_count="multiple", show_label=False, height=132)
                        hint = _html("hint")
                        read = gr.Button(texts.add_button, variant="primary", elem_id="read")
                        report = _html("report")
            dressed = [
                language,
                header,
                switch,
                conversation,
                box,
                model,
                as_of,
                sources,
                adding,
                hint,
                read,
                edit,
                suggestions,
                *buttons,
            ]
            blocks.load(self._greet, [turns], dressed, **private)
            switch.click(self._switch, [language, turns], dressed, **private)
            asking = [turns, model, as_of, language]
            told = [conversation, sources, turns, box, suggestions, edit]
            edit.click(understood, turns, box, **private)
            box.submit(self._ask, [box, *asking], told, **private)
            for button in buttons:
                button.click(self._ask, [button, *asking], told, **private)
            read.click(
                self._upload,
                [files, language],
                [report, files, header, *buttons],
                api_visibility="private",
                show_progress_on=report,
                concurrency_limit=1,
            )
        blocks.queue(default_concurrency_limit=8, api_open=False)
        return blocks

    def _greet(self, turns: list[Turn], request: gr.Request) -> list[Any]:
        return self._dress(preferred_language(request.headers.get("accept-language")), turns)

    def _switch(self, language: Language, turns: list[Turn]) -> list[Any]:
        return self._dress(OTHER[language], turns)

    def _dress(self, language: Language, turns: list[Turn]) -> list[Any]:
        """Return every text of the window in a language."""
        texts = TEXTS[language]
        megabytes = self._engine.settings.max_file_megabytes
        return [
            language,
            self._header(texts),
            texts.other_language,
            conversation_html(turns, texts),
            gr.update(placeholder=texts.question_hint, label=texts.question_label),
            gr.update(choices=self._choices(texts), label=texts.model),
            gr.update(label=texts.as_of, placeholder=texts.as_of_hint),
            cited_html(turns, texts),
            gr.update(label=texts.add, open=not self._holdings()),
            f'<p class="hint">{texts.add_hint.format(megabytes=megabytes)}</p>',
            texts.add_button,
            gr.update(value=texts.edit_understood, visible=bool(understood(turns))),
            gr.update(visible=not turns),
            *self._suggestions(language),
        ]

    def _header(self, texts: Texts) -> str:
        return rendering.header_html(self._holdings(), texts)

    def _holdings(self) -> int:
        folder = self._engine.folder
        try:
            return folder.open().article_count if folder.exists() else 0
        except YuanwenError:  # a damaged library is told of when a question is asked
            return 0

    def _choices(self, texts: Texts) -> list[tuple[str, str]]:
        return [(rendering.model_name(spec, texts), spec) for spec in self._models]

    def _suggestions(self, language: Language) -> list[Any]:
        try:
            found = examples(self._engine, language)
        except YuanwenError:  # as above
            found = []
        found += [""] * (EXAMPLES - len(found))
        return [gr.update(value=question, visible=bool(question)) for question in found]

    def _ask(
        self, question: str, turns: list[Turn], model: str, as_of: str, language: Language
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the window as an answer comes: the text so far, then the answer and its sources."""
        texts = TEXTS[language]
        question = question.strip()
        if not question:
            yield (gr.skip(),) * 6
            return
        number = turns[-1].number + 1 if turns else 1
        written = ""
        before = conversation_html(turns, texts) if turns else ""

        def so_far() -> tuple[Any, ...]:
            reply = rendering.writing_html(written, texts)
            shown = before + rendering.question_html(question, number, reply)
            hidden = gr.update(visible=False)
            return shown, gr.skip(), gr.skip(), "", hidden, hidden

        yield so_far()
        result: Answer | YuanwenError = UsageError("no answer came.")
        try:
            if model not in self._models:
                raise ModelError(
                    texts.model_refused.format(model=model),
                    texts.model_advice.format(models=", ".join(self._models)),
                )
            for item in self._engine.stream(
                question, messages=messages(turns), model=model, as_of=as_of.strip() or None
            ):
                if isinstance(item, Answer):
                    result = item
                else:
                    written += item
                    yield so_far()
        except YuanwenError as error:
            result = error
        turns = [*turns, Turn(number, question, result)][-TURNS_KEPT:]
        yield (
            conversation_html(turns, texts),
            cited_html(turns, texts),
            turns,
            gr.skip(),
            gr.skip(),
            gr.update(visible=bool(understood(turns))),
        )

    def _upload(
        self,
        files: list[str] | None,
        language: Language,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> tuple[Any, ...]:
        texts = TEXTS[language]
        stages = {"read": texts.reading, "encode": texts.encoding, "save": texts.saving}
        if not files:
            return rendering.upload_html([], texts.nothing_chosen, texts), *[gr.skip()] * 6

        def show(stage: str, done: int, of: int) -> None:
            progress((done, max(of, 1)), desc=stages[stage])

        try:
            done = upload(self._engine, [Path(file) for file in files], texts, show)
        except YuanwenError as error:
            told = rendering.error_html(error, texts)
        else:
            summary = ""
            if done.index is not None:
                summary = texts.added.format(added=done.index.added, articles=done.index.articles)
            told = rendering.upload_html(done.files, summary, texts)
        return told, None, self._header(texts), *self._suggestions(language)


def _html(name: str) -> gr.HTML:
    return gr.HTML(elem_id=name, apply_default_css=False)
