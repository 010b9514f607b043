"""The program `yuanwen`: Ctrl-C ends it in one line while its modules are still being read, too."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130  # exit code; `ui.options` is not read yet


def run() -> NoReturn:
    """Run the command line; see `ui.main.run`."""
    try:
        from ui.main import run as run_commands  # half a second and more
    except KeyboardInterrupt:
        sys.stderr.write("已中断。 Interrupted.\n")
        sys.exit(INTERRUPTED)
    run_commands()


if __name__ == "__main__":
    run()
