"""Whether the evidence found is enough to answer at all.

A logistic regression over what retrieval and the sentences say, fitted by `eval/fit_gate.py` on
questions asked once with their articles in the library and once with them left out. It sees how
sure retrieval is, how much of the question stands in or around the best sentence (a question about
the GDP is not answered by an article that never speaks of it), how near that sentence's vector is,
and whether question and passages share a script at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answering.extractive import Candidate
from rag.text import main_script
from rag.types import Hit

FEATURES = (
    "score",  # log-odds of the best hit
    "coverage",  # of the best sentence
    "reach",  # of the best sentence with its neighbour and title
    "cosine",  # of the best sentence
    "kind",  # the best sentence holds the kind of thing that is asked for
    "same_script",
    "score_same_script",
    "reach_same_script",
    "cosine_other_script",
)
ENOUGH = 0.35  # refusing an answerable question is worse than showing a doubtful quote


def features(
    question: str, hits: Sequence[Hit], ranked: Sequence[Candidate]
) -> NDArray[np.float64]:
    """Return the evidence for one question, float64 (len(FEATURES),)."""
    best = ranked[0]
    same = float(main_script(question) == main_script(hits[0].passage.text))
    odds = max(hit.confidence for hit in hits)
    score = float(np.log(odds / (1 - odds))) if 0 < odds < 1 else (odds - 0.5) * 40
    values = {
        "score": score,
        "coverage": best.coverage,
        "reach": best.reach,
        "cosine": best.cosine,
        "kind": float(best.kind),
        "same_script": same,
        "score_same_script": score * same,
        "reach_same_script": best.reach * same,
        "cosine_other_script": best.cosine * (1 - same),
    }
    return np.array([values[name] for name in FEATURES])


@lru_cache(maxsize=1)
def _fitted() -> tuple[NDArray[np.float64], float]:
    record = json.loads(Path(__file__).with_name("gate.json").read_text(encoding="utf-8"))
    return np.array([record["weights"][name] for name in FEATURES]), float(record["bias"])


def answerable(question: str, hits: Sequence[Hit], ranked: Sequence[Candidate]) -> float:
    """Return the probability that the articles hold the answer."""
    if not hits or not ranked:
        return 0.0
    weights, bias = _fitted()
    return float(1 / (1 + np.exp(-(features(question, hits, ranked) @ weights + bias))))
