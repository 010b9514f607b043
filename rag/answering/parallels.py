"""Sentences of different articles that run alike and name another answer: 首都是A, 首都是B.

Two sentences are compared word by word (characters in Chinese) by the longest matching blocks of
Ratcliff and Obershelp. They disagree where one run alone differs, of the kind that the question
asks for, and the question names neither: what it names is what the sentences are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from rag.answering.counted import may_answer
from rag.answering.questions import Kind, kind_of
from rag.claims.alignment import MASK, says_much
from rag.claims.names import names_of
from rag.claims.offices import offices_in
from rag.claims.quantity import same_value
from rag.claims.quotes import Quote
from rag.claims.reading import days_in, figures_of_quote, masked_text
from rag.sentences import clause_spans, sentence_spans
from rag.terms import QUESTION_WORDS
from rag.text import fold, main_script
from rag.types import Hit

LONGEST_QUOTE = 200
LEAST_TOKENS = 5  # of a sentence that can run like another
LEAST_OF_NUMBER = 6  # … where a number is asked for: 同比增长5% is said of anything
ALIKE = 0.7  # share of both sentences' tokens in matching blocks
HALF_ALIKE = 0.5  # … where one person alone differs, whose name is most of a short sentence
ASKED_SHARE = 0.5  # of the question's words that a sentence has
LONGEST_RUN = 16  # tokens that may differ
LONGEST_PART = 2  # tokens of what may be part of a name: 西班 of 西班牙
LEAST_NAME = 2  # tokens
_OTHER_OFFICE = frozenset({"副", "原", "former", "vice", "deputy", "acting"})  # put before one
_TOKEN = re.compile(r"[a-z0-9]+|#|[^\W\d_a-z]")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Parallel:
    """Two quotes and what each has where they differ."""

    quotes: tuple[Quote, Quote]
    values: tuple[str, str]


@dataclass(frozen=True)
class _Sentence:
    quote: Quote
    tokens: tuple[str, ...]
    script: str


def parallels(question: str, hits: Sequence[Hit]) -> list[Parallel]:
    """Find pairs of sentences of different articles that answer a question differently.

    Args:
        question: any; what it asks for (a date, a number, anything else) is what may differ.
        hits: those that a correction or a repeal replaces are left out.
    """
    kind = kind_of(question)
    if kind is Kind.REASON:
        return []
    folded = fold(question)
    sentences = [
        one
        for hit in hits
        if hit.superseded_by is None
        for one in _sentences(hit)
        if _covers(one.quote, folded)
    ]
    return [
        found
        for one, other in combinations(sentences, 2)
        if one.quote.article.id != other.quote.article.id and one.script == other.script
        for found in _compared(one, other, kind, folded)
    ]


def _sentences(hit: Hit) -> Iterator[_Sentence]:
    for start, end in sentence_spans(hit.passage.text):
        for low, high in clause_spans(hit.passage.text, start, end, LONGEST_QUOTE):
            quote = Quote(hit.article, hit.passage.start + low, hit.passage.start + high)
            tokens = tuple(_TOKEN.findall(masked_text(quote.text, hit.article.date)))
            if len(tokens) >= LEAST_TOKENS:
                yield _Sentence(quote, tokens, main_script(quote.text))


def _covers(quote: Quote, question: str) -> bool:
    asked = set(_TOKEN.findall(QUESTION_WORDS.sub(" ", question)))
    return len(asked & set(_TOKEN.findall(fold(quote.text)))) >= ASKED_SHARE * len(asked)


def _compared(one: _Sentence, other: _Sentence, kind: Kind, question: str) -> Iterator[Parallel]:
    runs, is_alike = _differing(one.tokens, other.tokens, is_short=kind is Kind.PERSON)
    least = LEAST_OF_NUMBER if kind is Kind.NUMBER else LEAST_TOKENS
    if not is_alike or min(len(one.tokens), len(other.tokens)) < least:
        return
    quotes = one.quote, other.quote
    days = _differing_days(*quotes)
    if days is None:
        return
    figures, may_answer_it = _differing_figures(*quotes, question)
    if kind is Kind.DATE:
        found = days if not runs and not figures else []
    elif kind is Kind.NUMBER:
        found = figures if not runs and not days and may_answer_it else []
    else:
        found = [(_written(one.quote, a), _written(other.quote, b)) for a, b in runs]
        found = [] if days or figures else found
        found = [pair for pair in found if _are_names(*pair)]
    if len(set(found)) == 1 and not any(fold(value) in question for value in found[0]):
        yield Parallel(quotes, found[0])


def _are_names(one: str, other: str) -> bool:
    """Tell whether two runs may be names, neither of which is only a longer form of the other.

    With other offices in them they are of other things: 镇长叶国信, 书记封听澜.
    """
    if offices_in(fold(one)) != offices_in(fold(other)):
        return False
    mine, its = ("".join(filter(str.isalnum, fold(value))) for value in (one, other))
    return mine not in its and its not in mine and all(map(says_much, (mine, its)))


def _differing(
    one: tuple[str, ...], other: tuple[str, ...], *, is_short: bool
) -> tuple[list[tuple[tuple[str, ...], tuple[str, ...]]], bool]:
    """Return the runs that differ, and whether enough of both is the same.

    Where `is_short`, a single run that differs counts as one token.
    """
    least = 2 if any(map(_HAN.match, one)) else 1
    blocks = [
        block
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        if block.size >= least or block.size == 0
    ]
    same = sum(block.size for block in blocks)
    gaps = []
    at, other_at = 0, 0
    for block in blocks:
        gaps.append((one[at : block.a], other[other_at : block.b]))
        at, other_at = block.a + block.size, block.b + block.size
    gaps = [_trimmed(*gap) for gap in gaps if any(gap)]
    if any(len(mine + its) == 1 and _OTHER_OFFICE & {*mine, *its} for mine, its in gaps):
        return [], False
    runs = [gap for gap in gaps if all(gap) or max(map(len, gap)) > LONGEST_RUN]
    longest = max(len(one), len(other))
    counted = longest
    if is_short and len(gaps) == 1 and all(gaps[0]) and same >= HALF_ALIKE * longest:
        counted -= max(map(len, gaps[0])) - 1
    is_alike = same >= ALIKE * counted
    return [run for run in runs if MASK not in run[0] and MASK not in run[1]], is_alike


def _trimmed(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take off what both end with, down to a short name: 叶国信说, 封听澜说."""
    while min(len(one), len(other)) > LEAST_NAME and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other


def _differing_days(one: Quote, other: Quote) -> list[tuple[str, str]] | None:
    """Return the days that differ, None where one names more of them."""
    mine, its = (days_in(quote.text, quote.article.date) for quote in (one, other))
    if len(mine) != len(its):
        return None
    return [
        (one.text[a.start : a.end], other.text[b.start : b.end])
        for a, b in zip(mine, its, strict=True)
        if a.value != b.value
    ]


def _differing_figures(
    one: Quote, other: Quote, question: str
) -> tuple[list[tuple[str, str]], bool]:
    """Return the figures that differ, and whether all of them may be what is asked for."""
    mine, its = figures_of_quote(one), figures_of_quote(other)
    if len(mine) != len(its):
        return [], False
    pairs = [
        (a, b) for a, b in zip(mine, its, strict=True) if not (same_value(a, b) or same_value(b, a))
    ]
    written = [(one.text[a.start : a.end], other.text[b.start : b.end]) for a, b in pairs]
    return written, all(
        may_answer(question, one.text, a) and may_answer(question, other.text, b) for a, b in pairs
    )


def _written(quote: Quote, tokens: tuple[str, ...]) -> str:
    """Return a run of tokens as it is written in its quote, with all of a name it is part of."""
    match = re.search(r"[\W_]*".join(map(re.escape, tokens)), fold(quote.text))
    if match is None:
        return "".join(tokens)
    start, end = match.span()
    for name in () if len(tokens) > LONGEST_PART else names_of(quote.text):
        if name.start <= start < name.end or name.start < end <= name.end:
            start, end = min(start, name.start), max(end, name.end)
    return quote.text[start:end]
