"""Texts to SentencePiece ids, by two roads with the same result.

A question goes through `encode_short`, which needs no loaded vocabulary: its few hundred
substrings are looked up in a memory-mapped sorted array (Kudo's unigram segmentation, "Subword
Regularization", ACL 2018: the most probable path by Viterbi). Passages go through the compiled
tokeniser, whose vocabulary takes 0.2 s to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.bundled.weights import CONTROL_PIECES, Weights

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

UNKNOWN, BEGIN, END = range(CONTROL_PIECES)
LONGEST_PIECE = 16  # characters
SHORT_CHARACTERS = 1500  # beyond this, loading the compiled vocabulary pays
UNKNOWN_PENALTY = 10.0  # SentencePiece: the unknown piece scores this far below the worst


class Tokenizer:
    """SentencePiece ids with begin and end; each unknown character is one unknown id."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._pieces: NDArray[np.bytes_] = weights.bytes_of("pieces")
        self._ids = weights["piece_ids"]
        self._scores = weights["piece_scores"]
        self._unknown_score = float(self._scores.min()) - UNKNOWN_PENALTY

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text."""
        if "_compiled" not in self.__dict__ and sum(map(len, texts)) <= SHORT_CHARACTERS:
            return [self.encode_short(text) for text in texts]
        return [self.encode_compiled(text) for text in texts]

    def encode_compiled(self, text: str) -> list[int]:
        """Tokenise by the compiled library."""
        ids: list[int] = self._compiled.encode(text)
        if UNKNOWN in ids:  # the library joins unknown neighbours, the weights' package does not
            pieces = self._compiled.encode(text, out_type=str)
            ids = [
                one
                for i, piece in zip(ids, pieces, strict=True)
                for one in ([i] * len(piece) if i == UNKNOWN else [i])
            ]
        return [BEGIN, *(ids or [UNKNOWN]), END]

    def encode_short(self, text: str) -> list[int]:
        """Tokenise without loading the vocabulary."""
        normal: str = self._normaliser.normalize(text)
        length = len(normal)
        spans = [
            (i, j) for i in range(length) for j in range(i + 1, min(i + LONGEST_PIECE, length) + 1)
        ]
        if not spans:
            return [BEGIN, UNKNOWN, END]
        encoded = [normal[i:j].encode() for i, j in spans]
        keys = np.array(encoded, dtype=self._pieces.dtype)
        rows = np.minimum(np.searchsorted(self._pieces, keys), len(self._pieces) - 1)
        whole = np.char.str_len(keys) == [len(key) for key in encoded]  # numpy cuts, drops NULs
        found = (self._pieces[rows] == keys) & whole
        ids = np.where(found, self._ids[rows], -1)

        best = [0.0] + [-np.inf] * length
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (length + 1)
        scores = np.where(ids < 0, self._unknown_score, self._scores[np.maximum(ids, 0)])
        for (i, j), known, score in zip(spans, ids.tolist(), scores.tolist(), strict=True):
            piece = known
            if known < 0:
                if j > i + 1:
                    continue
                piece = UNKNOWN
            if best[i] + score > best[j]:
                best[j] = best[i] + score
                back[j] = (i, piece)
        path: list[int] = []
        position = length
        while position > 0:
            position, last = back[position]
            path.append(last)
        return [BEGIN, *reversed(path), END]

    @cached_property
    def _compiled(self) -> SentencePieceProcessor:
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_file=str(self._weights.sentencepiece))

    @cached_property
    def _normaliser(self) -> SentencePieceProcessor:
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_file=str(self._weights.normaliser))
