"""Lists of articles and whole articles as HTML in which every text from outside is escaped.

What can be pressed carries `data-open` (an article's id) or `data-page`; assets/articles.js hands
it on.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.catalogue import Catalogue, Entry
from rag.types import Article, Removed
from ui.article_texts import ArticleTexts
from ui.escaping import escaped
from ui.translating import in_language

PAGE_ARTICLES = 50
LONGEST_CHARACTERS = 300_000  # of an article shown; a browser labours at more
REPRINTS_SHOWN = 20


def list_html(found: Sequence[Entry], page: int, held: int, texts: ArticleTexts) -> str:
    """Return one page of the articles that a filter let through.

    Args:
        found: all of them, in order.
        page: from 1; beyond the last one the last is shown.
        held: articles of the library.
        texts: in the reader's language.
    """
    if not found:
        told = texts.none_listed if held else texts.no_articles
        return f'<p class="empty">{escaped(told)}</p>'
    pages = -(-len(found) // PAGE_ARTICLES)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE_ARTICLES : page * PAGE_ARTICLES]
    form = texts.all_listed if len(found) == held else texts.some_listed
    count = escaped(form.format(count=f"{len(found):,}", all=f"{held:,}"))
    head = (
        f'<div class="list-head"><span class="count" role="status">{count}</span>'
        f'<label><input type="checkbox" class="all"> {escaped(texts.choose_all)}</label></div>'
    )
    items = "".join(_item(one, texts) for one in shown)
    return f'{head}<ol class="article-list">{items}</ol>{_pager(page, pages, texts)}'


def article_html(article: Article, catalogue: Catalogue, texts: ArticleTexts) -> str:
    """Return an article whole: what is known of it, its paragraphs, and what was removed."""
    entry = catalogue.entry(article.id)
    text = article.text[:LONGEST_CHARACTERS]
    cut = ""
    if len(text) < len(article.text):
        told = texts.cut.format(shown=f"{len(text):,}", count=f"{len(article.text):,}")
        cut = f'<p class="hint">{escaped(told)}</p>'
    lines = (line.strip() for line in text.split("\n"))
    paragraphs = "".join(f"<p>{escaped(line)}</p>" for line in lines if line)
    return (
        f'<article class="whole"><h2><bdi>{escaped(article.title)}</bdi></h2>'
        f"{_known(article, texts)}{_relations(entry, catalogue, texts)}{cut}"
        f'<div class="paragraphs" lang="{escaped(article.language)}">{paragraphs}</div>'
        f"{_pieces(article.removed, texts)}</article>"
    )


def _item(entry: Entry, texts: ArticleTexts) -> str:
    name, title = escaped(entry.id), escaped(entry.title)
    about = [f"<time>{escaped(entry.date or texts.undated)}</time>"]
    about += [f"<bdi>{escaped(entry.issuer)}</bdi>"] if entry.issuer else []
    about.append(f'<bdi class="source-name">{escaped(_file_name(entry.source))}</bdi>')
    flags = ""
    if entry.superseded_by:
        flags += f'<span class="flag">{escaped(texts.superseded)}</span>'
    if entry.duplicate_of:
        flags += f'<span class="tag">{escaped(texts.reprint)}</span>'
    if entry.removed:
        told = texts.residue.format(count=entry.removed)
        flags += f'<span class="tag">{escaped(told)}</span>'
    label = escaped(texts.choose.format(title=entry.title))
    return (
        f'<li><input type="checkbox" value="{name}" aria-label="{label}">'
        f'<button type="button" class="entry" data-open="{name}"><b><bdi>{title}</bdi></b>'
        f'<span class="about">{" · ".join(about)}{flags}</span></button></li>'
    )


def _pager(page: int, pages: int, texts: ArticleTexts) -> str:
    if pages == 1:
        return ""
    told = escaped(texts.page.format(page=page, pages=pages))
    return (
        f'<nav class="pager" aria-label="{escaped(texts.pages)}">'
        f"{_turn(page - 1, page > 1, texts.newer)}<span>{told}</span>"
        f"{_turn(page + 1, page < pages, texts.older)}</nav>"
    )


def _turn(page: int, possible: bool, label: str) -> str:
    off = "" if possible else " disabled"
    return f'<button type="button" data-page="{page}"{off}>{escaped(label)}</button>'


def _known(article: Article, texts: ArticleTexts) -> str:
    date = escaped(article.date or texts.undated)
    if article.date and (where := texts.origins.get(article.date_origin or "")):
        date += f' <span class="soft">{escaped(texts.origin.format(where=where))}</span>'
    rows = [(texts.date, date), (texts.issuer, escaped(article.issuer or ""))]
    rows += [
        (texts.document_number, escaped(article.document_number or "")),
        (texts.effective, escaped(article.effective_date or "")),
        (texts.repealed, escaped(article.repeal_date or "")),
    ]
    length = texts.characters.format(count=f"{len(article.text):,}")
    source = f'<code>{escaped(article.source)}</code> <span class="soft">{escaped(length)}</span>'
    rows.append((texts.file, source))
    if article.url and article.url.startswith(("http://", "https://")):
        link = escaped(article.url)
        rows.append(
            (texts.url, f'<a href="{link}" target="_blank" rel="noopener noreferrer">{link}</a>')
        )
    listed = "".join(
        f"<dt>{escaped(name)}</dt><dd><bdi>{value}</bdi></dd>" for name, value in rows if value
    )
    return f'<dl class="known">{listed}</dl>'


def _relations(entry: Entry | None, catalogue: Catalogue, texts: ArticleTexts) -> str:
    if entry is None:
        return ""
    told = ""
    if entry.superseded_by:
        told += _related(texts.superseded_by, [entry.superseded_by], catalogue, "notice")
    if entry.duplicate_of:
        told += _related(texts.reprint_of, [entry.duplicate_of], catalogue)
    if reprints := catalogue.reprints(entry.id):
        label = f"{texts.reprints} ({len(reprints)})"
        told += _related(label, reprints[:REPRINTS_SHOWN], catalogue)
    return told


def _related(label: str, names: Sequence[str], catalogue: Catalogue, kind: str = "") -> str:
    links = []
    for name in names:
        other = catalogue.entry(name)
        shown = f"{other.title} · {_file_name(other.source)}" if other else name
        links.append(
            f'<button type="button" class="link" data-open="{escaped(name)}">'
            f"<bdi>{escaped(shown)}</bdi></button>"
        )
    return f'<div class="related {kind}"><span>{escaped(label)}</span>{"".join(links)}</div>'


def _pieces(pieces: Sequence[Removed], texts: ArticleTexts) -> str:
    if not pieces:
        return ""
    told = escaped(texts.removed_pieces.format(count=len(pieces)))
    items = "".join(pieces_html(pieces, texts))
    return f'<details class="pieces"><summary>{told}</summary><ul>{items}</ul></details>'


def pieces_html(pieces: Sequence[Removed], texts: ArticleTexts) -> list[str]:
    """Return an item of a list for each piece that was removed: its text and why."""
    return [
        f'<li><span class="soft">{escaped(in_language(texts.html_language, piece.reason))}</span>'
        f"<p>{escaped(piece.text.strip())}</p></li>"
        for piece in pieces
    ]


def _file_name(source: str) -> str:
    return source.replace("\\", "/").rpartition("/")[2]
