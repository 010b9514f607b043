"""Sentences of the passages found that answer a question; no language model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.answering.candidates import LONGEST_QUOTE, Candidate
from rag.sentences import Span, sentence_spans
from rag.types import Article

# A further sentence is given as long as it is less likely than this that those before it answer.
SURE = 0.6
SURE_OF_LIST = 0.9
ITEM = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．](?!\d)|[第其][一二三四五六七八九十]|[一二三四五六七八九十]是"
    r"|另外|此外|还有|最后|[•·\-*] )"
)
_MISTAKE = re.compile("有误|错写|误写|写成了|误作|刊误|is wrong|was wrong|incorrectly|mistaken")
OPEN_ENDS = ("；", ";", "：", ":")


@dataclass(frozen=True)
class Excerpt:
    """A verbatim run of an article and the sentences in it that are given, in order."""

    article: Article
    start: int
    end: int
    sentences: tuple[Span, ...]


def choose(
    ranked: Sequence[Candidate], sentences: int, characters: int, *, is_list: bool = False
) -> list[Excerpt]:
    """Take the sentences that answer; never none.

    Args:
        ranked: best first.
        sentences: at most so many; the rest of a list that one of them begins comes on top.
        characters: at most so many together, but for the first sentence.
        is_list: whether several things are asked for.

    Returns:
        Best first. Neighbours in the text are one excerpt, so that they are cited once.
    """
    chosen: list[Candidate] = []
    likely, length = 0.0, 0
    for candidate in ranked:
        if len(chosen) == sentences or likely >= (SURE_OF_LIST if is_list else SURE):
            break
        if chosen and any(candidate.text == other.text for other in chosen):
            continue
        if chosen and length + len(candidate.text) > characters:
            continue
        chosen.append(candidate)
        likely += candidate.probability
        length += len(candidate.text)
    excerpts: list[Excerpt] = []
    for candidate in chosen:
        spans = [(candidate.start, candidate.end)]
        if after := _correction(candidate):
            spans.append(after)
        elif is_list:
            spans += _rest_of_list(candidate, characters - length)
            length += sum(end - start for start, end in spans[1:])
        one = Excerpt(candidate.article, spans[0][0], spans[-1][1], tuple(spans))
        _add(excerpts, one)
    return excerpts


def _correction(candidate: Candidate) -> Span | None:
    """Return the sentence after one that tells of a mistake: it has what is right."""
    if not _MISTAKE.search(candidate.text):
        return None
    text = candidate.article.text
    spans = sentence_spans(text[candidate.end : candidate.end + LONGEST_QUOTE])
    if not spans or spans[0][1] > LONGEST_QUOTE - (candidate.end - candidate.start):
        return None
    return candidate.end + spans[0][0], candidate.end + spans[0][1]


def _add(excerpts: list[Excerpt], one: Excerpt) -> None:
    """Join an excerpt to one that it touches, or put it last."""
    for at, other in enumerate(excerpts):
        low, high = min(one.start, other.start), max(one.end, other.end)
        first, second = sorted((one, other), key=lambda excerpt: excerpt.start)
        if (
            one.article.id == other.article.id
            and high - low <= LONGEST_QUOTE
            and not one.article.text[first.end : second.start].strip()
        ):
            spans = dict.fromkeys((*other.sentences, *one.sentences))
            excerpts[at] = Excerpt(one.article, low, high, tuple(sorted(spans)))
            return
    excerpts.append(one)


def _rest_of_list(candidate: Candidate, characters: int) -> Iterator[Span]:
    """Yield the sentences after a candidate that go on with its list."""
    text = candidate.article.text
    rest = text[candidate.end : candidate.end + max(characters, 0) + 1]
    spans = [span for span in sentence_spans(rest) if span[1] < len(rest) or not _more(text, rest)]
    before = candidate.text
    for low, high in takewhile(lambda span: span[1] <= characters, spans):
        piece = rest[low:high]
        if not (before.rstrip().endswith(OPEN_ENDS) or ITEM.match(piece)):
            return
        yield candidate.end + low, candidate.end + high
        before = piece


def _more(text: str, rest: str) -> bool:
    """Tell whether a text goes on after its part `rest`, whose last sentence may then be cut."""
    return not text.endswith(rest)
