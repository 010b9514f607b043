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

HEAD_CHARACTERS = 400
HEAD_LINES = 10  # that are not blank
HEADLINES = 3  # of these may be no imprint: kicker, headline, second headline
HEADLINE_CHARACTERS = 60
TAIL_CHARACTERS = 300
LINE_CHARACTERS = 200
MOST_PIECES = 12  # of a line

_HAN = "\u3400-\u9fff"
DAY = (
    r"(?:19|20)\d\d\s?[-/.年]\s?(?:1[0-2]|0?[1-9])\s?[-/.月]\s?(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:\s?日)?"
)
_CLOCK = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
_ENGLISH_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d|\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d)"
_OUTLET = (
    rf"[{_HAN}]{{1,8}}(?:日报|日報|晚报|晚報|时报|時報|晨报|早报|商报|周报|周刊|新闻网|新聞網"
    r"|晚报网|日报网|客户端)|[人新央光经中华民国青]{1,2}[民华视明济国]网|新华社|中新社"
)
# These name a source or a person, or count readers; a plain 时间 may be that of an event.
_LABEL = (
    r"(?:信息|稿件|文章|新闻|内容)?(?:来源|來源)|(?:发布|發布|发表|更新)(?:时间|時間|日期|于)"
    r"|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击数|点击率|点击量|点击"
    r"|访问次数|访问量|字体|字号"
)
_PERSON = (
    r"作者|编辑|編輯|责编|責編|责任编辑|責任編輯|校对|校對|审核|初审|复审|终审|编审|监制|主编|发布人"
    r"|记者|記者|通讯员|通訊員|摄影|撰文|(?<![^\s|丨])[文图]"
)
_NAME = rf"(?:[{_HAN}]\s?[{_HAN}·]{{1,5}}(?![{_HAN}]))"
_LABELLED = (
    rf"(?:{_LABEL})\s?[:：]\s{{0,3}}(?:{DAY}|[^\s，。；：:|丨]{{1,20}}|(?=\s|$))"
    rf"|(?:{_PERSON})\s{{0,2}}[:：/|丨]\s{{0,3}}(?![您你请請怎为])"
    rf"(?:{_NAME}(?:[\s、/]{{1,3}}{_NAME}(?!\s?[:：])){{0,4}}|(?=\s|$))"
)
_BYLINE = (
    rf"(?:□|■|本报|本网|本台|实习|见习|首席|特约){{0,3}}\s?(?:记者|通讯员|記者|通訊員)"
    rf"\s{{0,3}}[{_HAN}]{{2,4}}(?:[\s、/]{{1,3}}[{_HAN}]{{2,4}}){{0,4}}(?=\s|$)"
)
_STRONG = re.compile(
    rf"(?P<day>{DAY}|{_ENGLISH_DAY})|{_LABELLED}|{_BYLINE}"
    r"|(?i:source|author|editor|published|updated|by)\s?:\s?[^|\n]{1,60}|https?://\S{1,200}"
)
_WEAK = re.compile(
    rf"{_CLOCK}|(?:星期|周)[一二三四五六日天]|农历[{_HAN}]{{2,8}}|第?\s?[A-Z]?\d{{1,2}}\s?版(?:[:：]?\s?[{_HAN}]{{2,4}})?"
    rf"|{_OUTLET}|(?:发布|时间|日期)[:：]?|字体|打印(?:本页)?|关闭|分享到?|收藏|评论|次|[大中小](?=\s|\W|$)|\d{{1,7}}(?=\s|次|$)"
)
_EVENT = re.compile(r"(?<![布表新])(?:时间|日期)\s?[:：]")  # may be that of an event
_LINE_OUTLET = re.compile(rf"(?:{_OUTLET})")
_BETWEEN = re.compile(r"[\s|丨·•/【】\[\]()（）<>—-]*")
_SOURCE = re.compile(rf"(?:来源|來源)\s?[:：]\s{{0,3}}([^\s，。；|丨]{{1,20}})")
_MAKER = re.compile(rf"[（(【\[]?\s?(?:{_LABEL}|{_PERSON}|{_BYLINE})")
_DAY = re.compile(DAY)
_DATELINE = re.compile(  # an original title says which article this is
    rf"(?![（(【\[\s]*原(?:标题|標題|题))(?:(?P<dateline>{DATELINE})|{BRACKETED}|{LABELLED}|{ENGLISH})",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_DIGITS = re.compile(r"\d+")
_DATELINE_DAY = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日")
_TODAY = re.compile("今[天日早晚晨]|昨[天日晚]|明[天日晚]|本[日周]|[Tt]oday|[Tt]omorrow|[Yy]esterday")


@dataclass(frozen=True, slots=True)
class Imprint:
    """An article's text with the imprint blanked, and what the imprint said.

    Attributes:
        text: as long as the article's text, every other character where it stood.
        day: the digits of the date line, such as ("2024", "05", "20"), or none.
        source: who the date line says the article is from, or nothing.
        agency: the dateline without its day (新华社青溪), or nothing.
        agency_day: the day of the dateline (3月5日), or nothing.
    """

    text: str
    day: tuple[int, ...] = ()
    source: str = ""
    agency: str = ""
    agency_day: str = ""

    @classmethod
    def of(cls, text: str) -> Imprint:
        """Find the imprint of a text."""
        cuts: list[tuple[int, int]] = []
        found: dict[str, str] = {}
        _read_head(text, cuts, found)
        _read_tail(text, cuts)
        for start, end in cuts:
            blank = "".join(" " if one not in "\r\n" else one for one in text[start:end])
            text = text[:start] + blank + text[end:]
        day = tuple(int(part) for part in _DIGITS.findall(found.get("day", "")))
        return cls(text, day, fold_letters(found.get("source", "")), *_agency(found.get("dateline", "")))

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
        piece = _STRONG.match(text, at, begun + HEAD_CHARACTERS) or _WEAK.match(text, at)
        if piece is None or (after := _blank(text, piece.end())) == 0:
            break
        labelled |= piece.re is _STRONG and piece["day"] is None
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
        if is_imprint(line) and _MAKER.match(line):
            cuts.append(one.span())
        elif line and not LEGAL.match(line):
            return


def is_imprint(line: str) -> bool:
    """Tell whether a line holds a date line, a masthead or a byline, and nothing else."""
    line = line.strip()
    if len(line) > LINE_CHARACTERS:
        return False
    if _LINE_OUTLET.fullmatch(line):
        return True
    at, labelled, dated = 0, False, False
    for _ in range(MOST_PIECES * 2):
        between = _BETWEEN.match(line, at)
        at = between.end() if between else at
        if at == len(line):
            return labelled or (dated and _EVENT.search(line) is None)
        piece = _STRONG.match(line, at)
        if piece is not None:
            labelled |= piece["day"] is None
            dated = True
        else:
            piece = _WEAK.match(line, at)
        if piece is None or piece.end() == at:
            return False
        at = piece.end()
    return False
