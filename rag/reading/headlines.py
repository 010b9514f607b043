"""Titles, issuers and languages, read from an article's own text."""

from __future__ import annotations

import re

from rag.reading.meta_lines import is_meta_line
from rag.time.numerals import DIGITS

HEAD_CHARACTERS = 600
TAIL_CHARACTERS = 300
HEADLINE_COLUMNS = 90  # a Chinese character takes two
HEADLINE_LINES = 3  # kicker, headline, second headline
CLAUSE_CHARACTERS = 40
SHORTEST_CLAUSE = 8

_BREADCRUMB = re.compile(r"(?:当前|现在|所在)的?位置|^首页\s*[>›»/]|>\s*正文\s*$")
_BYLINE = re.compile(
    r"^[(（]?\s*(?:[^\s。，]{0,6}讯(?:[(（\s]|记者)|记者\s|通讯员\s|作者[\s:：]|文[/／]|来源\s*[:：]"
    r"|新华社|中新社|中新网|编辑[\s:：]|责任编辑|索引号"
    r"|(?:by|source|published|posted|date)\b\s*:?|(?:19|20)\d\d\s*[-/.年]\s*\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\s|。，]{0,4}(?:时间|日期|机构|单位|分类|方式|[文引]号)\s*[:：|]")
_RUN_IN_BYLINE = re.compile(r"^[^\s。，,(（]{0,10}[讯電电](?:\s*[(（][^)）]{0,60}[)）])?\s*")
_INDEX_TABLE = re.compile(r"[\s|]*索\s*[引取]\s*号")
_NAMED = re.compile(r"(?:标\s*题|名\s*称)\s*[:：|]\s*(?P<title>[^|\n:：]{4,120})")
_FINAL = tuple("。；;，,、：:|")
_CLAUSE_END = re.compile(r"[。！？!?；;…]|\.(?=\s|$)")

_VALUE = r"[\s|:：]+(?P<name>[^\s|()（）,，。;；:：\[\]【】]{2,30})"
_ISSUER_LABELS = tuple(
    re.compile(f"(?:{label}){_VALUE}", re.IGNORECASE)
    for label in (
        r"(?:发布|发文|制发|印发|公开)(?:机构|机关|单位|部门)",
        r"(?:信息|文章|稿件|新闻|本文)来源|稿源|供稿单位",
        r"(?<![\u4e00-\u9fff])(?:来\s*源|來\s*源)(?=\s*[:：|])",
        r"(?<![a-z])(?:source|publisher|issued by)(?=\s*:)",
    )
)
_NOT_A_NAME = re.compile(
    r"编辑|作者|责任|记者|日期|时间|发布|字号|浏览|阅读|未知|网络|互联网|http|本报|\d"
)
_NAME_END = re.compile(r"责任编辑|责编|编辑|作者|记者|发布|时间|日期|字号|浏览|阅读|点击|收集|整理")
_AGENCIES = (
    ("新华社", r"新华社[^。\n]{0,16}电"),
    ("中新社", r"中新社[^。\n]{0,16}电"),
    ("中新网", r"中新网[^。\n]{0,16}[电讯]"),
    ("人民网", r"人民网[^。\n]{0,16}[电讯]"),
    ("央视网", r"央视网消息"),
    ("Xinhua", r"\(Xinhua\)"),
)
_DATELINE = tuple((name, re.compile(r"(?:^|\n)\s*[^\n]{0,24}" + form)) for name, form in _AGENCIES)
_SIGNED = re.compile(
    r"\n\s*(?P<name>[\u4e00-\u9fff]{2,24}(?:政府|[局委厅部处科院会署社所]|委员会|办公室|中心|公司|集团|法院))"
    rf"\s*\n\s*[(（]?(?:[12一二][\d{DIGITS}]{{3}}\s*年\s*[\d十一二三四五六七八九]{{1,2}}\s*月)"
)


def title_of(text: str) -> str:
    """Return the kicker and headline printed at the top, else the first clause.

    Args:
        text: holds at least one character that is not white space.
    """
    lines = [
        line.strip() for line in text.lstrip()[: 4 * HEAD_CHARACTERS].split("\n") if line.strip()
    ]
    for place, line in enumerate(lines[:10]):
        if _BREADCRUMB.search(line) and place + 1 < len(lines):
            lines = lines[place + 1 :]
            break
    while len(lines) > 1 and is_meta_line(lines[0]):  # a masthead's date is no title
        lines = lines[1:]
    named = _NAMED.search(text[:HEAD_CHARACTERS]) if _INDEX_TABLE.match(text) else None
    if named:
        return named["title"].strip()
    printed = _headlines(lines)
    if printed:
        return " ".join(printed)
    body = next((line for line in lines if not _is_table_row(line)), lines[0])
    return _first_clause(body)


def _headlines(lines: list[str]) -> list[str]:
    """Return the short lines at the top; none where the body does not follow them."""
    found: list[str] = []
    for line in lines:
        if (
            len(line) > HEADLINE_COLUMNS
            or _columns(line) > HEADLINE_COLUMNS
            or line.endswith(_FINAL)
            or _BYLINE.match(line)
            or is_meta_line(line)
        ):
            break
        if _is_table_row(line):
            break
        if len(found) == HEADLINE_LINES:
            return found[:1]  # a list of short lines, not a kicker and a headline
        found.append(line)
    return found


def _columns(line: str) -> int:
    return sum(2 if one > "\u2e7f" else 1 for one in line)


def _is_table_row(line: str) -> bool:
    return line.count("|") > 1 or _LABEL.match(line) is not None


def _first_clause(body: str) -> str:
    clause = _RUN_IN_BYLINE.sub("", body) or body
    end = _CLAUSE_END.search(clause)
    if end is not None and end.start() >= SHORTEST_CLAUSE:
        clause = clause[: end.start()]
    if len(clause) <= CLAUSE_CHARACTERS:
        return clause.strip()
    cut = max(clause.rfind(mark, SHORTEST_CLAUSE, CLAUSE_CHARACTERS) for mark in "，,、：: ")
    return clause[: cut if cut > 0 else CLAUSE_CHARACTERS].strip()


def issuer_of(text: str) -> str | None:
    """Return who published an article, as it says itself, or None.

    A labelled issuer (发布机构, 来源, Source) goes before the agency of a dateline and the
    name above the date of a signature. 本报 names no one and is left out.
    """
    ends = (text[:HEAD_CHARACTERS], text[HEAD_CHARACTERS:][-TAIL_CHARACTERS:])
    for part in ends:
        for label in _ISSUER_LABELS:
            for found in label.finditer(part):
                name = _NAME_END.split(found["name"])[0].strip("-—·《》")
                if len(name) > 1 and _NOT_A_NAME.match(name) is None:
                    return name
    for name, dateline in _DATELINE:
        if dateline.search(ends[0]):
            return name
    signed = list(_SIGNED.finditer(text[-HEAD_CHARACTERS:]))
    return signed[-1]["name"] if signed else None
