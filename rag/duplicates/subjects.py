"""Whether two titles, or two issuers, are of different articles: another place, body or period.

Articles of one template have titles that differ in a figure or a name; a place is known by the
word that ends it (区, 公司), there is no list of names.
"""

from __future__ import annotations

import re

from rag.duplicates.folding import fold_letters

TEMPLATE_LETTERS = 6  # titles that differ in one run as short as this are of one template
TEMPLATE_RATIO = 0.6
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
FIGURE = re.compile(rf"\d+(?:[./:-]\d+)*|[{NUMERALS}]+")
_NO_NAME = (
    r"(?<!地区)(?<!社区)(?<!小区)(?<!园区)(?<!灾区)(?<!景区)(?<!山区)(?<!校区)(?<!城区)(?<!片区)(?<!辖区)"
    r"(?<!城市)(?<!股市)(?<!楼市)(?<!上市)(?<!夜市)(?<!超市)(?<!农村)(?<!乡村)(?<!新村)(?<!各州)"
    r"(?<!全市)(?<!全县)(?<!全省)(?<!全区)(?<!全镇)(?<!全乡)(?<!全村)(?<!全局)(?<!该县)(?<!该市)(?<!该省)(?<!该区)(?<!该局)(?<!该院)(?<!该校)(?<!结局)(?<!格局)(?<!布局)"
)
_ZONE = "经济技术开发区|经济开发区|经开区|高新区|开发区|自贸区|保税区|示范区|试验区|新区"
PLACE = re.compile(
    rf"([\u3400-\u9fff]{{2}})({_ZONE}|街道|公司|集团|大学|学院|医院|法院|检察院|中学|小学|委员会|管委会"
    rf"|[省市县区镇乡村州旗局厅]{_NO_NAME})"
)
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?=\D|$)|[一二三四1-4]季度|上半年|下半年|全年|(?<!\d)(?:1[0-2]|[1-9])月(?!\d)"
)
_OUTLET = re.compile("[报网社台刊媒]$|新闻|客户端|在线")


def titles_conflict(one: str, other: str) -> bool:
    """Tell whether two titles (letters) are of one template: they differ in a figure or a name."""
    if not one or not other or one == other:
        return False
    if FIGURE.sub("#", one) == FIGURE.sub("#", other):
        return True
    if one in other or other in one:
        return False
    mine, its = unlike(one, other)
    ratio = 2 * (len(one) - mine) / (len(one) + len(other))
    return 0 < mine <= TEMPLATE_LETTERS and 0 < its <= TEMPLATE_LETTERS and ratio >= TEMPLATE_RATIO


def subjects_conflict(one: str, other: str) -> bool:
    """Tell whether two headlines (letters) name different places, bodies or periods."""
    if one in other or other in one:
        return False
    periods = set(_PERIOD.findall(one)), set(_PERIOD.findall(other))
    return places_conflict(one, other) or (all(periods) and not periods[0] & periods[1])


def places_conflict(one: str, other: str) -> bool:
    """Tell whether two stretches (letters) name places or bodies of one kind, none in common."""
    mine, its = _places(one), _places(other)
    return any(
        not any(name in other for name in mine[kind]) and not any(name in one for name in its[kind])
        for kind in mine.keys() & its.keys()
    )


def _places(letters: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, kind in PLACE.findall(letters):
        found.setdefault(kind, set()).add(name)
    return found


def issuers_conflict(one: str | None, other: str | None) -> bool:
    """Tell whether two issuers are two bodies of one kind, as two districts are.

    Two papers are not: one reprints the other.
    """
    if not one or not other or one == other or _OUTLET.search(one) or _OUTLET.search(other):
        return False
    letters = fold_letters(one), fold_letters(other)
    return titles_conflict(*letters) or places_conflict(*letters)


def unlike(one: str, other: str) -> tuple[int, int]:
    """Return how many letters of each are left without their common beginning and end."""
    mine, its = differing(one, other)
    return len(mine), len(its)


def differing(one: str, other: str) -> tuple[str, str]:
    """Return what is left of each without their common beginning and end."""
    most = min(len(one), len(other))
    start = 0
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
