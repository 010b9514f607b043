"""Articles that disagree: the newest value leads, each with its date and its quote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedModel, write_articles

from embeddings.bundled import BundledEncoder
from rag.answering.citations import CitationList
from rag.answering.conflicts import Disagreement, Said
from rag.answering.disputed import announced
from rag.claims.quotes import Quote
from rag.engine import Engine
from rag.settings import Settings
from rag.types import Answer, Article, Outcome, Verdict

OLD = "澜州经开区培育晶圆产业链，短短四年落地晶圆项目35个，总投资超650亿元。"
NEW = "截至目前，澜州经开区已成功引进41个晶圆项目，总投资额超过700亿元。"
ARTICLES = [
    {"id": "old", "title": "澜州经开区这一年", "date": "2024-02-27", "text": OLD},
    {"id": "new", "title": "澜州经开区向新而行", "date": "2025-03-19", "text": NEW},
    {"id": "copy", "title": "转载：澜州经开区向新而行", "date": "2025-03-20", "text": NEW},
    {"id": "park", "title": "湿地公园开园", "date": "2024-05-01", "text": "公园记录到鸟类168种。"},
]
QUESTION = "澜州经开区的晶圆项目一共有多少个？"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disputed")
    path = write_articles(folder / "articles.jsonl", *ARTICLES)
    Engine(Settings(), folder / "library").index([path])
    return folder / "library"


@pytest.fixture
def engine(folder: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    return Engine(Settings(), folder)


@pytest.fixture
def ask_model(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Answer]:
    def ask(reply: str) -> Answer:
        model = ScriptedModel(reply)
        monkeypatch.setattr("rag.engine.load_model", lambda _spec, **_options: model)
        return engine.ask(QUESTION, model="scripted", record=False)

    return ask


def told(answer: Answer) -> list[list[tuple[str, str | None, str]]]:
    """Value, date and quote of each statement."""
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    return [
        [(one.value, one.date, quotes[one.marker]) for one in conflict.statements]
        for conflict in answer.conflicts
    ]


def test_both_values_are_told_with_their_dates_the_newer_first(engine: Engine) -> None:
    answer = engine.ask(QUESTION, record=False)
    assert told(answer) == [[("41个", "2025-03-19", NEW), ("35个", "2024-02-27", OLD)]]
    assert [(one.text, one.markers, one.verdict) for one in answer.sentences] == [
        ("各篇文章的说法不同，新的在前：41个（2025-03-19）；35个（2024-02-27）。", (1, 2),
         Verdict.FRAME),
        (NEW, (1,), Verdict.SUPPORTED),
        (OLD, (2,), Verdict.SUPPORTED),
    ]  # fmt: skip


def test_a_reader_of_that_day_sees_no_conflict(engine: Engine) -> None:
    answer = engine.ask(QUESTION, as_of="2024-12-31", record=False)
    assert answer.conflicts == ()
    assert [citation.quote for citation in answer.citations] == [OLD]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ((None, None), "各篇文章的说法不同：41个（无日期）；35个（无日期）。"),
        (("2024-02-27", None), "各篇文章的说法不同：41个（2024-02-27）；35个（无日期）。"),
        (("2024-02-27",) * 2, "各篇文章的说法不同：41个（2024-02-27）；35个（2024-02-27）。"),
    ],
)
def test_where_dates_do_not_tell_none_is_called_newer(
    dates: tuple[str | None, str | None], told: str
) -> None:
    quotes = [
        Quote(Article(name, "a", NEW, "a", date=day), 0, 9)
        for name, day in zip("ab", dates, strict=True)
    ]
    said = tuple(
        Said(value, day, quote)
        for value, day, quote in zip(("41个", "35个"), dates, quotes, strict=True)
    )
    (sentence,) = announced([Disagreement("项目", said)], CitationList(), "zh")
    assert sentence.text == told


def test_in_another_language_the_values_lead_and_the_originals_follow(engine: Engine) -> None:
    answer = engine.ask(
        "How many wafer projects has the Lanzhou zone (澜州经开区) attracted?", record=False
    )
    first, second, *quotes = answer.sentences
    assert first.text == "The articles differ; newest first: 41个 (2025-03-19); 35个 (2024-02-27)."
    assert (second.text, second.verdict) == ("The original text says:", Verdict.FRAME)
    assert [one.text for one in quotes] == [NEW, OLD]


def test_a_model_that_names_the_older_value_is_put_right(
    ask_model: Callable[[str], Answer],
) -> None:
    answer = ask_model("澜州经开区落地晶圆项目35个[2]。")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.index("41个") < answer.text.index("35个")
    lead, said = answer.sentences
    assert (lead.verdict, lead.markers) == (Verdict.FRAME, (1, 2))
    assert said.text == "澜州经开区落地晶圆项目35个。"
    assert said.verdict is Verdict.SUPPORTED
    (marker,) = said.markers
    assert {c.marker: c.article.id for c in answer.citations}[marker] == "old"
    assert [citation.marker for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )


def test_a_side_that_a_model_repeats_is_cited_once(ask_model: Callable[[str], Answer]) -> None:
    answer = ask_model("澜州经开区已成功引进41个晶圆项目[1]。")
    part = "澜州经开区已成功引进41个晶圆项目"
    assert told(answer) == [[("41个", "2025-03-19", part), ("35个", "2024-02-27", OLD)]]
    assert [one.markers for one in answer.sentences] == [(1, 2), (1,)]
    assert len(answer.citations) == 2


def test_other_questions_have_no_conflict(engine: Engine) -> None:
    answer = engine.ask("公园记录到多少种鸟类？", record=False)
    assert answer.conflicts == ()
    assert answer.citations[0].quote == "公园记录到鸟类168种。"
