"""The bar above a conversation and the drawer of earlier ones, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from ui.escaping import escaped, isolated
from ui.history import Past
from ui.texts import Texts
from ui.visible_text import without_bidi


def bar_html(texts: Texts, *, begun: bool) -> str:
    """Return the bar: a new conversation, earlier ones, export.

    Args:
        texts: of the reader's language.
        begun: whether anything was asked; else there is nothing to export or to leave.
    """
    talk = texts.talk
    off = "" if begun else " disabled"
    return (
        f'<div class="bar" role="toolbar" data-ask="{escaped(texts.conversation)}">'
        f'<button type="button" class="quiet" data-do="new"{off}>'
        f"＋ {escaped(talk.new)}</button>"
        f'<button type="button" class="quiet" data-do="history">{escaped(talk.history)}</button>'
        f'<button type="button" class="quiet" data-do="export"{off}>{escaped(talk.export)}'
        "</button></div>"
    )


def past_html(past: Sequence[Past], current: str, texts: Texts) -> str:
    """Return the drawer: each conversation with its buttons.

    Args:
        past: the user's, the last one first.
        current: id of the one that is open.
        texts: of the reader's language.
    """
    talk = texts.talk
    rows = "".join(_row(one, one.id == current, texts) for one in past)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="empty">{escaped(talk.no_past)}</p>'
    every = (
        f'<button type="button" class="quiet sure" data-do="delete-all" data-sure='
        f'"{escaped(talk.sure)}">{escaped(talk.delete_all)}</button>'
        if rows
        else ""
    )
    return (
        f'<section class="past" aria-label="{escaped(talk.past_title)}"><header>'
        f"<h2>{escaped(talk.past_title)}</h2>"
        f'<button type="button" class="quiet" data-do="close">{escaped(talk.close)}</button>'
        f"</header>{body}{every}</section>"
    )


def _row(one: Past, is_current: bool, texts: Texts) -> str:
    talk = texts.talk
    now = f" · {escaped(talk.current)}" if is_current else ""
    when = one.when.isoformat(timespec="seconds")
    return (
        f"<li{' class=now' if is_current else ''}>"
        f'<button type="button" class="open" data-do="open" data-id="{escaped(one.id)}">'
        f"{isolated(one.title)}"
        f'<span><time datetime="{when}">{one.when:%Y-%m-%d %H:%M}</time>{now}</span></button>'
        f'<button type="button" class="quiet sure" data-do="delete" data-id="{escaped(one.id)}" '
        f'data-sure="{escaped(talk.sure)}" title="{escaped(without_bidi(one.title))}">'
        f"{escaped(talk.delete)}</button></li>"
    )
