"""Which documents of a library are repealed by others of it, by what those say of themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rag.text import fold
from rag.types import Article

_BOOK_MARKS = re.compile(r"《(.+)》", re.DOTALL)
_ISSUES = re.compile(r"印发|发布|公布|颁布")


def repealed_articles(articles: Iterable[Article]) -> dict[str, str]:
    """Map the id of each repealed document to that of the one that repeals it.

    A document is known by its number (…〔2020〕5号) or its title; the notice that issues it
    (关于印发《…》的通知) stands for it. Nothing repeals what was published after it, nor itself.
    """
    all_of_them = list(articles)
    repealing = [article for article in all_of_them if article.repeals]
    if not repealing:
        return {}
    known: dict[str, list[Article]] = defaultdict(list)
    for article in all_of_them:
        for name in _names(article):
            known[name].append(article)
    found: dict[str, str] = {}
    for article in sorted(repealing, key=lambda one: one.date or ""):
        for repealed in article.repeals:
            for old in known.get(_plain(_inner(repealed)), ()):
                if old.id != article.id and not (old.date or "") > (article.date or "9999"):
                    found[old.id] = article.id
    return found


def _names(article: Article) -> set[str]:
    names = {_plain(article.title)}
    inner = _inner(article.title)
    if inner != article.title and _ISSUES.search(article.title):
        names.add(_plain(inner))
    if article.document_number:
        names.add(_plain(article.document_number))
    return names


def _inner(title: str) -> str:
    match = _BOOK_MARKS.search(title)
    return match[1] if match else title


def _plain(name: str) -> str:
    return "".join(fold(name).split())
