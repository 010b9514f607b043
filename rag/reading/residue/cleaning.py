"""Residue of saved web pages in plain text: what a site puts around an article, taken out.

Decided by shape: where the first and last running text of a page stand, and what the short lines
before, between and after them look like. In doubt a line stays: a menu indexed is a blemish, a
sentence of an article lost is a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.reading.residue import wording
from rag.reading.residue.lines import Line, lines_of
from rag.reading.residue.page_head import is_headline, mark_head
from rag.reading.residue.portal_phrases import phrases_at_end
from rag.reading.residue.prose import running_text, tail_start
from rag.reading.residue.related_lists import inset_lists, list_start, teasers_of
from rag.reading.residue.site_furniture import normalised
from rag.reading.residue.wording import Reason

__all__ = ["Cleaned", "Reason", "Residue", "remove_residue"]

END_CHARACTERS = 400  # how far from the end portals' phrases are looked for in running text
LEAST_PROSE = 30  # characters that must remain
LEAST_SHARE = 0.01
_CREDIT = re.compile(
    r"[(\[【<\s]*(?:责任编辑|责编|编辑|编审|审核|审校|校对|[初复终一二三]审|(?:记者"
    r"|通讯员)[\s:/]|监制|统筹|签发|值班|附件|附[:\d]"
    r"|原标题|完[)\]】]|editor\b|edited by|reporting by|correction)"
    r"|(?:[^\s。]{0,30}\.(?:docx?|pdf|xlsx?|zip|rar|wps|ofd))"
)


@dataclass(frozen=True, slots=True)
class Residue:
    """A piece of a file that is no part of its article.

    `text` is as it stood in the file, line breaks kept; `start` its offset there.
    """

    text: str
    reason: Reason
    start: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file's text without residue, and the residue in the file's order."""

    text: str
    residue: tuple[Residue, ...]


def remove_residue(text: str, furniture: Collection[str] = frozenset()) -> Cleaned:
    """Take out of a file's text what is no part of an article.

    Args:
        text: the decoded file, before lines are joined.
        furniture: lines that the file's site repeats, from `site_furniture.furniture_of`.

    Returns:
        The text that is left, in its order, and what was taken out: together they hold every
        character of the input once. A text that would be left with hardly any prose is kept whole.
    """
    lines = lines_of(text)
    if not lines:
        return Cleaned(text, ())
    spans = _spans(text, lines, _marks(lines, furniture))
    if not spans or not _leaves_prose(text, spans):
        return Cleaned(text, ())
    kept: list[str] = []
    residue: list[Residue] = []
    at = 0
    for start, end, reason in spans:
        kept.append(text[at:start])
        residue.append(Residue(text[start:end], reason, start))
        at = end
    kept.append(text[at:])
    return Cleaned("".join(kept), tuple(residue))


def _marks(lines: Sequence[Line], furniture: Collection[str]) -> list[Reason | None]:
    marks: list[Reason | None] = [wording.reason_alone(line.text) for line in lines]
    if len(lines) == 1:
        return marks
    _mark_below(lines, marks)
    _mark_furniture(lines, marks, furniture)
    teasers = teasers_of(lines, marks)
    footers = ["。" not in line.text and wording.is_footer(line.text) for line in lines]
    running = running_text(
        lines, marks, [one or other for one, other in zip(teasers, footers, strict=True)]
    )
    if True not in running:
        return marks
    first = running.index(True)
    tail = tail_start(lines, marks, running)
    _spare_article(lines, marks, first, tail)
    mark_head(lines, marks, first)
    for place in inset_lists(lines, marks, teasers, tail - 1):
        if not _CREDIT.match(lines[place].text):
            marks[place] = Reason.RELATED_LIST
    _mark_tail(lines, marks, teasers, tail)
    _mark_lone_tools(lines, marks)
    return marks


def _mark_below(lines: Sequence[Line], marks: list[Reason | None]) -> None:
    """Mark what its wording shows to be residue where sentences stand above it."""
    above = False
    for place, line in enumerate(lines):
        if above and marks[place] is None:
            marks[place] = wording.reason_below(line.text)
        above = above or "。" in line.text or len(line.text) > 80


def _mark_furniture(
    lines: Sequence[Line], marks: list[Reason | None], furniture: Collection[str]
) -> None:
    if not furniture:
        return
    for place, line in enumerate(lines):
        if marks[place] is None and normalised(line.text) in furniture:
            marks[place] = Reason.SITE_FURNITURE


def _spare_article(
    lines: Sequence[Line], marks: list[Reason | None], first: int, tail: int
) -> None:
    """Take back what repeats on the site's pages but stands in an article, or is its headline."""
    for place in range(first, tail):
        if marks[place] is Reason.SITE_FURNITURE:
            marks[place] = None
    above = [place for place in range(first) if is_headline(lines[place])]
    repeated = [place for place in above if marks[place] is Reason.SITE_FURNITURE]
    if repeated and all(marks[place] is not None for place in above):
        marks[repeated[-1]] = None


def _mark_tail(
    lines: Sequence[Line], marks: list[Reason | None], teasers: Sequence[bool], first: int
) -> None:
    """Mark lists of other articles and the site's footer below the last running text."""
    if first == 0:
        return
    for place in range(first, len(lines)):
        if marks[place] is None and wording.is_footer(lines[place].text):
            marks[place] = Reason.FOOTER
    start = list_start(lines, marks, teasers, first)
    footer = next((at for at in range(first, len(lines)) if marks[at] is Reason.FOOTER), None)
    if footer is not None:
        while footer > first and wording.is_beside_footer(lines[footer - 1].text):
            footer -= 1
    headed = start is not None and not lines[start].bulleted
    listed = Reason.RELATED_LIST if headed else Reason.TEASER
    for place in range(first, len(lines)):
        if marks[place] is not None or _CREDIT.match(lines[place].text):
            continue
        if footer is not None and place >= footer:
            marks[place] = Reason.FOOTER
        elif start is not None and place >= start:
            marks[place] = listed


def _mark_lone_tools(lines: Sequence[Line], marks: list[Reason | None]) -> None:
    """Mark buttons that stand beside other residue or in a row of buttons."""
    for place, line in enumerate(lines):
        if marks[place] is not None or not wording.is_tool(line.text):
            continue
        around = marks[max(0, place - 1) : place + 2]
        if any(mark in {Reason.SHARE_LINE, Reason.NAVIGATION, Reason.TAG_LINE} for mark in around):
            marks[place] = Reason.SHARE_LINE
        elif place + 1 < len(lines) and wording.is_tool(lines[place + 1].text):
            marks[place] = marks[place + 1] = Reason.SHARE_LINE


def _spans(
    text: str, lines: Sequence[Line], marks: Sequence[Reason | None]
) -> list[tuple[int, int, Reason]]:
    spans: list[tuple[int, int, Reason]] = []
    for line, mark in zip(lines, marks, strict=True):
        start, end, reason = line.start, line.end, mark
        if mark is None:
            at = wording.tools_after_byline(line.text)
            if at is None:
                continue
            end = line.start + len(text[line.start : line.end].rstrip())
            start = end - (len(line.text) - at)  # its line break stays with the byline
            reason = Reason.SHARE_LINE
        assert reason is not None
        if spans and spans[-1][2] is reason and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end, reason)
        else:
            spans.append((start, end, reason))
    return sorted(spans + _phrases(text, spans))


def _phrases(text: str, spans: Sequence[tuple[int, int, Reason]]) -> list[tuple[int, int, Reason]]:
    """Find portals' phrases at the end of what the spans leave."""
    end, count = len(text.rstrip()), len(spans)
    while count and not text[spans[count - 1][1] : end].strip():
        end = spans[count - 1][0]
        count -= 1
    offset = max(spans[count - 1][1] if count else 0, end - END_CHARACTERS)
    return [
        (offset + start, offset + stop, Reason.PORTAL_PHRASE)
        for start, stop in phrases_at_end(text[offset:end])
    ]


def _leaves_prose(text: str, spans: Sequence[tuple[int, int, Reason]]) -> bool:
    removed = sum(len("".join(text[start:end].split())) for start, end, _ in spans)
    everything = len("".join(text.split()))
    left = everything - removed
    return left >= LEAST_PROSE and left >= LEAST_SHARE * everything
