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


def read_text(hits: Sequence[Hit]) -> str:
    """Return the titles and passages of hits, folded."""
    return fold("\n".join(f"{hit.article.title}\n{hit.passage.text}" for hit in hits))


def figures_apart(question: str, hits: Sequence[Hit]) -> list[str]:
    """Return the figures of a question, in digits, that stand in no passage and no title of hits.

    Years are no matter of this; see `speaks_of`.
    """
    read = read_text(hits)
    known = {figure.replace(",", "") for figure in _FIGURE.findall(read)}
    asked = (figure.replace(",", "") for figure in _FIGURE_OF.findall(fold(question)))
    return [figure for figure in asked if not _YEAR.fullmatch(figure) and figure not in known]
