"""What one answer scores, and what a run scores in all.

Retrieval measures come from ir-measures (Macdonald & MacAvaney); answer measures follow the SQuAD
and CMRC evaluations (Rajpurkar et al. 2016, Cui et al. 2019): an accepted string must stand in the
answer, and F1 counts characters for unspaced scripts and words elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath
from typing import Any

from eval.dates import names_date
from eval.questions import Question
from rag.text import UNSPACED, fold
from rag.types import MARKER

Record = dict[str, Any]  # a line of answers.jsonl
Scores = dict[str, float]

RETRIEVAL = ("recall@1", "recall@5", "recall@10", "success@5", "mrr@10", "ndcg@10")
ANSWERS = (
    "answer_accuracy",
    "answer_f1",
    "citation_precision",
    "citation_recall",
    "refused_when_unanswerable",
    "answered_when_answerable",
)
ALL = " all"  # the query that the others are taken of; no name begins with a space
TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def question_scores(question: Question, record: Record) -> Scores:
    """Return the scores of one question; a measure that does not apply is left out."""
    scores: Scores = {}
    if question.articles and question.answerable:
        scores |= retrieval_scores(question.articles, record["hits"])
    if "answer" in record:
        scores |= answer_scores(question, record)
    return scores


def retrieval_scores(wanted: Sequence[str], hits: Sequence[Record]) -> Scores:
    """Return recall, success, MRR and nDCG over the different articles of the hits, best first.

    A hit counts for every article that it stands for. Recall is therefore the mean over the wanted
    articles of whether each is found; for success (whether any is), MRR and nDCG, such a hit is one
    relevant article.
    """
    places = _places(wanted, hits)
    if not places:
        return dict.fromkeys(RETRIEVAL, 0.0)
    merged = {name for names in places for name in names[1:]}
    relevant = {name: {name: 1} for name in wanted}
    relevant[ALL] = {name: 1 for name in wanted if name not in merged}
    run = {
        name: {
            f" {place}" if name not in names else name: float(-place)
            for place, names in enumerate(places)
        }
        for name in wanted
    }
    run[ALL] = {names[0] if names else f" {place}": -place for place, names in enumerate(places)}
    scores = dict.fromkeys(RETRIEVAL, 0.0)
    measures = _measures()
    for found in _ir_measures().iter_calc(list(measures), relevant, run):
        measure = measures[found.measure]
        if (found.query_id == ALL) is not measure.startswith("recall"):
            scores[measure] += found.value if found.query_id == ALL else found.value / len(wanted)
    return scores


def _places(wanted: Sequence[str], hits: Sequence[Record]) -> list[list[str]]:
    """Return for each different article of the hits, best first, the wanted ones found by it."""
    places: list[list[str]] = []
    seen: set[str] = set()
    found: set[str] = set()
    for hit in hits:
        article = hit["article"]
        if article["id"] not in seen:
            seen.add(article["id"])
            also = hit.get("reprints", ())
            new = [n for n in wanted if n not in found and (is_article(article, n) or n in also)]
            found.update(new)
            places.append(new)
    return places


def is_article(article: Record, name: str) -> bool:
    """Tell whether a name in a question (an id, or a file's name) means an article."""
    path = str(article["source"]).rpartition("#")[0] or str(article["source"])
    return name in {article["id"], article["source"], path, PurePath(path).name}


def answer_scores(question: Question, record: Record) -> Scores:
    """Return accuracy, F1, citation and abstention scores of an answer."""
    answered = record["outcome"] == "answered"
    if not question.answerable:
        return {"refused_when_unanswerable": float(not answered)}
    scores = {"answered_when_answerable": float(answered)}
    if question.has_expectation:
        scores["answer_accuracy"] = float(answered and is_right(question, record["answer"]))
    if question.answers:
        text = MARKER.sub("", record["answer"]) if answered else ""
        scores["answer_f1"] = max(f1(text, answer) for answer in question.answers)
    if question.articles:
        good = [is_good_citation(question, citation) for citation in record["citations"]]
        if good:
            scores["citation_precision"] = sum(good) / len(good)
        scores["citation_recall"] = float(any(good))
    return scores


def is_right(question: Question, answer: str) -> bool:
    """Tell whether an answer has everything that the question asks of it."""
    text = plain(MARKER.sub("", answer))
    places = [text.find(plain(string)) for string in question.newest_first]
    return (
        (not question.answers or any(plain(string) in text for string in question.answers))
        and all(plain(string) in text for string in question.all_of)
        and not any(plain(string) in text for string in question.none_of)
        and (question.iso is None or names_date(answer, question.iso))
        and -1 not in places
        and places == sorted(places)
    )


def is_good_citation(question: Question, citation: Record) -> bool:
    """Tell whether a citation stands in a right article and shows the evidence or an answer."""
    article = citation["article"]
    if not any(is_article(article, name) for name in question.articles):
        return False
    if plain(question.title_contains or "") not in plain(article["title"]):
        return False
    quote = plain(citation["quote"])
    evidence = [plain(string) for string in question.evidence]
    answers = [plain(string) for string in (question.answers or question.all_of)]
    return (
        any(string in quote or quote in string for string in evidence)
        or any(string in quote for string in answers)
        or not (evidence or answers)
    )


def f1(answer: str, accepted: str) -> float:
    """Return the F1 (0 to 1) of the shared characters or words of two texts."""
    have, want = Counter(TOKEN.findall(fold(answer))), Counter(TOKEN.findall(fold(accepted)))
    shared = sum((have & want).values())
    if not shared:
        return 0.0
    precision, recall = shared / sum(have.values()), shared / sum(want.values())
    return 2 * precision * recall / (precision + recall)


def plain(text: str) -> str:
    """Fold case, width and script, and take white space and digit-group commas out."""
    return re.sub(r"\s+|(?<=\d),(?=\d{3}(?!\d))", "", fold(text))


@cache
def _ir_measures() -> Any:  # noqa: ANN401 (ir_measures has no types)
    import ir_measures

    return ir_measures


@cache
def _measures() -> dict[Any, str]:
    library = _ir_measures()
    parsed = map(library.parse_measure, ("R@1", "R@5", "R@10", "Success@5", "RR@10", "nDCG@10"))
    return dict(zip(parsed, RETRIEVAL, strict=True))
