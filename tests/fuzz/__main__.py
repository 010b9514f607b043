"""`python -m tests.fuzz --seed 1 --inputs 100000`; `--growth`; `--patterns`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.mutating import case
from tests.fuzz.watching import outcomes

TOLD = 20  # findings whose words are printed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="begin with this number")
    parser.add_argument("--growth", action="store_true", help="time against size of each reader")
    parser.add_argument("--patterns", action="store_true", help="regular expressions under attack")
    parser.add_argument("--only", default="", help="with --growth: one kind of file, as html")
    wanted = parser.parse_args()
    if wanted.growth:
        from tests.fuzz.growth import report

        sys.exit(report(wanted.only))
    if wanted.patterns:
        from tests.fuzz.slow_patterns import report as patterns_report

        sys.exit(patterns_report())
    sys.exit(fuzz(wanted.seed, wanted.inputs, wanted.first))


def fuzz(seed: int, inputs: int, first: int = 0) -> int:
    """Run the inputs and print a table; return 1 where one crashed or stalled.

    Ctrl-C ends it with the table of what was done.
    """
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    kept: Path | None = None
    peak = told = 0
    started = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt):
        for one in outcomes(seed, inputs, first):
            counts[one.kind, one.result] += 1
            slowest[one.kind] = max(slowest.get(one.kind, 0.0), one.seconds)
            peak = max(peak, one.peak_kilobytes)
            if one.result in {"crash", "hang"}:
                kept = kept or Path(tempfile.mkdtemp(prefix="fuzz-findings-"))
                made = case(seed, one.number)[1]
                (kept / f"{one.number}-{made.name}").write_bytes(made.data)
                told += 1
                if told <= TOLD:
                    print(f"input {one.number} ({one.kind}): {one.result} {one.told}")
    seconds = time.monotonic() - started
    print(
        f"{'kind':10}{'inputs':>8}{'read':>8}{'refused':>9}{'slowest':>9}{'crashes':>9}{'hangs':>7}"
    )
    for kind in sorted(slowest):
        found = {result: counts[kind, result] for result in ("read", "refused", "crash", "hang")}
        print(
            f"{kind:10}{sum(found.values()):8}{found['read']:8}{found['refused']:9}"
            f"{slowest[kind]:8.2f}s{found['crash']:9}{found['hang']:7}"
        )
    print(
        f"{counts.total()} inputs, seed {seed}: {told} crashes and hangs; {seconds:.0f} s, "
        f"{counts.total() / seconds:.0f} a second, at most {peak // 1000} MB"
    )
    if kept:
        print(f"the inputs are in {kept}")
    return int(told > 0)


if __name__ == "__main__":
    main()
