"""What an HTML page states of itself in fields that no reader sees: titles, dates, issuer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from html import unescape

from rag.reading.address_dates import date_in_address
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.dates import find_publication_date
from rag.reading.written_dates import normalise_date

_META = re.compile(r"<(?:meta|time)\s[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
# What Chinese government sites must state, and what others commonly do, the surest first.
_PUBLISHED = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "article:published_time",
    "og:published_time",
    "og:release_date",
    "og:time",
    "datepublished",
    "date_published",
    "citation_publication_date",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
)
_LAST_CHANGED = ("dateupdate", "datemodified", "article:modified_time", "lastmodifiedtime")
_ISSUERS = ("contentsource",)
_TITLES = ("og:title", "twitter:title", "articletitle")
_VALUE = (
    r"[\"']?\s*+[:=]\s*+(?:[\"']\s*+)?"
    r"(?P<value>\d{4}[-/.年][^\"'<>,;{}]{3,30}|\d{10}(?:\d{3})?)(?!\d)"
)
_FIELDS = (  # of JSON-LD, of a page's own JSON and of script variables
    re.compile(
        r"(?<![a-z])(?:date_?published|pub_?date|publish_?(?:date|time)|pub_?time|ptime)" + _VALUE,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![a-z])(?:ct|create_?time|created_?at|ori_?create_?time)" + _VALUE, re.IGNORECASE
    ),
)
_LINKED_DATA = re.compile(
    r"<script[^<>]{0,200}ld\+json[^<>]{0,200}>([^<]{1,100000})", re.IGNORECASE
)
_CHINA = datetime.timezone(datetime.timedelta(hours=8))
_SIGNED = re.compile(r"(?:成文|发文|印发|制发|签发)(?:日期|时间)")
_SHOWN = (DateOrigin.INDEX_TABLE, DateOrigin.MASTHEAD, DateOrigin.BYLINE)
HEAD_CHARACTERS = 600


def stated_fields(html: str) -> dict[str, str]:
    """Return the `<meta>` values of a page by their lower-case names, the first of each."""
    found: dict[str, str] = {}
    for tag in _META.findall(html):
        values = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag)}
        name = values.get("name") or values.get("property") or values.get("itemprop") or ""
        content = values.get("content") or values.get("datetime") or ""
        name = "".join(name.lower().split())
        if name and name not in found:
            found[name] = unescape(content).strip()
    return found


def stated_titles(html: str, fields: dict[str, str]) -> list[str]:
    """Return what a page names as its title: `<title>` first."""
    tag = _TITLE.search(html)
    titles = [unescape(tag[1])] if tag else []
    return [*titles, *_values(fields, _TITLES)]


def stated_issuer(fields: dict[str, str]) -> str | None:
    """Return the issuer that a government page states."""
    return next(iter(_values(fields, _ISSUERS)), None)


def html_date(html: str, text: str, url: str | None = None) -> PublicationDate | None:
    """Return when a page was published.

    A date shown beside the headline goes before what the page states in fields, which may be
    the day of a change; then come its address and the rest of its text.

    Args:
        html: the page.
        text: its main text with headline and bylines.
        url: its address, where known.
    """
    shown = find_publication_date(text)
    beside = shown is not None and shown.origin in _SHOWN
    if beside and _SIGNED.search(text[:HEAD_CHARACTERS]) is None:
        return shown
    fields = stated_fields(html)
    return (
        _first_date(_values(fields, _PUBLISHED))
        or _date_in_scripts(html)
        or (date_in_address(url) if url else None)
        or shown
        or _first_date(_values(fields, _LAST_CHANGED))
    )


def _values(fields: dict[str, str], names: Iterable[str]) -> list[str]:
    return [fields[name] for name in names if fields.get(name)]


def _first_date(written: Iterable[str]) -> PublicationDate | None:
    for one in written:
        value = _day(one)
        if value is not None:
            return PublicationDate.of(value, DateOrigin.METADATA)
    return None


def _date_in_scripts(html: str) -> PublicationDate | None:
    """Return the day that JSON-LD or all fields of a kind agree on; lists of articles do not."""
    for data in _LINKED_DATA.findall(html):
        found = _FIELDS[0].search(data)
        if found is not None and (value := _day(found["value"])) is not None:
            return PublicationDate.of(value, DateOrigin.METADATA)
    for kind in _FIELDS:
        days = {day for match in kind.finditer(html) if (day := _day(match["value"])) is not None}
        if len(days) == 1:
            return PublicationDate.of(days.pop(), DateOrigin.METADATA)
    return None


def _day(written: str) -> str | None:
    """Read a date or a Unix time in seconds or milliseconds, as of Chinese time."""
    written = written.strip()
    if not (written.isascii() and written.isdigit()) or len(written) not in {10, 13}:
        return normalise_date(written)
    moment = datetime.datetime.fromtimestamp(int(written[:10]), _CHINA)
    return moment.date().isoformat()
