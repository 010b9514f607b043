"""A question that a library could be asked, with its answer and the sentence that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from eval.dates import names_date
from rag.text import fold
from rag.types import Article

NUMBER = re.compile(r"\d+(?:\.\d+)?")
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question drafted from one sentence.

    `answer` is the answer as the article writes it, empty where the article itself is what is
    asked for; `iso` the date where its year is written; `self_contained` tells whether the
    question names what it asks about without naming the article.
    """

    question: str
    answer: str
    evidence: str
    kind: str
    iso: str | None = None
    self_contained: bool = True


class Writer(Protocol):
    """What drafts questions from an article."""

    name: str

    def propose(self, article: Article) -> list[Proposal]:
        """Return sound proposals for an article, the best first; perhaps none.

        Raises:
            ModelError: a language model writes them, and it failed.
        """


def plain(text: str) -> str:
    """Fold case, width and script; take white space and digit-group commas out."""
    return re.sub(r"\s+|(?<=\d),(?=\d{3}(?!\d))", "", fold(text))


def holds(text: str, answer: str, iso: str | None = None) -> bool:
    """Tell whether a text gives an answer away: its writing, its date or its bare number."""
    have, want = plain(text), plain(answer)
    if not want:
        return False
    if want in have or (iso is not None and names_date(text, iso)):
        return True
    number = NUMBER.match(want.lstrip("$¥€£"))
    return (
        number is not None
        and len(number[0]) > 1
        and not _is_year(number[0], want)
        and number[0] in NUMBER.findall(have)
    )


def _is_year(number: str, answer: str) -> bool:
    return len(number) == 4 and answer[4:5] == "年"


def sound(proposals: Iterable[Proposal], article: Article) -> list[Proposal]:
    """Keep what is fit to be asked: it does not give its answer away, its evidence is verbatim."""
    return [
        one
        for one in proposals
        if one.question.strip()
        and len(one.question) <= LONGEST_QUESTION
        and one.evidence in article.text
        and one.answer in one.evidence
        and not holds(one.question, one.answer, one.iso)
    ]
