"""Answers and sources as HTML in which every text from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answering.models import EXTRACTIVE
from rag.errors import YuanwenError
from rag.reading.file_report import FileReport
from rag.types import Answer, Article, Citation, Conflict, Hit, Outcome, Sentence, Verdict
from ui.doubt_texts import doubt_text, removed_text
from ui.escaping import escaped, isolated
from ui.texts import Texts
from ui.translating import in_language, notice_in_language
from ui.visible_text import visible

NEAREST_SHOWN = 3
EXCERPT_CHARACTERS = 120
CONTEXT_LEAST, CONTEXT_MOST = 120, 400  # characters of article shown on each side of a quote


def model_name(spec: str, texts: Texts) -> str:
    """Return a model's spec as people read it: the part after `#`, or our words."""
    return texts.extractive if spec == EXTRACTIVE else spec.rpartition("#")[2]


def header_html(articles: int, texts: Texts) -> str:
    """Return the window's name with how many articles it knows."""
    held = texts.holdings.format(articles=articles) if articles else texts.no_library
    return (
        '<div class="seal" aria-hidden="true">原</div><div><h1>原文 <span>Yuanwen</span></h1>'
        f'<p lang="{texts.html_language}">{escaped(texts.tagline)} · {escaped(held)}</p></div>'
    )


def question_html(question: str, turn: int, reply: str) -> str:
    """Return one turn of the conversation; `reply` is HTML already."""
    return (
        f'<article class="turn" id="turn-{turn}">'
        f'<p class="question">{escaped(question)}</p>{reply}</article>'
    )


def understood_html(meant: str, texts: Texts) -> str:
    """Return the line that says what a follow-up question was taken to mean."""
    return f'<p class="understood">{escaped(texts.understood.format(question=meant))}</p>'


def writing_html(text: str, texts: Texts) -> str:
    """Return a reply that is still being written, or the wait before its first piece."""
    body = escaped(text) if text else f'<span class="waiting">{escaped(texts.searching)}</span>'
    return f'<div class="reply writing" aria-busy="true">{body}<i class="caret"></i></div>'


def error_html(error: YuanwenError, texts: Texts) -> str:
    """Return an error as a message in the conversation, with its advice."""
    message, advice = (
        visible(in_language(texts.html_language, one)) for one in (error.message, error.advice)
    )
    told = f'<p class="advice">{escaped(advice)}</p>' if advice else ""
    return (
        f'<div class="reply error" role="alert"><h3>{escaped(texts.error)}</h3>'
        f"<p>{escaped(message)}</p>{told}</div>"
    )


def answer_html(answer: Answer, turn: int, texts: Texts) -> str:
    """Return an answer; markers link to the blocks of `sources_html` of the same turn."""
    if answer.outcome is Outcome.NOT_FOUND:
        body = _not_found(answer, texts)
    else:
        titles = {citation.marker: citation.article.title for citation in answer.citations}
        apart = answer.model == EXTRACTIVE  # quotes stand one under another, prose runs on
        body = "".join(_sentence(one, titles, turn, apart, texts) for one in answer.sentences)
        body = f'<div class="sentences">{body}</div>' + "".join(
            _conflict(conflict, titles, turn, texts) for conflict in answer.conflicts
        )
    told = notice_in_language(texts.html_language, answer.notice or "")
    notice = f'<p class="notice">{escaped(told)}</p>' if told else ""
    removed = removed_text(len(answer.removed_sentences), texts.html_language)
    notice += f'<p class="notice">{escaped(removed)}</p>' if removed else ""
    kind = str(answer.outcome).replace("_", "-")
    return f'<div class="reply {kind}">{notice}{body}{_foot(answer, texts)}</div>'


def sources_html(answers: Iterable[tuple[int, Answer]], texts: Texts) -> str:
    """Return the source panel: a group for each turn's citations, the last one on show."""
    head = f'<h2 class="panel-title">{escaped(texts.sources)}</h2>'
    given = list(answers)
    if not given:
        return f'{head}<p class="empty">{escaped(texts.no_sources)}</p>'
    groups = []
    for turn, answer in given:
        shown = " shown" if turn == given[-1][0] else ""
        blocks = "".join(
            _source(citation, _hit(answer, citation), turn, texts, opened=at == 0)
            for at, citation in enumerate(answer.citations)
        )
        blocks = blocks or f'<p class="empty">{escaped(texts.nothing_cited)}</p>'
        groups.append(f'<div class="group{shown}" id="sources-{turn}">{blocks}</div>')
    return head + "".join(groups)


def upload_html(reports: Sequence[FileReport], summary: str, texts: Texts) -> str:
    """Return what became of each uploaded file; `path` is shown without its folders."""
    items = []
    for report in reports:
        told = {
            "read": texts.articles_read,
            "partial": texts.partly,
            "failed": texts.failed,
            "skipped": texts.skipped,
        }[report.status].format(articles=report.articles)
        why = in_language(texts.html_language, report.reason or "")
        reason = f'<span class="reason">{escaped(why)}</span>' if why else ""
        name = report.path.replace("\\", "/").rpartition("/")[2]
        items.append(
            f'<li class="{report.status}"><b>{isolated(name)}</b> '
            f"<span>{escaped(told)}</span>{reason}</li>"
        )
    head = f'<p class="summary">{escaped(summary)}</p>' if summary else ""
    return f'<div class="uploads" role="status">{head}<ul>{"".join(items)}</ul></div>'


def _sentence(
    sentence: Sentence, titles: dict[int, str], turn: int, apart: bool, texts: Texts
) -> str:
    marks = "".join(_marker(number, titles[number], turn, texts) for number in sentence.markers)
    flag = ""
    if sentence.verdict is Verdict.UNSUPPORTED:
        why = "；".join(doubt_text(one, texts.html_language) for one in sentence.doubts)
        flag = f'<span class="flag" title="{escaped(why)}">{escaped(texts.unsupported)}</span>'
    tag = "p" if apart else "span"
    text = isolated(sentence.text)
    return f'<{tag} class="sentence {sentence.verdict}">{text}{marks}{flag}</{tag}> '


def _marker(number: int, title: str, turn: int, texts: Texts) -> str:
    label = escaped(texts.quote_of.format(marker=number, title=title))
    return (
        f'<a class="cite" href="#src-{turn}-{number}" title="{label}" aria-label="{label}">'
        f"[{number}]</a>"
    )


def _conflict(conflict: Conflict, titles: dict[int, str], turn: int, texts: Texts) -> str:
    rows = "".join(
        f"<li><b>{isolated(one.value)}</b> <time>{escaped(one.date or texts.no_date)}</time>"
        f"{_marker(one.marker, titles.get(one.marker, ''), turn, texts)}</li>"
        for one in conflict.statements
    )
    about = escaped(f"{texts.conflict}{conflict.about}")
    return f'<div class="conflict"><p>{about}</p><ul>{rows}</ul></div>'


def _not_found(answer: Answer, texts: Texts) -> str:
    near = "".join(_nearest(hit, texts) for hit in answer.hits[:NEAREST_SHOWN])
    near = f'<p class="near-title">{escaped(texts.nearest)}</p><ol>{near}</ol>' if near else ""
    return f"<p>{escaped(answer.text)}</p>{near}"


def _nearest(hit: Hit, texts: Texts) -> str:
    text = hit.passage.text.removeprefix(hit.article.title)
    text = " ".join(text.split())
    excerpt = text[:EXCERPT_CHARACTERS] + ("…" if len(text) > EXCERPT_CHARACTERS else "")
    return (
        f'<li><b>{isolated(hit.article.title)}</b> <span class="about">'
        f"{_about(hit.article, texts)}</span><p>{escaped(excerpt)}</p></li>"
    )


def _foot(answer: Answer, texts: Texts) -> str:
    seconds = texts.seconds.format(seconds=f"{answer.seconds['total']:.1f}")
    parts = [model_name(answer.model, texts), seconds]
    if answer.as_of:
        parts.append(texts.left_out.format(as_of=answer.as_of, count=answer.left_out))
    return f'<p class="foot">{escaped(" · ".join(parts))}</p>'


def _hit(answer: Answer, citation: Citation) -> Hit | None:
    return next((hit for hit in answer.hits if hit.article.id == citation.article.id), None)


def _relations(hit: Hit | None, texts: Texts) -> str:
    told = ""
    if hit is not None and hit.reprints:
        told += f" · {escaped(texts.reprints.format(count=len(hit.reprints)))}"
    if hit is not None and hit.superseded_by:
        words = texts.superseded.format(id=hit.superseded_by)
        told += f' <span class="flag">{escaped(words)}</span>'
    return told


def _source(citation: Citation, hit: Hit | None, turn: int, texts: Texts, *, opened: bool) -> str:
    article = citation.article
    flag = ""
    if citation.verdict is Verdict.UNSUPPORTED:
        flag = f'<span class="flag">{escaped(texts.unsupported)}</span>'
    before, after = _context(citation)
    link = ""
    if article.url and article.url.startswith(("http://", "https://")):
        link = (
            f' · <a href="{escaped(article.url)}" target="_blank" rel="noopener noreferrer">'
            f"{escaped(texts.original)}</a>"
        )
    return (
        f'<details class="source" id="src-{turn}-{citation.marker}" name="sources-{turn}"'
        f"{' open' if opened else ''}>"
        f'<summary><span class="number">{citation.marker}</span>'
        f'<span class="heading"><b>{isolated(article.title)}</b>'
        f'<span class="about">{_about(article, texts)}{_relations(hit, texts)}</span>{flag}'
        "</span></summary>"
        f'<blockquote lang="{escaped(article.language)}">{before}'
        f"<mark>{escaped(citation.quote)}</mark>{after}</blockquote>"
        f'<p class="file">{escaped(texts.file)} <code>{isolated(article.source)}</code>{link}'
        f'<a class="back" href="#turn-{turn}">{escaped(texts.to_answer)}</a></p></details>'
    )


def _about(article: Article, texts: Texts) -> str:
    date = f"<time>{escaped(article.date or texts.no_date)}</time>"
    return f"{date} · {isolated(article.issuer)}" if article.issuer else date


def _context(citation: Citation) -> tuple[str, str]:
    """Return the escaped text around a quote: its paragraphs, and more where these are short."""
    text, start, end = citation.article.text, citation.start, citation.end
    left = text.rfind("\n", 0, start) + 1
    while left > 0 and start - left < CONTEXT_LEAST:
        left = text.rfind("\n", 0, left - 1) + 1
    right = _line_end(text, end)
    while right < len(text) and right - end < CONTEXT_LEAST:
        right = _line_end(text, right + 1)
    cut_left, cut_right = start - left > CONTEXT_MOST, right - end > CONTEXT_MOST
    before = text[start - CONTEXT_MOST if cut_left else left : start]
    after = text[end : end + CONTEXT_MOST if cut_right else right]
    return ("…" if cut_left else "") + escaped(before), escaped(after) + ("…" if cut_right else "")


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found
