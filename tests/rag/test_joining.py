"""Neighbouring passages given to a model as one, worked by hand."""

from __future__ import annotations

from fakes import LetterEncoder, ScriptedModel
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.answerer import Answerer, Draft
from rag.answering.joining import joined
from rag.keywords import KeywordIndex
from rag.types import Article, Hit, Passage

PARK = Article("park", "公园", "公园开放。面积很大。\n鸟有九种。门票十元。", "park.txt")
# sentences at 0–5, 5–10, 11–16 and 16–21; a line break at 10
METRO = Article("metro", "地铁", "公园开放。地铁通车。", "metro.txt")


def hit(article: Article, start: int, end: int, confidence: float = 0.5) -> Hit:
    text = article.text[start:end]
    passage = Passage(f"{article.id}:{start}", article.id, text, start, end)
    return Hit(passage, article, confidence, confidence, ("keyword",))


def spans(hits: tuple[Hit, ...]) -> list[tuple[str, int, int]]:
    return [(one.article.id, one.passage.start, one.passage.end) for one in hits]


def test_neighbours_are_one_passage_in_text_order_at_the_place_of_the_best() -> None:
    hits = [hit(METRO, 0, 5, 0.9), hit(PARK, 11, 16, 0.8), hit(METRO, 5, 10, 0.7),
            hit(PARK, 5, 10, 0.6)]  # fmt: skip
    found = joined(hits, 4)
    assert spans(found) == [("metro", 0, 10), ("park", 5, 16)]
    assert [one.passage.text for one in found] == ["公园开放。地铁通车。", "面积很大。\n鸟有九种。"]
    assert [one.confidence for one in found] == [0.9, 0.8]


def test_a_gap_of_text_keeps_passages_apart() -> None:
    assert spans(joined([hit(PARK, 16, 21), hit(PARK, 5, 10)], 4)) == [
        ("park", 16, 21),
        ("park", 5, 10),
    ]


def test_the_passage_between_joins_what_stands_on_both_sides() -> None:
    hits = [hit(PARK, 0, 5), hit(PARK, 11, 16), hit(PARK, 5, 10)]
    assert spans(joined(hits, 3)) == [("park", 0, 16)]
    assert spans(joined(hits, 2)) == [("park", 0, 5), ("park", 11, 16)]  # the third is not taken


def test_overlapping_passages_and_one_within_another_are_joined() -> None:
    hits = [hit(PARK, 0, 16), hit(PARK, 2, 5), hit(PARK, 14, 21)]
    assert spans(joined(hits, 3)) == [("park", 0, 21)]


def test_one_article_twice_under_the_same_offsets_of_another_is_not_confused() -> None:
    assert spans(joined([hit(PARK, 0, 5), hit(METRO, 5, 10)], 2)) == [
        ("park", 0, 5),
        ("metro", 5, 10),
    ]


def test_no_hits() -> None:
    assert joined([], 4) == ()


@given(
    st.lists(
        st.tuples(st.sampled_from([PARK, METRO]), st.integers(0, 9), st.integers(1, 10)),
        max_size=8,
    ),
    st.integers(1, 8),
)
def test_all_that_was_taken_is_there_once_verbatim(
    chosen: list[tuple[Article, int, int]], count: int
) -> None:
    hits = [hit(one, start, start + size) for one, start, size in chosen
            if one.text[start : start + size] and start + size <= len(one.text)]  # fmt: skip
    found = joined(hits, count)
    assert len(found) <= count
    covered = {(one.article.id, at) for one in hits[:count]
               for at in range(one.passage.start, one.passage.end)}  # fmt: skip
    given_ = [(one.article.id, at) for one in found
              for at in range(one.passage.start, one.passage.end)]  # fmt: skip
    assert len(given_) == len(set(given_)), "nothing twice"
    between = {(name, at) for name, at in given_} - covered
    texts = {"park": PARK.text, "metro": METRO.text}
    assert covered <= set(given_)
    assert all(not texts[name][at].strip() for name, at in between)
    for one in found:
        assert one.article.text[one.passage.start : one.passage.end] == one.passage.text


def test_a_model_reads_the_joined_passage_and_its_quote_is_still_verbatim() -> None:
    model = ScriptedModel("门票十元。")
    answerer = Answerer(LetterEncoder(), KeywordIndex.build([PARK.text, METRO.text]), 3, 280, 4)
    hits = [hit(PARK, 16, 21, 0.9), hit(METRO, 0, 5, 0.8), hit(PARK, 11, 16, 0.7)]
    *_, draft = answerer.stream("门票多少钱？", hits, 0.9, model, "scripted")
    assert isinstance(draft, Draft)
    asked = model.messages[-1]["content"]
    assert "公园 (?)\n鸟有九种。门票十元。\n</passage>" in asked
    assert "地铁 (?)\n公园开放。\n</passage>\n\n问题" in asked
    (citation,) = draft.citations
    assert (citation.article.id, citation.start, citation.end) == ("park", 16, 21)
    assert citation.quote == "门票十元。"
