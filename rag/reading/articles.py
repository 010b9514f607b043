"""A page to its articles: residue taken out, articles parted, each told its title and date."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.languages import language_of
from rag.reading.address_dates import date_in_address
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.dates import find_publication_date
from rag.reading.headlines import issuer_of, title_of
from rag.reading.notices.notice import Notice, notice_of
from rag.reading.page import Page, article_id
from rag.reading.residue.cleaning import remove_residue
from rag.reading.splitting.newspaper import split_newspaper
from rag.reading.splitting.programme import split_programme
from rag.types import Article, Removed

# What only public documents have; reading one whole costs more than looking for these.
_A_NOTICE = re.compile(
    r"索引号|文\s?号|〔\d{4}〕|\[\d{4}\]\s?\d|成文|施行|试行|废止|失效|有效期|印发|之日起|起(?:执行|实施)"
)
_SENTENCE = re.compile(r"[。！？；]")
_PAGE_NUMBER = re.compile(r"^\d{1,2}\s+(?=[^\d\s])")  # a page's number above its first headline
HEADER_CHARACTERS = 80
_OF_THE_PAGE = (DateOrigin.MASTHEAD, DateOrigin.METADATA)  # dates that hold for all its articles


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    title: str | None


def articles_of(page: Page, source: str, furniture: Collection[str] = frozenset()) -> list[Article]:
    """Turn a page into articles.

    Args:
        page: its text holds at least one character that is not white space.
        source: the file's path as given; of several articles each gets `#` and its number.
        furniture: lines that other pages of the same site repeat.

    Returns:
        At least one article, in the page's order; what was removed goes with the first.
    """
    cleaned = remove_residue(page.text, furniture)
    removed = (
        *page.removed,
        *(Removed(piece.text, str(piece.reason)) for piece in cleaned.residue),
    )
    parts = _parts(cleaned.text, page)
    if len(parts) == 1:
        return [_article(parts[0], page, source, removed)]
    parts = _with_header(parts)
    date = page.date or _date_of_page(cleaned.text, parts[0])
    bare = Page(text=page.text, date=date, issuer=page.issuer, url=page.url)
    return [
        _article(part, bare, f"{source}#{number}", () if number > 1 else removed)
        for number, part in enumerate(parts, start=1)
    ]


def _parts(text: str, page: Page) -> Sequence[_Part]:
    if page.one_article:
        return [_Part(text.strip(), page.title)]
    stories = [_Part(part.text, part.title) for part in split_newspaper(text)]
    if len(stories) > 1:
        return stories
    joined = text.strip() if page.lines_joined else stories[0].text
    items = split_programme(joined)
    if len(items) > 1:
        return [_Part(item.text, item.title) for item in items]
    return [_Part(joined, page.title)]


def _with_header(parts: Sequence[_Part]) -> Sequence[_Part]:
    """Put a first part that is only the page's header (03 要闻, its date) above the next."""
    first, second, *rest = parts
    if len(first.text) > HEADER_CHARACTERS or _SENTENCE.search(first.text):
        return parts
    title = _PAGE_NUMBER.sub("", second.title) if second.title else None
    return [_Part(f"{first.text}\n{second.text}", title), *rest]


def _date_of_page(text: str, first: _Part) -> PublicationDate | None:
    """Return the date that stands in a page's header, above its first headline."""
    place = first.text.find((first.title or "").split(" ")[0]) if first.title else -1
    header = find_publication_date(first.text[:place]) if place > 0 else None
    whole = header or find_publication_date(text)
    return whole if header or (whole and whole.origin in _OF_THE_PAGE) else None


def _article(part: _Part, page: Page, source: str, removed: tuple[Removed, ...]) -> Article:
    text = part.text
    date = page.date or _date(text, page.url)
    issued = date.value if date else None
    notice = notice_of(text, issued) if _A_NOTICE.search(text) else Notice()
    return Article(
        id=page.id or article_id(text),
        title=part.title or title_of(text),
        text=text,
        source=source,
        date=issued,
        issuer=page.issuer or notice.issuer or issuer_of(text),
        url=page.url,
        language=page.language or language_of(text),
        date_origin=str(date.origin) if date else None,
        date_confidence=date.confidence if date else None,
        document_number=notice.document_number,
        effective_date=notice.effective,
        repeal_date=notice.repealed,
        repeals=notice.repeals,
        removed=removed,
    )


def _date(text: str, url: str | None) -> PublicationDate | None:
    return find_publication_date(text) or (date_in_address(url) if url else None)
