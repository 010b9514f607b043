"""What a format's reader hands on: the text of a page and what the file itself says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rag.reading.date_origins import PublicationDate
from rag.types import Removed


@dataclass(frozen=True, slots=True)
class Page:
    """Text of one file and the title, date, issuer and URL that it states.

    What is None is looked for in the text. `lines_joined`: each line is a paragraph, else lines
    may be broken anywhere; `one_article`: the file says that it holds one article, so that it is
    not looked at for several; `removed`: what its reader left out as no part of the text;
    `problem`: what could not be read, where the rest could.
    """

    text: str
    title: str | None = None
    date: PublicationDate | None = None
    issuer: str | None = None
    url: str | None = None
    id: str | None = None
    language: str | None = None
    lines_joined: bool = True
    one_article: bool = False
    removed: tuple[Removed, ...] = ()
    problem: str | None = None


def article_id(text: str) -> str:
    """Return the id of an article that brings none: 16 hexadecimal digits of its text's hash."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
