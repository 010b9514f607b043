"""A hundred true answers and a hundred false ones over real passages, at fixed seeds."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from rag.answering.citations import CitationList, cited_sentences
from rag.engine import Engine
from rag.keywords import KeywordIndex
from rag.settings import Settings
from rag.types import Answer, Article, Hit, Outcome, Passage, Verdict
from tests.claims.falsify import Case, cases

NEWS = Path(__file__).parents[2].parent / "shared/data/crud_news/articles.jsonl.gz"
PASSAGE, LEAD = 600, 250  # characters given to the model, and of them before the sentence
needs_news = pytest.mark.skipif(not NEWS.exists(), reason="../shared/data/crud_news is absent")


def news(first: int, count: int) -> list[Article]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in islice(file, first, first + count)]
    return [
        Article(
            line["id"], (line.get("title") or "").strip(), line["text"], "news", line.get("date")
        )
        for line in lines
        if len(line["text"]) > 200
    ]


def hit(article: Article, start: int = 0) -> Hit:
    text = article.text[start : start + PASSAGE]
    passage = Passage(f"{article.id}:{start}", article.id, text, start, start + len(text))
    return Hit(passage, article, 1.0, 0.9, ("keyword",))


def flagged(case: Case, number: int, articles: Sequence[Article], keywords: KeywordIndex) -> bool:
    """Check an answer against the passage that it is of, among three of other articles."""
    start = max(0, case.article.text.find(case.sentence) - LEAD)
    others = [articles[(7 * number + 13 * step) % len(articles)] for step in range(3)]
    hits = [hit(case.article, start), *(hit(one) for one in others if one.id != case.article.id)]
    found = cited_sentences(case.answer, hits, keywords, CitationList())
    return bool(found.removed) or any(
        one.verdict is not Verdict.SUPPORTED for one in found.sentences
    )


@needs_news
@pytest.mark.parametrize(("seed", "first"), [(1, 0), (2, 0), (3, 3000), (4, 6000), (5, 9000)])
def test_false_answers_are_flagged_and_true_ones_are_not(seed: int, first: int) -> None:
    articles = news(first, 300)
    keywords = KeywordIndex.build([article.text[:PASSAGE] for article in articles])
    drawn = cases(articles, 100, seed)
    assert Counter(case.kind for case in drawn) == {
        "true": 100, "figure": 25, "magnitude": 25, "date": 25, "name": 25,
    }  # fmt: skip
    found = Counter(
        case.kind for n, case in enumerate(drawn) if flagged(case, n, articles, keywords)
    )
    assert found["true"] <= 5
    assert found.total() - found["true"] >= 95


def test_without_changes_nothing_is_flagged_and_a_changed_digit_is() -> None:
    article = Article("a", "澜州", "澜州经开区引进了41个项目，总投资超过700亿元。", "a.txt")
    keywords = KeywordIndex.build([article.text, "别的文章。"])
    true = Case("澜州经开区引进了四十一个项目。", article, "true", article.text)
    false = Case("澜州经开区引进了四十二个项目。", article, "figure", article.text)
    assert not flagged(true, 0, [article], keywords)
    assert flagged(false, 0, [article], keywords)


def event(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    return f"data: {json.dumps({'choices': [choice]})}\n\n".encode()


@needs_news
def test_the_same_through_a_real_server_and_the_engine(
    tmp_path: Path,
    serve: Callable,
    bundled: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each answer is asked for with its own first words, over a library of sixty articles."""
    articles = [one for one in news(0, 70) if len(one.text) < 3000][:40]
    drawn = cases(articles, 20, seed=11)
    path = tmp_path / "articles.jsonl"
    lines = [
        {
            "id": one.id,
            "title": one.title,
            "text": one.text,
            **({"date": one.date} if one.date else {}),
        }
        for one in articles
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([str(path)])
    replies: list[str] = []

    def reply(handler: BaseHTTPRequestHandler, _body: dict[str, Any], _number: int) -> None:
        handler.send_response(200)
        handler.end_headers()
        for piece in (replies[-1][:9], replies[-1][9:]):
            handler.wfile.write(event(piece))
        handler.wfile.write(b"data: [DONE]\n\n")

    server = serve(reply)

    def ask(case: Case) -> Answer:
        replies.append(case.answer)
        return engine.ask(case.sentence[:40], model=f"{server.url}#tiny", record=False)

    wrong: Counter[str] = Counter()
    for case in drawn:
        answer = ask(case)
        supported = answer.outcome is Outcome.ANSWERED and all(
            one.verdict is Verdict.SUPPORTED for one in answer.sentences
        )
        assert all(one.article.text[one.start : one.end] == one.quote for one in answer.citations)
        wrong[case.kind] += supported is not (case.kind == "true") or bool(
            answer.removed_sentences and case.kind == "true"
        )
    assert wrong["true"] <= 1
    assert wrong.total() - wrong["true"] <= 1
    assert len(server.requests) == len(drawn)
