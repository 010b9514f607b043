"""What is to be evaluated: the question set, one or two settings, how many questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from eval.run import RunOptions
from rag.engine import Engine
from rag.errors import ModelError, YuanwenError
from ui.evaluation_rendering import note_html, set_name
from ui.evaluation_runner import Part
from ui.evaluation_runs import new_folder
from ui.evaluation_texts import EVALUATION_TEXTS
from ui.question_sets import SUFFIX, keep_set, question_set, question_sets, without_folders
from ui.rendering import error_html, model_name
from ui.texts import TEXTS, Language
from ui.window.panel import PRIVATE, Shared

MODES = ("hybrid", "keyword", "dense")
K, MOST_K = 20, 100


class RunForm:
    """The fields in which an evaluation is described; what is chosen is checked again here."""

    def __init__(self, engine: Engine, models: Sequence[str]) -> None:
        self._engine = engine
        self._models = tuple(models)
        self.fields: list[Component] = []  # what `parts` takes, in its order

    def build(self, shared: Shared, note: gr.HTML) -> list[Component]:
        """Lay the fields out; messages go to `note`. Returns what `dress` gives, in its order."""
        choices = self._sets("zh")
        first = choices[0][1] if choices else None
        with gr.Row(elem_id="evaluate-set"):
            sets = gr.Dropdown(choices, value=first, filterable=False, scale=1, min_width=200)
            upload = gr.UploadButton(file_types=[SUFFIX], size="sm", scale=0, elem_id="upload-set")
        settings = self._setting("evaluate-first")
        words = EVALUATION_TEXTS["zh"]  # a box without a label at first never shows one
        too = gr.Checkbox(
            value=False, label=words.compare_too, container=False, elem_id="evaluate-too"
        )
        with gr.Column(visible=False, elem_id="evaluate-second") as more:
            second = self._setting("evaluate-other", mode="keyword")
        with gr.Row(elem_id="evaluate-extent"):
            answers = gr.Checkbox(
                value=True, label=words.with_answers, container=False, min_width=180, scale=2
            )
            limit = gr.Number(value=0, precision=0, min_width=130, scale=1)
        too.change(lambda wanted: gr.update(visible=wanted), too, more, **PRIVATE)
        sets.focus(self._refresh, [sets, shared.language], sets, **PRIVATE)
        upload.upload(self._upload, [upload, shared.language], [sets, note], **PRIVATE)
        self.fields = [sets, *settings, too, *second, answers, limit]
        return [sets, upload, *settings, too, *second, answers, limit]

    def dress(self, language: Language) -> list[Any]:
        """Return every text of the form in a language, and the question sets as they are."""
        words = EVALUATION_TEXTS[language]
        return [
            gr.update(label=words.questions, choices=self._sets(language)),
            gr.update(label=words.upload),
            *self._dressed(language),
            gr.update(label=words.compare_too),
            *self._dressed(language),
            gr.update(label=words.with_answers),
            gr.update(label=words.limit),
        ]

    def parts(self, language: Language, values: Sequence[Any]) -> list[Part] | str:
        """Return the runs that are asked for; a message where the fields hold no such thing.

        Args:
            language: of the message.
            values: of `fields`.

        Raises:
            ModelError: a model may not be chosen here.
            UsageError: the question set is gone.
        """
        words = EVALUATION_TEXTS[language]
        key, *settings, too = values[:5]
        second, answers, limit = values[5:8], values[8], values[9]
        if not key:
            return words.choose_questions if self._sets(language) else words.no_questions
        if limit is not None and limit < 0:
            return words.wrong_limit
        questions = question_set(self._engine, key).path
        asked = []
        for model, mode, k in [settings, second] if too else [settings]:
            if k is None or not 1 <= k <= MOST_K:
                return words.wrong_k
            asked.append(RunOptions(model, bool(answers), mode, int(k), int(limit or 0) or None))
        if refused := self.refusal(one.model for one in asked):
            raise refused
        now = datetime.now()
        return [
            Part(questions, new_folder(self._engine, now, number), options)
            for number, options in enumerate(asked, start=1)
        ]

    def refusal(self, models: Iterable[str | None]) -> ModelError | None:
        """Return why one of these models may not be asked here; None where all may be."""
        for model in models:
            if model is not None and model not in self._models:
                return ModelError(
                    f"the model {model!r} cannot be chosen here.",
                    f"Use one of: {', '.join(self._models)}; "
                    "others are named when the service starts.",
                )
        return None

    def _setting(self, name: str, mode: str = MODES[0]) -> list[Component]:
        with gr.Row(elem_id=name, elem_classes="setting"):
            return [
                gr.Dropdown(
                    [(one, one) for one in self._models],
                    value=self._models[0], filterable=False, min_width=150, scale=3,
                ),
                gr.Dropdown(
                    [(one, one) for one in MODES],
                    value=mode, filterable=False, min_width=96, scale=2,
                ),
                gr.Number(value=K, precision=0, min_width=96, scale=1),
            ]  # fmt: skip

    def _dressed(self, language: Language) -> list[Any]:
        words, texts = EVALUATION_TEXTS[language], TEXTS[language]
        models = [(model_name(spec, texts), spec) for spec in self._models]
        modes = [(words.modes[one], one) for one in MODES]
        return [
            gr.update(label=words.model, choices=models),
            gr.update(label=words.mode, choices=modes),
            gr.update(label=words.k),
        ]

    def _sets(self, language: Language) -> list[tuple[str, str]]:
        try:
            found = question_sets(self._engine)
        except YuanwenError:  # a damaged library is told of when a question is asked
            return []
        return [(set_name(one, language), one.key) for one in found]

    def _refresh(self, chosen: str | None, language: Language) -> Any:  # noqa: ANN401
        choices = self._sets(language)
        keys = [key for _, key in choices]
        return gr.update(
            choices=choices, value=chosen if chosen in keys else next(iter(keys), None)
        )

    def _upload(self, file: str | None, language: Language) -> tuple[Any, str]:
        if not file:
            return gr.skip(), ""
        path = Path(file)
        try:
            kept = keep_set(self._engine, path)
        except YuanwenError as error:
            return gr.skip(), error_html(without_folders(error, path), TEXTS[language])
        words = EVALUATION_TEXTS[language]
        told = note_html(words.uploaded.format(name=kept.path.name))
        return gr.update(choices=self._sets(language), value=kept.key), told
