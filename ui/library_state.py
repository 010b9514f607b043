"""What the window shows of a library whether it is there, damaged or not yet built."""

from __future__ import annotations

from rag.engine import Engine
from rag.errors import YuanwenError


def article_count(engine: Engine) -> int:
    """Return how many articles a library holds; 0 where it cannot be opened.

    A damaged library is told of when a question is asked.
    """
    try:
        return engine.folder.open().article_count if engine.folder.exists() else 0
    except YuanwenError:
        return 0


def generation_number(engine: Engine) -> int:
    """Return the number of a library's generation, which grows with each change; 0 for none."""
    try:
        return int(engine.folder.current_name() or 0)
    except (YuanwenError, ValueError):
        return 0
