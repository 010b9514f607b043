"""Writers stopped at seeded operations: the library is as before or as after, and goes on.

They are stopped in four ways: killed (SIGKILL), interrupted as by Ctrl-C (SIGINT, through the
command line), by a disk that is full from that operation on, and by the system, which lets no file
grow over a size (then libraries written in C meet the end of the room, too).
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rag.errors import YuanwenError
from tests.faults.operations import Operations
from tests.faults.shelf import ARTICLES, SCENARIOS, SECRET, Place, Scenario, fresh, state

Way = Literal["killed", "interrupted", "full disk", "size limit"]
DONE, TOLD, INTERRUPTED, BROKEN = 0, 1, 130, 99  # exit codes of the child
EXPECTED: dict[Way, set[int]] = {
    "killed": {DONE, -signal.SIGKILL}, "interrupted": {DONE, INTERRUPTED},
    "full disk": {DONE, TOLD}, "size limit": {DONE, TOLD},
}  # fmt: skip


@dataclass
class Stopped:
    """What became of a scenario's stops; the names of outcomes tell the library's state.

    `operations` are those that were counted; of a size limit the bytes of the largest file.
    """

    way: Way
    scenario: str
    operations: int
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def stopped(folder: Path, way: Way, count: int, seed: int) -> list[Stopped]:
    """Stop writers `count` times, spread over the scenarios."""
    scenarios = [one for one in SCENARIOS if one.line or way != "interrupted"]
    found = []
    for number, scenario in enumerate(scenarios):
        share = count * (number + 1) // len(scenarios) - count * number // len(scenarios)
        place = Place(folder / scenario.name / "articles", folder / scenario.name / "library")
        place.articles.parent.mkdir(parents=True)
        chance = random.Random(f"{seed} {way} {number}")
        found.append(_scenario(way, scenario, place, share, chance))
    return found


def _scenario(
    way: Way, scenario: Scenario, place: Place, count: int, chance: random.Random
) -> Stopped:
    template = place.library.with_name("template")
    scenario.prepare(place)
    if place.library.exists():
        place.library.rename(template)
    fresh(place, template)
    before = _told(place)
    _, operations = _child(way, scenario, place, -1)
    after = state(place)
    if way == "size limit":  # bytes, of which no file may have more
        sizes = (path.stat().st_size for path in place.library.rglob("*") if path.is_file())
        operations = max(sizes)
    report = Stopped(way, scenario.name, operations)
    rounds = -(-count // operations)
    points = [at for _ in range(rounds) for at in chance.sample(range(operations), operations)]
    for at in points[:count]:
        fresh(place, template)
        code, _ = _child(way, scenario, place, at)
        try:
            assert code in EXPECTED[way], f"it ended with {code}"
            outcome = _outcome(scenario, place, before, after)
        except (YuanwenError, AssertionError, OSError) as error:
            report.failures.append(f"{way}, {scenario.name} at {at}: {error!r}")
            outcome = "FAILED"
        ended = ", ended by itself" if code == DONE else ""
        report.outcomes[outcome + ended] += 1
    shutil.rmtree(place.library, ignore_errors=True)
    return report


def _told(place: Place) -> str | None:
    """Return what a library tells; the error where it is damaged."""
    try:
        return state(place)
    except YuanwenError as error:
        return str(error)


def _outcome(scenario: Scenario, place: Place, before: str | None, after: str | None) -> str:
    """Return whether a library is as before or as after; run the command again.

    Raises:
        AssertionError: it is neither, or does not become what it should.
    """
    now = _told(place)
    assert now in (before, after), "neither as before nor as after"
    if now == after and now is not None:
        assert place.engine().check() == [], "check finds problems"
    scenario.command(place)
    assert state(place) == after, "the same command does not lead to the same library"
    assert place.engine().check() == [], "check finds problems after the same command"
    names = [path.name for path in (place.library / "generations").iterdir()]
    assert len(names) <= 2, f"generations left over: {names}"
    assert not list(place.library.rglob("*.new")), "a file left over"
    if scenario.name == "remove":
        holding = [
            path.name
            for path in place.library.rglob("*")
            if path.is_file() and SECRET.encode() in path.read_bytes()
        ]
        assert holding == [], f"what was removed is still in {holding}"
    return "as after" if now == after else "as before"


def _child(way: Way, scenario: Scenario, place: Place, at: int) -> tuple[int, int]:
    """Run a command in a process of its own that is stopped at an operation.

    Returns:
        Its exit code, negative for a signal, and how many operations there were where it was not
        killed.
    """
    ending, writing = os.pipe()
    child = os.fork()
    if not child:
        code, told = BROKEN, place.library.with_name("told")
        with told.open("w") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        action: dict[Way, Callable[[], None]] = {
            "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
            "interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
            "full disk": _full,
            "size limit": _full,  # not called
        }
        full = way == "full disk"
        if way == "size limit" and at >= 0:
            at = _limit(at)
        operations = Operations(place.library, at, action[way], takes_room=full)
        try:
            with operations:
                code = _run(way, scenario, place)
        except YuanwenError as error:
            code = TOLD if error.advice else BROKEN
        except BaseException:  # noqa: BLE001 (told by the exit code)
            traceback.print_exc(file=sys.stderr)
        os.write(writing, str(operations.count).encode())
        sys.stderr.flush()
        os._exit(BROKEN if "Traceback" in told.read_text() else code)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(ending, "rb") as pipe:
        count = int(pipe.read() or b"0")
    return os.waitstatus_to_exitcode(status), count


def _run(way: Way, scenario: Scenario, place: Place) -> int:
    if way != "interrupted":
        scenario.command(place)
        return DONE
    from ui.main import run

    words = (str(place.articles) if word == ARTICLES else word for word in scenario.line)
    sys.argv = ["yuanwen", "--library", str(place.library), *words]
    try:
        run()
    except SystemExit as ended:
        return int(ended.code or 0)


def _limit(size: int) -> int:
    """Let no file of this process grow over a size; return the number of no operation."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return -1


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
