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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.checked_files import RESTORE, MissingFile, damaged
from rag.errors import LibraryBusy, LibraryError
from rag.files import SUFFIX, file_bytes, from_json, write_whole
from rag.generation import Generation
from rag.pointer import KEPT_GENERATIONS, Pointer, is_generation
from rag.soundness import damaged_files, problems

TRIES = 5


def not_in_folder() -> LibraryError:
    """Return the error of what a library with a store elsewhere cannot do."""
    return LibraryError(
        "this needs a library that lies in a folder.",
        "Index the articles without --store, into another folder.",
    )


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
    def generations(self) -> Path:
        """The folder of the generations."""
        return self.path / "generations"

    def generation_names(self) -> list[str]:
        """Return the names of the generations on disk, the oldest first."""
        found = (path for path in self.generations.glob("[0-9]*") if is_generation(path.name))
        return sorted(path.name for path in found if path.is_dir())

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
            return str(from_json(file_bytes(path))["store"])
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
        pointer = self.pointer()
        return None if pointer is None else pointer.generation

    def pointer(self) -> Pointer | None:
        """Return what `current.json` holds, another one after each change; None for no library.

        Raises:
            LibraryError: it is damaged.
        """
        path = self.path / "current.json"
        try:
            return Pointer.of(from_json(file_bytes(path)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"{path} is damaged.", "Go back to the last sound state: yuanwen check --restore"
            ) from error

    def exists(self) -> bool:
        """Tell whether there is a library here."""
        return self.current_name() is not None

    def has_articles(self) -> bool:
        """Tell whether articles are in this folder, be its `current.json` damaged or lost."""
        return (self.path / "current.json").exists() or bool(self.generation_names())

    def open(self) -> Generation:
        """Open the current generation.

        Raises:
            LibraryError: there is none, or it is damaged.
        """
        for _ in range(TRIES):
            pointer = self.pointer()
            if pointer is None:
                if self.store() is not None:
                    raise not_in_folder()
                if self.generation_names():
                    raise LibraryError(
                        f"the library in {str(self.path)!r} lacks its current.json.", RESTORE
                    )
                raise LibraryError(
                    f"there is no library in {str(self.path)!r}.",
                    "Make one: yuanwen index FILES-OR-FOLDERS",
                )
            try:
                found = Generation(self.generations / pointer.generation)
            except (FileNotFoundError, NotADirectoryError, MissingFile):
                if pointer == self.pointer():  # not merely replaced while we were opening
                    break
            except (ValueError, KeyError, TypeError) as error:
                raise LibraryError(
                    f"the library in {str(self.path)!r} is damaged: {error}.", RESTORE
                ) from error
            else:
                if pointer.manifest in ("", found.checksum):
                    return found
                if pointer == self.pointer():
                    raise damaged(self.path / "current.json")
        raise LibraryError(
            f"the library in {str(self.path)!r} lacks files of its current generation.", RESTORE
        )

    def problems(self) -> list[str]:
        """Verify the current generation; return what is wrong with it.

        Raises:
            LibraryError: there is none.
        """
        try:
            return problems(self.open())
        except LibraryError as error:
            name = self._named(error)
            try:
                found = damaged_files(self.generations / name)
            except (OSError, ValueError, KeyError, TypeError):
                found = []
            return found or [str(error)]

    def _named(self, error: LibraryError) -> str:
        """Return the name of a generation that cannot be opened, "" where none is named."""
        try:
            name = self.current_name()
        except LibraryError:
            return ""
        if name is None and not self.generation_names():  # no library
            raise error
        return name or ""

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
            self._tidy()
            yield
        finally:
            lock.release()

    def _tidy(self) -> None:
        """Remove what a killed writer left: half a generation, or one that was to be removed."""
        for rest in self.generations.glob(".*"):
            shutil.rmtree(rest, ignore_errors=True)
        for rest in self.path.glob(f"*{SUFFIX}"):
            with suppress(OSError):
                rest.unlink()
        try:
            pointer = self.pointer()
        except LibraryError:  # told where it is opened
            return
        if pointer is not None:
            names = [name for name in self.generation_names() if name <= pointer.generation]
            self._remove(names[: -pointer.kept])

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            shutil.rmtree(self.generations / name, ignore_errors=True)

    def commit(
        self, write: Callable[[Path], None], kept_generations: int = KEPT_GENERATIONS
    ) -> None:
        """Write a new generation and make it the current one; call within `writing`.

        Args:
            write: writes the files of a generation into the empty folder that it is given.
            kept_generations: how many stay on disk, the new one among them.
        """
        name = ""
        try:
            self.generations.mkdir(exist_ok=True)
            names = self.generation_names()
            name = f"{int(names[-1]) + 1 if names else 1:06}"
            current = self.current_name()
            manifest = self._put(name, write)
            self.point_to(Pointer(name, manifest, kept_generations))
        except OSError as error:
            if name and name != self.current_name():  # whole, but nothing points to it
                self._remove([name])
            raise LibraryError(
                f"the library cannot be written: {error.strerror or error}.",
                "The library is as it was. Make room or check the rights of the folder.",
            ) from error
        before = names if current is None else [current]
        kept = [*before, name][-kept_generations:]
        self._remove(one for one in names if one not in kept)
        shutil.rmtree(self.work, ignore_errors=True)

    def _put(self, name: str, write: Callable[[Path], None]) -> str:
        """Write a generation, whole or not at all; return its manifest's checksum."""
        scratch = self.generations / f".{name}"
        try:
            scratch.mkdir()
            write(scratch)
            for path in [*scratch.rglob("*"), scratch]:
                _sync(path)
            manifest = json.loads((scratch / "manifest.json").read_text(encoding="utf-8"))
            scratch.rename(self.generations / name)
            _sync(self.generations)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        return str(manifest["checksum"])

    def point_to(self, pointer: Pointer) -> None:
        """Make a generation the current one; call within `writing`.

        Raises:
            OSError: it cannot be written; the library is as it was.
        """
        write_whole(self.path / "current.json", pointer.text())
        _sync(self.path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
