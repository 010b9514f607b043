"""rich's console, with nothing from outside that a terminal would take as an order.

All that is printed, tables and bars included, passes here as segments; rich's own movements of the
cursor are segments of another kind and stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from ui.visible_text import visible


class SafeConsole(Console):
    """Prints plain text: no markup, no emoji codes, no control characters but line breaks."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as rich does, control characters as signs."""
        for segment in super().render(renderable, options):
            if segment.control is None:
                yield Segment(visible(segment.text), segment.style)
            else:
                yield segment
