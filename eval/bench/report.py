"""The report of a benchmark: everything measured, the machine, and a table to read."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.bench.parts import Million, Ours, Rival
from eval.bench.results import Recall, Spread

PACKAGES = (
    "yuanwen", "numpy", "faiss-cpu", "langchain", "langchain-core", "langchain-community",
    "langchain-classic", "langchain-text-splitters", "rank-bm25", "jieba",
)  # fmt: skip


@dataclass(frozen=True)
class Machine:
    """Where it was measured; `load` is the mean number of busy processes just before."""

    processor: str
    cores: int
    memory_gigabytes: float
    system: str
    python: str
    load: float
    versions: dict[str, str]

    @classmethod
    def here(cls) -> Machine:
        """Describe this machine."""
        info = Path("/proc/cpuinfo")
        lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return cls(
            names[0] if names else platform.processor(),
            cores or os.cpu_count() or 1,
            pages / 1e9,
            platform.platform(),
            platform.python_version(),
            os.getloadavg()[0],
            dict(_versions()),
        )


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


@dataclass(frozen=True)
class Sizes:
    """What was asked for, and what it came to."""

    source: str
    questions_file: str
    parts: tuple[str, ...]
    articles: int
    questions: int
    questions_per_kind: int
    encoded_sample: int
    passages: int
    seed: int


@dataclass(frozen=True)
class Report:
    """One run of the benchmark; a part that was not asked for is None."""

    written: str
    machine: Machine
    sizes: Sizes
    yuanwen: Ours | None = None
    langchain: Rival | None = None
    million: Million | None = None

    @classmethod
    def begun(cls, machine: Machine, sizes: Sizes) -> Report:
        """Return a report without measurements."""
        return cls(datetime.now(UTC).isoformat(timespec="seconds"), machine, sizes)


def ratios(report: Report) -> dict[str, float]:
    """Return the figures that compare two measurements of the run."""
    found: dict[str, float] = {}
    ours, rival, million = report.yuanwen, report.langchain, report.million
    if ours:
        asked = ours.ask.result
        total = ours.index.result.seconds["total"]
        found["index / bare encoding"] = total / ours.encode.result.scaled
        found["search / floor, median"] = asked.search.median / asked.floor.median
        found["search / floor, p95"] = asked.search.p95 / asked.floor.p95
        if rival:
            built, answered = rival.build.result, rival.ask.result
            found["LangChain build / Yuanwen index"] = built.seconds["total"] / total
            found["LangChain / Yuanwen, question"] = answered.search.median / asked.search.median
            found["LangChain / Yuanwen, cold"] = rival.cold.median / ours.cold.median
            found["LangChain / Yuanwen, memory of building"] = (
                rival.build.peak_megabytes / ours.index.peak_megabytes
            )
    if million:
        exact, compressed = million.exact_ask.result, million.compressed_ask.result
        found["exact / compressed, question"] = exact.search.median / compressed.search.median
        found["compressed / exact, file"] = (
            million.compressed.result.megabytes / million.exact.result.megabytes
        )
    return found


def lines(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table: what, Yuanwen's figure, the other side's."""
    machine, sizes = report.machine, report.sizes
    yield ("machine", f"{machine.cores} × {machine.processor}", f"load {machine.load:.1f}")
    yield ("articles, questions", f"{sizes.articles:,}", f"{sizes.questions:,}")
    if report.yuanwen or report.langchain:
        yield ("", "Yuanwen", "LangChain")
        own = dict(_own(report.yuanwen)) if report.yuanwen else {}
        other = dict(_other(report.langchain)) if report.langchain else {}
        for name in dict.fromkeys([*own, *other]):
            yield (name, own.get(name, ""), other.get(name, ""))
    if report.million:
        yield from _many(report.million)
    for name, value in ratios(report).items():
        yield (name, f"{value:.2f}", "")


def _own(ours: Ours) -> Iterator[tuple[str, str]]:
    encode, asked = ours.encode.result, ours.ask.result
    note = "all" if encode.encoded == encode.passages else f"scaled from {encode.encoded:,}"
    yield (f"bare encoding ({note})", _seconds(encode.scaled))
    yield ("floor: encode + exact search", _spread(asked.floor))
    yield ("passages", f"{ours.index.result.passages:,}")
    yield ("index", _seconds(ours.index.result.seconds["total"]))
    yield ("memory of indexing", _size(ours.index.peak_megabytes))
    yield ("memory of asking", _size(ours.answer.peak_megabytes))
    yield ("search", _spread(asked.search))
    yield ("answer", _spread(ours.answer.result.answer))
    yield ("new process", _spread(ours.cold))
    yield from _recalls(asked.recall)


def _other(rival: Rival) -> Iterator[tuple[str, str]]:
    yield ("passages", f"{rival.build.result.chunks:,}")
    yield ("index", _seconds(rival.build.result.seconds["total"]))
    yield ("memory of indexing", _size(rival.build.peak_megabytes))
    yield ("memory of asking", _size(rival.ask.peak_megabytes))
    yield ("search", _spread(rival.ask.result.search))
    yield ("new process", _spread(rival.cold))
    yield from _recalls(rival.ask.result.recall)


def _recalls(recall: dict[str, Recall]) -> Iterator[tuple[str, str]]:
    for kind, one in recall.items():
        yield (f"recall@1 / @5, {kind}", f"{one.at_1:.4f} / {one.at_5:.4f} (n={one.questions})")


def _many(million: Million) -> Iterator[tuple[str, str, str]]:
    copies, library = million.copies.result, million.library.result
    exact, compressed = million.exact_ask.result, million.compressed_ask.result
    yield (f"{copies.vectors:,} vectors", "compressed", "exact")
    yield ("search", _spread(compressed.search), _spread(exact.search))
    yield ("recall@10 of exact", f"{million.recall_of_exact:.4f}", "1")
    for name, own, other in (
        ("file", million.compressed.result.megabytes, million.exact.result.megabytes),
        ("process grows by", compressed.grown_megabytes, exact.grown_megabytes),
    ):
        yield (name, _size(own), _size(other))
    yield (
        "build",
        _seconds(million.compressed.result.seconds),
        _seconds(million.exact.result.seconds),
    )
    yield ("cosine of copies to real ones", f"{copies.mean_cosine:.3f}", "")
    opened = million.open.result
    yield (f"library of {library.passages:,} passages", _size(library.library_megabytes), "")
    yield ("keyword search", _spread(million.keywords.result.search), "")
    yield ("open", _seconds(opened.open_seconds), "")
    yield ("first search", _seconds(opened.first_search_seconds), "")
    yield ("search", _spread(opened.search), "")
    yield ("memory of asking", _size(million.open.peak_megabytes), "")
    yield ("new process", _spread(million.cold), "")


def _seconds(value: float) -> str:
    return f"{value:,.2f} s" if value >= 1 else f"{value * 1000:.2f} ms"


def _size(megabytes: float) -> str:
    return f"{megabytes:,.0f} MB"


def _spread(spread: Spread) -> str:
    return f"{_seconds(spread.median)}, p95 {_seconds(spread.p95)}"
