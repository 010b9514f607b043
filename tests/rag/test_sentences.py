"""Texts into sentences, with offsets."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.sentences import clause_spans, sentence_spans

# Characters that matter to the rules, and some that do not.
WRITING = st.text(
    st.sampled_from(
        "年区の한aZЖ1 9\n\t\u3000。！？；…，、.!?;:,”’\"'」』）)】》〉]“(e.g.Mr.U.S.—🦆\r"
    ),
    max_size=80,
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(WRITING | st.text(max_size=80))
@example("。\n。")
@example("甲。 ” 乙")
def test_spans_are_in_order_apart_and_hold_every_written_character(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "expected",
    [
        ["今年引进十二个项目。", "投资增长！", "为什么？", "原因有二；", "且看……", "完"],
        ["“我们来了。”", "他说。"],
        ["厂长说：“九成九。”", "众人鼓掌。"],
        ["（见附件。）", "另行通知。"],
        ["良品率为99.5%。", "总价1.04亿元。"],
        ["真的吗？！", "真的。"],
    ],
)
def test_chinese(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["The zone grew.", "It attracted 12 projects!", "Why?"],
        ["Mr. Smith met Dr. Jones at 3.5 p.m. on Monday.", "They agreed."],
        ["The U.S. Senate voted.", "No. 5 won."],
        ["Shares of Acme Inc. Rose 3.2 per cent.", "Then they fell."],
        ['"It opens in June." said nobody.', "“It opened.”", "He left."],
        ["See example.com for more.", "Prices, e.g. Of rice, rose."],
        ["Das kostet ca. 5 Euro.", "Öfen sind teurer."],
        ["Метро открылось.", "Вода есть."],
    ],
)
def test_alphabetic_scripts(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("标题没有句号\n\n  正文开始。\n") == ["标题没有句号", "正文开始。"]


def test_a_stray_closing_mark_belongs_to_the_sentence_before() -> None:
    assert sentences("他来了。 ” \n她走了。") == ["他来了。 ”", "她走了。"]


def test_a_mark_on_a_line_of_its_own_stays_there() -> None:
    assert sentences("他来了。\n***\n她走了。") == ["他来了。", "***", "她走了。"]


@given(st.text(st.sampled_from("字a，、, ；"), min_size=1, max_size=120), st.integers(1, 30))
def test_clauses_hold_every_character_and_keep_to_the_limit(text: str, limit: int) -> None:
    pieces = clause_spans(text, 0, len(text), limit)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert [end for _, end in pieces[:-1]] == [start for start, _ in pieces[1:]]
    assert max(end - start for start, end in pieces) <= limit


def test_clauses_end_at_the_last_comma_of_the_second_half() -> None:
    text = "一二，三四五六，七八，九十甲乙丙丁"
    pieces = clause_spans(text, 0, len(text), 12)
    assert [text[start:end] for start, end in pieces] == ["一二，三四五六，七八，", "九十甲乙丙丁"]


def test_where_there_is_no_comma_a_clause_is_cut_at_the_limit() -> None:
    assert clause_spans("甲" * 25, 2, 25, 10) == [(2, 12), (12, 22), (22, 25)]
