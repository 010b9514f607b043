"""A small run of `python -m tests.faults`, in a process of its own, as it forks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

if not hasattr(os, "fork"):
    pytest.skip("writers are stopped in forks", allow_module_level=True)


def run(*options: str) -> subprocess.CompletedProcess[str]:
    options = tuple(f"--{option}" for option in options)
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", "--seed", "20", *options],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False, capture_output=True,
        text=True, timeout=300,
    )  # fmt: skip


def test_nothing_is_lost_or_half_and_no_flipped_bit_gives_another_answer() -> None:
    done = run("kills=8", "interrupts=7", "full=8", "limits=8", "flips=70")
    assert done.returncode == 0, done.stdout + done.stderr
    for told in (
        "killed: 8 times",
        "interrupted: 7 times",
        "full disk: 8 times",
        "size limit: 8 times",
    ):
        assert told in done.stdout
    found = re.findall(r"check found (\d+) of (\d+) in the generation", done.stdout)
    assert len(found) == 2
    assert all(one == other and int(one) >= 20 for one, other in found)
    assert int(re.findall(r"error with advice (\d+)", done.stdout)[0]) >= 10


def test_without_the_sums_there_would_be_wrong_answers() -> None:
    done = run("kills=0", "interrupts=0", "full=0", "limits=0", "flips=30", "unchecked")
    assert done.returncode == 1
    assert "WRONG ANSWER" in done.stdout
