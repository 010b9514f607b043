"""Inputs run in a process of its own that may crash, stall or bloat, and is then begun anew."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.mutating import case
from tests.fuzz.targets import run

SECONDS = 60.0  # for one input; a PDF has 10 s of its own for a page
STARTING_SECONDS = 120.0
MEMORY_BYTES = 1_000_000_000  # above what the process starts with


@dataclass(frozen=True)
class Outcome:
    """What came of an input: "read", "refused", "crash" or "hang", with what is to be told."""

    number: int
    kind: str
    result: str
    seconds: float = 0.0
    told: str = ""
    peak_kilobytes: int = 0


def outcomes(seed: int, inputs: int, first: int = 0) -> Iterator[Outcome]:
    """Yield the outcome of each input from the number `first` on, below `inputs`, in order."""
    context = multiprocessing.get_context("spawn")
    number = first
    while number < inputs:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, seed, number, inputs), daemon=True)
        process.start()
        theirs.close()
        wait = STARTING_SECONDS
        while number < inputs:
            try:
                found = ours.recv() if ours.poll(wait) else None
            except EOFError:
                process.join()
                told = f"the process ended with {process.exitcode}"
                yield Outcome(number, case(seed, number)[0], "crash", told=told)
                number += 1
                break
            if found is None:
                process.kill()
                yield Outcome(number, case(seed, number)[0], "hang", wait)
                number += 1
                break
            if isinstance(found, Outcome):
                yield found
                number += 1
            wait = SECONDS
        process.join(timeout=5)
        process.kill()


def _work(pipe: Connection, seed: int, first: int, inputs: int) -> None:
    import trafilatura  # noqa: F401  counts as what the process starts with

    from tests.fuzz.targets import engine_in

    folder = tempfile.TemporaryDirectory(prefix="fuzz-")
    engine_in(Path(folder.name) / "asked")
    start = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (start + MEMORY_BYTES,) * 2)
    pipe.send("ready")
    with folder:
        for number in range(first, inputs):
            pipe.send(outcome(seed, number, Path(folder.name)))
    pipe.close()


def outcome(seed: int, number: int, folder: Path) -> Outcome:
    """Run one input in this process."""
    kind, made = case(seed, number)
    started = time.monotonic()
    told = ""
    try:
        result = run(kind, made, folder)
    except Exception:  # noqa: BLE001  whatever it is, it is a finding
        result, told = "crash", traceback.format_exc()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Outcome(number, kind, result, time.monotonic() - started, told, peak)
