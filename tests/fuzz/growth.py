"""How the time of each reader grows with an unfriendly input: the exponent over four sizes.

Processor time is taken, that of a PDF's own process included, so that other work on the machine
counts little. An exponent of 1 is linear, of 2 quadratic.
"""

from __future__ import annotations

import math
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from rag.reading.reader import read_file
from tests.fuzz.growing import CASES

SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
MOST = 1.15
LEAST_SECONDS = 0.1  # at the largest size; less tells of start-up, not of growth
PATIENCE = 90  # seconds for one file
LIMIT = 10**9


class TooLongError(Exception):
    """One file took over `PATIENCE`."""


@dataclass(frozen=True)
class Growth:
    """Seconds at each size, as far as measured, and the exponent; `inf` where one took too long."""

    kind: str
    name: str
    seconds: tuple[float, ...]
    exponent: float


def measured(
    sizes: Sequence[int] = SIZES, least_seconds: float = LEAST_SECONDS, only: str = ""
) -> Iterator[Growth]:
    """Yield the growth of each case; `only` those of one kind of file, "" for all."""
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        for (kind, name), maker in CASES.items():
            if only not in {"", kind}:
                continue
            path = Path(folder) / f"a.{kind}"
            seconds: list[float] = []
            try:
                for size in sizes:
                    path.write_bytes(maker(size))
                    seconds.append(processor_seconds(partial(read_file, str(path), LIMIT)))
            except TooLongError:
                yield Growth(kind, name, tuple(seconds), math.inf)
                continue
            yield Growth(kind, name, tuple(seconds), exponent(sizes, seconds, least_seconds))


def processor_seconds(work: Callable[[], object]) -> float:
    """Return what work takes; it is done once.

    Raises:
        TooLongError: it takes over `PATIENCE` seconds.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        started = _used()
        work()
        return _used() - started
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _used() -> float:
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in parts)


def exponent(sizes: Sequence[int], seconds: Sequence[float], least_seconds: float) -> float:
    """Return the slope of time over size on logarithmic scales; 0 where it is over in no time."""
    if seconds[-1] < least_seconds:
        return 0.0
    points = [
        (math.log(size), math.log(max(took, 1e-4)))
        for size, took in zip(sizes, seconds, strict=True)
    ]
    middle = [sum(column) / len(points) for column in zip(*points, strict=True)]
    rise = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return rise / sum((x - middle[0]) ** 2 for x, _ in points)


def report(only: str = "") -> int:
    """Print the table; return 1 where a reader's time grows faster than its input."""
    import trafilatura  # noqa: F401  counts as start-up

    read_file(__file__, LIMIT)
    worst = 0.0
    print(
        f"{'reader':10}{'input':30}"
        + "".join(f"{size / 1e6:>7.2f}MB" for size in SIZES)
        + "  exponent"
    )
    for one in measured(only=only):
        worst = max(worst, one.exponent)
        times = "".join(f"{took:8.2f}s" for took in one.seconds)
        mark = "  too fast growing" if one.exponent > MOST else ""
        print(f"{one.kind:10}{one.name:30}{times}{one.exponent:10.2f}{mark}", flush=True)
    print(f"largest exponent {worst:.2f}, allowed {MOST}")
    return int(worst > MOST)
