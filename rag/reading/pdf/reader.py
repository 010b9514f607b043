"""PDF to a page: its text layer in reading order; what was only scanned is told."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ReadError
from rag.reading.encoding import printed
from rag.reading.isolation import OutOfBoundsError, lines_from
from rag.reading.mojibake import refuse_mojibake
from rag.reading.page import Page
from rag.reading.pdf.furniture import split_furniture
from rag.reading.pdf.layout import Block, reading_order
from rag.reading.pdf.paragraphs import paragraphs
from rag.reading.pdf.runs import Run
from rag.reading.plausibility import first_rubbish
from rag.types import Removed

MEMORY_BYTES = 1_000_000_000
SECONDS_PER_PAGE = 10.0
SECONDS = 120.0
MOST_PAGES = 5000
MOST_RUNS = 1_000_000
FARTHEST = 1e6  # points; no page has more than 14,400. What is no number is not near either
WORST_SHARE = 0.05  # of a page's characters that no font mapping explains
_LATE = f"left out after {SECONDS:.0f} s"
_WORKER = Path(__file__).with_name("worker.py")
_RANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _PageRuns:
    """The runs of a page and its height in points, or why there are none."""

    runs: tuple[Run, ...] = ()
    turned: tuple[str, ...] = ()
    height: float = 0.0
    problem: str | None = None


def read_pdf(data: bytes) -> Page:
    """Make a page of the text layer of a PDF, one paragraph or table row (` | `) a line.

    Columns are read one after the other. Running heads, page numbers and turned lines are left
    out and told (`removed`); pages that cannot be read are named (`problem`).

    It is read in a process of its own with 1 GB of memory and 10 s a page; after 120 s, 5,000
    pages or a million pieces of text the rest is left out and told, and so is what is not put
    into reading order 120 s later.

    Raises:
        ReadError: the file is damaged or encrypted, or has no text layer that can be read.
    """
    pages: list[_PageRuns] = []
    rest: str | None = None
    try:
        declared, records = _records(data)
        pages, rest = _pages(records)
    except OutOfBoundsError as error:
        raise ReadError(f"is a PDF that {error}", "Print it to PDF again.") from error
    kept, removed = split_furniture([page.runs for page in pages], [page.height for page in pages])
    blocks, done = _blocks(kept)
    if done < len(pages):
        pages, rest = pages[:done], _LATE
    text = "\n".join(filter(str.strip, map(printed, paragraphs(blocks))))
    turned = (Removed(text, "turned text") for page in pages for text in page.turned)
    if rest is None and len(pages) < declared:
        rest = "damaged"
    problem = _problem([page.problem for page in pages], declared, rest)
    if not text:
        raise _no_text(problem)
    refuse_mojibake(text)
    return Page(text=text, removed=(*removed, *turned), problem=problem)


def _records(data: bytes) -> tuple[int, Iterator[bytes]]:
    """Return the number of pages that a file declares, and the records of pages."""
    lines = lines_from(_WORKER, data, memory_bytes=MEMORY_BYTES, seconds_per_line=SECONDS_PER_PAGE)
    head = json.loads(next(lines, b'{"error": "damaged"}'))
    if head.get("error") == "encrypted":
        raise ReadError("is encrypted", "Save it without a password and index it again.")
    if "error" in head or not head["pages"]:
        raise ReadError("is a damaged PDF", "Get it again.")
    return int(head["pages"]), lines


def _pages(records: Iterator[bytes]) -> tuple[list[_PageRuns], str | None]:
    """Read pages up to the limits; the string tells why the rest was left out."""
    ends = time.monotonic() + SECONDS
    pages: list[_PageRuns] = []
    runs = 0
    try:
        for record in records:
            pages.append(_page(record))
            runs += len(pages[-1].runs)
            if len(pages) >= MOST_PAGES or runs > MOST_RUNS:
                return pages, "left out, the file is too large"
            if time.monotonic() > ends:
                return pages, _LATE
    except OutOfBoundsError as error:
        if not any(page.runs for page in pages):
            raise
        return pages, f"left out, the next one {error}"
    return pages, None


def _blocks(pages: Sequence[Sequence[Run]]) -> tuple[list[Block], int]:
    """Put pages into reading order while there is time, and return how many were.

    A file of some kilobytes may name one full page thousands of times.
    """
    ends = time.monotonic() + SECONDS
    blocks: list[Block] = []
    for number, runs in enumerate(pages):
        if time.monotonic() > ends:
            return blocks, number
        blocks += reading_order(runs)
    return blocks, len(pages)


def _page(line: bytes) -> _PageRuns:
    record = json.loads(line)
    if "error" in record:
        return _PageRuns(problem=record["error"])
    level = tuple(Run(*values[:5]) for values in record["runs"] if not values[6])
    turned = tuple(values[0].strip() for values in record["runs"] if values[6])
    characters = sum(len(run.text) for run in level)
    if characters < sum(map(len, turned)):
        return _PageRuns(problem="its text is turned")
    if not characters:
        return _PageRuns(problem="no text (scanned?)" if record["images"] else None)
    broken = sum(values[5] for values in record["runs"])
    if broken + sum(map(_strange, level)) > WORST_SHARE * characters:
        return _PageRuns(problem="its text layer cannot be read")
    near = all(abs(edge) <= FARTHEST for values in record["runs"] for edge in values[1:5])
    if not near or first_rubbish("\n".join(run.text for run in level), wide=True) is not None:
        return _PageRuns(problem="its text is damaged")
    return _PageRuns(level, turned, float(record["height"]))


def _strange(run: Run) -> int:
    return sum(
        one == "\ufffd" or unicodedata.category(one) in {"Cc", "Co", "Cn"} for one in run.text
    )


def _problem(problems: list[str | None], declared: int, rest: str | None) -> str | None:
    """Name the pages with a problem: `pages 2, 5 to 7: no text (scanned?)`."""
    by_reason: dict[str, list[tuple[int, int]]] = {}
    parts = [(number, number, reason) for number, reason in enumerate(problems, start=1)]
    if len(problems) < declared:
        parts.append((len(problems) + 1, declared, rest))
    for first, last, reason in parts:
        if reason is None:
            continue
        ranges = by_reason.setdefault(reason, [])
        if ranges and ranges[-1][1] == first - 1:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
    told = [f"{_named(ranges)}: {reason}" for reason, ranges in by_reason.items()]
    return "; ".join(told) or None


def _named(ranges: list[tuple[int, int]]) -> str:
    shown = [f"{a}" if a == b else f"{a} to {b}" for a, b in ranges[:_RANGES_SHOWN]]
    more = len(ranges) - _RANGES_SHOWN
    plural = "s" if len(ranges) > 1 or ranges[0][0] != ranges[0][1] else ""
    return f"page{plural} " + ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _no_text(problem: str | None) -> ReadError:
    if problem is None or "scanned" in problem:
        return ReadError("has no text (scanned?)", "Run text recognition on it first.")
    if "damaged" in problem and "cannot be read" not in problem:
        return ReadError(f"is a damaged PDF ({problem})", "Get it again.")
    return ReadError(
        f"has a text layer that cannot be read ({problem})", "Run text recognition on it."
    )
