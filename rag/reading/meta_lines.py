"""Lines that only tell when, where and by whom an article was published, and how often read."""

from __future__ import annotations

import re

from rag.reading.residue.wording import COUNT, GAP, LONGEST, TOOL
from rag.reading.written_dates import fold, written_dates
from rag.text import fold as fold_for_matching

LINE_CHARACTERS = 200
_BESIDE_A_DATE = re.compile(  # its weekday, its page, its number, the day of the moon's calendar
    r"(?:星期|周)[一二三四五六日天]|第?\s*[A-D]?\d{1,3}\s*版|(?:总?第|今日)\s*\d{1,6}\s*[期版]"
    r"|(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,6}"
    r"|农历\S{2,8}|\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_DATE_LABEL = re.compile(
    r"(?:发布|发表|更新|刊发|上传|录入|成文|发稿)?(?:日\s*期|时\s*间)\s*[:|]|(?:发布|发表|更新)[于:]"
    r"|[上下]午"
)

_FIELD = (
    r"(?:(?:信息|文章|稿件|新闻|本文)?来源|稿源|供稿|作者|(?:本报)?记者|通讯员|责任编辑|责编|编辑"
    r"|审核|审稿|校对|发布(?:人|者|机构|单位)|撰稿|摄影|source|author|by|editor)"
    r"[\s:/]{1,4}+[^\s|:,。;()\[\]【】]{1,24}+"
)
_READERS = r"(?:浏览|阅读|点击|访问|人气|热度|人?次|views?)"
_META = re.compile(rf"{GAP}*+(?>(?:{_FIELD}|{TOOL}|{_READERS}|{COUNT})(?:{GAP}++|(?![a-z])))*+")


def only_fields(*parts: str) -> bool:
    """Tell whether parts of a line hold only a byline's fields, buttons and counts; or nothing."""
    folded = (fold_for_matching(part).strip() for part in parts)
    return all(len(part) <= LONGEST and _META.fullmatch(part) for part in folded)


def is_meta_line(line: str) -> bool:
    """Tell whether a line is only a date, or fields (来源：…, 浏览：12次) with or without one."""
    if len(line) > LINE_CHARACTERS:
        return False
    folded = fold(line)
    parts, start = [], 0
    for date in written_dates(folded):
        parts.append(folded[start : date.start])
        start = date.end
    rest = _BESIDE_A_DATE.sub(" ", " ".join([*parts, folded[start:]]))
    has_date = start > 0 or _BESIDE_A_DATE.search(folded) is not None
    return only_fields(_DATE_LABEL.sub(" ", rest)) and (has_date or ":" in folded)
