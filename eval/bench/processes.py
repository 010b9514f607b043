"""Steps of the benchmark, each in a process of its own, so that its memory is its own.

    python -m eval.bench.processes MODULE:FUNCTION ARGUMENTS.json RESULT.json

The peak is Linux's `VmHWM`. `ru_maxrss` is not used where it exists: a new process inherits its
parent's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter

from rag.errors import YuanwenError

ROOT = Path(__file__).resolve().parents[2]
STATUS = Path("/proc/self/status")

P = ParamSpec("P")
T = TypeVar("T")


class StepFailed(YuanwenError):
    """A step of the benchmark ended with an error."""


@dataclass(frozen=True)
class Measured(Generic[T]):
    """A step's result, the seconds of its whole process and the peak of its memory."""

    result: T
    seconds: float
    peak_megabytes: float


def run_step(step: Callable[P, T], *_: P.args, **arguments: P.kwargs) -> Measured[T]:
    """Run a step in a new process.

    Args:
        step: a function of a module that takes plain values and returns a dataclass.
        **arguments: by name; they must be JSON.

    Raises:
        StepFailed: the process failed; its last line is told.
    """
    with tempfile.TemporaryDirectory() as scratch:
        given, made = Path(scratch) / "arguments.json", Path(scratch) / "result.json"
        given.write_text(json.dumps(arguments), encoding="utf-8")
        name = f"{step.__module__}:{step.__name__}"
        seconds = run_process([__name__, name, str(given), str(made)])
        record = json.loads(made.read_text(encoding="utf-8"))
    result: T = TypeAdapter(get_type_hints(step)["return"]).validate_python(record["result"])
    return Measured(result, seconds, record["peak_megabytes"])


def run_process(arguments: Sequence[str]) -> float:
    """Run `python -m` with arguments to its end; return the seconds that it took.

    Raises:
        StepFailed: it failed.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise StepFailed(f"the step {arguments[1]} failed: {last}", "Run it alone to see more.")
    return seconds


def memory_megabytes(field: str) -> float:
    """Return a figure of this process from Linux's status: VmHWM, VmRSS, RssAnon; else 0."""
    if STATUS.exists():
        for line in STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    if found := memory_megabytes("VmHWM"):
        return found
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def folder_megabytes(folder: Path) -> float:
    """Return the size of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(name: str, arguments: str, result: str) -> None:
    """Run one step and write what it returned."""
    module, _, function = name.partition(":")
    step: Callable[..., Any] = getattr(import_module(module), function)
    found = step(**json.loads(Path(arguments).read_text(encoding="utf-8")))
    record = {"result": asdict(found), "peak_megabytes": peak_megabytes()}
    Path(result).write_text(json.dumps(record), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
