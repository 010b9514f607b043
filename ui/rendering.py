"""The window's pieces of HTML that others are made of; every text from outside is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.models import EXTRACTIVE
from rag.errors import YuanwenError
from rag.reading.file_report import FileReport
from rag.types import MARKER, Article
from ui.escaping import escaped, isolated
from ui.texts import Texts
from ui.translating import in_language
from ui.visible_text import visible, without_bidi


def model_name(spec: str, texts: Texts) -> str:
    """Return a model's spec as people read it: the part after `#`, or our words."""
    return texts.extractive if spec == EXTRACTIVE else spec.rpartition("#")[2]


def header_html(articles: int, texts: Texts, user: str | None = None) -> str:
    """Return the window's name with how many articles it knows, and who is logged in, if any."""
    link = ""
    if user is not None:
        told = escaped(texts.logged_in.format(user=user))
        link = f' · <a href="/login?lang={texts.html_language[:2]}">{told}</a>'
    held = texts.holdings.format(articles=articles) if articles else texts.no_library
    return (
        '<div class="seal" aria-hidden="true">原</div><div><h1>原文 <span>Yuanwen</span></h1>'
        f'<p lang="{texts.html_language}">{escaped(texts.tagline)} · {escaped(held)}{link}</p>'
        "</div>"
    )


def question_html(question: str, turn: int, reply: str, told: str = "") -> str:
    """Return one turn of the conversation.

    Args:
        question: as it was asked.
        turn: its number.
        reply: HTML already.
        told: what is read aloud while it is being written.
    """
    return (
        f'<article class="turn" id="turn-{turn}" data-told="{escaped(told)}">'
        f'<p class="question" dir="auto">{escaped(question)}</p>{reply}</article>'
    )


def understood_html(meant: str, texts: Texts) -> str:
    """Return what a follow-up question was taken to mean, to be edited with one press."""
    told = escaped(texts.understood.format(question=""))
    return (
        f'<p class="understood">{told}<span class="meant">{isolated(meant)}</span>'
        f'<button type="button" class="quiet edit">{escaped(texts.talk.edit)}</button></p>'
    )


def writing_html(text: str, texts: Texts) -> str:
    """Return a reply that is still being written, or the wait before its first piece."""
    waiting = f'<span class="waiting">{escaped(texts.searching)}</span>'
    quiet = MARKER.sub(r'<span class="cite">\g<0></span>', isolated(text))
    body = quiet if text else waiting
    return f'<div class="reply writing" aria-busy="true">{body}<i class="caret"></i></div>'


def stopped_html(text: str, texts: Texts) -> str:
    """Return what was written of a reply before it was stopped, and that it was."""
    told = texts.talk.stopped if text else texts.talk.stopped_before
    body = f'<p class="unchecked">{isolated(text)}</p>' if text else ""
    return f'<div class="reply stopped">{body}<p class="notice">{escaped(told)}</p></div>'


def error_html(error: YuanwenError, texts: Texts) -> str:
    """Return an error as a message in the conversation, with its advice."""
    message, advice = (
        visible(in_language(texts.html_language, one)) for one in (error.message, error.advice)
    )
    told = f'<p class="advice" dir="auto">{escaped(advice)}</p>' if advice else ""
    return (
        f'<div class="reply error" role="alert"><h3>{escaped(texts.error)}</h3>'
        f'<p dir="auto">{escaped(message)}</p>{told}</div>'
    )


def about_html(article: Article, texts: Texts) -> str:
    """Return an article's date and issuer in one line."""
    date = f"<time>{isolated(article.date or texts.no_date)}</time>"
    return f"{date} · {isolated(article.issuer)}" if article.issuer else date


def marker_html(number: int, title: str, turn: str, texts: Texts) -> str:
    """Return the small number that opens a citation of a turn's answer."""
    label = escaped(texts.quote_of.format(marker=number, title=without_bidi(title)))
    return f'<a class="cite" href="#src-{turn}-{number}" aria-label="{label}">[{number}]</a>'


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
