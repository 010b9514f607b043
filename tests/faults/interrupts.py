"""Ctrl-C in each command that takes long: `python -m tests.faults.interrupts FOLDER`.

Prints a line of JSON for each: the exit code, what it wrote, and the library's state.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy and faiss: their threads do not live in a fork
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import importlib
import json
import signal
import sys
import traceback
from pathlib import Path
from threading import Timer
from typing import Any

from tests.faults.shelf import QUESTIONS, SCENARIOS, Place, fresh, state, use_fakes
from tests.rag.fakes import LetterEncoder

ENCODER = "tests.rag.fakes:LetterEncoder"
# The command line, and what Ctrl-C comes in.
COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "index, reading": (("index", "{articles}"), "rag.intake:read_file"),
    "index, encoding": (("index", "{articles}"), f"{ENCODER}.encode_passages"),
    "index, comparing": (("index", "{articles}"), "rag.indexing:find_relations"),
    "index, writing": (("index", "{articles}"), "rag.generation_writer:summed"),
    "index --watch": (("index", "{articles}", "--watch"), "while it waits"),
    "reindex": (("reindex", "--encoder", "other"), f"{ENCODER}.encode_passages"),
    "remove": (("remove", "zone-2005"), "rag.generation:Generation.check_files"),
    "check": (("check",), "rag.soundness:checksum"),
    "check --restore": (("check", "--restore"), "rag.restoring:problems"),
    "articles": (("articles",), "rag.generation:Generation.record"),
    "search": (("search", QUESTIONS[0]), f"{ENCODER}.encode_queries"),
    "ask": (("ask", QUESTIONS[0]), "rag.answering.answerer:Answerer.stream"),
    "replay": (("replay", "{record}"), f"{ENCODER}.encode_queries"),
    "eval": (("eval", "{questions}", "--out", "{run}"), f"{ENCODER}.encode_queries"),
    "calibrate": (("calibrate", "{questions}"), f"{ENCODER}.encode_queries"),
    "questions draft": (
        ("questions", "draft", "-n", "4", "--out", "{drafted}"),
        "rag.generation:Generation.article",
    ),
}


def main() -> None:
    folder = Path(sys.argv[1])
    use_fakes()
    place = Place(folder / "articles", folder / "library")
    scenario = {one.name: one for one in SCENARIOS}["re-index"]
    scenario.prepare(place)
    record = place.engine().ask(QUESTIONS[0]).record
    template = folder / "template"
    place.library.rename(template)
    lines = [
        {"id": f"q{number}", "question": f"{QUESTIONS[0]}{number}", "articles": ["zone-2004"]}
        for number in range(40)
    ]
    questions = folder / "questions.jsonl"
    questions.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    named = {
        "articles": place.articles, "record": record, "questions": questions,
        "run": folder / "run", "drafted": folder / "drafted.jsonl",
    }  # fmt: skip
    fresh(place, template)
    before = state(place)
    for name, (words, where) in COMMANDS.items():
        fresh(place, template)
        line = [word.format(**named) for word in words]
        code, told = _interrupted(place, line, where)
        same, sound = state(place) == before, place.engine().check() == []
        found = {"command": name, "code": code, "told": told, "same": same, "sound": sound}
        print(json.dumps(found), flush=True)


def _interrupted(place: Place, words: list[str], where: str) -> tuple[int, str]:
    told = place.library.with_name("told")
    child = os.fork()
    if not child:
        code = 99
        try:
            with told.open("w") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
            code = _run(["yuanwen", "--library", str(place.library), *words], where)
        except BaseException:  # noqa: BLE001 (told by the exit code)
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), told.read_text(encoding="utf-8")


def _run(words: list[str], where: str) -> int:
    from ui.main import run

    sys.argv = words
    if ":" in where:
        _interrupt_in(where)
    else:
        Timer(2.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        run()
    except SystemExit as ended:
        return int(ended.code or 0)


def _interrupt_in(where: str) -> None:
    """Let Ctrl-C come at each call of a function, before it does anything."""
    module, _, path = where.partition(":")
    owner: Any = LetterEncoder if where.startswith(ENCODER) else importlib.import_module(module)
    *owners, name = path.split(".")
    for one in owners:
        owner = owner if owner is LetterEncoder else getattr(owner, one)
    function = getattr(owner, name)

    def interrupted(*given: Any, **named: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return function(*given, **named)

    setattr(owner, name, interrupted)


if __name__ == "__main__":
    main()
