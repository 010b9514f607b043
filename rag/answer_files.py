"""One JSON file for each answer given, in the library's `records/`.

A record holds all that is needed to ask again and compare (`rag.replay`), its own checksum, and no
key. It is never larger than `LARGEST` bytes: long texts are cut, and `cut` says so.
"""

from __future__ import annotations

import platform
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from uuid import uuid4

from rag.files import write_whole
from rag.record import Record, answer_record
from rag.secrets import safe_spec, without_secrets
from rag.sums import sealed
from rag.trace import Trace
from rag.types import Answer

RECORD_FORMAT = 2  # 1 held the answer alone, without its number
LARGEST = 1 << 20  # bytes of a record
TEXT_CHARACTERS = 16_000  # of one text in it
ITEMS = 1000  # of one list in it
HITS_WITH_TEXT = 10  # keep their texts where all of them would be too large
PACKAGES = ("yuanwen", "numpy", "faiss-cpu")


@lru_cache(maxsize=1)
def versions() -> dict[str, str | None]:
    """Return the versions of Python and of the packages that an answer depends on."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a checkout that is not installed
            found[name] = None
    return found


def full_record(answer: Answer, trace: Trace, hidden: set[str] = frozenset()) -> Record:  # type: ignore[assignment]
    """Return all that is kept of an answer, in the order in which people read it.

    Args:
        answer: as it is given.
        trace: of its making.
        hidden: secrets, which stand nowhere in the record.
    """
    told = answer_record(answer)
    told["model"], told["encoder"] = safe_spec(answer.model), safe_spec(answer.encoder)
    record = {
        "record_format": RECORD_FORMAT,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "generation": trace.library.get("generation"),
        **told,
        "messages": trace.messages,
        "asked": trace.asked,
        "calls": [call.record() for call in trace.calls],
        "settings": trace.settings,
        "versions": versions(),
        "library": trace.library,
        "cut": False,
    }
    safe: Record = without_secrets(record, hidden)
    return safe


def recorded(answer: Answer, folder: Path, record: Record) -> Answer:
    """Write an answer's record and return the answer with the file's path.

    Args:
        answer: as it is given.
        folder: of the records; made where it is missing.
        record: see `full_record`.
    """
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}.json"
    try:
        folder.mkdir(exist_ok=True)
        write_whole(path, bounded(record), sync=False)
    except OSError:  # a read-only library answers all the same; `record` is null then
        return answer
    return replace(answer, record=str(path))


def bounded(record: Record) -> str:
    """Return a record as JSON of at most `LARGEST` bytes.

    Cut where that is needed, in this order: single texts and lists, the texts of all but the
    first hits, prompts and replies (their sums stay).
    """
    text = sealed(record)
    if len(text.encode("utf-8", "replace")) <= LARGEST:
        return text
    smaller: Record = {**_cut(record), "cut": True}
    for hit in smaller["hits"][HITS_WITH_TEXT:]:
        hit["text"], hit["dates"] = "", []
    text = sealed(smaller)
    if len(text.encode("utf-8", "replace")) > LARGEST:
        for call in smaller["calls"]:
            call["messages"], call["reply"] = [], ""
        for name in ("hits", "sentences", "citations", "conflicts"):
            smaller[name] = smaller[name][:HITS_WITH_TEXT]
        text = sealed(smaller)
    return text


def _cut(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value if len(value) <= TEXT_CHARACTERS else value[:TEXT_CHARACTERS] + "…"
    if isinstance(value, dict):
        return {name: _cut(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(one) for one in value[:ITEMS]]
    return value
