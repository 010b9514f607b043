"""Question sets drafted by rules and by a model: exact questions, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import ScriptedModel, write_articles
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.drafting.checking import LibraryCheck
from eval.drafting.draft import DraftOptions, draft_questions
from eval.drafting.prompts import read_reply
from eval.drafting.proposal import Proposal, holds, sound
from eval.drafting.rules import RuleWriter
from eval.questions import Question, load_questions
from rag.engine import Engine
from rag.errors import ModelError, UsageError
from rag.settings import Settings
from rag.types import Article

METRO = "地铁6号线东延段开工"
HARBOUR = "Harbour news of the week"


def article(text: str, title: str = METRO, date: str | None = "2024-09-12") -> Article:
    return Article("a", title, text, "a.txt", date)


def drafted(text: str, title: str = METRO) -> list[tuple[str, str]]:
    proposals = RuleWriter().propose(article(text, title))
    return [(one.question, one.iso or one.answer) for one in proposals if one.kind != "title"]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("地铁6号线东延段全长26.3公里。", "地铁6号线东延段全长多少公里？", "26.3公里"),
        ("据了解，砚湖湿地公园记录到鸟类168种。", "砚湖湿地公园记录到鸟类多少种？", "168种"),
        ("本报讯（记者 甲）岚屿微电子公司总投资55亿元。",
         "岚屿微电子公司总投资多少亿元？", "55亿元"),
        ("去年，青川大学共招收了3,476名学生。", "2023年，青川大学共招收了多少名学生？", "3,476名"),
        ("今年青川市的工业产值同比增长12.5%。",
         "2024年青川市的工业产值同比增长百分之多少？", "12.5%"),
        ("线路西起钟楼站，全长23.6公里。",
         f"《{METRO}》一文提到，线路西起钟楼站，全长多少公里？", "23.6公里"),
        ("2024年11月10日，青川大学图书馆正式启用。", "青川大学图书馆正式启用是在什么时候？",
         "2024-11-10"),
        ("11月10日，青川大学图书馆将在望津举行揭牌仪式。",
         "青川大学图书馆在望津举行揭牌仪式是在什么时候？", "11月10日"),
        ("衡舟机器人公司于2023年9月落户临泽。", "衡舟机器人公司于何时落户临泽？", "2023-09"),
    ],
)  # fmt: skip
def test_chinese_sentences_become_questions(text: str, question: str, answer: str) -> None:
    title = METRO if "6号线" in text or "线路" in text else "青川一周要闻回顾"
    assert drafted(text, title) == [(question, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "其中换乘站占全部车站的百分之四十左右，为12座。",  # no subject
        "该公司现有员工1850人，地铁6号线东延段",  # not a whole sentence
        "他说，地铁6号线东延段已有20岁的司机。",  # a pronoun
        "地铁6号线东延段设车站15座，换乘站11座，高架站12.",  # the sentence's end is not Chinese
        "地铁6号线东延段预计需要20~50名司机。",  # a range
        "地铁6号线东延段在湖底以下18米处穿行。",  # where, not how many
        "通过走访20余家企业，地铁6号线东延段找到了人手。",  # leads up to another clause
        "“地铁6号线东延段要再等12个月。",  # a quotation that is not closed
        "地铁6号线东延段的票价是3元。",  # one digit stands anywhere
        "地铁6号线东延段全长多少公里？答案是26.3公里。",  # 答案 is no name
        "地铁6号线东延段的客流量增长12%。",  # compared with what?
        "8月5日，有关人士表示。",  # no event
    ],
)
def test_chinese_sentences_that_make_no_good_question_are_skipped(text: str) -> None:
    assert drafted(text) == []


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("The hub covers 38 hectares and was built by Lanjiang.",
         f"According to the article “{HARBOUR}”, how many hectares does the hub cover?",
         "38 hectares"),
        ("The Yanhu Reserve protects 1,200 hectares of forest.",
         "How many hectares of forest does the Yanhu Reserve protect?", "1,200"),
        ("Lanjiang Port has raised $2.5 million from investors.",
         "How much has Lanjiang Port raised from investors?", "$2.5 million"),
        ("Lanjiang Port opened a new hub on 12 May 2024.",
         "When did Lanjiang Port open a new hub?", "2024-05-12"),
        ("The Qingchuan Museum was closed in March 2020.",
         "When was the Qingchuan Museum closed?", "2020-03"),
    ],
)  # fmt: skip
def test_english_sentences_become_questions(text: str, question: str, answer: str) -> None:
    assert drafted(text, HARBOUR) == [(question, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "It covers 1,200 hectares of forest.",
        "Before the hub was built, 300 lorries queued.",
        "The winners needed 11 minutes and 42 seconds.",
        "The bridge was built by Lanjiang Port Group over 26 months.",
    ],
)
def test_english_sentences_of_another_build_are_skipped(text: str) -> None:
    assert drafted(text, HARBOUR) == []


def test_what_gives_its_answer_away_is_refused() -> None:
    source = article("地铁6号线东延段全长26.3公里。")
    told = Proposal("全长26.3公里的线路有多少公里？", "26.3公里", source.text, "figure")
    elsewhere = Proposal("线路全长多少公里？", "26.3公里", "别处的一句话，26.3公里。", "figure")
    assert sound([told, elsewhere], source) == []
    assert holds("２６.３ 千米", "26.3公里")  # the bare number will do
    assert holds("10 November 2024", "2024年11月10日", "2024-11-10")
    assert not holds("126.3公里", "26.3千米")


PIECES = st.sampled_from(
    ["地铁6号线东延段", "全长", "12.5%",
     "26.3公里", "168种", "，", "。", "2024年11月10日", "正式启用",
     "The hub", " covers ", "38 hectares", ". ", "on 12 May 2024", "“", "《", "今年", "\n", "其中"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=24).map("".join), st.text(max_size=30))
def test_no_proposal_holds_its_answer_or_invents_its_evidence(text: str, title: str) -> None:
    source = Article("a", title, text or "x", "a.txt") if text.strip() else article("x")
    for one in RuleWriter().propose(source):
        assert one.evidence in source.text
        assert one.answer in one.evidence
        assert not one.answer or one.answer not in one.question


ARTICLES = [
    {"id": "park", "title": "砚湖湿地公园迎来候鸟", "date": "2024-12-18",
     "text": "砚湖湿地公园总面积为5600亩，由青川市建设。2024年4月10日，砚湖湿地公园正式开放。"},
    {"id": "bank", "title": "临泽银行公布年报", "date": "2024-03-01",
     "text": "临泽银行公布了一份年报，内容很多。临泽银行发放贷款共计3,476笔。"},
    {"id": "robot", "title": "衡舟机器人公司扩建厂房", "date": "2025-01-09",
     "text": "衡舟机器人公司获得授权的专利达到61件。衡舟机器人公司于2018年5月落户桐溪。"},
    {"id": "port", "title": "Lanjiang Port opens a cold-chain hub", "date": "2024-10-22",
     "text": "Lanjiang Port employs 4,300 people in the city. The weather was fine all day."},
]  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Engine:
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([write_articles(tmp_path / "articles.jsonl", *ARTICLES)])
    return engine


def test_a_draft_is_a_question_set_that_can_be_run(library: Engine, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    records = draft_questions(
        library, DraftOptions(count=5), progress=lambda done, of: told.append((done, of))
    )
    assert told[-1] == (5, 5)
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
    questions = load_questions(path)
    assert [one.id for one in questions] == [f"draft-00{n}" for n in range(1, 6)]
    assert [one.answerable for one in questions] == [True] * 4 + [False]
    texts = {one["id"]: one["text"] for one in ARTICLES}
    for one in questions[:4]:
        assert one.evidence[0] in texts[one.articles[0]]
    assert {one["drafted_by"] for one in records} == {"rules"}
    assert {one["lang"] for one in records[:4]} == {"zh", "en"}
    refused = records[-1]
    assert refused["answers"] == [] == refused["articles"]
    assert refused["held_out_answer"] in texts[refused["held_out"][0]]


def test_a_seed_decides_the_draft(library: Engine) -> None:
    first = draft_questions(library, DraftOptions(count=4, seed=3))
    assert first == draft_questions(library, DraftOptions(count=4, seed=3))
    others = [draft_questions(library, DraftOptions(count=4, seed=seed)) for seed in range(4, 8)]
    assert any(first != other for other in others)


def test_a_small_library_gives_what_it_has(library: Engine) -> None:
    records = draft_questions(library, DraftOptions(count=100, unanswerable_share=0))
    assert {one["question"] for one in records} >= {
        "砚湖湿地公园总面积为多少亩？",
        "衡舟机器人公司于何时落户桐溪？",
        "How many people does Lanjiang Port employ in the city?",
    }
    assert len({one["question"] for one in records}) == len(records)


def test_unusable_options_and_an_empty_library_are_told(library: Engine) -> None:
    for options in (DraftOptions(count=0), DraftOptions(unanswerable_share=1.5)):
        with pytest.raises(UsageError, match="at least one question"):
            draft_questions(library, options)
    library.remove([one["id"] for one in ARTICLES])
    with pytest.raises(UsageError, match="empty"):
        draft_questions(library, DraftOptions())


def test_a_question_that_another_article_answers_is_not_unanswerable(tmp_path: Path) -> None:
    engine = Engine(Settings(), tmp_path / "library")
    again = {"id": "again", "title": "候鸟", "text": "湿地很大：砚湖的公园面积有5600亩之多。"}
    reprint = {**ARTICLES[0], "id": "reprint"}
    engine.index([write_articles(tmp_path / "a.jsonl", ARTICLES[0], reprint, again)])
    check = LibraryCheck(engine.retriever())
    park = engine.article("park")
    figure, date, *_ = RuleWriter().propose(park)
    family = check.family(park)
    assert family == ["park", "reprint"]
    rows = check.rows(family, engine.generation.rows_by_id["park"])
    assert not check.is_unanswerable(figure, rows)  # "again" has the figure
    assert check.is_unanswerable(date, rows)
    assert not check.is_unanswerable(date)  # nothing is held out


def test_a_sentence_of_two_articles_is_no_evidence(tmp_path: Path) -> None:
    engine = Engine(Settings(), tmp_path / "library")
    shared = ARTICLES[0]["text"]
    years = [
        {
            "id": year,
            "title": f"{year}年的湿地公园",
            "text": f"{shared}湿地公园全年接待游客{visitors}人次。",
        }
        for year, visitors in (("2023", "3万"), ("2024", "4万"))
    ]
    engine.index([write_articles(tmp_path / "a.jsonl", *years)])  # no reprints: other figures
    drafted = draft_questions(engine, DraftOptions(unanswerable_share=0))
    assert not any(sentence in shared for one in drafted for sentence in one["evidence"])


def test_files_that_are_held_out_give_unanswerable_questions(
    library: Engine, tmp_path: Path
) -> None:
    lake = {"id": "lake", "title": "云汀大桥的建设", "text": "云汀大桥主跨的长度为1820米。"}
    path = write_articles(tmp_path / "others.jsonl", lake, ARTICLES[0])
    records = draft_questions(
        library, DraftOptions(count=4, unanswerable_share=0.5, held_out=(path,))
    )
    refused = [one for one in records if one["kind"] == "unanswerable"]
    assert [(one["question"], one["held_out_answer"]) for one in refused] == [
        ("云汀大桥主跨的长度为多少米？", "1820米")  # and none from the article that is known
    ]
    assert "held_out" not in refused[0]


def by_model(
    monkeypatch: pytest.MonkeyPatch, library: Engine, *pieces: str | ModelError
) -> tuple[list[dict], ScriptedModel]:
    model = ScriptedModel(*pieces)
    monkeypatch.setattr("eval.drafting.draft.load_model", lambda _spec, **_options: model)
    options = DraftOptions(count=3, model="fake:one", unanswerable_share=0)
    return draft_questions(library, options), model


@pytest.fixture
def bank(tmp_path: Path) -> Engine:
    engine = Engine(Settings(), tmp_path / "bank")
    long = {
        **ARTICLES[1],
        "text": ARTICLES[1]["text"] + "客户可以到柜台办理各项业务，" * 4 + "谢谢。",
    }
    engine.index([write_articles(tmp_path / "bank.jsonl", long)])
    return engine


def test_a_model_writes_what_its_passage_bears_out(
    monkeypatch: pytest.MonkeyPatch, bank: Engine
) -> None:
    (record,), model = by_model(
        monkeypatch, bank, "**问：临泽银行共发放了多少笔贷款？**\n", "答：３,476 笔。"
    )
    assert record == {
        "id": "draft-001", "question": "临泽银行共发放了多少笔贷款？", "answers": ["3,476笔"],
        "articles": ["bank"], "evidence": ["临泽银行发放贷款共计3,476笔。"], "lang": "zh",
        "kind": "figure", "drafted_by": "fake:one",
    }  # fmt: skip
    assert Question.model_validate(record).answerable
    assert ARTICLES[1]["text"] in model.messages[1]["content"]


@pytest.mark.parametrize(
    "reply",
    [
        "问：临泽银行共发放了多少笔贷款？\n答：5,000笔",  # not in the passage
        "问：发放3,476笔贷款的是谁？\n答：3,476笔",  # in the question
        "问：临泽银行做了什么？\n答：" + "客户可以到柜台办理各项业务，" * 4,  # too long
        "问：文中的银行发放了多少笔贷款？\n答：3,476笔",  # nobody knows which text
        "How many loans?\n3,476笔",  # no form
        "Q: How many loans did Linze Bank grant?\nA: 3,476笔",  # another language
        "",
    ],
)
def test_what_the_passage_does_not_bear_out_is_dropped(
    monkeypatch: pytest.MonkeyPatch, bank: Engine, reply: str
) -> None:
    assert by_model(monkeypatch, bank, reply)[0] == []


def test_a_model_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, bank: Engine) -> None:
    with pytest.raises(ModelError, match="gone"):
        by_model(monkeypatch, bank, ModelError("gone"))


def test_replies_are_read_leniently() -> None:
    assert read_reply("1. Question: Who won?\n2. Answer: “Emma Lee”.") == ("Who won?", "Emma Lee")
    assert read_reply("问题: 谁？\n\n答案: 甲") == ("谁？", "甲")
    assert read_reply("我不知道。") is None
