"""Conversations kept in the library, `history/<user>/<id>.json`: each user sees their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import uuid4

from rag.errors import LibraryError
from rag.files import write_whole
from rag.record import Record
from rag.sums import sealed, unsealed
from ui.turn_records import turn_of, turn_record
from ui.turns import Turn

FORMAT = 1
KEPT = 100  # conversations of one user; the oldest go
LARGEST = 16 << 20  # bytes of a file that is read
TITLE_CHARACTERS = 80
LOCAL = "local"  # whoever is there where nobody logs in
_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Past:
    """A conversation of the list: its id, its first question, when it was last added to (UTC)."""

    id: str
    title: str
    when: datetime


class History:
    """The conversations under a library's folder."""

    def __init__(self, library: Path) -> None:
        self._folder = library / "history"
        self._lock = Lock()

    def new_id(self) -> str:
        """Return an id for a new conversation; ids of later ones sort later."""
        return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"

    def save(self, user: str | None, name: str, turns: Sequence[Turn]) -> None:
        """Write a conversation; a library that cannot be written to keeps none.

        Args:
            user: who is logged in; None where nobody logs in.
            name: its id.
            turns: all of them, at least one.
        """
        path = self._path(user, name)
        if not self._folder.parent.is_dir():  # no library, nothing but errors to keep
            return
        record = {
            "format": FORMAT,
            "title": " ".join(turns[0].question.split())[:TITLE_CHARACTERS],
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            "turns": [turn_record(turn) for turn in turns],
        }
        with self._lock:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, sealed(record, indent=None), sync=False)
            except OSError:  # read-only: the conversation goes on all the same
                return
            others = [one for one in self._files(user) if one != path]
            for old in others[KEPT - 1 :]:  # never this one, whatever the clock says
                old.unlink(missing_ok=True)

    def load(self, user: str | None, name: str) -> list[Turn]:
        """Return the turns of a conversation.

        Raises:
            LibraryError: the user has none of this id, or its file is damaged.
        """
        try:
            record = _read(self._path(user, name))
            return [turn_of(one) for one in record["turns"]]
        except OSError as error:
            raise LibraryError(
                "this conversation is not there any more.",
                "It may have been deleted; choose another one from the list.",
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LibraryError(
                "this conversation's file is damaged.", "Choose another one from the list."
            ) from error

    def past(self, user: str | None) -> list[Past]:
        """Return a user's conversations, the last one first; damaged files are passed over."""
        found = []
        for path in self._files(user):
            try:
                record = _read(path)
                when = datetime.fromisoformat(record["written"])
                found.append(Past(path.stem, str(record["title"]), when))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return sorted(found, key=lambda one: one.when, reverse=True)

    def delete(self, user: str | None, name: str) -> None:
        """Delete one conversation; it may be gone already."""
        with self._lock:
            self._path(user, name).unlink(missing_ok=True)

    def delete_all(self, user: str | None) -> None:
        """Delete a user's conversations."""
        with self._lock:
            for path in self._files(user):
                path.unlink(missing_ok=True)

    def _files(self, user: str | None) -> list[Path]:
        """Return a user's files, the newest first."""
        found = [path for path in self._of(user).glob("*.json") if _ID.fullmatch(path.stem)]
        return sorted(found, reverse=True)

    def _of(self, user: str | None) -> Path:
        """Return a user's folder: names that could lead elsewhere are never part of a path."""
        name = LOCAL if user is None else sha256(user.encode()).hexdigest()[:32]
        return self._folder / name

    def _path(self, user: str | None, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise LibraryError(
                "this conversation is not there any more.",
                "It may have been deleted; choose another one from the list.",
            )
        return self._of(user) / f"{name}.json"


def _read(path: Path) -> Record:
    if path.stat().st_size > LARGEST:
        raise ValueError("too large")
    record: Record = unsealed(path.read_text(encoding="utf-8"), indent=None)
    if record["format"] != FORMAT:
        raise ValueError("of another version")
    return record
