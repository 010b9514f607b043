"""What the parts of the window have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import gradio as gr
from gradio.components import Component

from ui.conversation import Turn
from ui.texts import Language

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}  # of an event


@dataclass(frozen=True)
class Shared:
    """State of one tab of the browser, for all panels.

    `language` holds "zh" or "en"; `turns` the conversation (`Turn`s, oldest first); `changed` a
    number that grows when the articles of the library change: listen to its `change`.
    """

    language: gr.State
    turns: gr.State
    changed: gr.State


class Panel(Protocol):
    """A part of the window. It connects its own events, all of them private."""

    def title(self, language: Language) -> str:
        """Return the name on the panel's tab."""
        ...

    def build(self, shared: Shared) -> Sequence[Component]:
        """Lay the panel out where Gradio stands, and connect it.

        Returns:
            What `dress` gives anew, in its order.
        """
        ...

    def dress(self, language: Language, turns: Sequence[Turn]) -> list[Any]:
        """Return every text of the panel in a language, as the library is now."""
        ...


def html(name: str, script: str | None = None) -> gr.HTML:
    """Return a place for HTML of ours, in which every text from outside is escaped.

    Args:
        name: id of its element.
        script: run once it is there, with `element`, `trigger` and `watch`; see `gr.HTML`.
    """
    return gr.HTML(elem_id=name, apply_default_css=False, js_on_load=script)
