"""Files that are there whole or not at all, and JSON that can be written and read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

SUFFIX = ".new"


def write_whole(path: Path, text: str, *, sync: bool = True) -> None:
    """Write a UTF-8 file under another name and put it in place by one rename.

    A writer that is killed leaves the file as it was, and beside it at the most a `.new` file,
    which the next one replaces. One writer at a time. With `sync` a loss of power does no harm
    either.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    scratch = path.with_name(path.name + SUFFIX)
    try:
        with scratch.open("w", encoding="utf-8") as file:
            file.write(text)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.replace(scratch, path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def json_text(value: Any) -> str:  # noqa: ANN401
    """Return a value as JSON, in ASCII where it has halves of surrogate pairs.

    Names of files that are no text have such; UTF-8 has not.
    """
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def from_json(text: str | bytes) -> Any:  # noqa: ANN401
    """Read JSON.

    Raises:
        ValueError: it is none, or nested too deep.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def file_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is a folder, or a pipe, which would be waited for.
    """
    if path.exists() and not path.is_file():
        raise ValueError("not a file")
    return path.read_bytes()
