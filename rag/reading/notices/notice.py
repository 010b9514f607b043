"""What a public document says of itself: number, issuer, dates, from when and until when it holds.

Read from the index table at its head, its number's line, its closing articles (附则) and its
signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.reading.dates import normalise_date
from rag.reading.headlines import issuer_of
from rag.reading.notices import index_tables as tables
from rag.reading.notices.document_numbers import document_number, number_line, numbers_in
from rag.reading.notices.in_force import effective_day, last_day
from rag.reading.notices.sentences import BREAK, SENTENCE_REACH, sentence_before

TAIL_CHARACTERS = 600
MOST_LISTS = 20  # of repealed documents; each is looked for up to the end of the text

_OPENNESS = re.compile(r"(?:主动|依申请|不予|免予|内部|部分)?公开")
_INDEX_NUMBER = re.compile(r"[A-Za-z\d][\w/.\-—()（）]{2,60}")
_NOT_AN_ISSUER = re.compile(r"[。，,;；《》?？!！]|^\d+$|^无$")
_EMPTY = re.compile(r"[-—/\\.无]+$")

_REPEAL = re.compile(r"废止|停止(?:执行|施行|使用)|不再(?:执行|施行)|作废|(?:同时|即行|自行)失效")
_BY_OTHERS = re.compile(
    r"已(?:经|于|被)?[^，。,]{0,16}$|被\S{0,2}$|(?:修改|修订|制定|清理|未)[^，。,]{0,8}$"
    r"|[的或和、]$"
)
_TITLE = re.compile(r"《[^《》\n]{2,120}(?:《[^《》\n]{2,80}》[^《》\n]{0,40}){0,2}》")
_BASIS = re.compile(r"根据|依据|按照|依照|遵照|经《|为贯彻|为落实")
_LIST_FOLLOWS = re.compile(r"(?:下列|以下|如下|附件)[^。\n]{0,30}[:：]\s*$|[:：]\s*$")
_LIST_ITEM = re.compile(
    r"\s*(?:[\d一二三四五六七八九十]{1,3}\s?[、.．]|[(（][\d一二三四五六七八九十]{1,3}[)）]|《)"
)
_ORGAN_END = tuple("府局委厅部处科院会署社所室心组司")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a document states of itself; None and empty where it does not.

    Dates are ISO (`YYYY-MM-DD`, or shorter where the document names no day). `document_number`
    is in the standard form 丽开管〔2024〕12号, whatever brackets the text has. `effective` is the
    first day the document holds, `repealed` the last day of its term or the day it is repealed.
    `repeals` names the documents that this one repeals, each by its title in 《》 or, where none
    is given, by its number.
    """

    index_number: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    written: str | None = None
    published: str | None = None
    openness: str | None = None
    effective: str | None = None
    repealed: str | None = None
    repeals: tuple[str, ...] = ()


def notice_of(text: str, date: str | None = None) -> Notice:
    """Read what a public document says of itself; of any other text nearly nothing is known.

    Where the table names no issuer, it is `rag.reading.headlines.issuer_of` that does.

    Args:
        text: the document.
        date: its date as found elsewhere, ISO: what holds from its issue holds from then where
            the document itself names no day of it.
    """
    table = tables.index_table(text)

    def value(kind: str, read: Callable[[str], str | None]) -> str | None:
        return next(filter(None, map(read, table.get(kind, ()))), None)

    published = value(tables.PUBLISHED, normalise_date)
    written = value(tables.WRITTEN, normalise_date) or _signed(text)
    effective = value(tables.EFFECTIVE, normalise_date) or effective_day(
        text, written or (None if published else date), published
    )
    return Notice(
        index_number=value(tables.INDEX_NUMBER, _index_number),
        document_number=value(tables.DOCUMENT_NUMBER, document_number) or number_line(text),
        issuer=value(tables.ISSUER, _issuer) or issuer_of(text),
        written=written,
        published=published,
        openness=value(tables.OPENNESS, _openness),
        effective=effective,
        repealed=value(tables.REPEALED, normalise_date) or last_day(text, effective),
        repeals=tuple(dict.fromkeys(_repeals(text))),
    )


def _index_number(written: str) -> str | None:
    return written if _INDEX_NUMBER.fullmatch(written) and any(map(str.isdigit, written)) else None


def _openness(written: str) -> str | None:
    return written if _OPENNESS.fullmatch(written) else None


def _issuer(written: str) -> str | None:
    if len(written) < 2 or _NOT_AN_ISSUER.search(written) or normalise_date(written):
        return None
    return written if not _EMPTY.match(written) else None


def _signed(text: str) -> str | None:
    """Find the date of a signature: a line below the line of an organ's name, or beside it."""
    lines = [line.strip() for line in text[-TAIL_CHARACTERS:].split("\n") if line.strip()]
    for place in range(len(lines) - 1, 0, -1):
        day = normalise_date(lines[place].strip("()（） "))
        if day is None or day.count("-") < 2:
            continue
        above = lines[place - 1].removesuffix("(章)").removesuffix("（章）")
        if len(above) <= 40 and above.endswith(_ORGAN_END) and not BREAK.search(above):
            return day
    return None


def _repeals(text: str) -> Iterator[str]:
    lists = 0
    for verb in _REPEAL.finditer(text):
        before = sentence_before(text, verb.start())
        if _BY_OTHERS.search(before) or _BASIS.search(before.rpartition("，")[2]):
            continue
        named = _documents(_without_basis(before))
        if named:
            yield from named
            continue
        rest = text[verb.end() : verb.end() + SENTENCE_REACH]
        line = BREAK.split(rest, maxsplit=1)[0]
        if _LIST_FOLLOWS.search(line) and lists < MOST_LISTS:
            lists += 1
            yield from _listed(text[verb.end() + len(line) :])
        elif line.startswith(("《", "原《")):
            yield from _documents(line)


def _without_basis(before: str) -> str:
    clauses = re.split(r"[，,](?![^《]*》)", before)
    return "，".join(clause for clause in clauses if not _BASIS.search(clause))


def _documents(part: str) -> Sequence[str]:
    """Return the documents named in a part of a sentence: titles, else numbers."""
    titles = [match[0] for match in _TITLE.finditer(part)]
    if titles:
        return titles
    return numbers_in(part)


def _listed(text: str) -> Iterator[str]:
    """Yield the documents of a list's lines, up to the first line that is no item."""
    for line in text.split("\n", 200)[:200]:
        if not line.strip():
            continue
        if _LIST_ITEM.match(line) is None:
            return
        yield from _documents(line)[:1]
