"""Turns as plain JSON and back: what is needed to show them again as they were.

Of a cited article only the text around its quotes is kept; of the passages found only those
that are shown.
"""

from __future__ import annotations

from typing import Any

from rag.claims.doubts import Doubt, DoubtKind
from rag.errors import YuanwenError
from rag.record import Record, answer_record
from rag.types import (
    Answer,
    Article,
    Citation,
    Conflict,
    Hit,
    Outcome,
    Passage,
    RemovedSentence,
    Sentence,
    Statement,
    Verdict,
)
from ui.answer_rendering import NEAREST_SHOWN
from ui.excerpt import excerpt
from ui.turns import Result, Stopped, Turn


def turn_record(turn: Turn) -> Record:
    """Return a turn as JSON."""
    return {
        "number": turn.number,
        "question": turn.question,
        "model": turn.model,
        "as_of": turn.as_of,
        "result": _result_record(turn.result),
        "beside": None if turn.beside is None else _result_record(turn.beside),
        "beside_model": turn.beside_model,
    }


def turn_of(record: Record) -> Turn:
    """Return the turn of a record.

    Raises:
        KeyError, TypeError, ValueError: it is no record of a turn.
    """
    beside = record["beside"]
    return Turn(
        int(record["number"]),
        str(record["question"]),
        _result_of(record["result"]),
        str(record["model"]),
        record["as_of"],
        None if beside is None else _result_of(beside),
        str(record["beside_model"]),
    )


def _result_record(result: Result) -> Record:
    if isinstance(result, Stopped):
        return {"stopped": result.text}
    if isinstance(result, YuanwenError):
        return {"error": result.message, "advice": result.advice}
    record = answer_record(result)
    for told, citation in zip(record["citations"], result.citations, strict=True):
        around = excerpt(citation.article.text, citation.start, citation.end)
        before = "".join(around.earlier) + around.before
        told["article"]["language"] = citation.article.language
        told["before"], told["after"] = before, around.after + "".join(around.later)
    cited = {citation.article.id for citation in result.citations}
    record["hits"] = [
        {**hit, "dates": []}
        for rank, hit in enumerate(record["hits"])
        if rank < NEAREST_SHOWN or hit["article"]["id"] in cited
    ]
    return record


def _result_of(record: Record) -> Result:
    if "stopped" in record:
        return Stopped(str(record["stopped"]))
    if "error" in record:
        return YuanwenError(str(record["error"]), str(record["advice"]))
    return Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        text=record["answer"],
        sentences=tuple(_sentence(one) for one in record["sentences"]),
        citations=tuple(_citation(one) for one in record["citations"]),
        hits=tuple(_hit(one) for one in record["hits"]),
        outcome=Outcome(record["outcome"]),
        model=record["model"],
        encoder=record["encoder"],
        seconds=record["seconds"],
        conflicts=tuple(
            Conflict(one["about"], tuple(Statement(**each) for each in one["statements"]))
            for one in record["conflicts"]
        ),
        as_of=record["as_of"],
        left_out=record["left_out"],
        confidence=record["confidence"],
        reranker=record["reranker"],
        notice=record["notice"],
        removed_sentences=tuple(
            RemovedSentence(
                one["text"], _doubts(one), _article(one["article"], one["quote"]), one["quote"]
            )
            for one in record["removed_sentences"]
        ),
        record=record["record"],
    )


def _sentence(record: Record) -> Sentence:
    return Sentence(
        record["text"], tuple(record["markers"]), Verdict(record["verdict"]), _doubts(record)
    )


def _doubts(record: Record) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(DoubtKind(one["kind"]), one["claimed"], one["given"], one["denied"])
        for one in record["doubts"]
    )


def _citation(record: Record) -> Citation:
    before, quote = str(record["before"]), str(record["quote"])
    return Citation(
        int(record["marker"]),
        _article(record["article"], f"{before}{quote}{record['after']}"),
        quote,
        len(before),
        len(before) + len(quote),
        Verdict(record["verdict"]),
    )


def _hit(record: Record) -> Hit:
    text = str(record["text"])
    article = _article(record["article"], text)
    return Hit(
        Passage(f"{article.id}:{record['start']}", article.id, text, 0, len(text)),
        article,
        record["score"],
        record["confidence"],
        tuple(record["found_by"]),
        tuple(record["reprints"]),
        record["superseded_by"],
    )


def _article(record: Record, text: str) -> Article:
    fields: dict[str, Any] = {
        name: record.get(name) for name in ("id", "title", "date", "issuer", "url", "source")
    }
    return Article(text=text, language=str(record.get("language", "zh")), **fields)
