"""The bar under the last answer: right or wrong, and the right answer where it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from rag.engine import Engine
from rag.errors import YuanwenError
from rag.types import Answer
from ui.conversation import Turn
from ui.escaping import escaped
from ui.feedback import Verdict, record
from ui.feedback_texts import FEEDBACK_TEXTS
from ui.rendering import error_html
from ui.texts import TEXTS, Language
from ui.window.panel import PRIVATE, Shared, html


class FeedbackBar:
    """Takes a reader's verdict on the last answer of a conversation; hidden where there is none.

    A verdict is written as soon as a button is pressed. A right answer may follow, and a later
    verdict replaces the earlier one.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the bar out where Gradio stands. Returns what `dress` gives, in its order."""
        self._shared = shared
        self._verdict = gr.State("wrong")
        with gr.Column(visible=False, elem_id="feedback") as bar:
            with gr.Row(elem_id="feedback-verdict"):
                ask = html("feedback-ask")
                up = gr.Button(size="sm", scale=0, min_width=64, elem_id="feedback-up")
                down = gr.Button(size="sm", scale=0, min_width=64, elem_id="feedback-down")
            with gr.Row(visible=False, elem_id="feedback-more") as more:
                right = gr.Textbox(show_label=False, max_lines=3, max_length=2000, min_width=160)
                send = gr.Button(size="sm", scale=0, min_width=72, elem_id="feedback-send")
        told = [ask, more, self._verdict]
        given = [shared.turns, shared.language]
        up.click(self._right, given, told, **PRIVATE)
        down.click(self._wrong, given, told, **PRIVATE)
        known = [*given, self._verdict, right]
        for event in (send.click, right.submit):
            event(self._corrected, known, [ask, more], **PRIVATE)
        self._outputs: list[Component] = [bar, ask, up, down, more, right, send]
        return self._outputs

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:
        """Return the bar in a language, as it is before a verdict on the last turn."""
        words = FEEDBACK_TEXTS[language]
        return [
            gr.update(visible=_last(turns) is not None),
            _told(words.ask),
            words.up,
            words.down,
            gr.update(visible=False),
            gr.update(value="", placeholder=words.hint, label=words.label),
            words.send,
        ]

    def follow(self, *asked: Dependency) -> None:
        """Show the bar anew whenever one of these events (a question asked) has ended."""

        def again(turns: list[Turn], language: Language) -> list[Any]:
            return self.dress(language, turns)

        given = [self._shared.turns, self._shared.language]
        for event in asked:
            event.then(again, given, self._outputs, **PRIVATE)

    def _right(self, turns: list[Turn], language: Language, request: gr.Request) -> list[Any]:
        told = FEEDBACK_TEXTS[language].kept_up
        said = self._kept(turns, language, "right", "", request, told)
        return [said, gr.update(visible=False), "right"]

    def _wrong(self, turns: list[Turn], language: Language, request: gr.Request) -> list[Any]:
        told = FEEDBACK_TEXTS[language].kept_down
        said = self._kept(turns, language, "wrong", "", request, told)
        return [said, gr.update(visible=True), "wrong"]

    def _corrected(
        self, turns: list[Turn], language: Language, verdict: Verdict, right: str,
        request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        if not right.strip():
            return [gr.skip(), gr.skip()]
        words = FEEDBACK_TEXTS[language]
        said = self._kept(turns, language, verdict, right, request, words.kept_answer)
        return [said, gr.update(visible=False)]

    def _kept(
        self, turns: Sequence[Turn], language: Language, verdict: Verdict, right: str,
        request: gr.Request, told: str,
    ) -> str:  # fmt: skip
        """Write a verdict down and return what is said then."""
        answer = _last(turns)
        if answer is None:
            return _told(FEEDBACK_TEXTS[language].gone)
        try:
            record(self._engine, answer, verdict, right, request.username)
        except YuanwenError as error:
            return error_html(error, TEXTS[language])
        return _told(told)


def _last(turns: Sequence[Turn]) -> Answer | None:
    """Return the answer of the last turn; None where it ended in an error."""
    result = turns[-1].result if turns else None
    return result if isinstance(result, Answer) else None


def _told(text: str) -> str:
    return f'<p class="feedback-told" role="status">{escaped(text)}</p>'
