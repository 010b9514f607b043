"""The text around a quote: verbatim in order, in bounded pieces, its paragraph first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.excerpt import LONGEST, PIECES, excerpt

LINES = [f"第{number}段" + "字" * 150 + "。" for number in range(20)]
TEXT = "\n".join(LINES)


def test_a_quotes_own_paragraph_is_shown_and_six_on_each_side_are_kept() -> None:
    start = TEXT.index(LINES[10]) + 100
    around = excerpt(TEXT, start, start + 10)
    assert around.before == LINES[10][:100]
    assert around.after == LINES[10][110:] + "\n" + LINES[11]  # 45 characters would be few
    assert [one.strip() for one in around.earlier] == LINES[4:10]
    assert [one.strip() for one in around.later] == LINES[12:18]
    assert (around.begins, around.ends) == (False, False)


def test_a_short_article_is_shown_whole() -> None:
    around = excerpt("一。\n\n二。\n三。", 4, 6)
    assert (around.before, around.after) == ("一。\n\n", "\n三。")
    assert (around.earlier, around.later, around.begins, around.ends) == ((), (), True, True)


def test_a_long_paragraph_is_parted_after_a_sentence() -> None:
    text = "一" * 199 + "。" + "二" * 299 + "。" + "引文。"
    around = excerpt(text, 500, 503)
    assert around.before == "二" * 299 + "。"
    assert around.earlier == ("一" * 199 + "。",)


@given(st.text("字。\n a", min_size=1, max_size=3000), st.data())
def test_it_is_a_run_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    around = excerpt(text, start, end)
    before = "".join(around.earlier) + around.before
    after = around.after + "".join(around.later)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert around.begins == (len(before) == start)
    assert around.ends == (len(after) == len(text) - end)
    assert len(around.earlier) <= PIECES
    assert all(len(one) <= LONGEST for one in (*around.earlier, *around.later) if one.strip())
