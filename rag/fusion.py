"""Calibrated fusion of keyword and vector search: an order, and probabilities.

The order is a conditional logit (McFadden 1974) over the candidates of a question, one for each
step of the evidence (`rag.evidence`); the confidence of a hit and the probability that the
articles hold an answer at all are logistic regressions (Cox 1958). All are fitted by
`eval/fit_fusion.py` and shipped as `fusion.json`. Reciprocal rank fusion is not used: where one
of the two searches is weak it loses up to fifty points of recall@1 against the better one
(docs/evaluation.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryError
from rag.evidence import Evidence
from rag.files import from_json

Floats = NDArray[np.float32]

STEPS = ("gathered", "read", "compared")
GATHERED = ("cosine", "passage", "whole", "whole_root")
READ = (*GATHERED, "sentence", "window", "titled", "phrases")
COMPARED = (*READ, "nearest")
SIGNALS = {"gathered": GATHERED, "read": READ, "compared": COMPARED}
WELL_COVERED = 0.4  # of the question in its best article: from there on keywords say most
LEVEL = ("log_odds", "known", *READ)  # of one hit, for its confidence


def ranking_names(step: str) -> list[str]:
    """Return the names of a step's features, in order."""
    names = []
    for signal in SIGNALS[step]:
        names += [f"{signal}|same", f"{signal}|same|best", f"{signal}|same|well_covered"]
        names += [f"{signal}|other", f"{signal}|other|best"]
    return [*names, "same", "same|best"]


def level_names() -> list[str]:
    """Return the names of the features of one hit, in order."""
    return [f"{name}|{language}" for name in LEVEL for language in ("same", "other")] + ["same"]


def least_levels() -> Floats:
    """Return the least that the weight of each feature of one hit may be.

    More of what speaks for a hit never makes it less sure, in whatever range it was fitted.
    """
    free = ("known", "same")
    return np.array(
        [-np.inf if name.partition("|")[0] in free else 0.0 for name in level_names()],
        dtype=np.float32,
    )


def ranking_features(evidence: Evidence, step: str) -> Floats:
    """Return float32 (candidates, features).

    A signal counts anew for passages in the question's script and in others, and according to
    how much of the question the best article covers: how far keywords can be trusted.
    """
    same, other, best = evidence.same_script, 1 - evidence.same_script, evidence.best
    covered = max(best - WELL_COVERED, 0.0)
    columns: list[Floats] = []
    for signal in SIGNALS[step]:
        value = _signal(evidence, signal)
        here, there = value * same, value * other
        columns += [here, here * best, here * covered, there, there * best]
    return np.stack([*columns, same, same * best], axis=1).astype(np.float32)


def level_features(evidence: Evidence, shares: Floats) -> Floats:
    """Return float32 (candidates, features) that say how sure each is, whatever the others.

    A signal counts anew for passages in the question's language and in others: what stands in two
    languages of one script shares names and figures only.

    Args:
        evidence: of candidates that were read.
        shares: of each candidate's article in the probability of all, 0 to 1.
    """
    same = evidence.same_language
    values = {name: _signal(evidence, name) for name in READ}
    values["log_odds"] = np.log((shares + 1e-4) / (1 - shares + 1e-4))
    values["known"] = np.full(len(evidence), evidence.known, dtype=np.float32)
    columns = [part for name in LEVEL for part in (values[name] * same, values[name] * (1 - same))]
    return np.stack([*columns, same], axis=1).astype(np.float32)


def _signal(evidence: Evidence, name: str) -> Floats:
    if name == "whole_root":
        return np.sqrt(evidence.whole)
    found: Floats = getattr(evidence, name)
    return found


def article_shares(scores: Floats, articles: NDArray[np.integer[Any]]) -> Floats:
    """Return the share of each candidate's article in the softmax of all scores, 0 to 1."""
    odds = np.exp(scores - scores.max())
    _, number = np.unique(articles, return_inverse=True)
    shares = np.bincount(number, odds) / odds.sum()
    return np.asarray(np.clip(shares[number], 0.0, 1.0), dtype=np.float32)


@dataclass(frozen=True)
class Logistic:
    """A logistic regression over named features."""

    weights: Floats
    bias: float

    def probability(self, features: Floats) -> Floats:
        """Return the probability (0 to 1) of each row."""
        odds = features @ self.weights + np.float32(self.bias)
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -80, 80))), dtype=np.float32)


@dataclass(frozen=True)
class Fusion:
    """The fitted weights.

    Attributes:
        ranking: for each step, of its features.
        confidence: that a hit is relevant where the articles hold an answer.
        answerable: that they do, from the best hit.
    """

    ranking: Mapping[str, Floats]
    confidence: Logistic
    answerable: Logistic

    @classmethod
    def load(cls, path: Path) -> Fusion:
        """Read weights by name from a JSON file; a feature that it lacks has weight 0.

        Raises:
            LibraryError: it is damaged.
        """
        try:
            return cls.of_record(from_json(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LibraryError(
                f"the weights in {path} are damaged.", "Delete the file, or fit it again."
            ) from error

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Fusion:
        """Read weights by name, as `record` gives them; a feature that is not there has weight 0.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it has another form.
        """
        return cls(
            {step: _row(record["ranking"][step], ranking_names(step)) for step in STEPS},
            *(
                Logistic(_row(part["weights"], level_names()), _finite(part["bias"]))
                for part in (record["confidence"], record["answerable"])
            ),
        )

    def record(self) -> dict[str, Any]:
        """Return the weights by name, rounded to 5 decimals."""
        ranking = {
            step: _named(ranking_names(step), weights) for step, weights in self.ranking.items()
        }
        parts = {
            name: {"bias": round(part.bias, 5), "weights": _named(level_names(), part.weights)}
            for name, part in (("confidence", self.confidence), ("answerable", self.answerable))
        }
        return {"ranking": ranking, **parts}

    def scores(self, evidence: Evidence, step: str) -> Floats:
        """Return the scores by which candidates are put in order, best highest."""
        return ranking_features(evidence, step) @ self.ranking[step]


def _row(weights: Mapping[str, float], names: Iterable[str]) -> Floats:
    return np.array([_finite(weights.get(name, 0.0)) for name in names], dtype=np.float32)


def _finite(weight: float) -> float:
    if not isfinite(weight):
        raise ValueError("not a number")
    return float(weight)


def _named(names: Iterable[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}


@lru_cache(maxsize=1)
def default_fusion() -> Fusion:
    """Return the fusion that is shipped."""
    return Fusion.load(Path(__file__).with_name("fusion.json"))
