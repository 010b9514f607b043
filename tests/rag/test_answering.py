"""Answers from a tiny library: extracted, refused, and written by a model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedModel, write_articles

from embeddings.bundled import BundledEncoder
from rag.engine import Engine
from rag.errors import ModelError, UsageError
from rag.record import answer_record
from rag.settings import Settings
from rag.types import Answer, Outcome, Verdict

ARTICLES = [
    {"id": "birds", "title": "砚湖湿地迎来候鸟", "date": "2024-12-18",
     "text": "砚湖湿地公园总面积为5600亩[3]，今年4月重新开放。公园记录到鸟类168种。"},
    {"id": "permit", "title": "环评公告", "date": "2024-07-01",
     "text": "该项目的备案号为2024-38087。年用电量为3,476万千瓦时。建设单位为岚屿微电子有限公司。"},
    {"id": "metro", "title": "Metro line 3", "date": "2025-03-02",
     "text": "Metro line 3 will open on 30 June 2027. It has 21 stations. Acme Rail built it."},
    {"id": "rice", "title": "东畈稻田亩产再创新高", "date": "2024-10-30",
     "text": "东畈村的再生稻两季合计亩产1326公斤。合作社理事长是米向晚。"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answering")
    path = write_articles(folder / "articles.jsonl", *ARTICLES)
    Engine(Settings(), folder / "library").index([path])
    return folder / "library"


@pytest.fixture
def engine(folder: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    return Engine(Settings(), folder)


@pytest.fixture
def enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence always suffices: the test is not about the gate, whose weights are fitted."""
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)


@pytest.fixture
def ask_model(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[list[str], Answer, ScriptedModel]]:
    """Ask with a model that says the given pieces; give what was streamed and the answer."""

    def ask(question: str, *pieces: str | ModelError) -> tuple[list[str], Answer, ScriptedModel]:
        model = ScriptedModel(*pieces)
        monkeypatch.setattr("rag.engine.load_model", lambda _spec, **_options: model)
        *streamed, answer = engine.stream(question, model="scripted", record=False)
        assert isinstance(answer, Answer)
        return [piece for piece in streamed if isinstance(piece, str)], answer, model

    return ask


@pytest.mark.parametrize(
    ("question", "answer", "article"),
    [
        ("备案号是什么？", "该项目的备案号为2024-38087。[1]", "permit"),
        ("年用電量是多少？", "年用电量为3,476万千瓦时。[1]", "permit"),
        ("合作社理事长是谁？", "合作社理事长是米向晚。[1]", "rice"),
        ("When will metro line 3 open?", "Metro line 3 will open on 30 June 2027.[1]", "metro"),
    ],
)
def test_an_extracted_answer_is_the_sentence_and_its_citation(
    engine: Engine, question: str, answer: str, article: str
) -> None:
    found = engine.ask(question, record=False)
    assert (found.outcome, found.model) == (Outcome.ANSWERED, "extractive")
    assert found.text.startswith(answer)
    first, citation = found.sentences[0], found.citations[0]
    assert (citation.article.id, citation.quote) == (article, answer.removesuffix("[1]"))
    assert (first.text, first.markers, first.verdict) == (citation.quote, (1,), Verdict.SUPPORTED)


@pytest.mark.parametrize(
    ("question", "announced", "quote"),
    [
        ("How large is the wetland park?", "The original text says:", "砚湖湿地公园总面积为5600亩"),
        ("地铁三号线什么时候开通？", "原文写道：", "Metro line 3 will open on 30 June 2027."),
    ],
)
def test_a_quote_in_another_language_is_announced_in_the_readers(
    engine: Engine, enough: None, question: str, announced: str, quote: str
) -> None:
    frame, first, *_ = engine.ask(question, record=False).sentences
    assert (frame.text, frame.markers, frame.verdict) == (announced, (), Verdict.FRAME)
    assert first.text.startswith(quote)
    assert first.markers == (1,)


def test_an_articles_own_note_marks_do_not_become_citations(engine: Engine, enough: None) -> None:
    found = engine.ask("砚湖湿地公园的总面积是多少？", record=False)
    assert found.text.startswith("砚湖湿地公园总面积为5600亩，今年4月（2024年4月）重新开放。[1]")
    assert "[3]" not in found.text
    assert found.citations[0].quote == "砚湖湿地公园总面积为5600亩[3]，今年4月重新开放。"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("火星探测器什么时候着陆？", "文章里没有找到这个问题的答案。"),
        ("Who won the chess championship in Norway?",
         "The articles do not hold the answer to this question."),
        ("Wer hat die Schachweltmeisterschaft in Norwegen gewonnen?",
         "Die Artikel enthalten keine Antwort auf diese Frage."),
        ("Кто выиграл чемпионат мира по шахматам?", "В статьях нет ответа на этот вопрос."),
        ("ノルウェーのチェス選手権で優勝したのは誰ですか？",
         "記事の中にこの質問の答えは見つかりませんでした。"),
    ],
)  # fmt: skip
def test_what_is_not_found_is_told_in_the_readers_language(
    engine: Engine, question: str, text: str
) -> None:
    found = engine.ask(question, record=False)
    assert (found.outcome, found.sentences[0].text) == (Outcome.NOT_FOUND, text)
    assert found.citations == ()
    assert {sentence.verdict for sentence in found.sentences} == {Verdict.FRAME}
    assert found.hits  # the nearest passages are shown all the same


def test_before_anything_was_published_nothing_is_found(engine: Engine) -> None:
    found = engine.ask("备案号是什么？", as_of="2020", record=False)
    assert (found.outcome, found.hits, found.left_out) == (Outcome.NOT_FOUND, (), 4)


def test_an_answer_leaves_a_record(engine: Engine) -> None:
    found = engine.ask("备案号是什么？", as_of="2024")
    assert found.record is not None
    record = json.loads(Path(found.record).read_text(encoding="utf-8"))
    assert record["answer"] == found.text
    assert record["citations"][0]["quote"] == "该项目的备案号为2024-38087。"
    assert record["citations"][0]["article"]["id"] == "permit"
    assert record["sentences"][0]["verdict"] == "supported"
    assert (record["outcome"], record["as_of"], record["left_out"]) == ("answered", "2024", 1)
    assert record["generation"] == "000001"


def test_a_models_answer_is_split_cited_and_checked(ask_model: Callable, enough: None) -> None:
    streamed, found, _ = ask_model("年用电量是多少？", "该项目年用电量为", "3476万千瓦时。")
    assert streamed == ["该项目年用电量为", "3476万千瓦时。"]
    assert found.sentences[0].verdict is Verdict.SUPPORTED
    assert found.citations[0].quote == "年用电量为3,476万千瓦时。"
    assert (found.outcome, found.model, found.notice) == (Outcome.ANSWERED, "scripted", None)


def test_what_the_passages_contradict_is_taken_out_and_told(
    ask_model: Callable, enough: None
) -> None:
    _, found, _ = ask_model("年用电量是多少？", "年用电量为3476万千瓦时。备案号为2024-99999。")
    assert found.text == "年用电量为3476万千瓦时。[1]"
    (removed,) = found.removed_sentences
    assert (removed.text, removed.quote) == ("备案号为2024-99999。", "该项目的备案号为2024-38087。")
    assert answer_record(found)["removed_sentences"] == [
        {
            "text": "备案号为2024-99999。",
            "doubts": [
                {"kind": "figure", "claimed": "2024-99999", "given": "2024-38087", "denied": True}
            ],
            "quote": "该项目的备案号为2024-38087。",
            "article": {
                "id": "permit", "title": "环评公告", "date": "2024-07-01", "issuer": None,
                "url": None, "source": found.citations[0].article.source,
            },
        }
    ]  # fmt: skip


def test_an_answer_that_is_contradicted_as_a_whole_is_not_found(
    ask_model: Callable, enough: None
) -> None:
    _, found, _ = ask_model("年用电量是多少？", "年用电量为3477万千瓦时。")
    assert found.outcome == Outcome.NOT_FOUND
    assert found.text.startswith("文章里没有找到这个问题的答案。")
    assert [one.text for one in found.removed_sentences] == ["年用电量为3477万千瓦时。"]
    assert found.citations == ()


def test_a_model_gets_the_best_passages_and_the_question(ask_model: Callable, enough: None) -> None:
    _, _, model = ask_model("年用电量是多少？", "3476万千瓦时。")
    system, user = model.messages
    assert (system["role"], user["role"]) == ("system", "user")
    assert "NO_ANSWER" in system["content"]
    head = "<passage>\n环评公告 (2024-07-01)\n该项目的备案号为2024-38087。"
    assert user["content"].startswith(head)
    assert user["content"].endswith("问题：年用电量是多少？")


def test_an_english_question_is_put_to_the_model_in_english(
    ask_model: Callable, enough: None
) -> None:
    _, _, model = ask_model("When will metro line 3 open?", "On 30 June 2027.")
    assert model.messages[0]["content"].startswith("You answer questions")
    assert model.messages[1]["content"].endswith("Question: When will metro line 3 open?")


@pytest.mark.parametrize("pieces", [("NO_ANSWER",), ("NO", "_ANS", "WER", "\n"), (" NO_ANSWER.",)])
def test_a_model_that_finds_no_answer_is_believed(
    ask_model: Callable, enough: None, pieces: tuple[str, ...]
) -> None:
    streamed, found, _ = ask_model("年用电量是多少？", *pieces)
    assert (found.outcome, found.model) == (Outcome.NOT_FOUND, "scripted")
    assert found.text.startswith("文章里没有找到这个问题的答案。")
    assert "".join(streamed).strip() in {"", "."}  # the sign itself is never shown


def test_a_model_that_says_nothing_has_found_nothing(ask_model: Callable, enough: None) -> None:
    assert ask_model("年用电量是多少？", "", " \n")[1].outcome == Outcome.NOT_FOUND


def test_pieces_held_back_as_a_possible_no_answer_are_streamed_in_the_end(
    ask_model: Callable, enough: None
) -> None:
    streamed, found, _ = ask_model("When will metro line 3 open?", "NO", "T before 30 June 2027.")
    assert "".join(streamed) == "NOT before 30 June 2027."
    assert found.sentences[0].text == "NOT before 30 June 2027."


def test_a_model_that_breaks_off_is_followed_by_the_extracted_answer(
    ask_model: Callable, enough: None
) -> None:
    streamed, found, _ = ask_model("备案号是什么？", "备案号", ModelError("it broke off."))
    assert streamed == ["备案号"]
    assert found.text.startswith("该项目的备案号为2024-38087。[1]")
    assert found.model == "extractive"
    assert found.notice == "语言模型没有正常回答，以下是摘自原文的回答。 (it broke off.)"


def test_a_model_that_breaks_off_where_nothing_can_be_extracted_says_so(
    ask_model: Callable, enough: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answering.answerer.lacks_figure", lambda *_: True)
    _, found, _ = ask_model("备案号是什么？", ModelError("it broke off."))
    assert found.outcome == Outcome.NOT_FOUND
    assert found.notice == "语言模型没有正常回答，从原文里也没有摘到答案。 (it broke off.)"


def test_a_model_is_not_asked_where_the_articles_hold_nothing(ask_model: Callable) -> None:
    _, found, model = ask_model("火星探测器什么时候着陆？", "明年。")
    assert found.outcome == Outcome.NOT_FOUND
    assert model.messages == []


def test_an_unknown_model_is_told_before_anything_is_searched(engine: Engine) -> None:
    with pytest.raises(ModelError, match="no language model is named 'gpt'"):
        engine.ask("备案号是什么？", model="gpt")


def test_an_empty_question_is_a_usage_error(engine: Engine) -> None:
    with pytest.raises(UsageError):
        engine.ask(" ")


def test_a_reply_without_the_figure_asked_for_gives_way_to_the_extracted_answer(
    ask_model: Callable, enough: None
) -> None:
    _, found, _ = ask_model("年用电量是多少？", "建设单位为岚屿微电子有限公司。")
    assert found.notice == "语言模型的回答里没有所问的数字或日期，以下是摘自原文的回答。"
    assert found.text.startswith("年用电量为3,476万千瓦时。[1]")


def test_a_reply_that_nothing_bears_out_is_shown_but_is_no_answer(
    ask_model: Callable, enough: None
) -> None:
    _, found, _ = ask_model("合作社理事长是谁？", "理事长是穆青山，他住在临江路。")
    assert found.outcome is Outcome.NOT_FOUND
    assert "语言模型写了下面的话，原文中查不到依据：" in found.text
    assert found.sentences[-1].text == "理事长是穆青山，他住在临江路。"
    assert found.sentences[-1].verdict is Verdict.UNSUPPORTED


def test_what_is_said_of_another_year_is_no_answer(engine: Engine, enough: None) -> None:
    assert engine.ask("东畈村2024年的亩产是多少？", record=False).outcome is Outcome.ANSWERED
    assert engine.ask("东畈村2019年的亩产是多少？", record=False).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "marker", ["【1】", "［1］", "[1, 2]", "[1-2]", "[^1]", "【1†来源】", "（1）"]
)
def test_markers_of_other_forms_are_markers(ask_model: Callable, enough: None, marker: str) -> None:
    _, found, _ = ask_model("年用电量是多少？", f"年用电量为3476万千瓦时{marker}。")
    assert found.text == "年用电量为3476万千瓦时。[1]"
    assert found.sentences[0].verdict is Verdict.SUPPORTED


def test_what_a_model_thinks_aloud_is_not_shown(ask_model: Callable, enough: None) -> None:
    streamed, found, _ = ask_model(
        "年用电量是多少？",
        "<thi",
        "nk>大概是99万？",
        "不对。</think>\n",
        "年用电量为3476万千瓦时。",
    )
    assert "".join(streamed) == "年用电量为3476万千瓦时。"
    assert found.text == "年用电量为3476万千瓦时。[1]"
    assert ask_model("年用电量是多少？", "<think>没完没了")[1].outcome is Outcome.NOT_FOUND


def test_a_question_without_a_letter_or_figure_finds_nothing(engine: Engine) -> None:
    assert engine.ask("？！", record=False).outcome is Outcome.NOT_FOUND


def test_a_sign_of_no_answer_in_small_letters_is_one(ask_model: Callable, enough: None) -> None:
    assert ask_model("年用电量是多少？", "no_answer")[1].outcome is Outcome.NOT_FOUND


def test_a_reply_in_another_unit_gives_way_too(ask_model: Callable, enough: None) -> None:
    _, found, _ = ask_model("公园记录到多少种鸟类？", "砚湖湿地公园总面积为5600亩。")
    assert found.model == "extractive"
    assert "168种" in found.text
    assert ask_model("公园记录到多少种鸟类？", "168")[1].model == "scripted"
