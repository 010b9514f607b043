"""Articles into passages, with offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.passages import passages_of
from rag.types import Article

SENTENCE = st.text(st.sampled_from("年区项目a1，、 “”🦆"), max_size=50)
TEXTS = st.lists(SENTENCE, min_size=1, max_size=40).map("。\n".join).filter(str.strip)


def article(text: str, language: str = "zh") -> Article:
    return Article("a", "标题", text, "a.txt", date="2024-05-01", language=language)


@given(TEXTS | st.text(min_size=1, max_size=300).filter(str.strip), st.sampled_from(["zh", "en"]))
def test_every_written_character_stands_in_exactly_one_passage(text: str, language: str) -> None:
    one = article(text, language)
    position = 0
    for passage in passages_of(one, 80):
        assert one.text[passage.start : passage.end] == passage.text
        assert passage.start >= position
        assert not text[position : passage.start].strip()
        position = passage.end
    assert not text[position:].strip()


def test_passages_are_of_even_size() -> None:
    sentence = "一二三四五六七八九。"  # ten characters
    passages = passages_of(article(sentence * 12), 100)  # 1.2 passages' worth
    assert [len(passage.text) for passage in passages] == [60, 60]


def test_an_article_that_fits_is_one_passage() -> None:
    text = "第一句。第二句。\n\n第三句。"
    (passage,) = passages_of(article(text), 100)
    assert (passage.text, passage.start, passage.end) == (text, 0, len(text))


def test_title_and_date_are_the_context() -> None:
    (passage,) = passages_of(article("一句话。"), 100)
    assert (passage.id, passage.article_id, passage.context) == ("a:0", "a", "标题 2024-05-01")


def test_passages_end_with_whole_sentences() -> None:
    text = "".join(f"这是第{n:03}句话，说的是经开区的事情。" for n in range(60))
    passages = passages_of(article(text), 100)
    assert all(passage.text.startswith("这是第") for passage in passages)
    assert all(passage.text.endswith("事情。") for passage in passages)


def test_alphabetic_text_gets_two_and_a_half_times_the_characters() -> None:
    text = "Ten chars. " * 50  # 50 sentences of ten characters
    # 500 characters against a size of 100 × 2.5 = 250: two passages; as Chinese it would be five
    assert len(passages_of(article(text, "en"), 100)) == 2
    assert len(passages_of(article(text, "zh"), 100)) == 5


def test_a_sentence_of_more_than_two_passages_is_cut_at_a_comma() -> None:
    text = "经开区的各项工作，" * 40 + "完。"  # 362 characters, one sentence
    passages = passages_of(article(text), 80)
    assert len(passages) > 1
    assert all(passage.text.endswith("，") for passage in passages[:-1])
    assert max(len(passage.text) for passage in passages) <= 160


@pytest.mark.parametrize("characters", [80, 300, 4000])
def test_no_passage_is_empty(characters: int) -> None:
    text = "\n\n\n标题\n \n。\n正文。\n\n"
    assert all(passage.text.strip() for passage in passages_of(article(text), characters))
