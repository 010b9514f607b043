"""Whether a text is the same article as a fuller one, letter by letter.

A reprint says nothing that the fuller text does not: what it has is there, in the same order
and in the same letters; what it lacks are whole clauses. Only what stands around an article
may be its own: a headline, a byline, a source line. Any other departure is refused, so that a
figure, a date or a name that differs is refused without being known as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.duplicates.alignment import (
    Departure,
    departures,
    in_whole_clauses,
    whole_clauses_left_out,
)
from rag.duplicates.folding import Folded, fold_letters, fold_text
from rag.duplicates.furniture import is_furniture, sources_conflict, without_furniture
from rag.duplicates.imprint import Imprint
from rag.duplicates.subjects import FIGURE, issuers_conflict, subjects_conflict, titles_conflict
from rag.types import Article

LEAST_LETTERS = 40  # of a text that is taken for a shortened one
LEAST_SHARE = 0.3  # of the fuller text, where the beginning is kept but not the title
LEAST_SHARE_WITHOUT_START = 0.6
START = 160  # letters of the fuller text that may stand before the first shared clause
MOST_TAIL = 400  # letters after the end of the article proper
MOST_HEAD = 60  # letters of an original title before the article proper
UNENDED = ("，", "、", "：", "；", ",", ":", ";")
LEAST_TITLE = 6  # letters of a title that says which article it is
HEADLINE_LETTERS, HEADLINE_LINES = 40, 4
# They carry no figure, no name and no denial; editors change them.
PARTICLES = str.maketrans("", "", "的地得之了和与及并也则就而")
NUMBER = re.compile(r"\d+(?:[./:-]\d+)*")
ORIGINAL_TITLE = "原标题"  # the headline that a source gave, before or after the text
QUOTES = '“「『"‘《'


@dataclass(frozen=True, slots=True)
class Text:
    """An article made ready for comparing: folded, without what its site printed around it."""

    article: Article
    imprint: Imprint
    folded: Folded
    title: str  # its letters

    @classmethod
    def of(cls, article: Article, imprint: Imprint | None = None) -> Text:
        """Fold an article; its imprint may be known."""
        imprint = imprint or Imprint.of(article.text)
        title = fold_letters(imprint.off_title(article.title))
        return cls(article, imprint, fold_text(imprint.text), title)

    def as_printed(self) -> Text:
        """Return the same article with its imprint."""
        text = self.article.text
        return Text(self.article, Imprint(text), fold_text(text), self.title)

    def raw(self, start: int, end: int) -> str:
        """Return the text of a run of letters, with the marks around it."""
        if start == end:
            return ""
        positions = self.folded.positions
        before = positions[start - 1] + 1 if start else 0
        after = positions[end] if end < len(positions) else len(self.imprint.text)
        return self.imprint.text[before:after]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is left of a comparison: the changes, and what the texts share.

    `changes` holds the letters of both texts, in whole clauses, where they say different things.
    """

    changes: tuple[tuple[str, str], ...]
    shared: int  # letters
    full_start: int  # letter of the fuller text with which the shared part begins


def compare(fuller: Text, shorter: Text, most_changes: int) -> Comparison | None:
    """Compare two texts; None where they are too different or have too many changes."""
    changes: dict[Departure, tuple[str, str]] = {}
    shared, full_start = len(shorter.folded.letters), 0
    for one in departures(shorter.folded, fuller.folded):
        shared -= one.end - one.start
        if one.start == 0:
            full_start = one.full_end
        if one.start == one.end and whole_clauses_left_out(fuller.folded, shorter.folded, one):
            continue
        clauses = in_whole_clauses(shorter.folded, fuller.folded, one)
        if _says_the_same(fuller, shorter, clauses):
            continue
        changes[clauses] = (
            shorter.folded.letters[clauses.start : clauses.end],
            fuller.folded.letters[clauses.full_start : clauses.full_end],
        )
        if len(changes) > most_changes:
            return None
    return Comparison(tuple(changes.values()), shared, full_start)


def is_reprint(fuller: Text, shorter: Text) -> bool:
    """Tell whether the shorter text is the same article as the fuller one."""
    if conflict(fuller, shorter):
        return False
    if _is_held(fuller, shorter):
        return True
    if not (fuller.imprint.blanked or shorter.imprint.blanked):
        return False
    # of one the dateline may have been found, of the other not: behind 原标题 in one line
    longer, other = sorted(
        (fuller.as_printed(), shorter.as_printed()), key=lambda one: -len(one.folded.letters)
    )
    return _is_held(longer, other)


def _is_held(fuller: Text, shorter: Text) -> bool:
    compared = compare(fuller, shorter, most_changes=0)
    if compared is None or compared.shared < LEAST_LETTERS:
        return fuller.folded.letters == shorter.folded.letters
    share = compared.shared / len(fuller.folded.letters)
    if compared.full_start <= START:
        return share >= LEAST_SHARE or same_title(fuller, shorter)
    return share >= LEAST_SHARE_WITHOUT_START and not _quoted(fuller, compared.full_start)


def same_title(one: Text, other: Text) -> bool:
    """Tell whether two articles have the same title, and one that says something."""
    return one.title == other.title and len(one.title) >= LEAST_TITLE


def conflict(one: Text, other: Text) -> bool:
    """Tell whether two articles are different ones, whatever their texts say."""
    headlines = _has_headline(one) and _has_headline(other)
    return (
        titles_conflict(one.title, other.title)
        or (headlines and subjects_conflict(one.title, other.title))
        or issuers_conflict(one.article.issuer, other.article.issuer)
        or one.imprint.conflicts(other.imprint)
    )


def _has_headline(text: Text) -> bool:
    """Tell whether the title is no first clause, which names what the article begins with."""
    title, printed = text.article.title, text.article.text.lstrip()
    return not printed.startswith(title) or printed[len(title) : len(title) + 1] == "\n"


def _says_the_same(fuller: Text, shorter: Text, one: Departure) -> bool:
    mine = shorter.folded.letters[one.start : one.end]
    other = fuller.folded.letters[one.full_start : one.full_end]
    if mine.translate(PARTICLES) == other.translate(PARTICLES):
        return True
    raw, raw_other = shorter.raw(one.start, one.end), fuller.raw(one.full_start, one.full_end)
    if (
        FIGURE.sub("", mine) == FIGURE.sub("", other)
        or sources_conflict(raw, raw_other)
        or (ORIGINAL_TITLE in mine and titles_conflict(mine, other))
    ):
        return False
    rest, rest_other = without_furniture(raw), without_furniture(raw_other)
    if rest != raw or rest_other != raw_other:
        rest, rest_other = fold_letters(rest), fold_letters(rest_other)
        if not rest or rest.translate(PARTICLES) == rest_other.translate(PARTICLES):
            return True
    else:
        rest, rest_other = mine, other
    if one.end <= _headline_end(shorter):
        return not titles_conflict(rest, rest_other) and _figures_stand(rest, fuller)
    if one.start == 0 and mine.startswith(ORIGINAL_TITLE) and mine.endswith(other):
        before = mine[: len(mine) - len(other)]
        return len(before) <= MOST_HEAD and _figures_stand(before, fuller)
    at_end = one.end == len(shorter.folded.letters)
    return at_end and one.end - one.start <= MOST_TAIL and is_furniture(raw)


def _headline_end(text: Text) -> int:
    """Return the letter at which the headlines end that open a text, on lines of their own.

    The article's title is no help: where no headline is printed it is the first clause.
    """
    end = printed_lines = 0
    for line in text.imprint.text.splitlines(keepends=True):
        printed = line.strip()
        printed_lines += bool(printed)
        if printed_lines > HEADLINE_LINES:
            break
        if len(printed) > HEADLINE_LETTERS or not line.endswith("\n"):
            break
        if "。" in printed or printed.endswith(UNENDED):
            break
        end += len(line)
    return int(text.folded.positions.searchsorted(end))


def _figures_stand(headline: str, fuller: Text) -> bool:
    whole = fold_letters(fuller.article.text)  # a dateline's day too
    known = set(NUMBER.findall(whole)) | set(NUMBER.findall(fuller.title))
    return all(number in known for number in NUMBER.findall(headline))


def _quoted(fuller: Text, start: int) -> bool:
    at = int(fuller.folded.positions[start])
    return any(mark in QUOTES for mark in fuller.article.text[max(0, at - 2) : at])
