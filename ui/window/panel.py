"""What the parts of the window have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import gradio as gr
from gradio.components import Component

from ui.conversation import Turn
from ui.texts import Language

AUTOMATIC = "auto"  # the language of the browser
LEAST_PASSAGES, MOST_PASSAGES = 3, 20  # found for a question, as a tab may set it
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}  # of an event
# Of an event that may come again while it is handled: every one counts, one after another.
IN_ORDER: dict[str, Any] = {**PRIVATE, "trigger_mode": "multiple", "concurrency_limit": 1}


@dataclass(frozen=True)
class Shared:
    """State of one tab of the browser, for all panels.

    `language` holds "zh" or "en"; `turns` the conversation (`Turn`s, oldest first); `changed` a
    number that grows when the articles of the library change (that of its generation): listen to
    its `change`. `as_of` is the date (`YYYY[-MM[-DD]]`, or empty) that questions are asked as of
    where the tab asks nothing else, `k` how many passages are found for one. `preference` is kept
    in the browser: `AUTOMATIC`, "zh" or "en".
    """

    language: gr.State
    turns: gr.State
    changed: gr.State
    as_of: gr.State
    k: gr.State
    preference: gr.BrowserState


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
