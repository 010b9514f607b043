"""Text from outside as HTML that shows it and does nothing, nor turns our own words around."""

from __future__ import annotations

import html

from ui.visible_text import has_bidi

# Gradio's HTML component fills templates: these would be read as its placeholders.
_TEMPLATE = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"})


def escaped(text: str) -> str:
    """Return text that HTML and Gradio's templates show as it is, in elements and attributes."""
    return html.escape(text).translate(_TEMPLATE)


def isolated(text: str) -> str:
    """Return text as an element beside which labels of ours keep their places.

    `<bdi>` alone is left by a text that closes an isolate which it did not open (U+2069), so text
    with such characters is sealed: the style sheet lays it out as a block of its own in the line.
    """
    sealed = ' class="sealed"' if has_bidi(text) else ""
    return f"<bdi{sealed}>{escaped(text)}</bdi>"
