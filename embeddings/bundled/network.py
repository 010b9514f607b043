"""The forward pass of Google's universal-sentence-encoder-multilingual v3 in numpy.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (2019): piece
embeddings, three convolution branches over 2, 3 and 5 pieces, a deep averaging head. Everything
up to the sum inside the first convolution depends on a single piece, so it is computed once for
each distinct piece of a batch instead of once for each occurrence; that saves two thirds of the
arithmetic. The rest runs in blocks, one processor thread a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from embeddings.bundled.weights import CHUNKS, Weights

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Item = TypeVar("Item")

DIMENSION = 512
CHANNELS = 256
BRANCHES = ((2, 0), (3, 1), (5, 2))  # (pieces seen together, how many of them to the left)
WIDTH = DIMENSION + CHANNELS * len(BRANCHES)
BATCH_TOKENS = 65_536  # distinct pieces are shared within one batch; bounds memory to ~250 MB
BLOCK_TOKENS = 512  # a block's working set stays in a core's cache


@dataclass(frozen=True)
class _Pieces:
    """What depends on one piece alone; the last row is the zero outside a text."""

    raw: Floats  # (distinct + 1, 512) dequantised embeddings
    projected: Floats  # (distinct + 1, 768) the input of the three branches
    first: list[list[Floats]]  # for branch and position: (distinct + 1, 256)


class Network:
    """Token ids to unit vectors."""

    def __init__(self, weights: Weights, threads: int) -> None:
        self._weights = weights
        self._threads = threads
        names = [str(size) for size, _ in BRANCHES]
        self._table = weights["table"]
        self._scale, self._low = weights["scale"], weights["lo"]
        self._project = np.concatenate([weights[f"proj{n}"] for n in names], axis=1)
        self._project_bias = np.concatenate([weights[f"proj_b{n}"] for n in names])
        self._gain = np.concatenate([weights[f"ln_g{n}"] for n in names])
        self._shift = np.concatenate([weights[f"ln_b{n}"] for n in names])
        self._first = [(weights[f"w1_{n}"], weights[f"b1_{n}"]) for n in names]
        self._second = [(weights[f"w2_{n}"], weights[f"b2_{n}"]) for n in names]
        self._last_gain, self._last_shift = weights["ln_g"], weights["ln_b"]
        self._head = {n: weights[n] for n in ("cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")}
        self._epsilon = float(weights["eps"])

    def encode(self, tokens: Sequence[Sequence[int]]) -> Floats:
        """Return float32 (len(tokens), 512), rows of unit length."""
        sums = np.empty((len(tokens), WIDTH), dtype=np.float32)
        with self._blas.limit(limits=1, user_api="blas"):
            for start, end in _runs([len(ids) for ids in tokens], BATCH_TOKENS):
                self._sum_batch(tokens[start:end], sums[start:end])
            lengths = np.array([len(ids) for ids in tokens], dtype=np.float32)[:, None]
            return self._finish(sums, lengths)

    @cached_property
    def _blas(self) -> ThreadpoolController:
        return ThreadpoolController()

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="bundled-encoder")

    def _sum_batch(self, tokens: Sequence[Sequence[int]], sums: Floats) -> None:
        flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in tokens])
        distinct, rows = np.unique(flat, return_inverse=True)
        pieces = self._prepare(distinct)
        lengths = np.array([len(ids) for ids in tokens], dtype=np.int64)
        ends = np.cumsum(lengths)

        def block(start: int, end: int) -> None:
            begin = int(ends[start] - lengths[start])
            self._sum_block(
                pieces, rows[begin : ends[end - 1]], lengths[start:end], sums[start:end]
            )

        runs = list(_runs(lengths.tolist(), BLOCK_TOKENS))
        if len(runs) == 1 or self._threads == 1:
            for start, end in runs:
                block(start, end)
        else:
            for done in [self._pool.submit(block, *run) for run in runs]:
                done.result()

    def _prepare(self, distinct: Ints) -> _Pieces:
        count = len(distinct)
        chunk = distinct % CHUNKS
        raw = np.zeros((count + 1, DIMENSION), dtype=np.float32)
        np.multiply(self._table[distinct], self._scale[chunk, None], out=raw[:count])
        raw[:count] += self._low[chunk, None]
        projected = np.zeros((count + 1, self._project.shape[1]), dtype=np.float32)
        first: list[list[Floats]] = [[np.zeros((0, 0), np.float32)] * n for n, _ in BRANCHES]

        def part(branch: int) -> None:
            columns = slice(branch * CHANNELS, (branch + 1) * CHANNELS)
            inputs = raw[:count] @ self._project[:, columns] + self._project_bias[columns]
            projected[:count, columns] = inputs

        branches = range(len(BRANCHES))
        self._each(part, branches)
        self._each(
            lambda rows: _normalise(projected[rows], self._gain, self._shift, self._epsilon),
            [slice(at, min(at + BLOCK_TOKENS, count)) for at in range(0, count, BLOCK_TOKENS)],
        )

        def multiply(place: tuple[int, int]) -> None:
            branch, position = place
            columns = slice(branch * CHANNELS, (branch + 1) * CHANNELS)
            weight = self._first[branch][0][position * CHANNELS : (position + 1) * CHANNELS]
            first[branch][position] = projected[:, columns] @ weight

        self._each(multiply, [(b, k) for b in branches for k in range(BRANCHES[b][0])])
        return _Pieces(raw, projected, first)

    def _each(self, work: Callable[[Item], None], items: Sequence[Item]) -> None:
        if self._threads == 1 or len(items) == 1:
            for item in items:
                work(item)
        else:
            list(self._pool.map(work, items))

    def _sum_block(self, pieces: _Pieces, rows: Ints, lengths: Ints, sums: Floats) -> None:
        """Write the sum of the features of each text of a block into its row of `sums`."""
        count = len(rows)
        starts = np.cumsum(lengths) - lengths
        text_start = np.repeat(starts, lengths)
        text_end = np.repeat(starts + lengths, lengths)
        position = np.arange(count)
        rows_with_zero = np.append(rows, len(pieces.raw) - 1)
        features = np.empty((count, WIDTH), dtype=np.float32)
        features[:, :DIMENSION] = pieces.raw[rows]
        inner = np.zeros((count + 1, CHANNELS), dtype=np.float32)  # last row: outside the text
        for branch, (size, left) in enumerate(BRANCHES):
            columns = slice(branch * CHANNELS, (branch + 1) * CHANNELS)
            offsets = np.arange(size) - left
            seen = position[:, None] + offsets
            outside = (seen < text_start[:, None]) | (seen >= text_end[:, None])
            seen[outside] = count
            hidden = pieces.first[branch][0][rows_with_zero[seen[:, 0]]]
            for k in range(1, size):
                hidden += pieces.first[branch][k][rows_with_zero[seen[:, k]]]
            hidden += self._first[branch][1]
            np.maximum(hidden, 0, out=hidden)
            hidden += pieces.projected[rows, columns]
            inner[:count] = hidden
            weight, bias = self._second[branch]
            second = inner[seen].reshape(count, size * CHANNELS) @ weight
            second += bias
            np.maximum(second, 0, out=second)
            second += hidden
            at = DIMENSION + branch * CHANNELS
            features[:, at : at + CHANNELS] = second
        _normalise(features, self._last_gain, self._last_shift, self._epsilon)
        np.add.reduceat(features, starts, axis=0, out=sums)

    def _finish(self, sums: Floats, lengths: Floats) -> Floats:
        head = self._head
        mean = sums @ head["cnn_W"]
        mean += lengths * head["cnn_b"]
        mean /= np.sqrt(lengths)
        zeroth = np.maximum(mean @ head["d0"], 0)
        first = np.maximum(mean @ head["p1"] + zeroth @ head["d1"], 0)
        second = np.maximum(first @ head["d2"], 0)
        vectors = np.tanh(first @ head["p3"] + second @ head["d3"])
        squares = np.einsum("ij,ij->i", vectors, vectors)
        vectors /= np.sqrt(np.maximum(squares, self._epsilon))[:, None]
        return vectors


def _normalise(rows: Floats, gain: Floats, shift: Floats, epsilon: float) -> None:
    """Layer normalisation of each row, in place (Ba et al. 2016)."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= (1.0 / np.sqrt(variance + epsilon)).astype(np.float32)[:, None]
    rows *= gain
    rows += shift


def _runs(lengths: Sequence[int], budget: int) -> Iterator[tuple[int, int]]:
    """Cut a row of texts into runs of at most `budget` tokens (a longer text is its own run)."""
    start = total = 0
    for index, length in enumerate(lengths):
        if index > start and total + length > budget:
            yield start, index
            start, total = index, 0
        total += length
    if start < len(lengths):
        yield start, len(lengths)
