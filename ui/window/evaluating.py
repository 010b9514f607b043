"""The panel of evaluation: a question set run with one or two settings, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from eval.errors import RunError
from rag.engine import Engine
from rag.errors import YuanwenError
from ui.conversation import Turn
from ui.escaping import escaped
from ui.evaluation_rendering import note_html, progress_html
from ui.evaluation_runner import Part, Runner, Standing
from ui.evaluation_runs import kept_run
from ui.evaluation_texts import EVALUATION_TEXTS
from ui.question_sets import without_folders
from ui.rendering import error_html
from ui.texts import TEXTS, Language
from ui.window.panel import PRIVATE, Shared, html
from ui.window.run_form import RunForm
from ui.window.run_list import RunList

SECONDS = 0.7  # between two looks at a job


class Evaluating:
    """Starts a job, follows it and shows its result; one job at a time for all who look."""

    def __init__(self, engine: Engine, models: Sequence[str]) -> None:
        self._engine = engine
        self._runner = Runner(engine)
        self._form = RunForm(engine, models)
        self._runs = RunList(engine, self._under_way)

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        return EVALUATION_TEXTS[language].evaluation

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out; see `Panel`."""
        with gr.Row(elem_id="evaluate"):
            with gr.Column(scale=2, elem_id="evaluate-ask"):
                intro = html("evaluate-intro")
                note = gr.HTML(elem_id="evaluate-note", apply_default_css=False, render=False)
                form = self._form.build(shared, note)
                with gr.Row(elem_id="evaluate-do"):
                    run = gr.Button(variant="primary", elem_id="evaluate-run")
                    stop = gr.Button(visible=False, elem_id="evaluate-stop")
                    go_on = gr.Button(visible=False, elem_id="evaluate-go-on")
                note.render()
                progress = html("evaluate-progress")
                listed = self._runs.build_list()
            with gr.Column(scale=3, elem_id="evaluate-shown"):
                self._runs.build_view(shared, note)
        timer = gr.Timer(SECONDS, active=False)
        live = [note, progress, run, stop, go_on, timer]
        runs = self._runs
        given = [shared.language, *self._form.fields]
        run.click(self._run, given, live, **PRIVATE)
        stop.click(self._stop, shared.language, live, **PRIVATE)
        go_on.click(self._go_on, shared.language, live, **PRIVATE)
        runs.go_on.click(self._go_on, [shared.language, runs.chosen], live, **PRIVATE)
        outputs = [*live, *runs.listing, *runs.view]
        timer.tick(self._look, shared.language, outputs, **PRIVATE)
        return [intro, *form, *live, *listed]

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:  # noqa: ARG002
        """Return every text of the panel in a language, and the jobs and runs as they are."""
        words = EVALUATION_TEXTS[language]
        note, progress, *controls = self._live(language)
        if self._runner.standing.state == "done":  # told already to those who looked on
            progress = ""
        return [
            f'<p class="evaluation-intro">{escaped(words.intro)}</p>',
            *self._form.dress(language),
            note,
            progress,
            *controls,
            *self._runs.dress_list(language),
        ]

    def _under_way(self) -> Sequence[str]:
        standing = self._runner.standing
        return standing.names if standing.busy else ()

    def _live(self, language: Language, note: str | None = None) -> list[Any]:
        """Return how the job stands: note, progress, the three buttons, the timer."""
        words = EVALUATION_TEXTS[language]
        standing = self._runner.standing
        if note is None:
            note = self._failure(standing, language)
        can_go_on = standing.state in ("stopped", "failed")
        return [
            note,
            progress_html(standing, language),
            gr.update(value=words.run, visible=not standing.busy),
            gr.update(
                value=words.stop, visible=standing.busy, interactive=standing.state == "running"
            ),
            gr.update(value=words.go_on, visible=can_go_on),
            gr.update(active=standing.busy),
        ]

    def _failure(self, standing: Standing, language: Language) -> str:
        words = EVALUATION_TEXTS[language]
        if standing.error is None:
            return ""
        if isinstance(standing.error, RunError):  # its own advice is for the command line
            return note_html(f"{words.resume_refused}{words.resume_advice}")
        return error_html(standing.error, TEXTS[language])

    def _run(self, language: Language, *values: Any) -> list[Any]:  # noqa: ANN401
        try:
            parts = self._form.parts(language, values)
        except YuanwenError as error:
            return self._live(language, error_html(error, TEXTS[language]))
        if isinstance(parts, str):
            return self._live(language, note_html(parts))
        return self._started(language, parts)

    def _go_on(self, language: Language, names: Sequence[str] | None = None) -> list[Any]:
        """Go on with the job that was stopped, or with the runs that are ticked."""
        words = EVALUATION_TEXTS[language]
        if names is None:
            return self._started(language, self._runner.standing.parts, resume=True)
        try:
            runs = [kept_run(self._engine, name) for name in names]
        except YuanwenError as error:
            return self._live(language, error_html(error, TEXTS[language]))
        if not runs:
            return self._live(language, note_html(words.choose_one))
        if all(run.record is not None for run in runs):
            return self._live(language, note_html(words.finished_already))
        parts = [Part(run.questions, run.folder, run.options) for run in runs]
        if refused := self._form.refusal(part.options.model for part in parts):
            return self._live(language, error_html(refused, TEXTS[language]))
        return self._started(language, parts, resume=True)

    def _started(
        self, language: Language, parts: Sequence[Part], *, resume: bool = False
    ) -> list[Any]:
        try:
            self._runner.start(parts, resume=resume)
        except YuanwenError as error:
            told = without_folders(error, parts[0].questions)
            return self._live(language, error_html(told, TEXTS[language]))
        return self._live(language)

    def _stop(self, language: Language) -> list[Any]:
        self._runner.stop()
        return self._live(language)

    def _look(self, language: Language) -> list[Any]:
        """Return the job's progress and, when it has ended, the runs and its result."""
        standing = self._runner.standing
        live = self._live(language)
        if standing.busy:
            return [*live, *(gr.skip() for _ in [*self._runs.listing, *self._runs.view])]
        view = [gr.skip() for _ in self._runs.view]
        if standing.state == "done":
            view = self._runs.show(standing.names, language)
        return [*live, *self._runs.listed(language), *view]
