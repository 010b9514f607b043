"""Follow-ups written out: by rules, by a model, and never where there is no need."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes import write_articles
from hypothesis import given
from hypothesis import strategies as st

from embeddings.bundled import BundledEncoder
from rag.conversation.checking import is_sound
from rag.conversation.standalone import Standalone, leans, standalone
from rag.conversation.turns import Turn, messages_of, split_chat, turns_of
from rag.engine import Engine
from rag.errors import ModelError
from rag.settings import Settings
from rag.trace import Trace
from rag.types import Answer
from tests.conversation.dialogues import Dialogue, dialogues, standing

SHARED = Path(__file__).parents[3] / "shared" / "data"
TUNED = [*dialogues("tuned"), *dialogues("later")]


def said(*texts: str) -> list[dict[str, str]]:
    """Texts as turns of a user and an assistant."""
    roles = ("user", "assistant")
    return [{"role": roles[place % 2], "content": text} for place, text in enumerate(texts)]


class Model:
    """Says the given replies one after another and counts its calls."""

    def __init__(self, *replies: str | ModelError) -> None:
        self._replies = list(replies)
        self.prompts: list[str] = []

    def stream(self, messages: Sequence[dict[str, str]]) -> Iterator[str]:
        self.prompts.append(messages[-1]["content"])
        reply = self._replies.pop(0)
        if isinstance(reply, ModelError):
            raise reply
        yield from (reply[:3], reply[3:])


@pytest.mark.parametrize("one", TUNED, ids=lambda one: one.id)
def test_a_follow_up_stands_alone(one: Dialogue) -> None:
    made = standalone(one.question, one.messages)
    assert one.faults(made.text) == [], made.text
    assert made.by == "rules"
    assert not leans(made.text)


def test_follow_ups_that_the_rules_were_not_tried_on() -> None:
    right = sum(not one.faults(standalone(one.question, one.messages).text)
                for one in dialogues("held_out"))  # fmt: skip
    assert right >= 27  # of 30


@pytest.mark.parametrize("half", ["tuned", "held_out"])
def test_a_question_that_stands_alone_is_left_as_it_is(half: str) -> None:
    assert [
        (question, standalone(question, before).text)
        for question, before in standing(half)
        if standalone(question, before) != Standalone(question)
    ] == []


@pytest.mark.parametrize(
    ("first", "answer", "question", "expected"),
    [
        ("石桥镇2023年的人口是多少？", "3.4万人。", "2024年呢？", "石桥镇2024年的人口是多少？"),
        ("石桥镇的人口是多少？", "3.4万人。", "那它的面积呢？", "石桥镇的面积是多少？"),
        ("石桥镇的人口是多少？", "3.4万人。", "柳林镇呢", "柳林镇的人口是多少？"),
        ("石桥镇的镇长是谁？", "镇长周一鸣说。", "他说了什么？", "石桥镇的镇长周一鸣说了什么？"),
        ("松溪大桥什么时候通车的？", "2016年。", "为什么？", "松溪大桥为什么通车的？"),
        ("What is the population of Norwick?", "84,000.", "And its area?",
         "What is Norwick's area?"),
        ("How many schools does Norwick have in 2021?", "12.", "What about 2022?",
         "How many schools does Norwick have in 2022?"),
        ("When did Norwick open its library?", "In 1990.", "Why?",
         "Why did Norwick open its library?"),
        ("石桥镇的人口是多少？", "3.4万人。", "How large is it?", "How large is 石桥镇?"),
    ],
)  # fmt: skip
def test_the_words_of_a_standalone_question(
    first: str, answer: str, question: str, expected: str
) -> None:
    assert standalone(question, said(first, answer)).text == expected


@pytest.mark.parametrize(
    ("before", "question", "written"),
    [
        ("云汀新区一共有多少个项目？", "那其中投产了多少个？", "云汀新区的项目中投产了多少个？"),
        ("云汀新区引进了多少个项目？", "那投产的呢？", "云汀新区引进的项目中投产的有多少个？"),
        ("云汀新区引进了多少个项目？", "已经投产了多少个？", "云汀新区已经投产了多少个项目？"),
        ("云汀新区引进了多少个项目？", "有多少个投产了？", "云汀新区有多少个项目投产了？"),
        ("云汀新区有多少家企业？", "投资了多少？", "云汀新区投资了多少？"),
        ("How many wafer projects does the Yunting zone have?",
         "And how many of those have been completed?",
         "How many of the Yunting zone's wafer projects have been completed?"),
        ("How many people does Acme employ?", "How many of them are women?",
         "How many of Acme's people are women?"),
    ],
)  # fmt: skip
def test_what_was_counted_is_named_again(before: str, question: str, written: str) -> None:
    assert standalone(question, said(before, "41。")).text == written


def test_what_was_counted_before_a_part_of_it_is_counted_further() -> None:
    before = said("云汀新区引进了多少个项目？", "41个。", "其中投产了多少个？", "25个。")
    assert standalone("在建的呢？", before).text == "云汀新区引进的项目中在建的有多少个？"


def test_a_chain_of_follow_ups_leans_on_the_written_out_ones() -> None:
    before = said("石桥镇的人口是多少？", "3.4万人。", "面积呢？", "50平方公里。")
    assert standalone("柳林镇呢？", before).text == "柳林镇的面积是多少？"


def test_without_earlier_turns_a_question_is_as_it_is() -> None:
    assert standalone("那它的总投资呢？", []) == Standalone("那它的总投资呢？")
    assert standalone("它呢？", said("")) == Standalone("它呢？")


def test_a_model_is_asked_once_and_only_for_what_leans() -> None:
    model = Model("石桥镇的面积有多大？")
    before = said("石桥镇的人口是多少？", "3.4万人。")
    assert standalone("面积呢？", before, model) == Standalone("石桥镇的面积有多大？", "model")
    assert "问：石桥镇的人口是多少？\n答：3.4万人。" in model.prompts[0]
    assert standalone("柳林镇的人口是多少？", before, model).by == "asked"
    assert len(model.prompts) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "石桥镇的面积是50平方公里。",  # an answer
        "石桥镇2019年的面积是多少？",  # a figure that no one named
        "它的面积是多少？",  # leans still
        "What is the area of Shiqiao?",  # another language
        "问题：石桥镇的面积是多少？",
        "NO_ANSWER",
        "",
        "石桥镇的面积是多少？\n石桥镇的人口是多少？",
        "石桥镇的面积是" + "很" * 200 + "多少？",
        ModelError("it broke off."),
    ],
)
def test_what_is_no_sound_question_gives_way_to_the_rules(reply: str | ModelError) -> None:
    before = said("石桥镇的人口是多少？", "石桥镇常住人口3.4万人。")
    found = standalone("面积呢？", before, Model(reply))
    assert found == Standalone("石桥镇的面积是多少？", "rules")


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("石桥镇2024年的人口是多少？", True),
        ("石桥镇的人口是多少？", False),  # the figure of the question is gone
        ("人口为三万四千人的石桥镇在哪里，2024年？", False),  # tells what was answered
    ],
)
def test_a_sound_question_keeps_figures_and_tells_no_answer(written: str, sound: bool) -> None:
    turns = [Turn("石桥镇的人口是多少？", "到去年底，人口为三万四千人的石桥镇在哪里，人人知道。")]
    assert is_sound(written, "2024年呢？", turns) is sound


def test_turns_are_read_from_messages() -> None:
    messages = [
        {"role": "system", "content": "be kind"},
        {"role": "assistant", "content": "Hello"},
        {"role": "user", "content": " 甲？ "},
        {"role": "assistant", "content": "乙。[1]"},
        {"role": "user", "content": "丙？"},
    ]
    turns = turns_of(messages)
    assert turns == (Turn("甲？", "乙。"), Turn("丙？"))
    assert turns_of(messages_of(turns)) == turns
    assert turns_of(said(*"abcdefghijklmnop"))[0] == Turn("e", "f")  # the last six


def test_a_chat_is_its_last_question_and_what_came_before() -> None:
    chat = said("甲？", "乙。", "丙？")
    assert split_chat(chat) == ("丙？", chat[:2])
    assert split_chat([{"role": "system", "content": "x"}])[0] == ""


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_any_texts_give_a_question(first: str, answer: str, question: str) -> None:
    made = standalone(question, said(first, answer))
    assert made.by in {"asked", "rules"}
    assert made.text == question or made.text.strip()


@pytest.mark.parametrize(
    ("name", "most"), [("cmrc2018", 0.005), ("drcd", 0.005), ("xquad/questions_en_on_en", 0.01)]
)
def test_questions_of_public_sets_stand_alone(name: str, most: float) -> None:
    path = SHARED / (f"{name}.jsonl" if "/" in name else f"{name}/questions.jsonl")
    if not path.exists():
        pytest.skip(f"no {path}")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [leans(json.loads(line)["question"]) for line in lines]
    assert sum(found) / len(found) <= most


# --- in an engine -----------------------------------------------------------------------------

PARK = {
    "id": "park",
    "title": "柳溪产业园开园",
    "date": "2024-05-01",
    "text": "柳溪产业园占地830亩。柳溪产业园的总投资为56亿元。园区有员工1200人。",
}
TRAM = {
    "id": "tram",
    "title": "Harbour tram opens",
    "date": "2024-06-01",
    "text": "The Harbour tram cost 90 million euros. The Harbour tram has 14 stops.",
}
FIRST = said("柳溪产业园占地多少亩？", "柳溪产业园占地830亩。[1]")


@pytest.fixture
def engine(tmp_path: Path, bundled: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr("rag.engine.load_encoder", lambda _spec, **_options: bundled)
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    made = Engine(Settings(), tmp_path / "library")
    made.index([write_articles(tmp_path / "articles.jsonl", PARK, TRAM)])
    return made


def test_the_standalone_question_is_searched_and_told(engine: Engine) -> None:
    answer = engine.ask("那它的总投资呢？", messages=FIRST, record=False)
    assert answer.question == "那它的总投资呢？"
    assert answer.standalone_question == "柳溪产业园的总投资是多少？"
    assert answer.text.startswith("柳溪产业园的总投资为56亿元。[1]")


def test_an_english_follow_up_is_answered_in_english(engine: Engine) -> None:
    before = said("How many stops does the Harbour tram have?", "14.")
    answer = engine.ask("And its mayor's shoe size?", messages=before, record=False, as_of="2000")
    assert answer.text == "The articles do not hold the answer to this question."


@pytest.mark.parametrize(
    ("question", "messages", "replies", "calls"),
    [
        ("那它的总投资呢？", FIRST, ["柳溪产业园的总投资是多少？", "总投资为56亿元。"], 2),
        ("那它的总投资呢？", FIRST, ["56亿元。", "总投资为56亿元。"], 2),
        ("柳溪产业园的总投资是多少？", FIRST, ["总投资为56亿元。"], 1),
        ("柳溪产业园的总投资是多少？", [], ["总投资为56亿元。"], 1),
    ],
)
def test_an_answer_takes_at_most_two_calls(
    engine: Engine, question: str, messages: list[dict[str, str]], replies: list[str], calls: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    model = Model(*replies)
    monkeypatch.setattr("rag.engine.load_model", lambda _spec, **_options: model)
    trace = Trace()
    answer = engine.ask(question, messages=messages, record=False, trace=trace)
    assert isinstance(answer, Answer)
    assert answer.standalone_question == "柳溪产业园的总投资是多少？"
    assert len(model.prompts) == len(trace.calls) == calls
    assert trace.calls[-1].purpose == "answer"
    assert "56亿元" in answer.text
