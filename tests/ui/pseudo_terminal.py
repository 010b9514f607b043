"""The program on a terminal of its own, as a person has it: typed at, looked at, interrupted."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
WAIT = 60.0  # seconds for anything to appear; the machine may be busy
PROGRAM = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # Ctrl-C comes from this terminal
from ui.main import run
run()
"""
STYLE = re.compile(r"\x1b\[[0-9;?]*[A-JL-Za-z]|\x1b[=>]")  # all but K, which erases a line


class PseudoTerminal:
    """`yuanwen` with arguments, its input and output being one terminal."""

    def __init__(self, *words: object, **settings: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm",
            "LC_ALL": "C.UTF-8", "YUANWEN_LANGUAGE": "en", **settings,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, words)],
            stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self._bytes = b""
        self._seen = 0
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 4096)
            except OSError:  # the program ended
                return
            if not data:
                return
            self._bytes += data

    @property
    def text(self) -> str:
        """All that was written so far, without colours and movements of the cursor."""
        return STYLE.sub("", self._bytes.decode("utf-8", "replace")).replace("\r\n", "\n")

    def type(self, keys: str) -> None:
        """Press keys; `\\n` is Enter, `\\x03` Ctrl-C, `\\x04` Ctrl-D."""
        os.write(self._master, keys.encode())

    def until(self, awaited: str) -> str:
        """Wait for a text after what was waited for before; return what came with it."""
        ends = time.monotonic() + WAIT
        while time.monotonic() < ends:
            text = self.text
            at = text.find(awaited, self._seen)
            if at >= 0:
                found = text[self._seen : at + len(awaited)]
                self._seen = at + len(awaited)
                return found
            time.sleep(0.03)
        raise AssertionError(f"{awaited!r} did not come after {self.text[self._seen :]!r}")

    def end(self) -> int:
        """Wait for the program's end; return its exit code."""
        return self.process.wait(WAIT)

    def close(self) -> None:
        """End the program where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(WAIT)
        os.close(self._master)
