"""What each site prints of itself around an article: date line, masthead, byline, dateline.

A reprint has these of its own, so they are blanked before texts are compared. Only lines that
hold nothing else are taken, above the body or, where they name who made the page, below it; in
the body itself nothing is. An issuer's signature with its date is no imprint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.duplicates.folding import fold_letters
from rag.duplicates.furniture import BRACKETED, DATELINE, ENGLISH, LABELLED, LEGAL
from rag.duplicates.imprint_lines import (
    DAY,
    FILLING,
    LABELLED_OR_DAY,
    MAKER,
    MOST_PIECES,
    is_imprint,
)

HEAD_CHARACTERS = 400
HEAD_LINES = 10  # that are not blank
HEADLINES = 3  # of these may be no imprint: kicker, headline, second headline
HEADLINE_CHARACTERS = 60
TAIL_CHARACTERS = 300

_SOURCE = re.compile(r"(?:来源|來源)\s?[:：]\s{0,3}([^\s，。；|丨]{1,20})")
_DAY = re.compile(DAY)
_DATELINE = re.compile(  # an original title says which article this is
    rf"(?![（(【\[\s]*原(?:标题|標題|题))(?:(?P<dateline>{DATELINE})|{BRACKETED}|{LABELLED}|{ENGLISH})",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_DIGITS = re.compile(r"\d+")
_DATELINE_DAY = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日")
_TODAY = re.compile(
    "今[天日早晚晨]|昨[天日晚]|明[天日晚]|本[日周]|[Tt]oday|[Tt]omorrow|[Yy]esterday"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """An article's text with the imprint blanked, and what the imprint said.

    Attributes:
        text: as long as the article's text, every other character where it stood.
        day: the digits of the date line, such as ("2024", "05", "20"), or none.
        source: who the date line says the article is from, or nothing.
        agency: the dateline without its day (新华社青溪), or nothing.
        agency_day: the day of the dateline (3月5日), or nothing.
        blanked: the stretches that were blanked.
    """

    text: str
    day: tuple[int, ...] = ()
    source: str = ""
    agency: str = ""
    agency_day: str = ""
    blanked: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Imprint:
        """Find the imprint of a text."""
        cuts: list[tuple[int, int]] = []
        found: dict[str, str] = {}
        _read_head(text, cuts, found)
        _read_tail(text, cuts)
        blanked = tuple(text[start:end].strip() for start, end in cuts)
        for start, end in cuts:
            blank = "".join(" " if one not in "\r\n" else one for one in text[start:end])
            text = text[:start] + blank + text[end:]
        day = tuple(int(part) for part in _DIGITS.findall(found.get("day", "")))
        return cls(
            text,
            day,
            fold_letters(found.get("source", "")),
            *_agency(found.get("dateline", "")),
            blanked,
        )

    def off_title(self, title: str) -> str:
        """Return a title without imprint that was read into it."""
        for line in self.blanked:
            title = title.replace(line, " ")
        return title

    @property
    def tells_of_today(self) -> bool:
        """Tell whether the text speaks of 今天 or the like: it says another thing each day."""
        return _TODAY.search(self.text) is not None

    def conflicts(self, other: Imprint) -> bool:
        """Tell whether two imprints are those of different articles.

        One agency's datelines of two days are; so are two days where the texts speak of 今天
        and do not come from two sources: a bulletin that says the same each day.
        """
        if (
            self.agency
            and self.agency == other.agency
            and self.agency_day
            and other.agency_day
            and self.agency_day != other.agency_day
        ):
            return True
        if not self.day or not other.day or self.day == other.day:
            return False
        if self.source and other.source and self.source != other.source:
            return False
        return self.tells_of_today


def _agency(dateline: str) -> tuple[str, str]:
    found = _DATELINE_DAY.search(dateline)
    return (fold_letters(dateline[: found.start()]), fold_letters(found[0])) if found else ("", "")


def _read_head(text: str, cuts: list[tuple[int, int]], found: dict[str, str]) -> None:
    headlines = 0
    for number, one in enumerate(_LINE.finditer(text, 0, HEAD_CHARACTERS)):
        line = one[0]
        if number >= HEAD_LINES:
            return
        if not line.strip():
            continue
        whole = one.end() < HEAD_CHARACTERS or one.end() == len(text)
        if whole and is_imprint(line):
            cuts.append(one.span())
            _note(line, found)
            continue
        end, body = _leading(text, one.start(), found)
        if end > one.start():
            cuts.append((one.start(), end))
        headlines += 1
        if body or headlines > HEADLINES or not (whole and _is_headline(line)):
            return


def _note(line: str, found: dict[str, str]) -> None:
    day, source = _DAY.search(line), _SOURCE.search(line)
    if day:
        found.setdefault("day", day[0])
    if source:
        found.setdefault("source", source[1])


def _is_headline(line: str) -> bool:
    return len(line.strip()) <= HEADLINE_CHARACTERS and "。" not in line


def _blank(text: str, at: int) -> int:
    start = at
    while at < len(text) and text[at].isspace():
        at += 1
    return at - start


def _leading(text: str, start: int, found: dict[str, str]) -> tuple[int, bool]:
    """Return where the imprint ends with which a line opens, and whether it opens the body."""
    at = start + _blank(text, start)
    begun = at
    end, labelled = at, False
    for _ in range(MOST_PIECES):
        piece = LABELLED_OR_DAY.match(text, at, begun + HEAD_CHARACTERS) or FILLING.match(text, at)
        if piece is None or (after := _blank(text, piece.end())) == 0:
            break
        labelled |= piece.re is LABELLED_OR_DAY and piece["day"] is None
        at = piece.end() + after
        if labelled:
            end = at
    if labelled:
        _note(text[begun:end], found)
    else:
        at = begun
    for _ in range(MOST_PIECES):
        piece = _DATELINE.match(text, at)
        if piece is None or piece.end() == at:
            break
        if piece["dateline"]:
            found.setdefault("dateline", piece[0])
        end = piece.end()
        at = end + _blank(text, end)
    return (end if end > begun else start), labelled or "dateline" in found


def _read_tail(text: str, cuts: list[tuple[int, int]]) -> None:
    start = max(0, len(text) - TAIL_CHARACTERS, *(end for _, end in cuts), 0)
    lines = list(_LINE.finditer(text, start))
    for one in reversed(lines[1:]):
        line = one[0].strip()
        if is_imprint(line) and MAKER.match(line):
            cuts.append(one.span())
        elif line and not LEGAL.match(line):
            return
