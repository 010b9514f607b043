"""Counts what a process does to the files of a folder, and acts at the n-th of these operations.

Counted are opening for writing, writing, syncing, renaming, making and removing. An action at a
write comes when half of it is on disk. Operations of several threads are counted as they come.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

Action = Callable[[], None]
TAKING_ROOM = {"replace", "rename", "mkdir"}
BY_PATH = ("replace", "rename", "mkdir", "unlink", "rmdir", "truncate")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _never() -> None:
    """Do nothing."""


class Operations:
    """While it is entered, an action comes at one operation of this process."""

    def __init__(
        self, folder: Path, at: int = -1, action: Action = _never, *, takes_room: bool = False
    ) -> None:
        """Count in a folder.

        Args:
            folder: whose files are meant.
            at: number of the operation, from 0.
            action: what comes there.
            takes_room: count only what needs room on the disk; the action comes at all later
                operations, too.
        """
        self.count = 0
        self._folder = str(folder)
        self._at = at
        self._action = action
        self._takes_room = takes_room
        self._lock = RLock()
        self._saved: list[tuple[Any, str, Any]] = []

    def step(self, half: Action = _never, *, takes_room: bool = True) -> None:
        """Count an operation; `half` does half of it where the action comes now."""
        with self._lock:
            if self._takes_room and not takes_room:
                return
            number, self.count = self.count, self.count + 1
            if number == self._at or (self._takes_room and number > self._at >= 0):
                half()
                self._action()

    def _concerns(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._folder)

    def __enter__(self) -> Operations:
        for name in BY_PATH:
            self._patch(os, name, self._by_path(getattr(os, name), name in TAKING_ROOM))
        self._patch(os, "fsync", self._always(os.fsync))
        self._patch(os, "open", self._opened(os.open))
        self._patch(np, "save", self._saved_array(np.save))
        plain = builtins.open
        self._patch(io, "open", self._file_opened(plain))
        self._patch(builtins, "open", self._file_opened(plain))
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, function in reversed(self._saved):
            setattr(owner, name, function)

    def _patch(self, owner: Any, name: str, function: Any) -> None:
        self._saved.append((owner, name, getattr(owner, name)))
        setattr(owner, name, function)

    def _by_path(self, function: Any, takes_room: bool) -> Any:
        def counted(path: Any, *given: Any, **named: Any) -> Any:
            if self._concerns(path) or named.get("dir_fd") is not None:  # of shutil.rmtree
                self.step(takes_room=takes_room)
            return function(path, *given, **named)

        return counted

    def _always(self, function: Any) -> Any:
        def counted(*given: Any) -> Any:
            self.step()
            return function(*given)

        return counted

    def _opened(self, function: Any) -> Any:
        def counted(path: Any, flags: int, *given: Any, **named: Any) -> Any:
            if flags & WRITING and self._concerns(path):
                self.step()
            return function(path, flags, *given, **named)

        return counted

    def _saved_array(self, function: Any) -> Any:
        """numpy writes behind Python's files: half of what it wrote is cut off."""

        def counted(path: Any, array: Any, **named: Any) -> None:
            def half() -> None:
                function(path, array, **named)
                with io.FileIO(os.fspath(path), "r+") as file:
                    file.truncate(os.fstat(file.fileno()).st_size // 2)

            if self._concerns(path):
                self.step(half)
            function(path, array, **named)

        return counted

    def _file_opened(self, plain: Any) -> Any:
        def counted(path: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if not (self._concerns(path) and set(mode) & set("wax+")):
                return plain(path, mode, *given, **named)
            self.step()
            if "b" in mode:
                return _Counted(io.FileIO(os.fspath(path), mode.replace("b", "")), self)
            names = ("buffering", "encoding", "errors", "newline")
            options = dict(zip(names, given, strict=False)) | named
            options.pop("buffering", None)
            raw = io.FileIO(os.fspath(path), mode.replace("t", ""))
            return io.TextIOWrapper(_Counted(raw, self), **options)

        return counted


class _Counted(io.BufferedWriter):
    """A file whose every write is an operation."""

    def __init__(self, raw: io.FileIO, operations: Operations) -> None:
        super().__init__(raw)
        self._operations = operations

    def write(self, data: Any) -> int:
        def half() -> None:
            super(_Counted, self).write(memoryview(data).cast("B")[: memoryview(data).nbytes // 2])
            self.flush()

        self._operations.step(half)
        return super().write(data)
