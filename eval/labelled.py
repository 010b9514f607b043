"""A user's questions as cases to fit on: which passages of the library are right for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from eval.fitting import Case, unfitted
from eval.questions import Question
from eval.remembering import RememberingRanker
from rag.generation import Generation
from rag.local_store import LocalStore
from rag.retrieval import Retriever
from rag.text import fold


@dataclass(frozen=True)
class Labelled:
    """Questions with right articles in the library, and such as it does not answer."""

    own: Sequence[Case]
    foreign: Sequence[Case]


def labelled_cases(
    generation: Generation, encoder: Encoder, questions: Sequence[Question], candidates: int
) -> Labelled:
    """Ask each question of which it is known what a right answer rests on.

    Args:
        generation: of the library.
        encoder: the library's own.
        questions: of a set. Those with an answer are used where the library has one of their
            articles; those without, as they are; each as of its date and without `held_out`.
        candidates: of each of the two searches.
    """
    store = LocalStore(generation)
    retriever = Retriever(store, encoder, candidates, unfitted())
    retriever.ranker = RememberingRanker(store, encoder, unfitted())
    names = _names(generation)
    vectors = encoder.encode_queries([question.question for question in questions])
    own: list[Case] = []
    foreign: list[Case] = []
    for question, vector in zip(questions, vectors, strict=True):
        gold = _gold(generation, names, question)
        allowed, _ = retriever.allowed(question.as_of, question.held_out)
        if allowed is not None:
            gold &= allowed
            if not allowed.any():
                continue
        if question.answerable != bool(gold.any()):
            continue  # its articles are not in the library, or are not known
        case = Case.of(retriever, question.question, vector, gold, 1.0, allowed, question.as_of)
        (own if question.answerable else foreign).append(case)
    return Labelled(own, foreign)


def _names(generation: Generation) -> dict[str, list[int]]:
    """Return the rows of the articles that each id, path and file name means."""
    found: dict[str, list[int]] = {}
    stands_for = {
        reprint: generation.rows_by_id[name]
        for name, reprints in generation.reprints.items()
        for reprint in reprints
    }
    for row, record in enumerate(generation.records()):
        source = str(record["source"])
        path = source.rpartition("#")[0] or source
        for name in {record["id"], source, path, PurePath(path).name}:
            found.setdefault(name, []).append(stands_for.get(record["id"], row))
    return found


def _gold(
    generation: Generation, names: dict[str, list[int]], question: Question
) -> NDArray[np.bool_]:
    """Return which passages stand in a right article, bool (passages,)."""
    rows = {row for name in question.articles for row in names.get(name, ())}
    if question.title_contains:
        part = fold(question.title_contains)
        titled = {row for row in rows if part in fold(generation.record(row)["title"])}
        rows = titled or rows
    return np.isin(generation.article_rows, sorted(rows))
