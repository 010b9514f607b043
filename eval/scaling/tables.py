"""The tables of docs/scaling.md, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.scaling.measuring import StoreFigures
from eval.scaling.sizing import SIZES, Assumptions, Figures, Need, need


def measured_table(figures: Figures) -> str:
    """Return what was measured."""
    rows = [
        ("passages, smaller and larger library", f"{figures.small:,} / {figures.large:,}"),
        ("a search, median, smaller", f"{figures.small_ms:.1f} ms"),
        ("a search, median, larger", f"{figures.large_ms:.1f} ms"),
        ("passages encoded a second", f"{figures.encoded_a_second:.1f}"),
        ("processors of the encoder", f"{figures.processors}"),
        ("components of a vector", f"{figures.dimension}"),
        ("different terms of a passage", f"{figures.terms:.0f}"),
        ("bytes of a passage: articles", f"{figures.text_bytes:.0f}"),
        ("bytes of a passage: keywords", f"{figures.keyword_bytes:.0f}"),
        ("bytes of a passage: vectors", f"{figures.vector_bytes:.0f}"),
        ("bytes of a passage: all else", f"{figures.other_bytes:.0f}"),
    ]
    return _table(("measured", "figure"), rows)


def store_table(stores: Sequence[StoreFigures]) -> str:
    """Return what was measured of a store, at both sizes."""
    rows = [
        (f"{one.passages:,}", f"{one.written_a_second:.0f}", f"{one.search_ms:.1f}",
         f"{one.slow_ms:.1f}", "–" if one.bytes is None else f"{one.bytes:.0f}")
        for one in stores
    ]  # fmt: skip
    head = ("passages", "written a second", "search, median ms", "95 % ms", "bytes of a passage")
    return _table(head, rows)


def sizing_table(figures: Figures, assumed: Assumptions) -> str:
    """Return what a million to a billion passages need."""
    needs = [need(size, figures, assumed) for size in SIZES]
    return _table(
        ("", *(f"{size:,}" for size in SIZES)),
        [(name, *cells) for name, cells in _lines(needs, assumed)],
    )


def _lines(needs: Sequence[Need], assumed: Assumptions) -> Iterator[tuple[str, list[str]]]:
    nodes = f"{assumed.node_gigabytes} GB"
    yield "folder: disk", [_gigabytes(one.local_disk) for one in needs]
    yield "folder: memory that searches read", [_gigabytes(one.local_memory) for one in needs]
    yield "Milvus: memory, HNSW", [_gigabytes(one.cluster_memory) for one in needs]
    yield f"Milvus: query nodes of {nodes}, HNSW", [f"{one.query_nodes:,}" for one in needs]
    yield (
        "Milvus: memory, one byte a component",
        [_gigabytes(one.compressed_memory) for one in needs],
    )
    yield (
        f"Milvus: query nodes of {nodes}, one byte a component",
        [f"{one.compressed_nodes:,}" for one in needs],
    )
    yield "Milvus: disk or object store, one copy", [_gigabytes(one.cluster_disk) for one in needs]
    yield "encoding, hours of one such machine", [f"{one.encoder_hours:,.1f}" for one in needs]
    yield (
        f"encoding, machines for {assumed.hours:g} hours",
        [f"{one.encoder_nodes:,}" for one in needs],
    )
    yield (
        "machine-hours: encoding, and a month of HNSW",
        [f"{one.machine_hours:,.0f}" for one in needs],
    )
    if assumed.price is not None:
        yield (
            f"cost of these at {assumed.price:g} an hour",
            [f"{one.cost:,.0f}" for one in needs if one.cost is not None],
        )


def _gigabytes(value: float) -> str:
    return f"{value:,.1f} GB" if value < 1000 else f"{value / 1000:,.1f} TB"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
