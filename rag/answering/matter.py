"""Whether what was found can speak of the years and the figures that a question names.

What is said of 2023 does not answer a question about 2022, nor what is said of line 6 one about
line 19, however alike the words are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.claims.quotes import Quote
from rag.text import fold
from rag.time_mentions import time_mentions
from rag.types import Hit

_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FIGURE_OF = re.compile(rf"(?:{_FIGURE.pattern})(?![\d,.]|\s*$)")  # of something: 19号线
_CLAUSE = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[。；;！？\n]")
_YEAR = re.compile(r"(?:19|20)\d\d")  # without 年, too: `speaks_of` sees to years


def asked_years(question: str) -> frozenset[int]:
    """Return the years that a question names in full; a range gives each of its years."""
    return _years(question, None)


def speaks_of(quote: Quote, years: frozenset[int]) -> bool:
    """Tell whether a quote, the text before it, its title or its article's date has such a year.

    Of an article without a date, where nothing near names a year, nobody can tell: it may.

    Args:
        quote: 去年 in it is resolved by its article's date.
        years: asked for; where there are none, every quote will do.
    """
    if not years:
        return True
    article = quote.article
    if article.date is not None and int(article.date[:4]) in years:
        return True
    text = f"{article.title}\n{quote.before}{quote.text}"
    named = _years(text, article.date)
    return bool(years & named) or (article.date is None and not named)


@lru_cache(maxsize=512)
def _years(text: str, published: str | None) -> frozenset[int]:
    return frozenset(
        year
        for found in time_mentions(text, published)
        for year in range(int(found.first[:4]), int(found.last[:4]) + 1)
    )


def said_as_asked(question: str, sentence: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether what a sentence rests on speaks of the years and the figures of a question.

    Years as in `speaks_of`; besides, a figure of the sentence may not be said of other years in
    its own clause. The question's figures have to stand in the quote or near it; see
    `figures_apart`.

    Args:
        question: as it was searched.
        sentence: of a language model.
        quotes: of the sentence; those that hold its figures count, all where none does.
    """
    years = asked_years(question)
    asked, figures = (_figures(text, pattern) for text, pattern in (
        (question, _FIGURE_OF), (sentence, _FIGURE)
    ))  # fmt: skip
    holding = [one for one in quotes if figures & _figures(one.text, _FIGURE)] or list(quotes)
    return any(
        speaks_of(one, years)
        and not _of_other_years(one, figures, years)
        and asked <= _figures(f"{one.context}\n{one.text}", _FIGURE)
        for one in holding
    )


def _of_other_years(quote: Quote, figures: frozenset[str], years: frozenset[int]) -> bool:
    """Tell whether each clause of a quote that has one of the figures names other years."""
    if not years:
        return False
    clauses = [one for one in _CLAUSE.split(quote.text) if figures & _figures(one, _FIGURE)]
    named = [_years(one, quote.article.date) for one in clauses]
    return bool(named) and all(found and not found & years for found in named)


def _figures(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the figures of a text in digits but for years."""
    found = (figure.replace(",", "") for figure in pattern.findall(fold(text)))
    return frozenset(figure for figure in found if not _YEAR.fullmatch(figure))


def read_text(hits: Sequence[Hit]) -> str:
    """Return the titles and passages of hits, folded."""
    return fold("\n".join(f"{hit.article.title}\n{hit.passage.text}" for hit in hits))


def figures_apart(question: str, hits: Sequence[Hit]) -> list[str]:
    """Return the figures of a question, in digits, that stand in no passage and no title of hits.

    Years are no matter of this; see `speaks_of`.
    """
    return sorted(_figures(question, _FIGURE_OF) - _figures(read_text(hits), _FIGURE))
