"""Calibrated fusion of keyword and vector search: one probability a candidate.

A logistic regression on interpretable evidence (Cox 1958), fitted by `eval/fit_fusion.py` and
shipped as `fusion.json`. Reciprocal rank fusion is not used: where one of the two searches is
weak it loses up to fifty points of recall@1 against the better one (docs/evaluation.md).
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
    "cosine_margin",  # of the best article's passage to the best of any other article
    "coverage",  # BM25 divided by the most the question could score, 0 to 1
    "coverage_root",
    "coverage_gap",
    "coverage_best",
    "coverage_margin",
    "coverage_where_best",  # coverage × coverage_best and so on: how far keywords can be trusted
    "coverage_gap_where_best",
    "cosine_where_best",
    "cosine_gap_where_best",
    "same_script",  # question and passage are written in the same script
    "coverage_same_script",
    "coverage_root_same_script",
    "coverage_gap_same_script",
    "cosine_gap_same_script",
    "leads_cosine",  # cosine_margin for the candidate that leads, else 0
    "leads_coverage",
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
        cosine_margin, coverage_margin = self._margin(cosine), self._margin(coverage)
        cosine_gap, coverage_gap = cosine - best_cosine, coverage - best_coverage
        root = np.sqrt(coverage)
        columns = {
            "cosine": cosine,
            "cosine_gap": cosine_gap,
            "cosine_best": ones * best_cosine,
            "cosine_margin": ones * cosine_margin,
            "coverage": coverage,
            "coverage_root": root,
            "coverage_gap": coverage_gap,
            "coverage_best": ones * best_coverage,
            "coverage_margin": ones * coverage_margin,
            "coverage_where_best": coverage * best_coverage,
            "coverage_gap_where_best": coverage_gap * best_coverage,
            "cosine_where_best": cosine * best_coverage,
            "cosine_gap_where_best": cosine_gap * best_coverage,
            "same_script": same,
            "coverage_same_script": coverage * same,
            "coverage_root_same_script": root * same,
            "coverage_gap_same_script": coverage_gap * same,
            "cosine_gap_same_script": cosine_gap * same,
            "leads_cosine": (cosine_gap == 0) * cosine_margin,
            "leads_coverage": (coverage_gap == 0) * coverage_margin,
        }
        return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)

    def _margin(self, values: Floats) -> float:
        leader = int(values.argmax())
        others = values[self.article != self.article[leader]]
        return float(values[leader] - (others.max() if len(others) else 0.0))


@dataclass(frozen=True)
class Fusion:
    """Weights of the features; `score` is a log-odds, `probability` its logistic."""

    weights: Floats
    bias: float

    @classmethod
    def load(cls, path: Path) -> Fusion:
        """Read weights by name from a JSON file."""
        record = json.loads(path.read_text(encoding="utf-8"))
        weights = [record["weights"].get(name, 0.0) for name in FEATURES]
        return cls(np.array(weights, dtype=np.float32), float(record["bias"]))

    def score(self, evidence: Evidence) -> Floats:
        """Return the log-odds that each candidate is relevant."""
        return evidence.features() @ self.weights + np.float32(self.bias)


@lru_cache(maxsize=1)
def default_fusion() -> Fusion:
    """Return the fusion that is shipped."""
    return Fusion.load(Path(__file__).with_name("fusion.json"))


def probability(score: Floats) -> Floats:
    """Return the logistic of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-score)), dtype=np.float32)
