"""The panel of the conversation: questions on the left, the original text on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from rag.errors import ModelError, UsageError, YuanwenError
from rag.types import Answer
from ui import rendering
from ui.conversation import Turn, cited_html, conversation_html, messages, understood
from ui.examples import EXAMPLES, examples
from ui.texts import TEXTS, Language, Texts
from ui.window.panel import PRIVATE, Shared, html

TURNS_KEPT = 30


class Talking:
    """Asks and shows; a marker opens its source beside the answer."""

    def __init__(self, engine: Engine, models: Sequence[str]) -> None:
        self._engine = engine
        self._models = tuple(models)

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return TEXTS[language].conversation

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, elem_id="talk"):
                conversation = html("conversation")
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
                        model = gr.Dropdown(self._choices(TEXTS["zh"]), filterable=False)
                        as_of = gr.Textbox(max_lines=1, max_length=10)
            with gr.Column(scale=2, elem_id="side"):
                sources = html("sources")
        asking = [shared.turns, model, as_of, shared.language]
        told = [conversation, sources, shared.turns, box, suggestions, edit]
        shared.changed.change(self._suggestions, shared.language, buttons, **PRIVATE)
        edit.click(understood, shared.turns, box, **PRIVATE)
        box.submit(self._ask, [box, *asking], told, **PRIVATE)
        for button in buttons:
            button.click(self._ask, [button, *asking], told, **PRIVATE)
        return [conversation, box, model, as_of, sources, edit, suggestions, *buttons]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:
        """Return every text of the panel in a language."""
        texts = TEXTS[language]
        return [
            conversation_html(turns, texts),
            gr.update(placeholder=texts.question_hint, label=texts.question_label),
            gr.update(choices=self._choices(texts), label=texts.model),
            gr.update(label=texts.as_of, placeholder=texts.as_of_hint),
            cited_html(turns, texts),
            gr.update(value=texts.edit_understood, visible=bool(understood(turns))),
            gr.update(visible=not turns),
            *self._suggestions(language),
        ]

    def _choices(self, texts: Texts) -> list[tuple[str, str]]:
        return [(rendering.model_name(spec, texts), spec) for spec in self._models]

    def _suggestions(self, language: Language) -> list[Any]:
        try:
            found = examples(self._engine, language)
        except YuanwenError:  # a damaged library is told of when a question is asked
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
