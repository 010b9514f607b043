"""What a format's reader hands on: the text of a page and what the file itself says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rag.reading.dates import publication_date
from rag.reading.headlines import issuer_of, language_of, title_of
from rag.types import Article


@dataclass(frozen=True, slots=True)
class Page:
    """Text of one file and the title, date (as in `Article`), issuer and URL that it states.

    What is None is looked for in the text.
    """

    text: str
    title: str | None = None
    date: str | None = None
    issuer: str | None = None
    url: str | None = None


def article_id(text: str) -> str:
    """Return the id of an article that brings none: 16 hexadecimal digits of its text's hash."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def split_page(text: str) -> list[str]:
    """Return the texts of the articles on a page, in order; at present the page is one article."""
    return [text]


def articles_of(page: Page, source: str) -> list[Article]:
    """Turn a page into articles.

    Args:
        page: its text holds at least one character that is not white space.
        source: the file's path as given; of several articles each gets `#` and its number.
    """
    texts = split_page(page.text)
    if len(texts) == 1:
        return [_article(texts[0], page, source)]
    bare = Page(text=page.text, date=page.date, issuer=page.issuer, url=page.url)
    return [
        _article(text, bare, f"{source}#{number}") for number, text in enumerate(texts, start=1)
    ]


def _article(text: str, page: Page, source: str) -> Article:
    return Article(
        id=article_id(text),
        title=page.title or title_of(text),
        text=text,
        source=source,
        date=page.date or publication_date(text),
        issuer=page.issuer or issuer_of(text),
        url=page.url,
        language=language_of(text),
    )
