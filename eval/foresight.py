"""How well a fusion foresees what is right: figures over questions whose articles are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from eval.fitting import HITS, Case
from eval.labelled import Labelled
from eval.summary import expected_calibration_error
from rag.evidence import Evidence
from rag.fusion import Fusion, article_shares
from rag.ranking import Ranked

LEAST_SHARE = 1e-4  # a probability of 0 or 1 that is wrong costs 9.2, not everything


@dataclass(frozen=True)
class Seen:
    """What a fusion makes of one question.

    Attributes:
        right: whether the first hit stands in a right article; None where the library has none.
        confidence: of the first hit.
        order_loss: -log of the share of the right articles among the candidates read.
        answer_losses: log-loss of the probability that there is an answer, where there is one and
            where there is none.
    """

    right: bool | None
    confidence: float
    order_loss: float
    answer_losses: tuple[float, ...]


@dataclass(frozen=True)
class Figures:
    """Means over questions.

    `recall_at_1` is the share whose first hit stands in a right article, `calibration_error` the
    expected error of that hit's confidence (0 to 1); `log_loss` the sum of the mean log-losses
    (nats) of the order, of that confidence and of the probability that there is an answer.
    """

    recall_at_1: float
    calibration_error: float
    log_loss: float

    def record(self) -> dict[str, Any]:
        """Return them by the names that evaluation uses."""
        return {
            "recall@1": round(self.recall_at_1, 6),
            "calibration_error": round(self.calibration_error, 6),
            "log_loss": round(self.log_loss, 6),
        }


def seen(fusion: Fusion, cases: Labelled, today: str) -> list[Seen]:
    """Ask every question by a fusion.

    Args:
        fusion: the weights to judge.
        cases: questions; their rankers have these weights afterwards.
        today: the day from which words such as 去年 are counted, for questions without a date.
    """
    found = []
    for case in cases.own:
        ranked = _ranked(fusion, case, case.evidence, today)
        articles = case.ranker.store.articles_of(ranked.rows)
        right = case.gold[ranked.rows]
        shares = article_shares(ranked.scores, articles)
        _, first = np.unique(articles, return_index=True)
        share = float(shares[first][right[first]].sum())
        losses = [_loss(ranked.answerable, True)]
        if case.without is not None:
            losses.append(_loss(_ranked(fusion, case, case.without, today).answerable, False))
        found.append(
            Seen(bool(right[0]), float(ranked.confidence[0]), _loss(share, True), tuple(losses))
        )
    for case in cases.foreign:
        ranked = _ranked(fusion, case, case.evidence, today)
        loss = _loss(ranked.answerable, False)
        found.append(Seen(None, float(ranked.confidence[0]), 0.0, (loss,)))
    return found


def figures(items: Sequence[Seen]) -> Figures:
    """Return the means of some questions; at least one has an answer."""
    own = [item for item in items if item.right is not None]
    pairs = [(item.confidence, bool(item.right)) for item in own]
    answers = [loss for item in items for loss in item.answer_losses]
    log_loss = (
        np.mean([item.order_loss for item in own])
        + np.mean([_loss(confidence, right) for confidence, right in pairs])
        + np.mean(answers)
    )
    recall = float(np.mean([right for _, right in pairs]))
    return Figures(recall, expected_calibration_error(pairs)[1], float(log_loss))


def _ranked(fusion: Fusion, case: Case, evidence: Evidence, today: str) -> Ranked:
    case.ranker.fusion = fusion
    return case.ranker.rank(case.asked, evidence.rows, 2 * HITS, case.today or today)


def _loss(probability: float, right: bool) -> float:
    share = probability if right else 1 - probability
    return -log(min(max(share, LEAST_SHARE), 1.0))
