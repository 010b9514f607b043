"""A conversation as Markdown: questions, answers with markers, their sources, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.errors import YuanwenError
from rag.types import Answer, Article, Citation, Conflict, Outcome, Sentence, Verdict
from ui.doubt_texts import doubt_text, removed_text
from ui.markdown_text import address, inline, quoted
from ui.rendering import model_name
from ui.texts import Texts
from ui.translating import in_language, notice_in_language
from ui.turns import Result, Stopped, Turn, understood

NEAREST = 3  # passages given where there is no answer
_HEADS = {"zh": ("数值", "日期", "出处"), "en": ("Value", "Date", "Source")}


def conversation_markdown(turns: Sequence[Turn], texts: Texts) -> str:
    """Return a document of all turns, oldest first; whatever comes from outside is escaped.

    For each turn: the question as a heading, what it was taken to mean, the answer with its [1]
    markers, a table for each conflict, and the sources numbered as the markers are, each with its
    title, date, issuer, file, address and the quote.
    """
    blocks = [f"# 原文 Yuanwen · {inline(texts.tagline)}"]
    for turn in turns:
        blocks.append(f"## {turn.number}. {inline(turn.question)}")
        if meant := understood([turn]):
            blocks.append(f"*{inline(texts.understood.format(question=meant))}*")
        blocks += _result(turn.result, texts)
        if turn.beside is not None:
            blocks.append(f"### {inline(model_name(turn.beside_model, texts))}")
            blocks += _result(turn.beside, texts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _result(result: Result, texts: Texts) -> Iterator[str]:
    if isinstance(result, Answer):
        yield from _answer(result, texts)
    elif isinstance(result, Stopped):
        talk = texts.talk
        yield inline(result.text)
        yield f"*{inline(talk.stopped if result.text else talk.stopped_before)}*"
    else:
        yield _error(result, texts)


def _answer(answer: Answer, texts: Texts) -> Iterator[str]:
    language = texts.html_language
    for told in (
        notice_in_language(language, answer.notice or ""),
        removed_text(len(answer.removed_sentences), language),
    ):
        yield f"*{inline(told)}*" if told else ""
    said = "".join(_sentence(one, texts) for one in answer.sentences).strip()
    yield said or inline(answer.text)
    for conflict in answer.conflicts:
        yield from _conflict(conflict, texts)
    if answer.as_of:
        left_out = texts.left_out.format(as_of=answer.as_of, count=answer.left_out)
        yield f"*{inline(left_out)}*"
    if answer.citations:
        yield f"**{inline(texts.sources)}**"
        yield "\n\n".join(_source(one, texts) for one in answer.citations)
    if answer.outcome is Outcome.NOT_FOUND and answer.hits:
        yield f"**{inline(texts.nearest)}**"
        for hit in answer.hits[:NEAREST]:
            yield f"{_about(hit.article, texts)}\n\n{quoted(hit.passage.text)}"


def _sentence(sentence: Sentence, texts: Texts) -> str:
    shown = inline(sentence.text) + "".join(f"[{marker}]" for marker in sentence.markers)
    if sentence.verdict is Verdict.UNSUPPORTED:
        why = "；".join(doubt_text(one, texts.html_language) for one in sentence.doubts)
        told = f"{texts.unsupported}: {why}" if why else texts.unsupported
        return f"{shown} *({inline(told)})* "
    return shown + (" " if sentence.text.isascii() else "")


def _conflict(conflict: Conflict, texts: Texts) -> Iterator[str]:
    yield f"**{inline(f'{texts.conflict}{conflict.about}')}**"
    heads = _HEADS["zh" if texts.html_language.startswith("zh") else "en"]
    rows = [heads, ("---",) * len(heads)]
    rows += [
        (inline(one.value), inline(one.date or texts.no_date), f"[{one.marker}]")
        for one in conflict.statements
    ]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _source(citation: Citation, texts: Texts) -> str:
    """Return an item of the list of sources, its quote within it."""
    article = citation.article
    head = f"{citation.marker}. "
    where = [f"{inline(texts.file)} {inline(article.source)}"]
    if article.url:
        where.append(address(article.url))
    if citation.verdict is Verdict.UNSUPPORTED:
        where.append(inline(texts.unsupported))
    below = f"{' · '.join(where)}\n\n{quoted(citation.quote)}"
    indent = " " * len(head)
    lines = (f"{indent}{line}".rstrip() for line in below.split("\n"))
    return f"{head}{_about(article, texts)}  \n" + "\n".join(lines)


def _about(article: Article, texts: Texts) -> str:
    parts = [f"**{inline(article.title)}**", inline(article.date or texts.no_date)]
    if article.issuer:
        parts.append(inline(article.issuer))
    return " · ".join(parts)


def _error(error: YuanwenError, texts: Texts) -> str:
    parts = (in_language(texts.html_language, one) for one in (error.message, error.advice))
    return f"*{inline(texts.error)}: {inline(' '.join(part for part in parts if part))}*"
