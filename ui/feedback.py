"""Readers' verdicts on answers, kept as lines of a question file (`questions/feedback.jsonl`).

What is known goes into the fields that runs score by; what is not is left out. A right answer
that the reader writes is an accepted answer. An answer called right gives its quotes as evidence
and their articles as right ones; "not found" called right means that there is no answer. Of an
answer called wrong the cited articles are under `cited`, which nothing is scored by, and without
a right answer the line is passed over by runs (`eval.questions.Question.measurable`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from eval.questions import Question
from rag.engine import Engine
from rag.errors import LibraryBusy, LibraryError
from rag.files import from_json, write_whole
from rag.secrets import safe_spec
from rag.text import is_chinese
from rag.types import Answer, Outcome

FILE = "feedback.jsonl"
KIND = "feedback"
ANSWER_CHARACTERS = 2000  # of a right answer; the rest is cut off
LOCK_SECONDS = 10.0
LOCAL = "local"  # the user where nobody logs in

Verdict = Literal["right", "wrong"]


def feedback_file(engine: Engine) -> Path:
    """Return where the verdicts on a library's answers are kept; it need not be there yet."""
    return engine.folder.path / "questions" / FILE


def record(
    engine: Engine,
    answer: Answer,
    verdict: Verdict,
    right_answer: str = "",
    user: str | None = None,
) -> dict[str, Any]:
    """Write a verdict down; a later one of the same user on the same answer replaces it.

    Args:
        engine: the library that answered.
        answer: what was judged.
        verdict: "right" or "wrong".
        right_answer: the shortest right answer, where the user knows it.
        user: name under which the user is logged in; only a hash of it is kept.

    Returns:
        The line as written.

    Raises:
        LibraryBusy: others held the file for 10 s.
        LibraryError: the file cannot be written; it is as it was.
    """
    line = feedback_line(answer, verdict, right_answer, user)
    Question.model_validate(line)  # what runs could not read is not to be written
    path = feedback_file(engine)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _held(path):
            _put(path, line)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise LibraryError(
            f"the feedback cannot be written: {reason}.",
            "Make room, or check the rights of the folder.",
        ) from error
    return line


def feedback_line(
    answer: Answer, verdict: Verdict, right_answer: str = "", user: str | None = None
) -> dict[str, Any]:
    """Return a verdict in the form of a question; for the arguments see `record`."""
    who = sha256(user.encode()).hexdigest()[:16] if user else LOCAL
    model = safe_spec(answer.model)
    line: dict[str, Any] = {
        "id": _name(who, answer, model),
        "question": answer.standalone_question,
        "kind": KIND,
        "verdict": verdict,
    }
    if is_chinese(answer.standalone_question):
        line["lang"] = "zh"
    known = right_answer.encode(errors="replace").decode().strip()[:ANSWER_CHARACTERS].strip()
    if known:
        line["answers"] = [known]
    elif verdict == "right" and answer.outcome is Outcome.NOT_FOUND:
        line["answers"] = []
    articles = list(dict.fromkeys(one.article.id for one in answer.citations))
    if verdict == "right" and articles:
        line["articles"] = articles
        line["evidence"] = list(dict.fromkeys(one.quote for one in answer.citations))
    elif articles:
        line["cited"] = articles
    if answer.as_of:
        line["as_of"] = answer.as_of
    return line | {
        "given": answer.text,
        "model": model,
        "user": who,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _name(who: str, answer: Answer, model: str) -> str:
    """Return the id of a user's verdict on an answer: the same for the same answer."""
    told = [who, answer.standalone_question, answer.text, model, answer.as_of]
    return f"f-{sha256(json.dumps(told).encode()).hexdigest()[:20]}"


@contextmanager
def _held(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy("others are writing feedback at this moment.", "Press again.") from error
    try:
        yield
    finally:
        lock.release()


def _put(path: Path, line: dict[str, Any]) -> None:
    """Append a line, or put it in place of that of its id; other lines stay as they are."""
    text = json.dumps(line, ensure_ascii=False)
    kept = path.read_text(encoding="utf-8").split("\n") if path.exists() else [""]
    places = [at for at, one in enumerate(kept) if _id(one) == line["id"]]
    if places or kept[-1]:  # known, or the last line has no end: written by another program
        for at in places:
            kept[at] = text
        write_whole(path, "\n".join(kept if places else [*kept, text]).rstrip("\n") + "\n")
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _id(line: str) -> str | None:
    try:
        found = from_json(line)
    except ValueError:  # not one of ours
        return None
    return found.get("id") if isinstance(found, dict) else None
