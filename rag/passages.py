"""Articles to passages: runs of whole sentences of about equal size, with exact offsets."""

from __future__ import annotations

import math

from rag.sentences import Span, clause_spans, sentence_spans
from rag.types import Article, Passage

LONGEST = 2  # a sentence longer than this many passages is cut at its commas
LATIN_FACTOR = 2.5  # a passage of alphabetic text holds as much as one of 2.5 times fewer Han


def passages_of(article: Article, characters: int) -> list[Passage]:
    """Cut an article into passages.

    Args:
        article: the article; its sentences are never cut unless longer than two passages.
        characters: wanted size of a passage in Han characters (80 to 4000); alphabetic text gets
            2.5 times as many.

    Returns:
        Passages in order; together they hold every sentence once.
    """
    size = (
        characters if article.language[:2] in {"zh", "ja", "ko"} else int(characters * LATIN_FACTOR)
    )
    text = article.text
    sentences = [
        piece
        for start, end in sentence_spans(text)
        for piece in clause_spans(text, start, end, size * LONGEST)
    ]
    context = context_of(article)
    return [
        Passage(f"{article.id}:{start}", article.id, text[start:end], start, end, context)
        for start, end in _pack(text, sentences, size)
    ]


def context_of(article: Article) -> str:
    """Return what is encoded before each passage of an article: its title and date."""
    return " ".join(part for part in (article.title, article.date) if part)


def encoded_text(passage: Passage) -> str:
    """Return what is encoded and searched for a passage: context, then text."""
    return f"{passage.context}\n{passage.text}"


def _pack(text: str, sentences: list[Span], size: int) -> list[Span]:
    """Fill passages evenly: an article of 1.2 passages becomes two of 0.6, not 1.0 and 0.2."""
    if not sentences:
        return []
    total = sum(end - start for start, end in sentences)
    target = total / max(1, math.ceil(total / size))
    packed: list[Span] = []
    start, filled, done = sentences[0][0], 0, 0
    for index, (begin, end) in enumerate(sentences):
        length = end - begin
        wanted = target * (len(packed) + 1) - done  # so that rounding does not pile up
        new_line = index > 0 and "\n" in text[sentences[index - 1][1] : begin]
        slack = length if new_line else length / 2  # rather break between paragraphs
        if filled and (filled + length - slack > wanted or filled + length > 1.5 * size):
            packed.append((start, sentences[index - 1][1]))
            done += filled
            start, filled = begin, 0
        filled += length
    packed.append((start, sentences[-1][1]))
    return packed
