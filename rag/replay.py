"""An answer's record asked again on the library as it is now, and compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rag.answer_files import RECORD_FORMAT, full_record
from rag.engine import Engine
from rag.errors import ReadError, UsageError
from rag.record import Record
from rag.secrets import HIDDEN, secrets
from rag.settings import Settings
from rag.sums import AlteredRecord, unsealed
from rag.trace import Trace
from rag.types import Answer

_SHAPES: dict[str, type] = {
    "question": str, "messages": list, "asked": dict, "settings": dict, "calls": list,
    "hits": list, "sentences": list, "citations": list, "library": dict,
}  # fmt: skip
_ASKED = {"model", "mode", "k", "as_of", "without"}
_NEEDED = ("question", "standalone_question", "messages", "asked", "settings", "calls", "hits",
           "sentences", "citations", "outcome", "versions", "library")  # fmt: skip
PARTS = ("standalone_question", "hits", "prompts", "replies", "sentences", "citations", "outcome")


@dataclass(frozen=True)
class HitChanges:
    """Passages of the two answers, each named `article id:start-end`.

    `moved` are in both at different ranks, `gone` only in the record, `new` only in the answer
    of now.
    """

    same: int
    moved: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """A record beside the answer of now.

    Attributes:
        record: the record's file.
        before: its content.
        now: the record that the answer of now would leave.
        parts: for each of `PARTS`, whether it is the same.
        hits: how the passages found differ.
        surroundings: versions, library and settings that differ, `{name: [before, now]}`.
    """

    record: str
    before: Record
    now: Record
    parts: dict[str, bool]
    hits: HitChanges
    surroundings: dict[str, list[Any]]

    @property
    def same(self) -> bool:
        """Whether the answer is the same in every part; seconds and versions do not count."""
        return all(self.parts.values())

    def as_record(self) -> Record:
        """Return the comparison as `yuanwen replay --json` prints it."""
        both = ("standalone_question", "answer", "outcome", "model")
        return {
            "record": self.record,
            "question": self.before["question"],
            "same": self.same,
            "cut": self.before.get("cut", False),
            "parts": self.parts,
            "hits": {
                "same": self.hits.same,
                "moved": list(self.hits.moved),
                "gone": list(self.hits.gone),
                "new": list(self.hits.new),
            },
            "before": {name: self.before.get(name) for name in both},
            "now": {name: self.now.get(name) for name in both},
            "surroundings": self.surroundings,
            "seconds": {"before": self.before.get("seconds"), "now": self.now["seconds"]},
        }


def load_record(path: Path) -> Record:
    """Read an answer's record.

    Raises:
        ReadError: there is no such file, or it is no record that can be asked again.
    """
    try:
        record = unsealed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReadError(
            f"the record {str(path)!r} cannot be read: {error.strerror}.",
            "Records are in the library's folder records/.",
        ) from error
    except AlteredRecord as error:
        raise ReadError(
            f"the record {str(path)!r} is damaged, or was changed by hand.",
            "Ask the question again: the new record can be replayed.",
        ) from error
    except ValueError as error:
        raise _no_record(path) from error
    if "question" not in record:
        raise _no_record(path)
    if record.get("record_format") != RECORD_FORMAT:
        raise ReadError(
            f"the record {str(path)!r} was written by another version and lacks what is needed.",
            "Ask the question again: the new record can be replayed.",
        )
    if missing := [name for name in _NEEDED if name not in record]:
        raise ReadError(
            f"the record {str(path)!r} lacks {', '.join(missing)}.",
            "Ask the question again: the new record can be replayed.",
        )
    shaped = all(isinstance(record[name], kind) for name, kind in _SHAPES.items())
    if not shaped or _ASKED - record["asked"].keys():
        raise _no_record(path)
    return record


def _no_record(path: Path) -> ReadError:
    return ReadError(
        f"{str(path)!r} is no record of an answer.", "Records are in the library's folder records/."
    )


def replay(engine: Engine, path: Path, model: str | None = None) -> Replay:
    """Ask a record's question again, as it was asked then, on the library as it is now.

    Args:
        engine: over the library; its settings are replaced by those of the record, its keys stay.
        path: of the record.
        model: takes the place of the record's model.

    Raises:
        ReadError: see `load_record`.
        UsageError: the record's settings cannot be used here, or its model's spec held a key.
    """
    before = load_record(path)
    asked = before["asked"]
    spec = model or str(asked["model"])
    if HIDDEN in spec:
        raise UsageError(
            "the record does not hold the key that its model needs.", "Name the model: --model SPEC"
        )
    again = Engine(_settings(engine.settings, before["settings"]), engine.folder.path)
    trace = Trace()
    answer: Answer | None = None
    for item in again.stream(
        before["question"], messages=before["messages"], model=spec, as_of=asked["as_of"],
        mode=asked["mode"], k=asked["k"], without=asked["without"], record=False, trace=trace,
    ):  # fmt: skip
        answer = item if isinstance(item, Answer) else answer
    assert answer is not None  # a stream ends with its answer
    now = full_record(answer, trace, secrets(again.settings))
    return compared(str(path), before, json.loads(json.dumps(now)))


def compared(path: str, before: Record, now: Record) -> Replay:
    """Compare a record with the one of now; see `Replay`."""
    hits = _hit_changes(before, now)
    parts = {
        "standalone_question": before["standalone_question"] == now["standalone_question"],
        "hits": not (hits.moved or hits.gone or hits.new),
        "prompts": _sums(before, "prompt_sha256") == _sums(now, "prompt_sha256"),
        "replies": _sums(before, "reply_sha256") == _sums(now, "reply_sha256"),
        "sentences": before["sentences"] == now["sentences"],
        "citations": _citations(before) == _citations(now),
        "outcome": before["outcome"] == now["outcome"],
    }
    surroundings: dict[str, list[Any]] = {}
    for group in ("versions", "library", "settings", "asked"):
        for name in dict.fromkeys([*before[group], *now[group]]):
            old, new = before[group].get(name), now[group].get(name)
            if old != new:
                surroundings[name] = [old, new]
    return Replay(path, before, now, parts, hits, surroundings)


def _settings(current: Settings, recorded: dict[str, Any]) -> Settings:
    known = {
        name: value
        for name, value in recorded.items()
        if name in Settings.model_fields and HIDDEN not in str(value)
    }
    try:
        return Settings(**{**current.model_dump(), **known})
    except ValidationError as error:
        names = ", ".join(str(one["loc"][0]) for one in error.errors() if one["loc"])
        raise UsageError(
            f"the record's settings cannot be used here: {names}.",
            "Ask the question again: the new record can be replayed.",
        ) from error


def _hit_changes(before: Record, now: Record) -> HitChanges:
    old, new = (
        {
            f"{hit['article']['id']}:{hit['start']}-{hit['end']}": hit["rank"]
            for hit in record["hits"]
        }
        for record in (before, now)
    )
    return HitChanges(
        sum(old[name] == new.get(name) for name in old),
        tuple(name for name in old if name in new and old[name] != new[name]),
        tuple(name for name in old if name not in new),
        tuple(name for name in new if name not in old),
    )


def _sums(record: Record, name: str) -> list[tuple[str, str]]:
    return [(call["purpose"], call[name]) for call in record["calls"]]


def _citations(record: Record) -> list[tuple[Any, ...]]:
    return [
        (
            one["marker"],
            one["article"]["id"],
            one["start"],
            one["end"],
            one["quote"],
            one["verdict"],
        )
        for one in record["citations"]
    ]
