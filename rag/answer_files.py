"""One JSON file for each answer given, in the library's `records/`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from rag.files import write_whole
from rag.record import answer_record
from rag.types import Answer


def recorded(answer: Answer, folder: Path, generation: str) -> Answer:
    """Write an answer's record and return the answer with the file's path.

    Args:
        answer: as it is given.
        folder: of the records; made where it is missing.
        generation: name of the one that was searched.
    """
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}.json"
    record = {
        "written": now.isoformat(timespec="seconds"),
        "generation": generation,
        **answer_record(answer),
    }
    try:
        folder.mkdir(exist_ok=True)
        write_whole(path, json.dumps(record, ensure_ascii=False, indent=1), sync=False)
    except OSError:  # a read-only library answers all the same; `record` is null then
        return answer
    return replace(answer, record=str(path))
