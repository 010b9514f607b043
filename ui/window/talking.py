"""The panel of the conversation: questions on the left, the original text on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from rag.errors import YuanwenError
from ui import rendering
from ui.conversation import cited_html, conversation_html
from ui.examples import EXAMPLES, examples
from ui.history import History
from ui.history_rendering import bar_html
from ui.library_state import gone
from ui.texts import TEXTS, Language, Texts
from ui.turns import Turn
from ui.window.asking import SHOWN, Asking
from ui.window.feedback_bar import FeedbackBar
from ui.window.panel import PRIVATE, Shared, html
from ui.window.remembering import Remembering

# A press on one of our buttons is an event, with what the button says of itself.
_PRESSED = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button && !button.matches(".sure:not(.armed)")) trigger("click", { ...button.dataset });
});
"""
# After the first greeting the page asks for the conversation that was open in its tab.
_RESTORED = """
let asked = false;
watch("value", () => {
  const id = sessionStorage.getItem("yuanwen-conversation");
  if (!asked && id) trigger("select", { id });
  asked = true;
});
"""
_REMEMBER = "(id) => { sessionStorage.setItem('yuanwen-conversation', id); }"
_DOWNLOAD = "(text) => { if (text) window.yuanwenDownload(text); }"


class Talking:
    """Asks and shows; a marker opens its source beside the answer."""

    def __init__(self, engine: Engine, models: Sequence[str]) -> None:
        self._engine = engine
        self._models = tuple(models)
        history = History(engine.folder.path)
        self._asking = Asking(engine, models, history)
        self._remembering = Remembering(self._asking, history)
        self._feedback = FeedbackBar(engine)

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return TEXTS[language].conversation

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, elem_id="talk"):
                bar = html("bar", _PRESSED + _RESTORED)
                drawer = html("past", _PRESSED)
                conversation = html("conversation", _PRESSED)
                writing = html("writing")
                with gr.Column(elem_id="examples") as suggestions:
                    buttons = [gr.Button(visible=False, size="sm") for _ in range(EXAMPLES)]
                verdict = self._feedback.build(shared)
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
        current = gr.Textbox(visible="hidden", elem_id="current")  # the conversation's id
        document = gr.Textbox(visible="hidden", elem_id="document")
        parts = {
            "conversation": conversation, "writing": writing, "sources": sources,
            "turns": shared.turns, "current": current, "box": box, "examples": suggestions,
            "bar": bar,
        }  # fmt: skip
        told = [parts[name] for name in SHOWN]
        remembered = [*told, drawer, document]
        given = [shared.turns, model, as_of, shared.k, shared.language, current]
        shared.changed.change(self._suggestions, shared.language, buttons, **PRIVATE)
        shared.as_of.change(_same, shared.as_of, as_of, **PRIVATE)
        every = {**PRIVATE, "trigger_mode": "multiple"}  # an Enter right after an answer counts
        asked = [box.submit(self._asking.ask, [box, *given], told, **every)]
        for button in buttons:
            asked.append(button.click(self._asking.ask, [button, *given], told, **PRIVATE))
        kept = [shared.turns, shared.language, current]
        again = [shared.turns, as_of, shared.k, shared.language, current]
        box.stop(self._asking.stop, queue=False, **PRIVATE)
        asked += [
            conversation.click(self._asking.again, again, told, **PRIVATE),
            bar.click(self._remembering.bar, kept, remembered, **PRIVATE),
            bar.select(self._remembering.restore, kept[:2], told, **PRIVATE),
            drawer.click(self._remembering.drawer, kept[1:], remembered, **PRIVATE),
        ]
        self._feedback.follow(*asked)
        current.change(None, current, js=_REMEMBER)
        document.change(None, document, js=_DOWNLOAD)
        shown = [bar, drawer, conversation, box, model, as_of, sources, suggestions, *buttons]
        return [*shown, *verdict]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:
        """Return every text of the panel in a language."""
        texts = TEXTS[language]
        return [
            bar_html(texts, begun=bool(turns)),
            "",
            conversation_html(turns, texts, self._models),
            gr.update(placeholder=texts.question_hint, label=texts.question_label),
            gr.update(choices=self._choices(texts), label=texts.model),
            gr.update(label=texts.as_of, placeholder=texts.as_of_hint),
            cited_html(turns, texts, gone(self._engine, turns)),
            gr.update(visible=not turns),
            *self._suggestions(language),
            *self._feedback.dress(language, turns),
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


def _same(value: str) -> str:
    return value
