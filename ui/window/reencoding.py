"""Encoding the library anew from the window: an estimate first, then a second press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from rag.engine import Engine
from rag.errors import EncoderError, YuanwenError
from rag.reencoding import configured_encoders, encoding_seconds
from rag.report import IndexReport
from ui import rendering
from ui.escaping import escaped
from ui.jobs import Jobs
from ui.settings_rendering import duration, encoder_name
from ui.settings_texts import SETTINGS_TEXTS, SettingsTexts
from ui.texts import TEXTS, Language
from ui.window.following import FOLLOWED_AT_ONCE, follow
from ui.window.panel import PRIVATE, Shared, html


class Reencoding:
    """A part of the panel of the settings. Only encoders named at the start can be chosen."""

    def __init__(self, engine: Engine, jobs: Jobs) -> None:
        self._engine = engine
        self._jobs = jobs

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay it out; see `Panel`."""
        with gr.Column(elem_id="reencoding") as whole:
            head = html("again-title")
            encoder = gr.Dropdown(filterable=False, elem_id="encoder")
            with gr.Row(elem_id="again-buttons"):
                estimate = gr.Button(elem_id="estimate", scale=0)
                begin = gr.Button(variant="primary", visible=False, elem_id="begin", scale=0)
                leave = gr.Button(visible=False, elem_id="leave", scale=0)
                stop = gr.Button(visible=False, elem_id="stop-encoding", scale=0)
            told = html("again-told")
        buttons = [estimate, begin, leave, stop]
        given = [encoder, shared.language]
        estimate.click(self._estimate, given, [told, *buttons], concurrency_limit=1, **PRIVATE)
        begin.click(
            self._reencode, given, [told, shared.changed, *buttons],
            concurrency_limit=FOLLOWED_AT_ONCE, **PRIVATE,
        )  # fmt: skip
        gr.on(
            [leave.click, encoder.input], lambda: ("", *_idle()), None, [told, *buttons], **PRIVATE
        )
        stop.click(self._stop, None, stop, **PRIVATE)
        gr.on(
            [shared.changed.change], self._choices, [shared.language], [whole, encoder], **PRIVATE
        )
        return [whole, head, encoder, *buttons]

    def dress(self, language: Language) -> list[Any]:
        """Return every text of it in a language."""
        texts = SETTINGS_TEXTS[language]
        shown, choices = self._choices(language)
        return [
            shown,
            f'<h2 class="panel-title">{escaped(texts.again)}</h2>'
            f'<p class="hint">{escaped(texts.again_hint)} {escaped(texts.only_one)}</p>',
            choices,
            texts.estimate,
            texts.begin,
            texts.leave,
            texts.stop,
        ]

    def _choices(self, language: Language) -> tuple[Any, Any]:
        """Return whether there is anything to encode, and by what."""
        texts = SETTINGS_TEXTS[language]
        try:
            current = self._engine.folder.open().encoder
        except YuanwenError:  # no library yet; a damaged one is told of above
            return gr.update(visible=False), gr.update(choices=[])
        specs = configured_encoders(self._engine.settings, current)
        choices = [(_shown(spec, current, texts), str(at)) for at, spec in enumerate(specs)]
        label = texts.choose_encoder
        return gr.update(visible=True), gr.update(choices=choices, value="0", label=label)

    def _spec(self, number: str) -> str:
        """Return the spec that a choice stands for; the browser never sees or sends a spec."""
        specs = configured_encoders(self._engine.settings, self._engine.folder.open().encoder)
        if not (number.isdecimal() and int(number) < len(specs)):
            raise EncoderError("no such encoder can be chosen here.", "Reload the page.")
        return specs[int(number)]

    def _estimate(self, number: str, language: Language) -> Iterator[tuple[Any, ...]]:
        texts = SETTINGS_TEXTS[language]
        yield f'<p class="hint" role="status">{escaped(texts.estimating)}</p>', *[gr.skip()] * 4
        try:
            spec, generation = self._spec(number), self._engine.folder.open()
            seconds = encoding_seconds(generation, self._engine.encoder(spec))
        except YuanwenError as error:
            yield rendering.error_html(error, TEXTS[language]), *_idle()
            return
        told = texts.estimated.format(
            name=encoder_name(spec, texts),
            passages=f"{generation.passage_count:,}",
            time=duration(seconds, texts),
        )
        yield f'<p role="status">{escaped(told)}</p>', *_buttons(begin=True, leave=True)

    def _reencode(
        self, number: str, language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        texts = SETTINGS_TEXTS[language]
        try:
            spec = self._spec(number)
        except YuanwenError as error:
            yield rendering.error_html(error, TEXTS[language]), gr.skip(), *_idle()
            return

        def shown(report: IndexReport) -> str:
            told = texts.encoded.format(
                name=encoder_name(spec, texts),
                passages=f"{report.passages:,}",
                time=duration(report.seconds["total"], texts),
            )
            return f'<p role="status">{escaped(told)}</p>'

        steps = follow(
            self._engine,
            self._jobs,
            str(request.session_hash),
            lambda progress: self._engine.reindex(encoder=spec, progress=progress),
            shown,
            language,
        )
        for told, changed, done in steps:
            yield told, changed, *(_buttons(stop=True) if done is None else _idle())

    def _stop(self, request: gr.Request) -> Any:  # noqa: ANN401
        self._jobs.stop(str(request.session_hash))
        return gr.update(visible=False)


def _shown(spec: str, current: str, texts: SettingsTexts) -> str:
    name = encoder_name(spec, texts)
    return texts.current.format(name=name) if spec == current else name


def _buttons(
    *, estimate: bool = False, begin: bool = False, leave: bool = False, stop: bool = False
) -> tuple[Any, ...]:
    return tuple(gr.update(visible=one) for one in (estimate, begin, leave, stop))


def _idle() -> tuple[Any, ...]:
    return _buttons(estimate=True)
