"""Questions of the window: asked, written before the reader's eyes, stopped, asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import gradio as gr

from rag.engine import Engine
from rag.errors import ModelError
from ui.conversation import cited_html, conversation_html, unfinished_html
from ui.history import History
from ui.history_rendering import bar_html
from ui.library_state import gone
from ui.live_answer import LiveAnswer
from ui.texts import TEXTS, Language, Texts
from ui.turns import Result, Turn, messages

TURNS_KEPT = 30
SHOWN = ("conversation", "writing", "sources", "turns", "current", "box", "examples", "bar")

Update = tuple[Any, ...]  # of the components named in SHOWN, in their order


@dataclass(frozen=True)
class Wanted:
    """An answer to be written: the turn's number and question, and what was said before it.

    `compared` is the turn as it is where a second model's answer is wanted beside it.
    """

    number: int
    question: str
    model: str
    as_of: str | None
    k: int
    before: list[Turn]
    compared: Turn | None = None

    def turn(self, result: Result) -> Turn:
        """Return the turn once the answer is there."""
        if self.compared is not None:
            return replace(self.compared, beside=result, beside_model=self.model)
        return Turn(self.number, self.question, result, self.model, self.as_of)


@dataclass
class Run:
    """An answer under way in a tab; `left` where the tab has turned to another conversation."""

    live: LiveAnswer
    left: bool = False


class Asking:
    """Events that ask; each yields `Update`s."""

    def __init__(self, engine: Engine, models: Sequence[str], history: History) -> None:
        self._engine = engine
        self._models = tuple(models)
        self._history = history
        self._lock = Lock()
        self._runs: dict[str, Run] = {}  # by the tab's session

    def ask(
        self,
        question: str,
        turns: list[Turn],
        model: str,
        as_of: str,
        k: int,
        language: Language,
        current: str,
        request: gr.Request,
    ) -> Iterator[Update]:
        """Ask a new question; `k` passages are looked for."""
        number = turns[-1].number + 1 if turns else 1
        wanted = Wanted(number, question.strip(), model, as_of.strip() or None, k, turns)
        if wanted.question:
            yield from self._write(wanted, TEXTS[language], current, request)
        else:
            yield update()

    def again(
        self,
        turns: list[Turn],
        as_of: str,
        k: int,
        language: Language,
        current: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Update]:
        """Ask the last question again: as it was, by another model, or by one more to compare.

        `as_of` is that of the box now, save where answers are compared.
        """
        do, model = str(event._data.get("do")), str(event._data.get("model") or "")
        if not turns:
            yield update()
            return
        last = turns[-1]
        wanted = Wanted(
            last.number, last.question, model or last.model, as_of.strip() or None, k, turns[:-1]
        )
        if do == "compare":
            wanted = replace(wanted, as_of=last.as_of, compared=last)
        yield from self._write(wanted, TEXTS[language], current, request)

    def stop(self, request: gr.Request) -> None:
        """Stop what is being written in this tab."""
        if run := self._runs.get(str(request.session_hash)):
            run.live.stop()

    def leave(self, request: gr.Request) -> None:
        """Stop it and show no more of it: the tab turns to another conversation."""
        if run := self._runs.get(str(request.session_hash)):
            run.left = True
            run.live.stop()

    def whole(self, turns: list[Turn], texts: Texts, current: str) -> dict[str, Any]:
        """Return what shows a conversation as it is; for `update`."""
        return {
            "conversation": conversation_html(turns, texts, self._models),
            "writing": "",
            "sources": cited_html(turns, texts, gone(self._engine, turns)),
            "turns": turns,
            "current": current,
            "examples": gr.update(visible=not turns),
            "bar": bar_html(texts, begun=bool(turns)),
        }

    def _write(
        self, wanted: Wanted, texts: Texts, current: str, request: gr.Request
    ) -> Iterator[Update]:
        """Show an answer as it comes, then the conversation with it; keep that."""
        run = self._begun(wanted, texts, str(request.session_hash))
        if run is None:  # one at a time: the box has its stop button
            yield update()
            return
        result: Result | None = None
        try:
            yield update(
                conversation=conversation_html(wanted.before, texts) if wanted.before else "",
                writing=_unfinished(wanted, "", texts),
                box=gr.update(value="", submit_btn=False, stop_btn=texts.talk.stop),
                examples=gr.update(visible=False),
            )
            for state in run.live.states():
                if not isinstance(state, str):
                    result = state
                elif not run.left:
                    yield update(writing=_unfinished(wanted, state, texts))
        finally:
            self._runs.pop(str(request.session_hash), None)
        assert result is not None  # an answer's last state is its result
        turns = [*wanted.before, wanted.turn(result)][-TURNS_KEPT:]
        current = current or self._history.new_id()
        self._history.save(request.username, current, turns)
        shown = {} if run.left else self.whole(turns, texts, current)
        yield update(**shown, box=gr.update(submit_btn=True, stop_btn=False))

    def _begun(self, wanted: Wanted, texts: Texts, session: str) -> Run | None:
        """Start an answer; None where the tab has one under way."""
        refused = None
        if wanted.model not in self._models:
            refused = ModelError(
                texts.model_refused.format(model=wanted.model),
                texts.model_advice.format(models=", ".join(self._models)),
            )
        with self._lock:
            if session in self._runs:
                return None
            run = Run(
                LiveAnswer(
                    self._engine,
                    wanted.question,
                    messages=messages(wanted.before),
                    model=wanted.model,
                    as_of=wanted.as_of,
                    k=wanted.k,
                    refused=refused,
                )
            )
            self._runs[session] = run
        return run


def update(**told: Any) -> Update:  # noqa: ANN401
    """Return an update of the components named; the others of SHOWN stay as they are."""
    assert told.keys() <= set(SHOWN)
    return tuple(told.get(name, gr.skip()) for name in SHOWN)


def _unfinished(wanted: Wanted, written: str, texts: Texts) -> str:
    compared = None if wanted.compared is None else (wanted.compared, wanted.model)
    return unfinished_html(wanted.question, wanted.number, written, texts, compared)
