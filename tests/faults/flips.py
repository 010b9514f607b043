"""Single bits flipped in a library's files: an answer is as without, or an error with advice."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rag.engine import Engine
from rag.errors import YuanwenError
from rag.replay import load_record
from tests.faults.shelf import (
    QUESTIONS,
    SCENARIOS,
    Place,
    as_text,
    fresh,
    listed,
    state,
    told,
    use_fakes,
)
from ui.history import History
from ui.turn_records import turn_record
from ui.turns import Turn

SAME, TOLD, WRONG, BROKEN = "same answers", "error with advice", "WRONG ANSWER", "NO ERROR OF OURS"
OLDER = 8
AT_ONCE = 50  # flips in one process, which may die of one
CONVERSATION = "20260101T000000-00000000"
Asked = dict[str, Callable[[Engine], object]]


@dataclass
class Flipped:
    """What became of the flips in one kind of library."""

    library: str
    outcomes: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    found_by_check: int = 0
    in_generation: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Bit:
    file: str
    byte: int
    bit: int


def flipped(folder: Path, flips: int, seed: int) -> list[Flipped]:
    """Flip `flips` bits: in an exact and in a compressed library, and in an unfinished run's."""
    unfinished = flips // 20
    exact = (flips - unfinished) // 2
    found = []
    for name, count in (("exact", exact), ("compressed", flips - unfinished - exact)):
        use_fakes(compressed=name == "compressed")
        place = _library(folder / name)
        asked = _asked(place)
        files = [one for one in _files(place.library) if "/lock" not in f"/{one}"]
        found.append(_flips(name, place, asked, files, count, random.Random(f"{seed} {name}")))
    use_fakes()
    found.append(_unfinished(folder / "unfinished", unfinished, random.Random(f"{seed} work")))
    return found


def _library(folder: Path) -> Place:
    """Make a library of two generations with weights, records and a conversation."""
    place = Place(folder / "articles", folder / "library")
    folder.mkdir(parents=True)
    scenario = {one.name: one for one in SCENARIOS}
    scenario["re-index"].prepare(place)
    scenario["re-index"].command(place)
    scenario["weights"].command(place)
    engine = place.engine()
    turns = [Turn(at, one, engine.ask(one)) for at, one in enumerate(QUESTIONS, start=1)]
    History(place.library).save(None, CONVERSATION, turns)
    return place


def _asked(place: Place) -> Asked:
    """Return what is asked of a library, by name."""
    asked: Asked = {question: told(question) for question in QUESTIONS}
    asked["articles"] = listed
    asked["catalogue"] = lambda engine: [str(one) for one in engine.catalogue().entries]
    asked["weights"] = lambda engine: engine.fusion().name
    asked["conversation"] = lambda engine: [
        turn_record(one) for one in History(engine.folder.path).load(None, CONVERSATION)
    ]
    for path in sorted((place.library / "records").iterdir()):
        asked[path.name] = lambda _engine, path=path: load_record(path)  # type: ignore[misc]
    return asked


def _files(library: Path) -> list[str]:
    return sorted(str(one.relative_to(library)) for one in library.rglob("*") if one.is_file())


def _bits(library: Path, files: list[str], count: int, chance: random.Random) -> Iterator[_Bit]:
    """Draw files one after the other, whatever their sizes, and any bit of each.

    One in `OLDER` is of the generation before the current one, which nothing is read of.
    """
    sizes = {name: (library / name).stat().st_size for name in files}
    older = [name for name in files if sizes[name] and name.startswith("generations/000001/")]
    others = [name for name in files if sizes[name] and name not in older]
    chance.shuffle(others)
    for at in range(count):
        names = older if older and at % OLDER == OLDER - 1 else others
        name = names[at % len(names)]
        yield _Bit(name, chance.randrange(sizes[name]), chance.randrange(8))


def _flip(library: Path, bit: _Bit) -> None:
    path = library / bit.file
    data = bytearray(path.read_bytes())
    data[bit.byte] ^= 1 << bit.bit
    path.write_bytes(data)


def _flips(
    name: str, place: Place, asked: Asked, files: list[str], count: int, chance: random.Random
) -> Flipped:
    right = {one: as_text(ask(place.engine())) for one, ask in asked.items()}
    current = place.engine().folder.current_name()
    report = Flipped(name)
    bits = list(_bits(place.library, files, count, chance))
    while bits:
        part = bits[:AT_ONCE]
        lines = _in_a_process(_tried(place, asked, right, part))
        for bit, line in zip(part, lines, strict=False):
            _note(report, bit, line, f"generations/{current}/")
        if len(lines) < len(part):  # it died, and the bit is still flipped
            bit = part[len(lines)]
            _note(report, bit, {"outcome": BROKEN, "problem": "the process died"}, "")
            _flip(place.library, bit)
        bits = bits[len(lines) + (len(lines) < len(part)) :]
    return report


def _note(report: Flipped, bit: _Bit, line: dict[str, str], current: str) -> None:
    report.outcomes[line["outcome"]] += 1
    report.files[_kind(bit.file, current)] += 1
    problem = line.get("problem")
    if current and bit.file.startswith(current):
        report.in_generation += 1
        if line["check"]:
            report.found_by_check += 1
        else:
            problem = problem or "not found by check"
    if problem:
        report.failures.append(f"{report.library}, {bit}: {line['outcome']}: {problem}")


def _kind(file: str, current: str) -> str:
    """Return what a file is, one word for all of a kind."""
    if current and file.startswith(current):
        return file.removeprefix(current).removeprefix("keywords/0000-")
    return "older generation" if file.startswith("generations/") else Path(file).parts[0]


def _in_a_process(work: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    """Return what work yields before it ends or its process dies."""
    ending, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(ending)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            for line in work:
                pipe.write(json.dumps(line) + "\n")
                pipe.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(ending, encoding="utf-8") as pipe:
        lines = [json.loads(line) for line in pipe]
    os.waitpid(child, 0)
    return lines


def _tried(
    place: Place, asked: Asked, right: dict[str, str], bits: list[_Bit]
) -> Iterator[dict[str, str]]:
    for bit in bits:
        _flip(place.library, bit)
        engine = place.engine()
        line = _answered(engine, asked, right)
        line["check"] = _checked(engine)
        _flip(place.library, bit)
        yield line


def _answered(engine: Engine, asked: Asked, right: dict[str, str]) -> dict[str, str]:
    """Ask everything; the worst outcome counts."""
    outcome, problem = SAME, ""
    for name, ask in asked.items():
        try:
            if as_text(ask(engine)) != right[name]:
                return {"outcome": WRONG, "problem": name}
        except YuanwenError as error:
            outcome = TOLD
            if not error.advice:
                problem = f"{name}: no advice: {error}"
        except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
            return {"outcome": BROKEN, "problem": f"{name}: {error!r}"}
    return {"outcome": outcome, "problem": problem}


def _checked(engine: Engine) -> str:
    """Return what `check` says, "" where it finds nothing."""
    try:
        return "; ".join(engine.check())
    except YuanwenError as error:
        return str(error)


def _unfinished(folder: Path, count: int, chance: random.Random) -> Flipped:
    """Flip bits in the vectors that an interrupted run left; then let it go on."""
    place = Place(folder / "articles", folder / "library")
    template = folder / "template"
    folder.mkdir(parents=True)
    scenario = {one.name: one for one in SCENARIOS}["index"]
    scenario.prepare(place)
    scenario.command(place)
    right = state(place)
    shutil.rmtree(place.library)
    _stop_early(scenario.command, place)
    shutil.copytree(place.library, template)
    files = [one for one in _files(template) if one.startswith("work/")]
    report = Flipped("unfinished run")
    for bit in _bits(template, files, count, chance):
        fresh(place, template)
        _flip(place.library, bit)
        scenario.command(place)
        same = state(place) == right
        line = {"outcome": SAME if same else WRONG, "problem": "" if same else "after the run"}
        _note(report, bit, line, "")
    return report


class _Stopped(Exception):
    """The run was stopped, as far as this test is concerned."""


def _stop_early(command: Callable[[Place], object], place: Place) -> None:
    import rag.indexing

    write = rag.indexing.write_generation

    def stopping(_folder: object, _contents: object, encode: Callable[[], object]) -> None:
        encode()
        raise _Stopped

    rag.indexing.write_generation = stopping  # type: ignore[assignment]
    try:
        command(place)
    except _Stopped:
        pass
    finally:
        rag.indexing.write_generation = write
