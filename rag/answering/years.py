"""Whether a quote can speak of the years that a question names.

What is said of 2023 does not answer a question about 2022, however alike the words are.
"""

from __future__ import annotations

from functools import lru_cache

from rag.claims.quotes import Quote
from rag.time_mentions import time_mentions


def asked_years(question: str) -> frozenset[int]:
    """Return the years that a question names in full; a range gives each of its years."""
    return _years(question, None)


def speaks_of(quote: Quote, years: frozenset[int]) -> bool:
    """Tell whether a quote, the text before it, its title or its article's date has such a year.

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
    return bool(years & _years(text, article.date))


@lru_cache(maxsize=512)
def _years(text: str, published: str | None) -> frozenset[int]:
    return frozenset(
        year
        for found in time_mentions(text, published)
        for year in range(int(found.first[:4]), int(found.last[:4]) + 1)
    )
