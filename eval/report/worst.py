"""Which questions of a run went wrong, and in what order to look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eval.questions import Question
from eval.scores import Record, is_article
from eval.summary import Scored
from rag.types import Outcome


class Fault(StrEnum):
    """What went wrong with a question."""

    MADE_UP = "made_up"  # answered, though the articles do not hold the answer
    WRONG = "wrong"
    REFUSED = "refused"  # though the articles hold the answer
    BADLY_CITED = "badly_cited"  # not wrong, but with citations that do not show it
    NOT_FOUND = "not_found"  # retrieval only: no right article among the hits
    LATE = "late"  # retrieval only: another article stands before the first right one


@dataclass(frozen=True)
class Fallen:
    """A question that went wrong; `place` is where its first right article was found, from 1."""

    item: Scored
    fault: Fault
    place: int | None


def has_answers(items: Sequence[Scored]) -> bool:
    """Tell whether a run answered its questions; else it only searched."""
    return any("answer" in item.record for item in items)


def worst_first(items: Sequence[Scored]) -> list[Fallen]:
    """Return the questions with a fault, the worst first; equals stay in the order of the file.

    In a run with answers: wrong answers, the surest first; then refusals of answerable questions,
    those that had a right article highest first; then answers that are not wrong but badly cited,
    the smallest share of good citations first. In a run that only searched: questions of which no
    right article was found, then the others by the place of the first, the farthest first.
    """
    fallen = []
    for item in items:
        place = first_right_place(item.question, item.record["hits"])
        fault = _answer_fault(item) if "answer" in item.record else _search_fault(item, place)
        if fault is not None:
            fallen.append(Fallen(item, fault, place))
    return sorted(fallen, key=_badness)


def first_right_place(question: Question, hits: Sequence[Record]) -> int | None:
    """Return the place (from 1) of the first right article among the different articles of hits.

    None where no right article is among them, or where the question names none.
    """
    seen: list[str] = []
    for hit in hits:
        article = hit["article"]
        if article["id"] not in seen:
            seen.append(article["id"])
        if is_right_hit(question, hit):
            return seen.index(article["id"]) + 1
    return None


def is_right_hit(question: Question, hit: Record) -> bool:
    """Tell whether a hit is of a right article, or stands for one that it is a reprint of."""
    reprints = hit.get("reprints", ())
    return any(is_article(hit["article"], name) or name in reprints for name in question.articles)


def _answer_fault(item: Scored) -> Fault | None:
    answered = item.record["outcome"] == Outcome.ANSWERED
    if not item.question.answerable:
        return Fault.MADE_UP if answered else None
    if not answered:
        return Fault.REFUSED
    if item.right is False:
        return Fault.WRONG
    return Fault.BADLY_CITED if _cited_well(item) < 1 else None


def _search_fault(item: Scored, place: int | None) -> Fault | None:
    if not (item.question.articles and item.question.answerable):
        return None
    if place is None:
        return Fault.NOT_FOUND
    return Fault.LATE if place > 1 else None


def _cited_well(item: Scored) -> float:
    """Return the share of good citations: 0 where there are none, 1 where nothing is asked."""
    if "citation_recall" not in item.scores:
        return 1.0
    return item.scores.get("citation_precision", 0.0)


def _badness(fallen: Fallen) -> tuple[int, float]:
    """Return what sorts the worst to the front: the group of its fault, its place in the group."""
    last = float("inf")
    match fallen.fault:
        case Fault.MADE_UP | Fault.WRONG:
            return 0, -float(fallen.item.record.get("confidence", 0.0))
        case Fault.REFUSED:
            return 1, last if fallen.place is None else fallen.place
        case Fault.BADLY_CITED:
            return 2, _cited_well(fallen.item)
        case Fault.NOT_FOUND | Fault.LATE:
            return 3, -(last if fallen.place is None else fallen.place)
