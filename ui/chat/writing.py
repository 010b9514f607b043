"""An answer on the terminal while it is being written, taken away when it is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.text import Text

from ui.safe_console import SafeConsole

Show = Callable[[str], None]


class _Tail:
    """The last lines of a text, as many as the screen holds; `waiting` before there is any."""

    def __init__(self, text: str, waiting: str) -> None:
        self._text = text
        self._waiting = waiting

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self._text:
            yield Text(self._waiting, "dim")
            return
        height = max(1, console.size.height - 2)
        text = Text(self._text[-height * options.max_width :])
        yield Text("\n").join(text.wrap(console, options.max_width)[-height:])


@contextmanager
def writing(waiting: str) -> Iterator[Show]:
    """Give a function that shows the text so far in place of what it showed before.

    Where stdout is no terminal, or one that cannot move its cursor, nothing is shown.
    """
    console = SafeConsole()
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda _text: None
        return
    with Live(_Tail("", waiting), console=console, transient=True, refresh_per_second=12) as live:
        yield lambda text: live.update(_Tail(text, waiting))
