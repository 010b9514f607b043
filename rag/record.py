"""Results as plain JSON objects, with the field names of the public interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rag.claims.doubts import Doubt
from rag.types import Answer, Article, Citation, Hit, Search

Record = dict[str, Any]


def article_record(article: Article) -> Record:
    """Return the fields by which a hit or a citation names its article."""
    return {
        name: getattr(article, name) for name in ("id", "title", "date", "issuer", "url", "source")
    }


def hit_record(rank: int, hit: Hit) -> Record:
    """Return a hit; ranks start at 1."""
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "confidence": round(hit.confidence, 6),
        "found_by": list(hit.found_by),
        "text": hit.passage.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "article": article_record(hit.article),
        "reprints": list(hit.reprints),
        "superseded_by": hit.superseded_by,
        "dates": [
            {
                "start": one.start,
                "end": one.end,
                "value": one.value,
                "resolved_from": one.resolved_from,
            }
            for one in hit.dates
        ],
    }


def search_record(search: Search) -> Record:
    """Return a search as `yuanwen search --json` prints it."""
    return {
        "question": search.question,
        "hits": [hit_record(rank, hit) for rank, hit in enumerate(search.hits, start=1)],
        "as_of": search.as_of,
        "left_out": search.left_out,
        "reranker": search.reranker,
        "notice": search.notice,
        "seconds": search.seconds,
    }


def answer_record(answer: Answer) -> Record:
    """Return an answer as `yuanwen ask --json` prints it."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "sentences": [
            {
                "text": s.text,
                "markers": list(s.markers),
                "verdict": str(s.verdict),
                "doubts": _doubt_records(s.doubts),
            }
            for s in answer.sentences
        ],
        "removed_sentences": [
            {
                "text": one.text,
                "doubts": _doubt_records(one.doubts),
                "quote": one.quote,
                "article": article_record(one.article),
            }
            for one in answer.removed_sentences
        ],
        "outcome": str(answer.outcome),
        "confidence": round(answer.confidence, 6),
        "citations": [_citation_record(citation) for citation in answer.citations],
        "conflicts": [asdict(conflict) for conflict in answer.conflicts],
        "hits": [hit_record(rank, hit) for rank, hit in enumerate(answer.hits, start=1)],
        "model": answer.model,
        "encoder": answer.encoder,
        "reranker": answer.reranker,
        "as_of": answer.as_of,
        "left_out": answer.left_out,
        "notice": answer.notice,
        "tokens": None if answer.tokens is None else asdict(answer.tokens),
        "seconds": answer.seconds,
        "record": answer.record,
    }


def _doubt_records(doubts: Iterable[Doubt]) -> list[Record]:
    return [
        {
            "kind": str(one.kind),
            "claimed": one.claimed,
            "given": one.given,
            "denied": one.denied,
        }
        for one in doubts
    ]


def _citation_record(citation: Citation) -> Record:
    return {
        "marker": citation.marker,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "article": article_record(citation.article),
        "verdict": str(citation.verdict),
    }
