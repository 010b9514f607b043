"""Ctrl-C in each command that takes long: exit code 130, one line, the library as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "index, reading", "index, encoding", "index, comparing", "index, writing", "index --watch",
    "reindex", "remove", "check", "check --restore", "articles", "search", "ask", "replay", "eval",
    "calibrate", "questions draft",
)  # fmt: skip

if not hasattr(os, "fork"):
    pytest.skip("commands are interrupted in forks", allow_module_level=True)


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.interrupts", str(tmp_path_factory.mktemp("x"))],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1", "YUANWEN_LANGUAGE": "en"}, check=False,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {line["command"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_they_are_those_that_are_meant(interrupted: dict[str, object]) -> None:
    assert tuple(interrupted) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_ends_a_command(interrupted: dict[str, dict[str, object]], name: str) -> None:
    found = interrupted[name]
    assert found["code"] == 130
    told = str(found["told"])
    assert told.splitlines()[-1].startswith("Interrupted")
    assert "Traceback" not in told
    if name == "index --watch":  # which has indexed before it waits
        assert "Following changes" in told
    else:
        assert told.count("\n") == 1
        assert found["same"]
    assert found["sound"]


START = """
import sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == "rag.engine":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from ui.start import run
run()
"""


def test_ctrl_c_ends_a_start_while_modules_are_read() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
        check=False, capture_output=True, text=True, timeout=120, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "已中断。 Interrupted.\n"


def test_a_start_runs_the_command_line() -> None:
    command = [sys.executable, "-m", "ui.start", "--version"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("yuanwen ")
