"""What the window shows of a library whether it is there, damaged or not yet built."""

from __future__ import annotations

from collections.abc import Sequence

from rag.engine import Engine
from rag.errors import YuanwenError
from ui.turns import Turn, answers


def article_count(engine: Engine) -> int:
    """Return how many articles a library holds; 0 where it cannot be opened.

    A damaged library is told of when a question is asked.
    """
    try:
        return engine.counts()[0] if engine.exists() else 0
    except YuanwenError:
        return 0


def gone(engine: Engine, turns: Sequence[Turn]) -> frozenset[str]:
    """Return ids of cited articles that are not in the library any more.

    None of them where the library cannot be opened.
    """
    cited = {one.article.id for _, answer in answers(turns) for one in answer.citations}
    try:
        catalogue = engine.catalogue() if cited else ()
        return frozenset(name for name in cited if name not in catalogue)
    except YuanwenError:
        return frozenset()


def change_number(engine: Engine) -> int:
    """Return the number of a library's last change, which grows with each; 0 for none."""
    try:
        return engine.keeper.number()
    except (YuanwenError, ValueError):
        return 0
