"""The runs of a library: a list to choose from, and what was chosen, shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import gradio as gr
from gradio.components import Component

from eval.compare import compare_runs
from rag.engine import Engine
from rag.errors import YuanwenError
from ui.evaluation_rendering import (
    LETTERS,
    comparison_html,
    empty_html,
    note_html,
    report_html,
    run_name,
    scores_html,
)
from ui.evaluation_runs import KeptRun, delete_run, kept_run, kept_runs
from ui.evaluation_texts import EVALUATION_TEXTS
from ui.rendering import error_html
from ui.texts import TEXTS, Language
from ui.window.panel import PRIVATE, Shared, html

# Not where a message says why there is nothing new to see.
INTO_VIEW = """() => document.querySelector("#evaluate-note p")
  || document.getElementById("%s").scrollIntoView({block: "start"})"""
Names = tuple[str, ...]  # of one run, or of two to compare


class RunList:
    """Opens a run, compares two, deletes; `chosen` is the list, `view` what shows a result."""

    def __init__(self, engine: Engine, under_way: Callable[[], Sequence[str]]) -> None:
        self._engine = engine
        self._under_way = under_way  # names of the runs that are being written

    def build_list(self) -> list[Component]:
        """Lay the list out. Returns what `dress_list` gives, in its order."""
        self.title = html("runs-title")
        self.chosen = gr.CheckboxGroup(
            self._choices("zh"), show_label=False, container=False, elem_id="runs"
        )
        with gr.Row(elem_id="runs-do") as self.buttons:
            self.open = gr.Button(size="sm", min_width=80, elem_id="run-open")
            self.compare = gr.Button(size="sm", min_width=80, elem_id="run-compare")
            self.go_on = gr.Button(size="sm", min_width=80, elem_id="run-go-on")
            self.delete = gr.Button(size="sm", min_width=80, elem_id="run-delete")
        with gr.Row(visible=False, elem_id="runs-sure") as self.sure:
            self.yes = gr.Button(size="sm", variant="stop", min_width=120, elem_id="run-sure")
            self.no = gr.Button(size="sm", min_width=80)
        self.listing = [self.title, self.chosen, self.buttons]
        return [*self.listing, self.open, self.compare, self.go_on, self.delete, self.sure, self.no]

    def build_view(self, shared: Shared, note: gr.HTML) -> None:
        """Lay out where results are shown, and connect it; messages go to `note`."""
        self.shown = gr.State(())
        result = gr.HTML(empty_html("zh"), elem_id="evaluation-result", apply_default_css=False)
        with gr.Row(elem_id="reports"):
            reports = [gr.Button(visible=False, size="sm", scale=0) for _ in LETTERS]
        frame = html("evaluation-report")
        self.view = [self.shown, result, *reports, frame]
        given = [self.chosen, shared.language]
        for button, count in ((self.open, 1), (self.compare, 2)):
            opened = button.click(
                partial(self._chosen, count), given, [note, *self.view], **PRIVATE
            )
            opened.then(None, js=INTO_VIEW % "evaluation-result")
        for number, button in enumerate(reports):
            read = partial(self._report, number)
            opened = button.click(read, [self.shown, shared.language], frame, **PRIVATE)
            opened.then(None, js=INTO_VIEW % "evaluation-report")
        shared.language.change(self.show, [self.shown, shared.language], self.view, **PRIVATE)
        self.delete.click(self._ask, given, [note, self.sure, self.yes], **PRIVATE)
        self.no.click(lambda: gr.update(visible=False), None, self.sure, **PRIVATE)
        self.yes.click(
            self._delete,
            [*given, self.shown],
            [note, self.sure, *self.listing, *self.view],
            **PRIVATE,
        )

    def dress_list(self, language: Language) -> list[Any]:
        """Return every text of the list in a language, and the runs as they are."""
        words = EVALUATION_TEXTS[language]
        return [*self.listed(language), words.open, words.compare, words.go_on, words.delete,
                gr.update(visible=False), words.keep]  # fmt: skip

    def listed(self, language: Language) -> list[Any]:
        """Return `listing`: the list's title, the list and its buttons, as the runs are now."""
        words = EVALUATION_TEXTS[language]
        choices = self._choices(language)
        title = f'<h2 class="evaluation-title">{words.earlier}</h2>'
        return [
            title if choices else title + note_html(words.no_earlier),
            gr.update(choices=choices, visible=bool(choices)),
            gr.update(visible=bool(choices)),
        ]

    def show(self, names: Names, language: Language) -> list[Any]:
        """Return `view` with the result of one run or the comparison of two.

        What cannot be shown any more, as it was deleted, leaves the view empty.
        """
        try:
            return self._shown(names, language)
        except YuanwenError:
            return self._shown((), language)

    def _shown(self, names: Names, language: Language) -> list[Any]:
        words = EVALUATION_TEXTS[language]
        runs = [kept_run(self._engine, name) for name in names]
        hidden = gr.update(visible=False)
        if not runs:
            return [(), empty_html(language), hidden, hidden, ""]
        if len(runs) == 1:
            button = gr.update(value=words.report, visible=True)
            return [tuple(names), scores_html(runs[0], language), button, hidden, ""]
        found = compare_runs([run.folder for run in runs])
        buttons = [
            gr.update(value=words.report_of.format(letter=letter), visible=True)
            for letter in LETTERS
        ]
        return [tuple(names), comparison_html(found, runs, language), *buttons, ""]

    def _chosen(self, count: int, names: list[str], language: Language) -> list[Any]:
        """Return the note and the view for the runs that are ticked, the older one first."""
        words = EVALUATION_TEXTS[language]
        try:
            runs = self._ordered(names)
            if len(runs) != count:
                told = words.choose_one if count == 1 else words.choose_two
                return [note_html(told), *_skipped(self.view)]
            if any(run.record is None for run in runs):
                return [note_html(words.not_finished), *_skipped(self.view)]
            return ["", *self._shown(tuple(run.name for run in runs), language)]
        except YuanwenError as error:
            return [error_html(error, TEXTS[language]), *_skipped(self.view)]

    def _ordered(self, names: Sequence[str]) -> list[KeptRun]:
        runs = [kept_run(self._engine, name) for name in names]
        return sorted(runs, key=lambda run: (run.begun, run.name))

    def _report(self, number: int, names: Names, language: Language) -> str:
        try:
            page = kept_run(self._engine, names[number]).report()
        except YuanwenError as error:
            return error_html(error, TEXTS[language])
        return report_html(page, names[number], language)

    def _ask(self, names: list[str], language: Language) -> list[Any]:
        words = EVALUATION_TEXTS[language]
        hidden = gr.update(visible=False)
        if not names:
            return [note_html(words.choose_one), hidden, gr.skip()]
        if set(names) & set(self._under_way()):
            return [note_html(words.being_run), hidden, gr.skip()]
        sure = words.delete_sure.format(count=len(names))
        return ["", gr.update(visible=True), gr.update(value=sure)]

    def _delete(self, names: list[str], language: Language, shown: Names) -> list[Any]:
        words = EVALUATION_TEXTS[language]
        told = note_html(words.deleted.format(count=len(names)))
        try:
            if set(names) & set(self._under_way()):
                told = note_html(words.being_run)
            else:
                for name in names:
                    delete_run(kept_run(self._engine, name))
        except YuanwenError as error:
            told = error_html(error, TEXTS[language])
        title, chosen, buttons = self.listed(language)
        view = self.show(shown, language)
        return [told, gr.update(visible=False), title, chosen | {"value": []}, buttons, *view]

    def _choices(self, language: Language) -> list[tuple[str, str]]:
        return [(run_name(run, language), run.name) for run in kept_runs(self._engine)]


def _skipped(components: Sequence[Any]) -> list[Any]:
    return [gr.skip() for _ in components]
