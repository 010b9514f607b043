"""Measured figures to memory, disk, machines and hours: plain multiplication, all of it named here.

A library in a folder is one machine's. In Milvus query nodes hold all of it in memory: vectors as
HNSW (Malkov & Yashunin, 2016: of M neighbours, 2 M on the lowest layer, 4 bytes each) or in one
byte a component, sparse vectors with 8 bytes for a term, texts (which may be memory-mapped instead)
and some bytes for numbers and keys. The disk or object store holds the same without the graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

FLOAT_BYTES = 4
SPARSE_BYTES = 8  # place and weight of a term
HNSW_LINKS = 16  # M, as `rag.milvus.collections` asks for
LINK_BYTES = 4
ROW_BYTES = 64  # numbers of a passage, its day and script, and the index of numbers
SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)  # passages


@dataclass(frozen=True)
class Figures:
    """What was measured in one run; bytes are of a passage, milliseconds of a question.

    `small` and `large` are the numbers of passages at which questions were asked, the encoder
    ready: `small_ms` and `large_ms` are medians. `processors` were at the encoder's disposal.
    """

    small: int
    large: int
    small_ms: float
    large_ms: float
    encoded_a_second: float
    processors: int
    dimension: int
    terms: float  # different ones of a passage
    text_bytes: float  # articles
    keyword_bytes: float
    vector_bytes: float
    other_bytes: float

    def rounded(self) -> Figures:
        """Return the figures as they are printed, so that the sizing follows from what is seen."""
        return replace(
            self,
            small_ms=round(self.small_ms, 1),
            large_ms=round(self.large_ms, 1),
            encoded_a_second=round(self.encoded_a_second, 1),
            terms=round(self.terms),
            text_bytes=round(self.text_bytes),
            keyword_bytes=round(self.keyword_bytes),
            vector_bytes=round(self.vector_bytes),
            other_bytes=round(self.other_bytes),
        )


@dataclass(frozen=True)
class Assumptions:
    """What is not measured: the machines, and how many copies of everything there are."""

    node_gigabytes: int = 64
    filled: float = 0.75  # of a machine's memory; the rest is for work and for the system
    copies: int = 2  # in memory, so that a machine may fail
    hours: float = 24.0  # within which everything is to be encoded
    price: float | None = None  # of a machine for an hour


@dataclass(frozen=True)
class Need:
    """What a number of passages needs; gigabytes are 10**9 bytes."""

    passages: int
    local_disk: float
    local_memory: float  # read by searches: vectors of one byte a component, and postings
    cluster_memory: float  # HNSW, sparse vectors and texts, all copies
    compressed_memory: float  # vectors of one byte a component instead of HNSW, all copies
    cluster_disk: float  # one copy; an object store makes its own
    query_nodes: int
    compressed_nodes: int
    encoder_hours: float  # of a machine such as the one measured
    encoder_nodes: int  # to be done in the hours assumed
    machine_hours: float  # of encoding once and then a month (720 hours) of the query nodes
    cost: float | None  # of these


MONTH_HOURS = 720


def need(passages: int, figures: Figures, assumed: Assumptions) -> Need:
    """Work out what a number of passages needs."""
    giga = passages / 1e9
    beside = figures.terms * SPARSE_BYTES + figures.text_bytes + ROW_BYTES
    flat = figures.dimension * FLOAT_BYTES
    graph = flat + 2 * HNSW_LINKS * LINK_BYTES
    usable = assumed.node_gigabytes * assumed.filled
    cluster = giga * (graph + beside) * assumed.copies
    compressed = giga * (figures.dimension + beside) * assumed.copies
    hours = passages / figures.encoded_a_second / 3600
    nodes = max(assumed.copies, math.ceil(cluster / usable))
    machine_hours = hours + nodes * MONTH_HOURS
    return Need(
        passages=passages,
        local_disk=giga * _sum(figures),
        local_memory=giga * (figures.dimension + figures.keyword_bytes),
        cluster_memory=cluster,
        compressed_memory=compressed,
        cluster_disk=giga * (flat + beside),
        query_nodes=nodes,
        compressed_nodes=max(assumed.copies, math.ceil(compressed / usable)),
        encoder_hours=hours,
        encoder_nodes=max(1, math.ceil(hours / assumed.hours)),
        machine_hours=machine_hours,
        cost=None if assumed.price is None else machine_hours * assumed.price,
    )


def _sum(figures: Figures) -> float:
    return figures.text_bytes + figures.keyword_bytes + figures.vector_bytes + figures.other_bytes
