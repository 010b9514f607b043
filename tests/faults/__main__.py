"""Stop writers and flip bits, by a seed.

`python -m tests.faults --seed 1 --kills 200 --interrupts 100 --full 100 --limits 100
--flips 1000` (these are the defaults).

Prints what was done and what became of it; exits with 1 where anything was lost, half or wrong.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy and faiss: their threads do not live in a fork
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rag.checked_files import CheckedFile
from tests.faults.flips import Flipped, flipped
from tests.faults.shelf import use_fakes
from tests.faults.stops import Stopped, Way, stopped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--interrupts", type=int, default=100)
    parser.add_argument("--full", type=int, default=100)
    parser.add_argument("--limits", type=int, default=100)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument(
        "--unchecked", action="store_true",
        help="read without comparing: to see that wrong answers would be noticed",
    )  # fmt: skip
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background jobs lack
    if options.unchecked:
        read_unchecked()
    ways: dict[Way, int] = {
        "killed": options.kills, "interrupted": options.interrupts, "full disk": options.full,
        "size limit": options.limits,
    }  # fmt: skip
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="yuanwen-faults-") as folder:
        use_fakes()
        for way, count in ways.items():
            started = time.perf_counter()
            stops = stopped(Path(folder) / way, way, count, options.seed) if count else []
            failures += [line for one in stops for line in one.failures]
            print_stops(stops, time.perf_counter() - started)
        started = time.perf_counter()
        flips = flipped(Path(folder) / "flips", options.flips, options.seed)
        failures += [line for one in flips for line in one.failures]
        print_flips(flips if options.flips else [], time.perf_counter() - started)
    for line in failures:
        print("FAILED:", line)
    print(f"{len(failures)} failures, seed {options.seed}")
    sys.exit(1 if failures else 0)


def read_unchecked() -> None:
    """Leave out what this suite is there for."""
    CheckedFile.check = lambda *_: None  # type: ignore[method-assign]


def print_stops(stops: Sequence[Stopped], seconds: float) -> None:
    for one in stops:
        told = ", ".join(f"{name} {count}" for name, count in sorted(one.outcomes.items()))
        unit = "bytes" if one.way == "size limit" else "operations"
        print(
            f"{one.way:<11} in {one.scenario:<17} {sum(one.outcomes.values()):4} times at "
            f"{one.operations:4} {unit}: {told}"
        )
    if stops:
        total = sum(sum(one.outcomes.values()) for one in stops)
        print(f"{stops[0].way}: {total} times in {seconds:.0f} s")


def print_flips(flips: Iterable[Flipped], seconds: float) -> None:
    for one in flips:
        told = ", ".join(f"{name} {count}" for name, count in sorted(one.outcomes.items()))
        print(f"flipped in {one.library:<15} {sum(one.outcomes.values()):5} bits: {told}")
        if one.in_generation:
            print(f"    check found {one.found_by_check} of {one.in_generation} in the generation")
        print("    " + ", ".join(f"{name} {count}" for name, count in sorted(one.files.items())))
    print(f"flips: {seconds:.0f} s")


if __name__ == "__main__":
    main()
