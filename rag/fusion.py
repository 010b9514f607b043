"""Calibrated fusion of keyword and vector search: one probability a candidate.

Logistic models on interpretable evidence (Cox 1958; McFadden 1974 for the order), fitted by
`eval/fit_fusion.py` and shipped as `fusion.json`. Reciprocal rank fusion is not used: where one
of the two searches is weak it loses up to fifty points of recall@1 against the better one
(docs/evaluation.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FEATURES = (
    "cosine",  # in standard deviations above the collection's mean for this question
    "cosine_gap",  # to the best candidate, <= 0
    "cosine_best",
    "coverage",  # BM25 divided by the most the question could score, 0 to 1
    "coverage_root",
    "coverage_gap",
    "coverage_best",
    "coverage_where_best",  # coverage × coverage_best and so on: how far keywords can be trusted
    "coverage_gap_where_best",
    "cosine_where_best",
    "cosine_gap_where_best",
    "same_script",  # question and passage are written in the same script
    "coverage_same_script",
    "coverage_root_same_script",
    "coverage_gap_same_script",
    "cosine_gap_same_script",
)


@dataclass(frozen=True)
class Evidence:
    """What both searches say of the candidates of one question; arrays are (candidates,)."""

    cosine: Floats
    coverage: Floats
    mean: float  # of the question's cosine with passages of the collection at large
    deviation: float
    same_script: NDArray[np.bool_]
    article: NDArray[np.int32]

    def features(self) -> Floats:
        """Return float32 (candidates, len(FEATURES))."""
        cosine = (self.cosine - self.mean) / max(self.deviation, 1e-6)
        coverage = self.coverage
        same = self.same_script.astype(np.float32)
        ones = np.ones_like(coverage)
        best_cosine, best_coverage = cosine.max(), coverage.max()
        cosine_gap, coverage_gap = cosine - best_cosine, coverage - best_coverage
        root = np.sqrt(coverage)
        columns = {
            "cosine": cosine,
            "cosine_gap": cosine_gap,
            "cosine_best": ones * best_cosine,
            "coverage": coverage,
            "coverage_root": root,
            "coverage_gap": coverage_gap,
            "coverage_best": ones * best_coverage,
            "coverage_where_best": coverage * best_coverage,
            "coverage_gap_where_best": coverage_gap * best_coverage,
            "cosine_where_best": cosine * best_coverage,
            "cosine_gap_where_best": cosine_gap * best_coverage,
            "same_script": same,
            "coverage_same_script": coverage * same,
            "coverage_root_same_script": root * same,
            "coverage_gap_same_script": coverage_gap * same,
            "cosine_gap_same_script": cosine_gap * same,
        }
        return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Fusion:
    """Two weightings of the same features: one puts candidates in order, one says how sure it is.

    The order is fitted over the candidates of each question (a conditional logit), the confidence
    over all candidates of all questions, with questions that nothing answers among them.
    """

    ranking: Floats
    confidence: Floats
    bias: float

    @classmethod
    def load(cls, path: Path) -> Fusion:
        """Read weights by name from a JSON file."""
        record = json.loads(path.read_text(encoding="utf-8"))
        ranking, confidence = (
            np.array([record[part].get(name, 0.0) for name in FEATURES], dtype=np.float32)
            for part in ("ranking", "confidence")
        )
        return cls(ranking, confidence, float(record["bias"]))

    def score(self, evidence: Evidence) -> Floats:
        """Return a score by which candidates are put in order, best highest."""
        return evidence.features() @ self.ranking

    def probability(self, evidence: Evidence) -> Floats:
        """Return the probability (0 to 1) that each candidate is relevant."""
        odds = evidence.features() @ self.confidence + np.float32(self.bias)
        return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float32)


@lru_cache(maxsize=1)
def default_fusion() -> Fusion:
    """Return the fusion that is shipped."""
    return Fusion.load(Path(__file__).with_name("fusion.json"))
