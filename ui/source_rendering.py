"""The source panel: what each citation quotes, in its place in the article."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rag.types import Answer, Article, Citation, Hit, Verdict
from ui.escaping import escaped, isolated
from ui.excerpt import Excerpt, excerpt
from ui.rendering import about_html
from ui.texts import Texts
from ui.visible_text import without_bidi


def sources_html(
    answers: Iterable[tuple[str, Answer]], texts: Texts, gone: Collection[str] = ()
) -> str:
    """Return the source panel: a group for each answer's citations, the last one on show.

    Args:
        answers: each with its turn's number, as `answer_html` was given it; oldest first.
        texts: of the reader's language.
        gone: ids of cited articles that the library no longer has.
    """
    head = f'<h2 class="panel-title">{escaped(texts.sources)}</h2>'
    given = list(answers)
    if not given:
        return f'{head}<p class="empty">{escaped(texts.no_sources)}</p>'
    groups = []
    for turn, answer in given:
        shown = " shown" if turn == given[-1][0] else ""
        blocks = "".join(
            _source(citation, answer, turn, texts, opened=at == 0, gone=gone)
            for at, citation in enumerate(answer.citations)
        )
        blocks = blocks or f'<p class="empty">{escaped(texts.nothing_cited)}</p>'
        groups.append(f'<div class="group{shown}" id="sources-{turn}">{blocks}</div>')
    return head + "".join(groups)


def citation_text(citation: Citation, texts: Texts) -> str:
    """Return a citation as one quotes it in a text of one's own."""
    article = citation.article
    quote = " ".join(citation.quote.split())
    issuer = f"{article.issuer}{'' if texts.html_language == 'zh-CN' else ', '}"
    told = texts.talk.citation.format(
        issuer=issuer if article.issuer else "",
        title=article.title,
        date=article.date or texts.no_date,
        quote=quote,
        place=article.url or article.source,
    )
    return told.strip()


def _source(
    citation: Citation,
    answer: Answer,
    turn: str,
    texts: Texts,
    *,
    opened: bool,
    gone: Collection[str],
) -> str:
    article = citation.article
    flags = ""
    if citation.verdict is Verdict.UNSUPPORTED:
        flags += f'<span class="flag">{escaped(texts.unsupported)}</span>'
    if article.id in gone:
        flags += f'<span class="flag gone">{escaped(texts.talk.gone)}</span>'
    return (
        f'<details class="source" id="src-{turn}-{citation.marker}" name="sources-{turn}"'
        f"{' open' if opened else ''}>"
        f'<summary><span class="number">{citation.marker}</span>'
        f'<span class="heading"><b>{isolated(article.title)}</b><span class="about">'
        f"{about_html(article, texts)}{_relations(answer, article, texts)}</span>{flags}"
        f"</span></summary>{_quoted(citation, texts)}"
        f'<p class="file">{escaped(texts.file)} <code>{isolated(article.source)}</code>'
        f"{_link(article, texts)}</p>"
        f'<p class="tools"><button type="button" class="quiet copy" data-done="'
        f'{escaped(texts.talk.copied)}" data-refused="{escaped(texts.talk.copy_by_hand)}">'
        f"{escaped(texts.talk.copy)}</button>"
        f'<a class="back" href="#turn-{turn.removeprefix("b-")}">{escaped(texts.to_answer)}</a></p>'
        f'<p class="citation" dir="auto" hidden>{escaped(citation_text(citation, texts))}</p>'
        "</details>"
    )


def _quoted(citation: Citation, texts: Texts) -> str:
    """Return the quote in its paragraph, what stands around it hidden until it is asked for."""
    article = citation.article
    around = excerpt(article.text, citation.start, citation.end)
    earlier = "".join(
        _piece(one, "earlier", "" if at or around.begins else "…")
        for at, one in enumerate(around.earlier)
    )
    last = len(around.later) - 1
    later = "".join(
        _piece(one, "later", after="" if at < last or around.ends else "…")
        for at, one in enumerate(around.later)
    )
    return (
        f"{_more('earlier', around, texts)}"
        f'<blockquote dir="auto" lang="{escaped(article.language)}">'
        f"{earlier}{_lines(around.before)}<mark>{_lines(citation.quote)}</mark>"
        f"{_lines(around.after)}{later}</blockquote>{_more('later', around, texts)}"
    )


def _piece(text: str, side: str, before: str = "", after: str = "") -> str:
    return f'<span class="{side}" hidden>{before}{_lines(text)}{after}</span>'


def _lines(text: str) -> str:
    """Return an article's text with room between its paragraphs, its characters as they are."""
    return escaped(text).replace("\n", '\n<i class="gap"></i>')


def _more(side: str, around: Excerpt, texts: Texts) -> str:
    if not getattr(around, side):
        return ""
    label, sign = (texts.talk.earlier, "↑") if side == "earlier" else (texts.talk.later, "↓")
    return (
        f'<button type="button" class="quiet more" data-side="{side}">{sign} '
        f"{escaped(label)}</button>"
    )


def _relations(answer: Answer, article: Article, texts: Texts) -> str:
    hit: Hit | None = next((one for one in answer.hits if one.article.id == article.id), None)
    told = ""
    if hit is not None and hit.reprints:
        told += f" · {escaped(texts.reprints.format(count=len(hit.reprints)))}"
    if hit is not None and hit.superseded_by:
        words = texts.superseded.format(id=without_bidi(hit.superseded_by))
        told += f' <span class="flag">{escaped(words)}</span>'
    return told


def _link(article: Article, texts: Texts) -> str:
    if not (article.url and article.url.startswith(("http://", "https://"))):
        return ""
    return (
        f' · <a href="{escaped(article.url)}" target="_blank" rel="noopener noreferrer">'
        f"{escaped(texts.original)}</a>"
    )
