"""A module run in a process of its own, with limits of memory and time.

For readers in native code: what a bad file does to them ends with the process.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path


class OutOfBoundsError(Exception):
    """The process crashed or took too long; the message says which."""


def lines_from(
    script: Path, data: bytes, *, memory_bytes: int, seconds_per_line: float
) -> Iterator[bytes]:
    """Run a Python file with `data` on its standard input and yield the lines it writes.

    Args:
        script: gets the memory limit as its argument and sets it for itself.
        data: what it reads.
        memory_bytes: address space; where the system knows no such limit, only time is limited.
        seconds_per_line: the longest wait for a line, the start included.

    Raises:
        OutOfBoundsError: no line came in time, or the process ended otherwise than by itself.
    """
    # -P: the script's folder holds modules named as those of the standard library.
    command = [sys.executable, "-P", str(script), str(memory_bytes)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        feeder = threading.Thread(target=_feed, args=(process, data), daemon=True)
        feeder.start()
        late = threading.Event()
        try:
            while line := _line(process, seconds_per_line, late):
                yield line
        finally:
            if process.poll() is None and (late.is_set() or not _ends(process)):
                process.kill()
            feeder.join()
        if late.is_set():
            raise OutOfBoundsError(f"takes over {seconds_per_line:.0f} s")
        if process.wait() != 0:
            raise OutOfBoundsError("crashes its reader or needs too much memory")


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:  # it ended before it read all: its exit status tells
        return


def _line(process: subprocess.Popen[bytes], seconds: float, late: threading.Event) -> bytes:
    def stop() -> None:
        late.set()
        process.kill()

    assert process.stdout is not None
    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        return process.stdout.readline()
    finally:
        timer.cancel()


def _ends(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return False
    return True
