"""A conversation as HTML: its turns, what is being written, what can be done with the last."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.types import Answer
from ui.answer_rendering import answer_html
from ui.escaping import escaped, isolated
from ui.rendering import (
    error_html,
    model_name,
    question_html,
    stopped_html,
    understood_html,
    writing_html,
)
from ui.source_rendering import sources_html
from ui.texts import Texts
from ui.turns import Result, Stopped, Turn, answers, messages, understood

__all__ = ["Result", "Stopped", "Turn", "cited_html", "conversation_html", "messages",
           "understood", "unfinished_html"]  # fmt: skip


def conversation_html(turns: Sequence[Turn], texts: Texts, models: Sequence[str] = ()) -> str:
    """Return the turns, oldest first; a word of welcome before the first.

    Args:
        turns: complete ones.
        texts: of the reader's language.
        models: specs that may be chosen: the last turn can be asked again; none: it cannot.
    """
    if not turns:
        return f'<p class="welcome">{escaped(texts.welcome)}</p>'
    last = turns[-1]
    shown = [question_html(one.question, one.number, _replies(one, texts)) for one in turns[:-1]]
    acts = _acts(last, models, texts) if models else ""
    shown.append(question_html(last.question, last.number, _replies(last, texts) + acts))
    return "".join(shown)


def unfinished_html(
    question: str,
    number: int,
    written: str,
    texts: Texts,
    compared: tuple[Turn, str] | None = None,
) -> str:
    """Return the turn whose answer is being written.

    Args:
        question: as it was asked.
        number: of the turn.
        written: the text so far, "" before the first piece.
        texts: of the reader's language.
        compared: the turn as it was and the spec of the model that writes beside its answer.
    """
    reply = writing_html(written, texts)
    if compared is not None:
        turn, model = compared
        first = _reply(turn.result, str(number), texts)
        reply = _meant(turn, texts) + _two(first, reply, turn.model, model, texts)
    return question_html(question, number, reply, texts.talk.writing)


def cited_html(turns: Sequence[Turn], texts: Texts, gone: Collection[str] = ()) -> str:
    """Return the source panel of the turns that have an answer; see `sources_html`."""
    return sources_html(answers(turns), texts, gone)


def _replies(turn: Turn, texts: Texts) -> str:
    first = _reply(turn.result, str(turn.number), texts)
    if turn.beside is None:
        return _meant(turn, texts) + first
    second = _reply(turn.beside, f"b-{turn.number}", texts)
    return _meant(turn, texts) + _two(first, second, turn.model, turn.beside_model, texts)


def _meant(turn: Turn, texts: Texts) -> str:
    meant = understood([turn])
    return understood_html(meant, texts) if meant else ""


def _two(first: str, second: str, model: str, other: str, texts: Texts) -> str:
    columns = "".join(
        f'<section><h3 class="model">{isolated(model_name(spec, texts))}</h3>{reply}</section>'
        for spec, reply in ((model, first), (other, second))
    )
    return f'<div class="compared">{columns}</div>'


def _reply(result: Result, name: str, texts: Texts) -> str:
    if isinstance(result, Answer):
        return answer_html(result, name, texts)
    if isinstance(result, Stopped):
        return stopped_html(result.text, texts)
    return error_html(result, texts)


def _acts(turn: Turn, models: Sequence[str], texts: Texts) -> str:
    """Return what can be done with the last turn: again, by another model, two compared."""
    talk = texts.talk
    others = [spec for spec in models if spec != turn.model]
    parts = [f'<button type="button" class="quiet" data-do="retry">{escaped(talk.retry)}</button>']
    for do, label in (("again", talk.again_with), ("compare", talk.compare_with)):
        items = "".join(
            f'<button type="button" data-do="{do}" data-model="{escaped(spec)}">'
            f"{isolated(model_name(spec, texts))}</button>"
            for spec in others
        )
        if items:
            parts.append(
                f'<details class="menu"><summary class="quiet">{escaped(label)}</summary>'
                f"<div>{items}</div></details>"
            )
    return f'<div class="acts">{"".join(parts)}</div>'
