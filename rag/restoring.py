"""Going back to the last sound generation of a damaged library, and on from it."""

from __future__ import annotations

from rag.errors import LibraryError
from rag.generation import Generation
from rag.library import LibraryFolder
from rag.pointer import Pointer
from rag.soundness import problems

DAMAGED = "damaged"


def restore(folder: LibraryFolder) -> str | None:
    """Make the newest sound generation the current one where the current one is damaged.

    Damaged ones are put into the folder `damaged` of the library. What was indexed or removed
    since the restored one was written has to be indexed or removed again.

    Returns:
        The name of the restored generation; None where the current one is sound.

    Raises:
        LibraryBusy: another process is writing.
        LibraryError: there is no sound generation, or the folder cannot be written to.
    """
    if not folder.generation_names() and not folder.has_articles():
        folder.open()  # tells that there is no library, and makes none
    with folder.writing():
        try:
            if not problems(folder.open()):
                return None
        except LibraryError:
            pass  # it cannot even be opened
        bad: list[str] = []
        for name in reversed(folder.generation_names()):
            opened = _sound(folder, name)
            if opened is None:
                bad.append(name)
                continue
            try:
                folder.point_to(Pointer(name, opened.checksum))
                for one in bad:
                    _put_aside(folder, one)
            except OSError as error:
                raise _unwritable(error) from error
            return name
    raise LibraryError(
        f"no generation of the library in {str(folder.path)!r} is sound.",
        "Index the articles again into an empty folder.",
    )


def to_go_on_from(folder: LibraryFolder) -> Generation | None:
    """Return the generation that articles are added to; None for a new library.

    Where `current.json` is lost it is the newest sound one, which becomes the current one; call
    within `LibraryFolder.writing`.

    Raises:
        LibraryError: the library is damaged, or cannot be written to.
    """
    if folder.exists():
        return folder.open()
    for name in reversed(folder.generation_names()):
        if (found := _sound(folder, name)) is not None:
            try:
                folder.point_to(Pointer(name, found.checksum))
            except OSError as error:
                raise _unwritable(error) from error
            return found
    return None


def _unwritable(error: OSError) -> LibraryError:
    return LibraryError(
        f"the library cannot be written: {error.strerror or error}.",
        "Make room, or check the rights of the folder.",
    )


def _sound(folder: LibraryFolder, name: str) -> Generation | None:
    try:
        found = Generation(folder.generations / name)
        return None if problems(found) else found
    except (LibraryError, OSError, ValueError, KeyError, TypeError):
        return None


def _put_aside(folder: LibraryFolder, name: str) -> None:
    place = folder.path / DAMAGED
    place.mkdir(exist_ok=True)
    number = len(list(place.iterdir())) + 1
    (folder.generations / name).rename(place / f"{name}-{number}")
