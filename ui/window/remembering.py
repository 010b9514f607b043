"""Earlier conversations in the window: listed, opened, deleted; a new one; export."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.errors import YuanwenError
from ui import rendering
from ui.history import History
from ui.history_rendering import past_html
from ui.markdown_export import conversation_markdown
from ui.texts import TEXTS, Language
from ui.turns import Turn
from ui.window.asking import Asking, Update, update

Remembered = tuple[Any, ...]  # an `Update`, then the drawer and the document for download


class Remembering:
    """Events of the bar and of the drawer below it."""

    def __init__(self, asking: Asking, history: History) -> None:
        self._asking = asking
        self._history = history

    def bar(
        self,
        turns: list[Turn],
        language: Language,
        current: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Remembered:
        """Begin a new conversation, list the earlier ones or export this one."""
        do, texts = event._data.get("do"), TEXTS[language]
        if do == "new":
            self._asking.leave(request)
            return self._remembered(self._asking.whole([], texts, ""), drawer="")
        if do == "export" and turns:
            return self._remembered({}, document=conversation_markdown(turns, texts))
        past = self._history.past(request.username)
        return self._remembered({}, drawer=past_html(past, current, texts))

    def drawer(
        self, language: Language, current: str, event: gr.EventData, request: gr.Request
    ) -> Remembered:
        """Open or delete a conversation of the list, or close the list."""
        do, name = event._data.get("do"), str(event._data.get("id") or "")
        user, texts = request.username, TEXTS[language]
        if do == "close":
            return self._remembered({}, drawer="")
        try:
            if do == "open":
                turns = self._history.load(user, name)
                self._asking.leave(request)
                return self._remembered(self._asking.whole(turns, texts, name), drawer="")
            if do == "delete-all":
                self._history.delete_all(user)
            else:
                self._history.delete(user, name)
        except YuanwenError as error:
            told = rendering.error_html(error, texts)
            listed = past_html(self._history.past(user), current, texts)
            return self._remembered({}, drawer=told + listed)
        closed = do == "delete-all" or name == current  # what is open is deleted
        if closed:
            self._asking.leave(request)
        shown = self._asking.whole([], texts, "") if closed else {}
        listed = past_html(self._history.past(user), "" if closed else current, texts)
        return self._remembered(shown, drawer=listed)

    def restore(
        self, turns: list[Turn], language: Language, event: gr.EventData, request: gr.Request
    ) -> Update:
        """Bring back, when the page is loaded again, the conversation that was open in its tab."""
        if turns:
            return update()
        name = str(event._data.get("id") or "")
        try:
            found = self._history.load(request.username, name)
        except YuanwenError:  # deleted meanwhile: the page begins anew
            return update(current="")
        return update(**self._asking.whole(found, TEXTS[language], name))

    def _remembered(
        self, shown: dict[str, Any], drawer: str | None = None, document: str | None = None
    ) -> Remembered:
        others = (gr.skip() if one is None else one for one in (drawer, document))
        return (*update(**shown), *others)
