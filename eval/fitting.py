"""Fitting of the fusion's weights on questions whose articles are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from eval.logistic import ROUNDS, Choices, fitted_logistic, penalised
from rag.days import last_day
from rag.evidence import Asked, Evidence
from rag.fusion import (
    STEPS,
    Fusion,
    Logistic,
    article_shares,
    least_levels,
    level_features,
    level_names,
    ranking_features,
)
from rag.ranking import COMPARED_CANDIDATES, READ_CANDIDATES, Ranker
from rag.retrieval import Retriever

Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

CANDIDATES = 100  # of each search
HITS = 10  # of a question, that the confidence is fitted on
WEIGHT_OF_LATER_HITS = 0.1  # beside the first


@dataclass(frozen=True)
class Case:
    """A question with its candidates and which passages are right."""

    ranker: Ranker
    asked: Asked
    evidence: Evidence
    gold: Mask  # (passages,) of the whole collection
    without: Evidence | None  # of the candidates where the right articles are left out, if any
    weight: float
    today: str | None = None  # the day that it is asked as of

    @classmethod
    def of(
        cls,
        retriever: Retriever,
        question: str,
        vector: Vectors,
        gold: Mask,
        weight: float,
        allowed: Mask | None = None,
        as_of: str | None = None,
    ) -> Case:
        """Ask a question, as the collection is and without the right articles.

        Args:
            retriever: of the collection.
            question: in any language.
            vector: of the question.
            gold: which passages are right, bool (passages,).
            weight: of the question, beside others.
            allowed: which passages may be found, at least one; None for all.
            as_of: the date that it is asked as of.
        """
        ranker = retriever.ranker
        asked = ranker.asked(question, vector)

        def found(searched: Mask | None) -> Evidence:
            rows = retriever.candidates(asked, CANDIDATES, "hybrid", searched).both
            return ranker.gathered(asked, rows)

        evidence, without = found(allowed), None
        if not gold.any():
            without = evidence
        elif (others := ~gold if allowed is None else allowed & ~gold).any():
            without = found(others)
        return cls(
            ranker, asked, evidence, gold, without, weight, last_day(as_of) if as_of else None
        )


def unfitted() -> Fusion:
    """Return a fusion without weights, by which candidates can be gathered only."""
    nothing = Logistic(np.zeros(len(level_names()), dtype=np.float32), 0.0)
    return Fusion({}, nothing, nothing)


def fitted_fusion(cases: Sequence[Case], prior: Fusion | None = None) -> Fusion:
    """Fit the order, step by step; each sees the best candidates of the one before.

    Args:
        cases: questions; their rankers have other weights afterwards.
        prior: weights towards which the fitted ones are drawn; 0 where None.
    """
    fusion = unfitted()
    seen = [case.evidence for case in cases]
    for step in STEPS:
        weights = _conditional_logit(cases, seen, step, prior.ranking[step] if prior else None)
        fusion = replace(fusion, ranking={**fusion.ranking, step: weights})
        if step == STEPS[-1]:
            break
        count = READ_CANDIDATES if step == "gathered" else COMPARED_CANDIDATES
        for at, case in enumerate(cases):
            case.ranker.fusion = fusion
            best = seen[at].taken(case.ranker.best(seen[at], step, count))
            look = case.ranker.read if step == "gathered" else case.ranker.compared
            seen[at] = look(best, case.asked)
    return fusion


def _conditional_logit(
    cases: Sequence[Case], seen: Sequence[Evidence], step: str, prior: Floats | None
) -> Floats:
    """Maximise the share of each question's right candidates in a softmax over all of them."""
    from scipy.optimize import minimize

    used = [
        (evidence, case.gold[evidence.rows], case.weight)
        for case, evidence in zip(cases, seen, strict=True)
        if case.gold[evidence.rows].any() and not case.gold[evidence.rows].all()
    ]
    if not used and prior is not None:
        return prior
    features = np.concatenate([ranking_features(one, step) for one, _, _ in used])
    gold = np.concatenate([right for _, right, _ in used])
    sizes = [len(right) for _, right, _ in used]
    weights = np.array([weight for _, _, weight in used])
    size, centre, penalty = penalised(features, prior)
    choices = Choices((features / size).astype(np.float64), gold, sizes, weights)

    def loss(row: Floats) -> tuple[float, Floats]:
        value, slope = choices.loss(row)
        away = row - centre
        return value + float(penalty * away @ away), slope + 2 * penalty * away

    found = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x / size, dtype=np.float32)


@dataclass(frozen=True)
class Levels:
    """What the confidence is fitted on; rows are hits and asked questions."""

    hits: Floats  # (hits, features)
    right: Mask  # (hits,)
    ranks: NDArray[np.integer[Any]]  # (hits,) of its question, from 0
    hit_weights: Floats  # (hits,)
    asked: Floats  # (asked, features) of each first hit
    answered: Mask  # (asked,) whether the collection holds the answer
    asked_weights: Floats  # (asked,)

    @classmethod
    def joined(cls, parts: Sequence[Levels]) -> Levels:
        """Put the rows of several after one another."""
        return cls(
            *(np.concatenate([getattr(one, each.name) for one in parts]) for each in fields(cls))
        )

    def confidence(self, prior: Logistic | None = None) -> Logistic:
        """Fit how likely a hit is right; drawn towards `prior` where there is one."""
        return fitted_logistic(self.hits, self.right, self.hit_weights, prior, least_levels())

    def answerable(self, prior: Logistic | None = None) -> Logistic:
        """Fit how likely there is an answer; drawn towards `prior` where there is one."""
        return fitted_logistic(self.asked, self.answered, self.asked_weights, prior, least_levels())


def levels_of(fusion: Fusion, cases: Sequence[Case], foreign: Sequence[Case], today: str) -> Levels:
    """Ask every question, also with its articles left out; return what is seen.

    Args:
        fusion: that puts candidates in order; its ranking alone is used.
        cases: questions whose articles are known.
        foreign: questions that the collection does not answer.
        today: the day from which words such as 去年 are counted, for questions without a date.
    """
    parts = []
    for case in cases:
        levels, right = _levels(fusion, case, case.evidence, today)
        asked, answered = [levels[0]], [True]
        if case.without is not None:
            asked.append(_levels(fusion, case, case.without, today)[0][0])
            answered.append(False)
        weights = np.full(len(right), WEIGHT_OF_LATER_HITS * case.weight)
        weights[0] = case.weight
        asked_weights = np.full(len(asked), case.weight)
        ranks = np.arange(len(right))
        parts.append(
            Levels(
                levels, right, ranks, weights, np.stack(asked), np.array(answered), asked_weights
            )
        )
    for case in foreign:
        first = _levels(fusion, case, case.evidence, today)[0][:1]
        none = np.zeros(0)
        no = np.zeros(1, dtype=np.bool_)
        parts.append(
            Levels(
                first[:0], no[:0], none.astype(np.int64), none, first, no, np.array([case.weight])
            )
        )
    return Levels.joined(parts)


def confidence_of(
    fusion: Fusion,
    cases: Sequence[Case],
    foreign: Sequence[Case],
    today: str,
    prior: Fusion | None = None,
) -> Fusion:
    """Fit how sure the fusion is: of each hit, and that there is an answer at all.

    Args:
        fusion: that puts candidates in order.
        cases: questions whose articles are known.
        foreign: questions that the collection does not answer.
        today: the day from which words such as 去年 are counted, for questions without a date.
        prior: weights towards which the fitted ones are drawn; none where None.
    """
    levels = levels_of(fusion, cases, foreign, today)
    return replace(
        fusion,
        confidence=levels.confidence(prior.confidence if prior else None),
        answerable=levels.answerable(prior.answerable if prior else None),
    )


def _levels(fusion: Fusion, case: Case, evidence: Evidence, today: str) -> tuple[Floats, Mask]:
    case.ranker.fusion = fusion
    best, scores = case.ranker.ordered(case.asked, evidence, HITS, case.today or today)
    levels = level_features(best, article_shares(scores, best.article))
    return levels[:HITS], case.gold[best.rows[:HITS]]
