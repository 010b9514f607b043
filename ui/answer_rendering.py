"""An answer as HTML: sentences with their markers and verdicts, what differs, what is nearest."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.models import EXTRACTIVE
from rag.types import Answer, Conflict, Hit, Outcome, Sentence, Statement, Verdict
from ui.doubt_texts import doubt_text, removed_text
from ui.escaping import escaped, isolated
from ui.rendering import about_html, marker_html, model_name
from ui.texts import Texts
from ui.translating import notice_in_language
from ui.visible_text import without_bidi

NEAREST_SHOWN = 3
EXCERPT_CHARACTERS = 90


def answer_html(answer: Answer, turn: str, texts: Texts) -> str:
    """Return an answer; markers link to the blocks of `sources_html` of the same turn.

    Args:
        answer: to be shown.
        turn: the turn's number, after "b-" for a second answer of the same turn.
        texts: of the reader's language.
    """
    found = answer.outcome is Outcome.ANSWERED
    body = _answered(answer, turn, texts) if found else _not_found(answer, turn, texts)
    told = notice_in_language(texts.html_language, answer.notice or "")
    notice = f'<p class="notice" dir="auto">{escaped(told)}</p>' if told else ""
    removed = removed_text(len(answer.removed_sentences), texts.html_language)
    notice += f'<p class="notice">{escaped(removed)}</p>' if removed else ""
    kind = str(answer.outcome).replace("_", "-")
    return f'<div class="reply {kind}">{notice}{body}{_foot(answer, texts)}</div>'


def _answered(answer: Answer, turn: str, texts: Texts) -> str:
    tables = "".join(_conflict(one, _titles(answer), turn, texts) for one in answer.conflicts)
    said = [
        one
        for one in answer.sentences
        if not (tables and one.verdict is Verdict.FRAME and one.markers)  # the tables say it
    ]
    return tables + _sentences(said, answer, turn, texts)


def _sentences(sentences: Sequence[Sentence], answer: Answer, turn: str, texts: Texts) -> str:
    titles = _titles(answer)
    tag = "div" if answer.model == EXTRACTIVE else "span"  # quotes stand one under another
    body = "".join(_sentence(one, titles, turn, tag, texts) for one in sentences)
    return f'<div class="sentences">{body}</div>' if body else ""


def _titles(answer: Answer) -> dict[int, str]:
    return {citation.marker: citation.article.title for citation in answer.citations}


def _sentence(sentence: Sentence, titles: dict[int, str], turn: str, tag: str, texts: Texts) -> str:
    marks = "".join(marker_html(number, titles[number], turn, texts) for number in sentence.markers)
    flag = ""
    if sentence.verdict is Verdict.UNSUPPORTED:
        doubts = [doubt_text(one, texts.html_language) for one in sentence.doubts]
        flag = flag_html("；".join(doubts), texts)
    text = isolated(sentence.text)
    gap = " " if sentence.text.isascii() else ""
    return f'<{tag} class="sentence {sentence.verdict}">{text}{marks}{flag}</{tag}>{gap}'


def flag_html(why: str, texts: Texts) -> str:
    """Return the flag of what is not supported; pressed, it says why where that is known."""
    if not why:
        return f'<span class="flag">{escaped(texts.unsupported)}</span>'
    told = escaped(texts.talk.why.format(why=why))
    return (
        f'<button type="button" class="flag" aria-expanded="false">{escaped(texts.unsupported)}'
        f'</button><span class="why" dir="auto" hidden>{told}</span>'
    )


def _conflict(conflict: Conflict, titles: dict[int, str], turn: str, texts: Texts) -> str:
    rows = "".join(_statement(one, titles, turn, texts) for one in conflict.statements)
    names = (texts.talk.value, texts.talk.date, texts.talk.marker)
    heads = "".join(f'<th scope="col">{escaped(name)}</th>' for name in names)
    about = f"{escaped(texts.conflict)}{isolated(conflict.about)}"
    return (
        f'<figure class="conflict"><figcaption>{about}</figcaption>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></figure>"
    )


def _statement(one: Statement, titles: dict[int, str], turn: str, texts: Texts) -> str:
    marker = marker_html(one.marker, titles.get(one.marker, ""), turn, texts)
    return (
        f"<tr><td><b>{isolated(one.value)}</b></td>"
        f"<td><time>{isolated(one.date or texts.no_date)}</time></td><td>{marker}</td></tr>"
    )


def _not_found(answer: Answer, turn: str, texts: Texts) -> str:
    near = "".join(_nearest(hit, texts) for hit in answer.hits[:NEAREST_SHOWN])
    near = f'<p class="near-title">{escaped(texts.nearest)}</p><ol>{near}</ol>' if near else ""
    talk = texts.talk
    hints = [talk.word_anew, *([talk.drop_as_of] if answer.as_of else ()), talk.add_articles]
    listed = "".join(f"<li>{escaped(hint)}</li>" for hint in hints)
    help_ = f'<div class="to-find"><p>{escaped(talk.to_find)}</p><ul>{listed}</ul></div>'
    said = _sentences(answer.sentences, answer, turn, texts)
    said = said or f'<p class="sentences" dir="auto">{escaped(answer.text)}</p>'
    return said + near + help_


def _nearest(hit: Hit, texts: Texts) -> str:
    text = hit.passage.text.removeprefix(hit.article.title)
    text = " ".join(text.split())
    short = text[:EXCERPT_CHARACTERS] + ("…" if len(text) > EXCERPT_CHARACTERS else "")
    return (
        f'<li><b>{isolated(hit.article.title)}</b> <span class="about">'
        f'{about_html(hit.article, texts)}</span><p dir="auto">{escaped(short)}</p></li>'
    )


def _foot(answer: Answer, texts: Texts) -> str:
    seconds = texts.seconds.format(seconds=f"{answer.seconds['total']:.1f}")
    parts = [isolated(model_name(answer.model, texts)), escaped(seconds)]
    if answer.as_of:
        left_out = texts.left_out.format(as_of=without_bidi(answer.as_of), count=answer.left_out)
        parts.append(escaped(left_out))
    return f'<p class="foot">{" · ".join(parts)}</p>'
