"""HTML pages to a page: the main text and what the page states of it, through trafilatura."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.reading.dates import normalise_date, publication_date
from rag.reading.encoding import decode
from rag.reading.headlines import issuer_of
from rag.reading.joining import join_lines
from rag.reading.page import Page
from rag.reading.quiet import keep_quiet

if TYPE_CHECKING:
    from trafilatura.settings import Document

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_META_BYTES = 4096
_META = re.compile(r"<meta\s[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# What Chinese government sites must state, and what others commonly do, the surest first.
_META_DATES = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "article:published_time",
    "og:release_date",
    "datepublished",
)
_META_ISSUERS = ("contentsource",)
_SITE_SUFFIX = re.compile(
    r"(?:_+|\s+[|—–-]+\s+|\s*[|丨-]\s*(?=[^|丨-]{2,8}[网报社]$))(?P<site>[^_]*)$"
)
_SHORTEST_TITLE = 4
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
        ReadError: the bytes cannot be decoded or hold no main text.
    """
    meta = _META_CHARSET.search(data[:_META_BYTES])
    charset = meta[1].decode("ascii", "ignore") if meta else None
    html = decode(data, declared or charset).text
    document = _extract(html)
    stated = _stated(html)
    text = join_lines(document.text or "")
    if not text:
        raise ReadError("holds no text of an article", "Save the page again with its text shown.")
    title = _without_site(document.title or "", text)
    if title and "".join(title.split()) not in "".join(text[:600].split()):
        text = f"{title}\n{text}"
    return Page(
        text=text,
        title=title or None,
        date=next(filter(None, map(normalise_date, _values(stated, _META_DATES))), None)
        or normalise_date(document.date or "")
        or publication_date(text),
        issuer=next(iter(_values(stated, _META_ISSUERS)), None)
        or issuer_of(text)
        or _site(document.sitename)
        or _author(document.author),
        url=url or document.url or None,
    )


def _extract(text: str) -> Document:
    import trafilatura

    keep_quiet("trafilatura", "htmldate")
    if not text.strip():
        raise ReadError("is empty")
    found = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        raise ReadError("holds no text of an article", "Save the page again with its text shown.")
    return found


def _stated(html: str) -> dict[str, str]:
    """Return the `<meta>` values of a page by their lower-case names."""
    found: dict[str, str] = {}
    for tag in _META.findall(html):
        values = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(tag)}
        name = values.get("name") or values.get("property") or values.get("itemprop") or ""
        found.setdefault(name.lower(), unescape(values.get("content", "")).strip())
    return found


def _values(stated: dict[str, str], names: tuple[str, ...]) -> list[str]:
    return [stated[name] for name in names if stated.get(name)]


def _without_site(title: str, text: str) -> str:
    """Take the site's name off a title: 标题_栏目_某某网."""
    title = " ".join(title.split())
    while (match := _SITE_SUFFIX.search(title)) and match.start() >= _SHORTEST_TITLE:
        if title in text:
            break
        title = title[: match.start()].strip()
    return title


def _site(name: str | None) -> str | None:
    site = _RIGHTS.sub("", name or "").strip(" -_|")
    return site if site and not _HOST.fullmatch(site) else None


def _author(name: str | None) -> str | None:
    author = (name or "").removeprefix("作者：").strip()
    return author if _AUTHOR.fullmatch(author) and not _NOT_AUTHOR.search(author) else None
