"""The questions that went wrong, as the page shows them: expected, answer, citations, hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.questions import Question
from eval.report.worst import Fallen, is_right_hit
from eval.scores import Record, is_good_citation
from rag.text import main_script
from rag.types import MARKER, Verdict

HITS = 5  # shown of each question
EXCERPT_CHARACTERS = 160
STRINGS = 6  # shown of each expectation
CITATIONS = 20
LONGEST = 2000  # characters of a text; what is longer is cut and ends in an ellipsis
LANGUAGES = {"han": "zh-CN", "latin": "en"}
EXPECTATIONS = (
    "answers", "all_of", "none_of", "iso", "newest_first", "title_contains", "articles",
    "evidence",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A text from outside with the language to set it in ("" where it is unknown)."""

    text: str
    lang: str


@dataclass(frozen=True)
class Expected:
    """What a question asks for under one name of `EXPECTATIONS`."""

    name: str
    strings: list[Said]
    more: int  # strings that are not shown


@dataclass(frozen=True)
class Piece:
    """A part of an answer: text, or a marker; `cited`: its citation is on the page."""

    text: str
    marker: int | None = None
    cited: bool = False


@dataclass(frozen=True)
class Source:
    """A citation or a hit: where it stands and what it says.

    `good`: of a citation whether it shows the answer, of a hit whether it is of a right article;
    None where the question does not say.
    """

    number: int
    title: Said
    date: str | None
    source: str
    text: Said
    good: bool | None
    confidence: float | None = None
    unsupported: bool = False


@dataclass(frozen=True)
class Card:
    """One question of the page; `answer` is None in a run that only searched."""

    number: int  # on the page, from 1
    id: str
    kind: str | None
    as_of: str | None
    question: Said
    fault: str
    place: int | None  # of the first right article
    names_articles: bool
    confidence: float | None
    answerable: bool
    expected: list[Expected]
    answer: list[Piece] | None
    answer_lang: str
    citations: list[Source]
    more_citations: int
    hits: list[Source]
    hit_count: int


def card(number: int, fallen: Fallen) -> Card:
    """Return what the page shows of a question that went wrong; `number` counts from 1."""
    question, record = fallen.item.question, fallen.item.record
    citations = record.get("citations", [])
    answer = _clipped(record["answer"]) if "answer" in record else None
    return Card(
        number=number,
        id=question.id,
        kind=question.kind,
        as_of=question.as_of,
        question=_said(question.question),
        fault=str(fallen.fault),
        place=fallen.place,
        names_articles=bool(question.articles),
        confidence=record.get("confidence"),
        answerable=question.answerable,
        expected=list(_expected(question)),
        answer=None if answer is None else list(_pieces(answer, citations)),
        answer_lang=_said(answer or "").lang,
        citations=[_citation(question, one) for one in citations[:CITATIONS]],
        more_citations=max(0, len(citations) - CITATIONS),
        hits=[_hit(question, one) for one in record["hits"][:HITS]],
        hit_count=len(record["hits"]),
    )


def _expected(question: Question) -> Iterator[Expected]:
    for name in EXPECTATIONS:
        value = getattr(question, name)
        strings = [value] if isinstance(value, str) else list(value or ())
        if strings:
            shown = [_said(string) for string in strings[:STRINGS]]
            yield Expected(name, shown, len(strings) - len(shown))


def _pieces(answer: str, citations: Sequence[Record]) -> Iterator[Piece]:
    """Split an answer at its markers; those of citations that the page shows can be followed."""
    known = {citation["marker"] for citation in citations[:CITATIONS]}
    end = 0
    for found in MARKER.finditer(answer):
        if found.start() > end:
            yield Piece(answer[end : found.start()])
        marker = int(found.group(1))
        yield Piece(found.group(), marker, marker in known)
        end = found.end()
    if end < len(answer):
        yield Piece(answer[end:])


def _citation(question: Question, citation: Record) -> Source:
    article = citation["article"]
    return Source(
        number=citation["marker"],
        title=_said(article["title"]),
        date=article["date"],
        source=article["source"],
        text=_said(citation["quote"]),
        good=is_good_citation(question, citation) if question.articles else None,
        unsupported=citation["verdict"] == Verdict.UNSUPPORTED,
    )


def _hit(question: Question, hit: Record) -> Source:
    article = hit["article"]
    text = " ".join(hit["text"].removeprefix(article["title"]).split())
    return Source(
        number=hit["rank"],
        title=_said(article["title"]),
        date=article["date"],
        source=article["source"],
        text=_said(text, EXCERPT_CHARACTERS),
        good=is_right_hit(question, hit) if question.articles else None,
        confidence=hit["confidence"],
    )


def _said(text: str, longest: int = LONGEST) -> Said:
    shown = _clipped(text, longest)
    return Said(shown, LANGUAGES.get(main_script(shown) or "", ""))


def _clipped(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
