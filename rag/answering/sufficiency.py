"""How likely the sentences found hold the answer at all.

Retrieval knows whether the matter is spoken of; whether what is asked of it is said shows in the
sentences: that words of the question stand in one of them beside the kind of thing asked for. Both
are weighed by a logistic regression (Cox 1958), fitted by `eval/fit_sentences.py` on questions
asked as they are, with their own articles left out, with the passages left out that hold an answer
while the rest of their articles stays, and on questions on other matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from rag.answering.candidates import FEATURES, Candidate, Floats, shipped

MOST = ("coverage", "near", "near_untitled", "cosine", "kind_near")  # over all sentences
LEAST_ODDS = 1e-6


def sufficiency_names() -> list[str]:
    """Return the names of the features, in order."""
    names = ["answerable", "ahead", "spoken", "spoken_near", *FEATURES]
    names += [f"most_{name}" for name in MOST]
    return [*names, *(f"{name}|same" for name in names), "same"]


def sufficiency_features(
    answerable: float, ranked: Sequence[Candidate], spoken: tuple[float, float]
) -> Floats:
    """Return (features,) by `sufficiency_names`.

    Args:
        answerable: what retrieval thinks, 0 to 1; its log odds are taken.
        ranked: at least one candidate, best first. Those in the question's script count anew.
        spoken: see `spoken_of`.
    """
    best = ranked[0]
    bounded = min(max(answerable, LEAST_ODDS), 1 - LEAST_ODDS)
    every = np.stack([candidate.features for candidate in ranked])
    most = every[:, [FEATURES.index(name) for name in MOST]].max(axis=0)
    odds = log(bounded / (1 - bounded))
    row = np.array([odds, best.probability, *spoken, *best.features, *most])
    same = float(best.same_script)
    return np.concatenate([row, row * same, [same]])


def sufficiency(
    answerable: float, ranked: Sequence[Candidate], spoken: tuple[float, float]
) -> float:
    """Return the probability, 0 to 1, that the candidates hold an answer; 0 where there are none.

    See `sufficiency_features` for the arguments.
    """
    if not ranked:
        return 0.0
    weights = shipped()["sufficiency"]
    row = np.array([weights[name] for name in sufficiency_names()])
    odds = float(row @ sufficiency_features(answerable, ranked, spoken)) + weights["bias"]
    return float(1 / (1 + np.exp(-odds)))
