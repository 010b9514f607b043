"""What milvus-lite logs while it opens a store: told as an error of ours, not printed.

Its server says no more than that it failed, and after damage it goes back to an earlier state with
a warning, which would be passages that are not found.
"""

from __future__ import annotations

import logging
from pathlib import Path

from rag.errors import LibraryError

ANOTHER = "Index the articles into another one: --library DIR --store milvus:FILE.db"
_DAMAGE = "milvus_lite.storage.manifest"  # what warns that a file cannot be read


class Heard(logging.Handler):
    """What was logged: why it failed, and of what damage it warned."""

    def __init__(self) -> None:
        super().__init__()
        self.setLevel(logging.WARNING)
        self.cause: BaseException | None = None
        self.damage: str | None = None
        logger = logging.getLogger("milvus_lite")
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a record tells."""
        if record.exc_info:
            self.cause = record.exc_info[1]
        elif record.name == _DAMAGE and self.damage is None:
            self.damage = record.getMessage()

    def refuse_damaged(self, path: str) -> None:
        """Raise an error where an earlier state was opened in the place of a damaged one."""
        if self.damage is not None:
            raise LibraryError(f"the store {path!r} is damaged: {self.damage}.", ANOTHER)

    def failure(self, path: str, error: Exception) -> LibraryError:
        """Return the error to raise where a store could not be opened."""
        told = str(self.cause or error).split("\n")[0]
        return LibraryError(
            f"the store {path!r} cannot be opened: {told}.",
            "One process at a time can use it; check the rights of the folder, too.",
        )


def is_there(path: Path) -> bool:
    """Tell whether there is a store; asking for it would make one.

    Raises:
        LibraryError: something else is there, or there can be none.
    """
    if not path.parent.is_dir():
        raise LibraryError(f"there is no folder {str(path.parent)!r}.", "Make it, or name another.")
    if path.exists() and not path.is_dir():
        raise LibraryError(f"{str(path)!r} is no store of milvus-lite.", ANOTHER)
    return path.exists()
