"""The library folder: which generation is current, one writer, an atomic change of generation.

library/current.json            names the current generation
library/store.json              names the store that has the articles, where the folder has not
library/fusion.json             weights fitted on the user's questions; see `own_fusion`
library/generations/000001/     see `generation`
library/work/                   vectors of an indexing run that has not ended yet
library/records/                one JSON file for each answer given
library/history/                conversations of the window, by user
library/lock                    held by the one writer
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tokenize import TokenError  # raised by numpy for a damaged header

from rag.errors import LibraryBusy, LibraryError
from rag.files import write_whole
from rag.generation import Generation

KEPT_GENERATIONS = 2  # the current one, and the one that readers may still be opening
TRIES = 5


class LibraryFolder:
    """A library on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def records(self) -> Path:
        """The folder of answer records."""
        return self.path / "records"

    @property
    def fusion(self) -> Path:
        """The file of the library's own weights, where it has such."""
        return self.path / "fusion.json"

    @property
    def work(self) -> Path:
        """The folder of vectors that are not in a generation yet."""
        return self.path / "work"

    def store(self) -> str | None:
        """Return the spec of the store that has the articles; None where the folder has them.

        Raises:
            LibraryError: `store.json` is damaged.
        """
        path = self.path / "store.json"
        try:
            return str(json.loads(path.read_text(encoding="utf-8"))["store"])
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"{path} is damaged.",
                "Delete it, and index again with --store SPEC: what is there is not encoded again.",
            ) from error

    def attach(self, spec: str) -> None:
        """Name the store that has the articles from now on."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            write_whole(self.path / "store.json", json.dumps({"store": spec}) + "\n")
        except OSError as error:
            raise LibraryError(
                f"cannot write to {str(self.path)!r}: {error.strerror}.",
                "Choose another folder with --library.",
            ) from error

    def current_name(self) -> str | None:
        """Return the name of the current generation; None where there is no library yet."""
        try:
            text = (self.path / "current.json").read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            name = str(json.loads(text)["generation"])
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"{self.path / 'current.json'} is damaged.",
                f'Write {{"generation": "…"}} with the newest folder of {self.path}/generations.',
            ) from error
        return name

    def exists(self) -> bool:
        """Tell whether there is a library here."""
        return self.current_name() is not None

    def open(self) -> Generation:
        """Open the current generation.

        Raises:
            LibraryError: there is none, or it is damaged.
        """
        for _ in range(TRIES):
            name = self.current_name()
            if name is None and self.store() is not None:
                raise LibraryError(
                    "this needs a library that lies in a folder.",
                    "Index the articles without --store, into another folder.",
                )
            if name is None:
                raise LibraryError(
                    f"there is no library in {str(self.path)!r}.",
                    "Make one: yuanwen index FILES-OR-FOLDERS",
                )
            try:
                return Generation(self.path / "generations" / name)
            except FileNotFoundError:
                if name == self.current_name():  # not merely replaced while we were opening
                    break
            except (ValueError, KeyError, TypeError, TokenError) as error:
                raise LibraryError(
                    f"the library in {str(self.path)!r} is damaged: {error}.",
                    "Run `yuanwen check`; index the articles again into an empty folder.",
                ) from error
        raise LibraryError(
            f"the library in {str(self.path)!r} lacks files of its current generation.",
            "Run `yuanwen check`; index the articles again into an empty folder.",
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library against other writers.

        Raises:
            LibraryBusy: another process is writing.
        """
        from filelock import FileLock, Timeout

        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise LibraryBusy(
                f"another process is writing to the library in {str(self.path)!r}.",
                "Wait until it has finished; questions are answered meanwhile.",
            ) from error
        except OSError as error:
            raise LibraryError(
                f"cannot write to {str(self.path)!r}: {error.strerror}.",
                "Choose another folder with --library.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def commit(
        self, write: Callable[[Path], None], kept_generations: int = KEPT_GENERATIONS
    ) -> None:
        """Write a new generation and make it the current one; call within `writing`.

        Args:
            write: writes the files of a generation into the empty folder that it is given.
            kept_generations: how many stay on disk, the new one among them.
        """
        generations = self.path / "generations"
        generations.mkdir(exist_ok=True)
        for rest in generations.glob(".*"):  # of a writer that was killed
            shutil.rmtree(rest, ignore_errors=True)
        names = sorted(path.name for path in generations.iterdir())
        name = f"{int(names[-1]) + 1 if names else 1:06}"
        scratch = generations / f".{name}"
        scratch.mkdir()
        try:
            write(scratch)
            for path in [*scratch.rglob("*"), scratch]:
                _sync(path)
            scratch.rename(generations / name)
            _sync(generations)
            pointer = self.path / "current.json.new"
            pointer.write_text(json.dumps({"generation": name}) + "\n", encoding="utf-8")
            _sync(pointer)
            os.replace(pointer, self.path / "current.json")
            _sync(self.path)
        except OSError as error:
            raise LibraryError(
                f"the library cannot be written: {error.strerror or error}.",
                "The library is as it was. Make room or check the rights of the folder.",
            ) from error
        finally:
            shutil.rmtree(scratch, ignore_errors=True)  # there only where something failed
        for old in [*names, name][:-kept_generations]:
            shutil.rmtree(generations / old, ignore_errors=True)
        shutil.rmtree(self.work, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
