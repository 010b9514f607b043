"""What people type: lines edited and remembered by readline, or read from a pipe."""

from __future__ import annotations

import io
import sys
from types import ModuleType

try:
    import readline as _readline  # gives `input` arrow keys and this session's history
except ImportError:  # Windows has none, and edits lines itself
    readline: ModuleType | None = None
else:
    readline = _readline


class Lines:
    """Reads one line after another from stdin; nothing is written to disk."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self.interactive = sys.stdin.isatty()
        if isinstance(sys.stdin, io.TextIOWrapper):  # bad bytes are no reason to end
            sys.stdin.reconfigure(errors="replace")

    def read(self, begin: str = "") -> str | None:
        """Return the next line without blanks around it, None at the end.

        Ctrl-C leaves the line that was begun for a new one; on an empty line it is the end, as
        Ctrl-D is.

        Args:
            begin: stands on the input line already, to be changed.
        """
        if not self.interactive:
            line = sys.stdin.readline()
            return line.strip().strip("\ufeff") if line else None
        while True:
            try:
                return self._edited(begin)
            except EOFError:
                sys.stdout.write("\n")
                return None
            except KeyboardInterrupt:
                sys.stdout.write("\n")
                if readline is None or not readline.get_line_buffer():
                    return None
                begin = ""

    def _edited(self, begin: str) -> str:
        if readline is None:
            return input(self._prompt).strip()
        insert = readline.insert_text
        readline.set_startup_hook(lambda: insert(begin))
        try:
            return input(self._prompt).strip()
        finally:
            readline.set_startup_hook(None)
