"""What a public document says of itself: number, issuer, dates, from when and until when it holds.

Read from the index table at its head, its number's line, its closing articles (附则) and its
signature.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.reading.dates import normalise_date
from rag.reading.headlines import issuer_of
from rag.reading.notices import index_tables as tables
from rag.reading.notices.document_numbers import document_number, number_line, numbers_in

TAIL_CHARACTERS = 600
SENTENCE_REACH = 400  # characters; how far back from a verb its sentence is looked for

_OPENNESS = re.compile(r"(?:主动|依申请|不予|免予|内部|部分)?公开")
_INDEX_NUMBER = re.compile(r"[A-Za-z\d][\w/.\-—()（）]{2,60}")
_NOT_AN_ISSUER = re.compile(r"[。，,;；《》?？!！]|^\d+$|^无$")
_EMPTY = re.compile(r"[-—/\\.无]+$")

_DAY = (
    r"(?:(?:19|20)\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日)"
)
_IN_FORCE = r"(?:正式)?(?:施行|实施|执行|生效|试行|起效|启用)"
_FROM_DAY = re.compile(rf"(?P<day>{_DAY})\s?(?:零时|0时)?起\s?{_IN_FORCE}")
_FROM_ISSUE = re.compile(
    rf"(?P<event>发布|公布|颁布|印发|发文|下发|成文|签发|通过)之?日起(?:即)?{_IN_FORCE}"
)
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:截止)?[至到为自]?|(?:执行|施行|实施|试行|有效)(?:期限?)?(?:截止)?[至到])"
    rf"(?:(?P<from>{_DAY})(?:起)?[至到—-])?\s?(?P<day>{_DAY})"
)
_FOR_YEARS = re.compile(
    r"有效期(?:限)?(?:为|是|:|：)?\s?(?P<years>\d{1,2}|[一二两三四五六七八九十])\s?年"
)
_YEARS = "一二三四五六七八九十"
_ENDED = re.compile(rf"(?P<day>{_DAY})\s?起(?:自行|即行|予以)?(?:废止|失效|停止执行)")
_SELF = re.compile(
    r"本(?:办法|通知|规定|意见|细则|条例|公告|通告|决定|文件|方案|规则|准则|标准|政策|措施"
    r"|制度|章程|规程|令|规范|指南|目录|计划|实施|若干)"
    r"|以上(?:政策|措施|规定)"
)
_STARTS_WITH_DAY = re.compile(
    rf"[\s\d一二三四五六七八九十、.．()（）第条款]*(?:自|从|于)?\s?(?:{_DAY}|发布|公布|印发)"
)

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
_BREAK = re.compile(r"[。；;\n]")
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


def notice_of(text: str) -> Notice:
    """Read what a public document says of itself; of any other text nearly nothing is known.

    Where the table names no issuer, it is `rag.reading.headlines.issuer_of` that does.
    """
    table = tables.index_table(text)

    def value(kind: str, read: Callable[[str], str | None]) -> str | None:
        return next(filter(None, map(read, table.get(kind, ()))), None)

    published = value(tables.PUBLISHED, normalise_date)
    written = value(tables.WRITTEN, normalise_date) or _signed(text)
    effective = value(tables.EFFECTIVE, normalise_date) or _effective(text, written, published)
    return Notice(
        index_number=value(tables.INDEX_NUMBER, _index_number),
        document_number=value(tables.DOCUMENT_NUMBER, document_number) or number_line(text),
        issuer=value(tables.ISSUER, _issuer) or issuer_of(text),
        written=written,
        published=published,
        openness=value(tables.OPENNESS, _openness),
        effective=effective,
        repealed=value(tables.REPEALED, normalise_date) or _repealed(text, effective),
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
        if len(above) <= 40 and above.endswith(_ORGAN_END) and not _BREAK.search(above):
            return day
    return None


def _sentence(text: str, end: int) -> str:
    """Return the part of a sentence before `end`."""
    start = max(0, end - SENTENCE_REACH)
    before = text[start:end]
    breaks = [match.end() for match in _BREAK.finditer(before)]
    return before[breaks[-1] :] if breaks else before


def _of_itself(before: str) -> bool:
    """Tell whether a sentence up to its date or verb speaks of the document that holds it."""
    own = [match.end() for match in _SELF.finditer(before)]
    rest = before[own[-1] :] if own else before
    if "《" in rest or _REPEAL.search(rest):
        return False
    return bool(own) or _STARTS_WITH_DAY.match(before + "发布") is not None


def _effective(text: str, written: str | None, published: str | None) -> str | None:
    found: str | None = None
    for match in _FROM_DAY.finditer(text):
        if text.startswith("的", match.end()):  # …起施行的《…》同时废止: of the other document
            continue
        if _of_itself(_sentence(text, match.start())):
            found = normalise_date(match["day"]) or found
    if found is not None:
        return found
    for match in _FROM_ISSUE.finditer(text):
        if _of_itself(_sentence(text, match.start())):
            public = match["event"] in {"发布", "公布", "颁布"}
            found = (published or written) if public else (written or published)
    if found is not None:
        return found
    for match in _UNTIL.finditer(text):
        if match["from"] and _of_itself(_sentence(text, match.start())):
            found = normalise_date(match["from"])
    return found


def _repealed(text: str, effective: str | None) -> str | None:
    known = effective is not None
    for pattern in (_UNTIL, _ENDED):
        for match in pattern.finditer(text):
            before = _sentence(text, match.start())
            if "《" not in before and (_SELF.search(before) or (known and pattern is _UNTIL)):
                return normalise_date(match["day"])
    for match in _FOR_YEARS.finditer(text):
        before = _sentence(text, match.start())
        if effective is not None and effective.count("-") == 2 and _SELF.search(before):
            return _after_years(effective, match["years"])
    return None


def _after_years(first: str, written: str) -> str:
    """Return the last day of a term of so many years that begins on the day `first`."""
    numeral = written.replace("两", "二")
    years = int(numeral) if numeral.isdigit() else _YEARS.index(numeral) + 1
    day = datetime.date.fromisoformat(first)
    leap_day = (day.month, day.day) == (2, 29)
    end = day.replace(year=day.year + years, day=28 if leap_day else day.day)
    return (end if leap_day else end - datetime.timedelta(days=1)).isoformat()


def _repeals(text: str) -> Iterator[str]:
    for verb in _REPEAL.finditer(text):
        before = _sentence(text, verb.start())
        if _BY_OTHERS.search(before) or _BASIS.search(before.rpartition("，")[2]):
            continue
        named = _documents(_without_basis(before))
        if named:
            yield from named
            continue
        rest = text[verb.end() : verb.end() + SENTENCE_REACH]
        line = _BREAK.split(rest, maxsplit=1)[0]
        if _LIST_FOLLOWS.search(line):
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
