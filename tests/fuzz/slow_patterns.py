"""Regular expressions under attack: alone on short texts, and inside the readers on long ones."""

from __future__ import annotations

import json
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from rag.conversation.standalone import standalone
from rag.reading.reader import read_file
from rag.time_mentions import time_mentions
from tests.fuzz.patterns import Attack, attacks, expanded, patterns

SHORT_SECONDS = 0.1  # for some hundred characters
LONG_SECONDS = 1.0  # for LONG characters through a reader; about 0.02 s is usual
LONG = 20_000
QUESTION = 4000
OF_THE_READERS = ("rag.",)


class TooLongError(Exception):
    """It took longer than it may."""


@dataclass(frozen=True)
class Slow:
    """What took too long on what."""

    what: str
    pattern: str
    text: str


def seconds_of(work: Callable[[], object], most: float) -> float:
    """Return the processor seconds of some work.

    Raises:
        TooLongError: it takes over twice `most` of any time.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, 2 * most + 0.5)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - started


def _is_slow(work: Callable[[], object], most: float) -> bool:
    try:
        return seconds_of(work, most) > most
    except TooLongError:
        return True


def catastrophic(
    found: dict[str, re.Pattern[str]] | None = None, times: int = 30
) -> Iterator[Slow]:
    """Yield the patterns that take long for a short text that they all but match."""
    for name, pattern in (patterns() if found is None else found).items():
        uses = [
            (use, text)
            for text in expanded(pattern, times)
            for use in (pattern.search, pattern.fullmatch)
        ]
        slow = next((use for use in uses if _is_slow(partial(*use), SHORT_SECONDS)), None)
        if slow is not None:
            yield Slow(slow[0].__name__, name, slow[1])


def suspicious() -> Iterator[Attack]:
    """Yield the texts on which a pattern of the readers takes the square of the length, alone."""
    for name, pattern in patterns().items():
        if not name.startswith(OF_THE_READERS):
            continue
        for attack in attacks(pattern, name):
            short, long = attack.text(1000), attack.text(2000)
            try:
                took = seconds_of(partial(pattern.search, short), SHORT_SECONDS)
                if took < 0.0005 or seconds_of(partial(pattern.search, long), 1.0) < 2.8 * took:
                    continue
            except TooLongError:
                pass
            yield attack


def slow_readers(given: Iterator[Attack]) -> Iterator[Slow]:
    """Yield what a reader, the search for times or a follow-up question takes long for."""
    done: set[tuple[str, str]] = set()
    with tempfile.TemporaryDirectory(prefix="patterns-") as folder:
        for attack in given:
            if (attack.before, attack.pump) in done:
                continue
            done.add((attack.before, attack.pump))
            for what, work in _works(attack, Path(folder)):
                if _is_slow(work, LONG_SECONDS):
                    yield Slow(what, attack.pattern, f"{attack.before!r} {attack.pump!r}")


def _works(attack: Attack, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    text = f"新闻标题一则\n{attack.text(LONG)}尾。\n"
    pages = {
        "a.txt": text,
        "a.md": text,
        "a.jsonl": json.dumps({"title": "题", "date": text, "text": text}),
        "a.html": f"<html><head>{text}</head><body><p>{text}</p><p>今天，来了。</p></body></html>",
    }
    for name, page in pages.items():
        path = folder / name
        path.write_text(page, encoding="utf-8")
        yield name, partial(read_file, str(path), 10**8)
    yield "times", lambda: time_mentions(text, "2024-03-05")
    question = attack.text(QUESTION)[:QUESTION]
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": question}]
    yield "question", lambda: (standalone(question, turns), standalone("那它呢？", turns))


def report() -> int:
    """Print what is slow; return 1 where anything is."""
    import trafilatura  # noqa: F401  counts as start-up

    count = len(patterns())
    known = list(suspicious())
    slow = [*catastrophic(), *slow_readers(iter(known))]
    for one in slow:
        print(f"{one.what}: {one.pattern[:120]}\n    on {one.text[:120]!r}")
    print(
        f"{count} patterns; {len({one.pattern for one in known})} take the square of a long text "
        f"when searched alone; {len(slow)} slow in use or on short texts"
    )
    return int(bool(slow))
