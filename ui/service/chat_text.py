"""An answer as the text of a chat message: sentences with markers, then the list of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answering.draft import NO_GAPS
from rag.answering.frames import UNDATED, frame_language
from rag.text import main_script
from rag.types import Answer, Citation, Verdict
from ui.doubt_texts import doubt_text, removed_text
from ui.messages import text
from ui.translating import notice_in_language

_SOURCES = re.compile(r"\n\n(?:出处：|Sources:)\n\[\d+\] .*\Z", re.DOTALL)
_SPACED = re.compile(r"\s+")


def answer_pieces(answer: Answer) -> Iterator[str]:
    """Yield a message in pieces: a sentence each, what is to be told beside, a source each.

    It is in the language of the question where that is Chinese, else in English around the
    answer's own words. Sentences that are not borne out say so.
    """
    language = "zh" if frame_language(answer.question) == "zh" else "en"
    gap = ""
    for sentence in answer.sentences:
        markers = "".join(f"[{marker}]" for marker in sentence.markers)
        doubt = ""
        if sentence.verdict is Verdict.UNSUPPORTED:
            why = "；".join(doubt_text(one, language) for one in sentence.doubts)
            doubt = f"{text(language, 'unsupported')} {why}".rstrip()
        yield f"{gap}{_harmless(sentence.text)}{markers}{doubt}"
        gap = "" if main_script(sentence.text) in NO_GAPS else " "
    told = [
        removed_text(len(answer.removed_sentences), language),
        notice_in_language(language, answer.notice) if answer.notice else "",
        text(language, "left_out", count=answer.left_out) if answer.left_out else "",
    ]
    for line in filter(None, told):
        yield f"\n\n{line}"
    if answer.citations:
        yield f"\n\n{text(language, 'sources')}"
    for citation in answer.citations:
        yield "\n" + _source(citation, language)


def without_sources(message: str) -> str:
    """Return an earlier message of ours without its list of sources."""
    return _SOURCES.sub("", message)


def _source(citation: Citation, language: str) -> str:
    """Return a source as a line; the quote in one line."""
    article = citation.article
    date = article.date or UNDATED[language]
    quote = _SPACED.sub(" ", citation.quote)
    if language == "zh":
        line = f"《{article.title}》（{date}）：“{quote}”"
    else:
        line = f"“{article.title}” ({date}): “{quote}”"
    return f"[{citation.marker}] {_harmless(line)}"


def _harmless(words: str) -> str:
    """Return words in which a client that reads Markdown sees no picture to fetch."""
    return words.replace("![", "!\\[")
