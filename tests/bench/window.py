"""How soon the window can be used, and how soon it answers, in a real Chromium.

    python tests/bench/window.py [--model SPEC] [--rounds N]

In each round `yuanwen serve` is started over a library of the samples and its page is loaded until
a question can be typed; then two questions are asked, the first of which opens index and encoder.
With `--model` (one that `--model` of `yuanwen ask` takes) the time from Enter to the first words
shown is told too, beside what the model alone needs for the first piece of its reply to the same
prompt, in this process, once it is loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
YUANWEN = [sys.executable, "-m", "ui.main"]
QUESTIONS = ("砚湖湿地的候鸟为什么变多了？", "临泽新区人才公寓对博士收取多少租金？")
WAIT_MILLISECONDS = 300_000
LOST_MILLISECONDS = 10_000


@dataclass
class Seconds:
    """What was measured, a value for each round; of a model also what it needs alone."""

    served: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    answers: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    words: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    alone: list[float] = field(default_factory=list)
    lost: int = 0  # presses of Enter of which nothing came


@contextmanager
def served(library: Path, port: int, model: str) -> Iterator[None]:
    """Run `yuanwen serve` on a port; `model` is the one that answers."""
    command = [*YUANWEN, "--library", str(library), "serve", "--port", str(port)]
    environment = os.environ | {"YUANWEN_MODEL": model, "PYTHONPATH": str(ROOT)}
    with (library.parent / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(60)


def typed(page: Any, url: str, process_log: Path) -> float:
    """Type into the box of the question as soon as it is there; return when the page came."""
    from playwright.sync_api import Error

    ends = time.monotonic() + 60
    while True:
        try:
            page.goto(url, wait_until="commit")
            break
        except Error as error:
            if time.monotonic() > ends:
                raise SystemExit(f"{error}\n{process_log.read_text()}") from error
            time.sleep(0.05)
    came = time.monotonic()
    box = page.locator("#question textarea")
    box.press_sequentially("原", timeout=WAIT_MILLISECONDS)
    assert box.input_value() == "原"
    return came


def asked(page: Any, number: int, is_model: bool, told: Seconds) -> tuple[float, float]:
    """Ask a question; return the seconds to the first words of a model and to the whole answer.

    Where nothing comes of Enter, not even the question above the box, it is counted as lost and the
    question asked again; the seconds go on.
    """
    from playwright.sync_api import TimeoutError as Late

    box = page.locator("#question textarea")
    box.fill(QUESTIONS[number - 1])
    started = time.monotonic()
    box.press("Enter")
    words = 0.0
    try:
        page.locator(f"#turn-{number}").wait_for(timeout=LOST_MILLISECONDS)
    except Late:
        told.lost += 1
        box.fill(QUESTIONS[number - 1])
        box.press("Enter")
    if is_model:
        page.locator("#writing .writing:not(:has(.waiting))").wait_for(timeout=WAIT_MILLISECONDS)
        words = time.monotonic() - started
    ended = page.locator(f"#turn-{number}").locator(".foot, .error").first
    ended.wait_for(timeout=WAIT_MILLISECONDS)
    assert page.locator(f"#turn-{number} .error").count() == 0, page.inner_text(f"#turn-{number}")
    return words, time.monotonic() - started


def first_piece(spec: str, library: Path) -> float:
    """Return the seconds in which a loaded model gives the first piece of its last answer."""
    from rag.answering.models import load_model

    records = sorted((library / "records").glob("*.json"), key=lambda path: path.stat().st_mtime)
    calls = json.loads(records[-1].read_text(encoding="utf-8"))["calls"]
    prompt = next(one["messages"] for one in calls if one["purpose"] == "answer")
    model = load_model(spec, timeout_seconds=WAIT_MILLISECONDS / 1000)
    assert model is not None
    for _ in model.stream([{"role": "user", "content": "你好"}]):  # loads it
        pass
    started = time.monotonic()
    stream = model.stream(prompt)
    next(stream)
    seconds = time.monotonic() - started
    for _ in stream:
        pass
    return seconds


def measure(browser: Any, library: Path, model: str, told: Seconds) -> None:
    """One round."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    page = browser.new_context(locale="zh-CN").new_page()
    is_model = model != "extractive"
    started = time.monotonic()
    with served(library, port, model):
        came = typed(page, f"http://127.0.0.1:{port}", library.parent / "log")
        told.served.append(came - started)
        told.usable.append(time.monotonic() - started)
        for number in (1, 2):
            words, answer = asked(page, number, is_model, told)
            told.words[number - 1].append(words)
            told.answers[number - 1].append(answer)
        page.context.close()
    if is_model:
        told.alone.append(first_piece(model, library))


def line(name: str, values: list[float]) -> str:
    return f"{name:<44} median {statistics.median(values):6.2f} s, most {max(values):6.2f} s"


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    from rag.engine import Engine
    from rag.settings import Settings
    from tests.e2e.site import CHROMIUM, FLAGS, SAMPLES

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="extractive")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    told = Seconds()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as program:
        library = Path(scratch) / "library"
        Engine(Settings(), library).index([str(SAMPLES)])
        browser = program.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for _ in range(given.rounds):
            measure(browser, library, given.model, told)
        browser.close()
    print(f"{given.rounds} rounds, load of the machine {os.getloadavg()[0]:.1f} at the end")
    print(f"{told.lost} of {2 * given.rounds} questions lost: asked again after 10 s")
    print(line("from start until the page is served", told.served))
    print(line("from start until a question can be typed", told.usable))
    for at, which in enumerate(("first", "second")):
        print(line(f"from Enter to the whole {which} answer", told.answers[at]))
        if told.alone:
            print(line(f"from Enter to the {which} answer's first words", told.words[at]))
    if told.alone:
        print(line("the model alone, second prompt, first piece", told.alone))


if __name__ == "__main__":
    main()
