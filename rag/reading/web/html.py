"""HTML pages to a page: the main text with its headline, and what the page states of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.dates import normalise_date
from rag.reading.encoding import decode
from rag.reading.headlines import issuer_of
from rag.reading.joining import join_lines
from rag.reading.page import Page
from rag.reading.quiet import keep_quiet
from rag.reading.sizes import HTML_BYTES, refuse_larger
from rag.reading.web.headline import Headline, headline, without_site
from rag.reading.web.lines import Line, ShownPage, shown_page
from rag.reading.web.main_text import SHORTEST_ARTICLE, main_text
from rag.reading.web.metadata import html_date, stated_fields, stated_issuer, stated_titles
from rag.reading.web.outside import outside
from rag.reading.web.script_text import text_in_scripts
from rag.types import Removed

if TYPE_CHECKING:
    from trafilatura.settings import Document

__all__ = ["html_date", "read_html"]

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_META_BYTES = 4096
_TRAFILATURA_CHARACTERS = 1_000_000  # of a larger page its beginning; it takes seconds for more
_BACKUP_CHARACTERS = 40_000  # its second opinion, justext, takes the square of a page's paragraphs
_END_TAG = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_OPEN = ("，", "、", ",")  # a line that ends so goes on in the next block
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_RIGHTS = re.compile(r"(?:版权所有|保留所有权利|all rights reserved|©|copyright).*", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:[\u4e00-\u9fff·]{2,8}|[A-Z][a-z]+(?: [A-Z][a-z.]*){1,3})")
_NOT_AUTHOR = re.compile(r"编辑|授权|关注|发布|未知|网友|手机|登录|行情|用户|Email|Name|Com\b|Ip\b")


def read_html(data: bytes, declared: str | None = None, url: str | None = None) -> Page:
    """Make a page of an HTML file.

    Args:
        data: the file; a `<meta charset>` in it is believed only where it proves right.
        declared: an encoding stated outside of the file, as in a MIME header.
        url: the page's address where it is known; else the one that the page states.

    Raises:
        ReadError: the bytes are too many, cannot be decoded or hold no main text.
    """
    refuse_larger(len(data), HTML_BYTES)
    meta = _META_CHARSET.search(data[:_META_BYTES])
    charset = meta[1].decode("ascii", "ignore") if meta else None
    html = decode(data, declared or charset).text
    if not html.strip():
        raise ReadError("is empty")
    fields = stated_fields(html)
    stated = _metadata(html)
    found, lines, removed = _main_text(html, stated_titles(html, fields))
    text = "\n".join([*found.above, *lines, *found.below]).strip()
    if not text:
        raise ReadError("holds no text of an article", "Save the page again with its text shown.")
    title = found.title
    if title and "".join(title.split()) not in "".join(text[:600].split()):
        text = f"{title}\n{text}"
    url = url or stated.url or None
    date = html_date(html, text, url)
    return Page(
        text=text,
        title=title or None,
        date=date or _guessed(stated.date),
        issuer=stated_issuer(fields)
        or issuer_of(text)
        or _site(stated.sitename)
        or _author(stated.author),
        url=url,
        one_article=True,
        removed=removed,
    )


def _main_text(html: str, titles: list[str]) -> tuple[Headline, list[str], tuple[Removed, ...]]:
    """Return headline and paragraphs of the main text, and what the page shows around it.

    The main text is what is shown, or what scripts hold, or what trafilatura finds.

    What is read after a premature `</html>` belongs to the page, as browsers see it.
    """
    from trafilatura import load_html

    open_ended = _END_TAG.sub("", html)
    root = load_html(open_ended)
    if root is None:  # trafilatura wants more of a page than one element
        root = load_html(f"<html><head></head><body>{open_ended}</body></html>")
    page = shown_page(root) if root is not None else ShownPage()
    text = main_text(page)
    length = sum(len(page.lines[place].text) for place in text.places)
    if length < SHORTEST_ARTICLE:
        other = text_in_scripts(html)
        if not (length or other):  # a page of links, as a front page
            other = _by_trafilatura(html)
        if len(other) > 2 * length:
            title = without_site(" ".join(titles[0].split())) if titles else ""
            around = outside(page, [], {title, *other.split("\n")})
            return Headline(title, [], 0, []), [join_lines(other)], around
    if not text.places:
        return Headline("", [], 0, []), [], ()
    found = headline(page, text, titles)
    places = text.places[found.start :]
    around = outside(page, places, {found.title, *found.above, *found.below})
    return found, _paragraphs([page.lines[place] for place in places]), around


def _paragraphs(lines: list[Line]) -> list[str]:
    """Join what `<br>` broke in mid-sentence, and blocks that end with a comma."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and (line.block == groups[-1][-1].block or groups[-1][-1].text.endswith(_OPEN)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        join_lines("\n".join(line.text for line in group)) if len(group) > 1 else group[0].text
        for group in groups
    ]


def _by_trafilatura(html: str) -> str:
    """Return what trafilatura takes for main text; it knows lists of links, too."""
    import trafilatura

    keep_quiet("trafilatura", "htmldate")
    found = trafilatura.bare_extraction(
        html[:_TRAFILATURA_CHARACTERS],
        favor_recall=True,
        fast=len(html) > _BACKUP_CHARACTERS,
        include_comments=False,
        with_metadata=False,
    )
    if found is None or isinstance(found, dict):
        return ""
    return str(found.text or "")


def _guessed(date: str | None) -> PublicationDate | None:
    """Return trafilatura's last resort, any date of the page: seldom more than a guess."""
    value = normalise_date(date or "")
    return PublicationDate.of(value, DateOrigin.BODY) if value else None


def _metadata(html: str) -> Document:
    import trafilatura

    keep_quiet("trafilatura", "htmldate")
    dates = {"extensive_search": False, "original_date": True}
    return trafilatura.extract_metadata(html[:_TRAFILATURA_CHARACTERS], date_config=dates)


def _site(name: str | None) -> str | None:
    site = _RIGHTS.sub("", name or "").strip(" -_|")
    return site if site and not _HOST.fullmatch(site) else None


def _author(name: str | None) -> str | None:
    author = (name or "").removeprefix("作者：").strip()
    return author if _AUTHOR.fullmatch(author) and not _NOT_AUTHOR.search(author) else None
