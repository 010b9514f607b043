"""Lines broken in mid-sentence (text from PDFs, newspaper columns) put together again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

HEADING_CHARACTERS = 40
PARAGRAPH_END = 1000
COMPARED_CHARACTERS = 100_000
MANY_LINES = 400
_HAN = "\u3400-\u9fff"
_SENTENCE_END = tuple("。！？…；!?;")
_CLOSED = tuple("”’」』）)】》〉：:")
_CLAUSE_MARKS = tuple("，、,")
_CANNOT_START = tuple("，。、；：！？）】》」』〉％,;)]}")
_CLOSERS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "【": "】"}
_STARTS_ANEW = re.compile(
    r"[^\s。，]{0,6}讯[(（\s]|(?:本报|特约|见习|实习)?(?:记者|通讯员)\s|[^\s。，]{0,6}[社网][^。，]{0,14}[电讯]"
    r"|(?:来源|作者|编辑|责编|责任编辑|标签|附件|日期|时间|地点|摄影|图为|题图)\s*[:：]?|相关阅读|——"
    r"|[•■□◆◇●○▲△★☆※◎▶·【]|[-*]\s|第[一二三四五六七八九十百\d]{1,4}[章条节编款]|[一二三四五六七八九十]{1,3}[、.．是]"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[①-⑳]|(?:19|20)\d\d[-/.年]\d"
)
_LAST_WORD = re.compile(rf"[{_HAN}]{{1,2}}[。；]|[^\W但而又则故若是即\d_a-zA-Z]，")
_LEDE = re.compile(
    r"近日|日前|近年来|今年以来|连日来|眼下|昨[日天晚]|今[日天]|\d{1,2}月\d{1,2}日|[^\s。，]{2,8}消息"
)
_PROSE_MARK = re.compile(r"[，,。！？；]")
_SPEECH = re.compile(r"(?:强调|指出|表示|要求|介绍|认为|提出|说|明确)[，,:：]")
_BODY_WORD = re.compile(r"[的了是将被]|作为|对于|我们|已经|其中|以及|进行|通过")
_DANGLING = tuple("的和与及将被把")
_SENTENCE_INSIDE = re.compile(r"。[^”’」』）)》]")
_CLAUSES = re.compile(r"[，,]")
_GLUED_HEADING = re.compile(r"[。！？”][^，,。：:、]{2,8}[：:][^，,。、]{6,24}$")
_SHORT_CLAUSE = 4
_WIDE_COLUMNS = (24, 110)  # between them lies the width of a hard-wrapped line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without the space around it."""

    text: str
    indented: bool
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the whole text tells of its lines.

    `unbroken` are the lines without inner space or, of many lines, all their runs of four
    characters.
    """

    unbroken: str | frozenset[str]
    full_columns: int | None  # lines at least this wide were wrapped; None: lines are not wrapped
    indents: bool  # paragraphs are marked by indenting their first line
    blanks: bool  # paragraphs are marked by a blank line before them


def join_lines(text: str) -> str:
    """Join lines that were broken in mid-sentence; keep every break that may be meant.

    Headings, bylines, list items and table rows stay lines of their own. Whitespace at breaks
    is the only thing that changes. Paragraphs of the result are separated by one line feed.
    """
    lines = _printed(text)
    pieces: list[str] = []
    for line, between in zip(lines, _separators(lines), strict=True):
        pieces.append("\n" if between is None else between)
        pieces.append(line.text)
    return "".join(pieces[1:])


def continuations(text: str) -> list[bool]:
    """Tell of each line that is not blank whether `join_lines` joins it to the one before."""
    return [between is not None for between in _separators(_printed(text))]


def _separators(lines: list[_Line]) -> list[str | None]:
    """Return what joins each line to the one before, None where a paragraph begins."""
    if not lines:
        return []
    layout = _layout(lines)
    found: list[str | None] = [None]
    paragraph = lines[0].text  # of a long one its end, so that large files take linear time
    for line, following in pairwise(lines):
        if _continues(paragraph, line, following, layout):
            found.append(separator(paragraph, following.text))
            paragraph = f"{paragraph[-PARAGRAPH_END:]}{found[-1]}{following.text}"
        else:
            found.append(None)
            paragraph = following.text
    return found


def _printed(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = False
    for raw in text.splitlines():
        line = raw.strip()
        if line:
            lines.append(_Line(line, indented=raw[0].isspace(), after_blank=blank))
        blank = not line
    return lines


def _layout(lines: list[_Line]) -> _Layout:
    indented = sum(line.indented for line in lines)
    apart = sum(line.after_blank for line in lines)
    unbroken = "\n".join("".join(line.text.split()) for line in lines)[:COMPARED_CHARACTERS]
    return _Layout(
        unbroken=unbroken if len(lines) < MANY_LINES else _windows(unbroken),
        full_columns=_full_columns(lines),
        indents=0 < indented < 0.8 * len(lines),
        blanks=0 < apart < 0.6 * len(lines),
    )


def _windows(text: str) -> frozenset[str]:
    """Return what is looked for in a text, so that a long one is not searched line by line."""
    return frozenset(text[place : place + 4] for place in range(len(text) - 3))


def _full_columns(lines: list[_Line]) -> int | None:
    """Return from what width on a line is full, where nearly all lines end at one margin."""
    everything = "".join(line.text for line in lines)
    widths = sorted(_columns(line.text) for line in lines)
    edge = widths[int(0.8 * (len(widths) - 1))]
    latin = sum(one.isascii() for one in everything) > len(everything) / 2
    slack = 14 if latin else 5
    near = sum(edge - slack <= width <= edge + slack for width in widths)
    marks = sum(everything.count(mark) for mark in "，。,.")
    low, high = _WIDE_COLUMNS
    wrapped = low <= edge <= high and near > 0.45 * len(lines) and marks > near / 2
    return edge - slack if wrapped and len(lines) > 4 else None


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def _continues(paragraph: str, line: _Line, following: _Line, layout: _Layout) -> bool:
    """Tell whether `following` goes on with the sentence that `paragraph` ends in."""
    text = following.text
    if layout.indents and following.indented:
        return False
    if text.startswith(_CANNOT_START) or _closes_quote(paragraph, text):
        return True
    if _STARTS_ANEW.match(text) or any(mark in line.text + text for mark in "|\t"):
        return False
    if _is_full(line, layout) and _is_unmarked(following, layout):
        return True
    if paragraph.endswith((*_SENTENCE_END, *_CLOSED, ".")):
        return paragraph[-1] in "”’）)》" and text[0] == "的"
    return _stops_short(paragraph, line, text, layout)


def _stops_short(paragraph: str, line: _Line, text: str, layout: _Layout) -> bool:
    """Tell whether a paragraph without an end is a broken sentence rather than a heading."""
    if paragraph.endswith(_CLAUSE_MARKS + _DANGLING) or _is_tail(text):
        return True
    if text[0].islower() and paragraph[-1].isascii():
        return (
            paragraph[-1].islower()
            or paragraph[-1] == "-"
            or len(line.text) > HEADING_CHARACTERS // 2
        )
    if layout.full_columns is not None:
        return _is_full(line, layout) and not _is_title(paragraph)
    if _LEDE.match(text) or _looks_like_heading(text):
        return False
    return _cohere(paragraph, text, layout.unbroken) or _breaks_prose(paragraph)


def _is_full(line: _Line, layout: _Layout) -> bool:
    return layout.full_columns is not None and _columns(line.text) >= layout.full_columns


def _is_unmarked(following: _Line, layout: _Layout) -> bool:
    """Tell whether a text that marks its paragraphs does not mark this line as one."""
    return (layout.indents or layout.blanks) and not (layout.blanks and following.after_blank)


def _breaks_prose(paragraph: str) -> bool:
    """Tell whether a Chinese paragraph is running text that stops short."""
    if not _is_han_text(paragraph):
        return False
    if len(paragraph) > HEADING_CHARACTERS and _PROSE_MARK.search(paragraph):
        return not _GLUED_HEADING.search(paragraph)
    return _is_prose(paragraph)


def _closes_quote(paragraph: str, following: str) -> bool:
    """Tell whether a quotation opened in the paragraph is closed by what follows."""
    if paragraph.endswith(_SENTENCE_END) and following[0] not in _CLOSERS.values():
        return False
    for opening, closing in _CLOSERS.items():
        if paragraph.count(opening) <= paragraph.count(closing):
            continue
        closes = following.find(closing)
        opens = following.find(opening)
        if closes >= 0 and (opens < 0 or closes < opens):
            return True
    return False


def _is_tail(following: str) -> bool:
    """Tell whether a line starts with what no sentence starts with, or with its last word."""
    return following[0] in "的了们" or _LAST_WORD.match(following) is not None


def _cohere(paragraph: str, following: str, unbroken: str | frozenset[str]) -> bool:
    """Tell whether the text writes in one elsewhere what the break separates: 经|济发展."""
    around = paragraph[-3:] + following[:3]
    if re.fullmatch(rf"[{_HAN}]{{6}}", around) is None:
        return False
    windows = (around[1:5], around[0:4], around[2:6])
    return any(window in unbroken for window in windows)


def _is_title(paragraph: str) -> bool:
    return len(paragraph) <= HEADING_CHARACTERS and re.search(r"[，。,.、]", paragraph) is None


def _looks_like_heading(line: str) -> bool:
    if line.endswith((*_SENTENCE_END, *_CLAUSE_MARKS)) or len(line) > HEADING_CHARACTERS:
        return False
    return _CLAUSES.search(line) is None


def _is_han_text(paragraph: str) -> bool:
    return 2 * len(re.findall(rf"[{_HAN}]", paragraph)) > len(paragraph)


def _is_prose(paragraph: str) -> bool:
    """Tell a short piece of a sentence from a heading with a comma in it."""
    if _SENTENCE_INSIDE.search(paragraph):
        return True
    clauses = _CLAUSES.split(paragraph)
    if len(clauses) == 1 or " " in paragraph or "　" in paragraph:
        return False
    if re.match(r"[一二三四五六七八九十\d]{1,3}[、.．]|[(（]", paragraph):
        return False
    if _SPEECH.search(paragraph) or len(clauses) > 2 or "。" in paragraph:
        return True
    if 3 * len(clauses[-1]) <= len(clauses[0]) and len(clauses[-1]) <= _SHORT_CLAUSE:
        return True
    parallel = abs(len(clauses[0]) - len(clauses[1])) <= 1
    return not parallel and _BODY_WORD.search(paragraph) is not None


def separator(paragraph: str, following: str) -> str:
    """Return what stands between two joined lines: a space between words that need one."""
    last, first = paragraph[-1], following[0]
    if not (_spaced(last) and _spaced(first)) or last in "([{$" or first in ",.;:!?)]}%":
        return ""
    if last == "-" and first.islower() and paragraph[-2:-1].isalpha():
        return ""
    words = last.isalpha() and first.isalpha()
    return "" if _is_han_text(paragraph) and not words else " "


def _spaced(one: str) -> bool:
    """Tell whether a character belongs to a script that writes spaces between words."""
    return unicodedata.east_asian_width(one) not in "WF" and one not in "“”‘’…—"
