"""Doubts as phrases in both languages."""

from __future__ import annotations

import pytest

from rag.claims.doubts import Doubt, DoubtKind
from ui.doubt_texts import doubt_text, removed_text


def test_a_doubt_tells_what_was_claimed_and_what_the_article_says() -> None:
    doubt = Doubt(DoubtKind.FIGURE, "42个", "41个", denied=True)
    assert doubt_text(doubt, "zh") == "原文中没有数字“42个”，原文是“41个”"
    assert doubt_text(doubt, "en") == "the figure “42个” is not in the quote, which has “41个”"


@pytest.mark.parametrize("kind", DoubtKind)
def test_every_kind_has_a_text_in_both_languages(kind: DoubtKind) -> None:
    chinese, english = (doubt_text(Doubt(kind, "x"), language) for language in ("zh", "en"))
    assert any("\u4e00" <= one <= "\u9fff" for one in chinese)
    assert english.isprintable() and not any("\u4e00" <= one <= "\u9fff" for one in english)


def test_what_was_left_out_is_counted() -> None:
    assert removed_text(0, "zh") == ""
    assert removed_text(2, "zh") == "有 2 句话与原文不符，已删去。"
    assert removed_text(1, "en") == "1 sentence(s) contradicted the articles and were left out."
