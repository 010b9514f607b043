"""Every figure of a text as a value with its unit, in Chinese and English writing.

3,476 is 3476家 is 三千四百七十六家; 55亿元 is 5.5 billion yuan is RMB 5.5bn; 三成 is 30%; 翻一番 is
twice; 30多轮 is more than 30 up to 40. Numerals in idioms (一些, 统一, 第一时间, 十分, 万一) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rag.claims.numerals import (
    ARABIC,
    ENGLISH,
    ENGLISH_ORDINALS,
    ENGLISH_SCALES,
    HAN_NUMERAL,
    arabic_value,
    english_value,
    han_value,
    significant_step,
)
from rag.claims.units import PERCENT, RANK, SYMBOLS, TIMES, UNITS, compatible
from rag.text import fold

Span = tuple[int, int]

EXACT, OVER, UNDER, ABOUT = "", "over", "under", "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text; text[start:end] is how it is written.

    Attributes:
        start: offset in code points of the number (or of the currency sign before it).
        end: offset behind the number and its unit.
        low: the value in the unit of its class (yuan, metres, percent, …).
        high: the same, or the other end of a range.
        unit: the class, "" for none; see `rag.claims.units`.
        bound: "over" (超过, 多, more than), "under" (近, 不到), "about" (约) or "" for exactly.
        step: the worth of the last digit given, which says how far a rounded value reaches.
        scale: what 万, 亿 or million multiply the digits with.
        worth: what the written unit is worth in that of its class.
    """

    start: int
    end: int
    low: Fraction
    high: Fraction
    unit: str
    bound: str
    step: Fraction
    scale: Fraction = Fraction(1)
    worth: Fraction = Fraction(1)


_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_HAN_UNIT = "|".join(
    sorted((re.escape(one) for one in UNITS if not one[0].isascii()), key=len, reverse=True)
)
_SCALE = "|".join(sorted(ENGLISH_SCALES, key=len, reverse=True))
_ARABIC = rf"{ARABIC}(?:\s?[十百千万亿]+(?:{ARABIC}[十百千万亿]+)*)?"
_ENGLISH_NUMBER = (
    rf"(?:{'|'.join(sorted(ENGLISH, key=len, reverse=True))})"
    rf"(?:(?:[ -]|\sand\s)(?:{'|'.join(sorted([*ENGLISH, *ENGLISH_SCALES], key=len, reverse=True))}))*"
)
_NO_UNIT_AFTER = (
    r"(?!(?<=分)[别公为成布析之支局部类]|(?<=成)[为功立长绩效员果本品熟交分都就]|(?<=部)[门分队署]"
    r"|(?<=级)别|(?<=个)(?:体|性|别)|(?<=处)(?:理|于|置|罚)|(?<=对)[于外内接标]|(?<=集)[团中成]"
    r"|(?<=组)[织成]|(?<=本)[月年次届地市]|(?<=节)[能约点]|(?<=把)|(?<=方)[面向]|(?<=线)[上下]"
    r"|(?<=市)[级场民]|(?<=省)[级]|(?<=区)[域]|(?<=人)[工才民口均员物]|(?<=名)[单列誉称次]"
    r"|(?<=位)[于置]|(?<=度)[假过]|(?<=次)[日年月要]|(?<=场)[地景馆]|(?<=门)(?:口|前))"
)
_FIGURE = re.compile(
    rf"(?P<symbol>(?:us\$|hk\$|rmb|cny|usd|eur|人民币|[$¥€£])\s?)?"
    rf"(?:(?<![a-z\d.])(?P<arabic>{_ARABIC})|(?<![几数])(?P<han>{HAN_NUMERAL})"
    rf"|\b(?P<words>{_ENGLISH_NUMBER})\b)"
    rf"(?P<some>[多余几](?=[万亿\s]|{_HAN_UNIT}))?"
    rf"(?P<late>\s?[万亿]+)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b)?(?P<plus>\s?\+)?(?P<more>[多余])?"
    rf"(?:[\s-]?(?P<unit>%|‰|℃|(?:{_HAN_UNIT}){_NO_UNIT_AFTER}|(?:(?:[a-z]+[- ]){{0,2}}?)"
    rf"(?:{'|'.join(sorted((re.escape(one) for one in UNITS if one[0].isascii() and one[0].isalpha()), key=len, reverse=True))})\b))?"
    r"(?P<after>多|余)?"
)
_SHARE = re.compile(
    rf"(?P<parts>百|千|万|{HAN_NUMERAL})分之(?P<count>{_ARABIC}|{HAN_NUMERAL})|一半|\bhalf\b"
    r"|\b(?P<thirds>one|two)[ -]thirds?\b|(?<![\d/.])(?P<upper>\d{1,2})/(?P<lower>[2-9]|1\d)(?![\d/])"
)
_MULTIPLIED = re.compile(
    rf"翻了?(?P<turns>{HAN_NUMERAL}|\d)番|\b(?P<word>doubled|tripled|quadrupled|twice)\b"
)
_FOLDS = {"doubled": 2, "twice": 2, "tripled": 3, "quadrupled": 4}
_GROWN = re.compile(r"(?:增长|增加|增多|提高|提升|扩大|上升|上涨|攀升|增|涨)了?(?:近|约|超过?|逾)?$")
_RANKED = re.compile(
    rf"第\s?(?P<number>{_ARABIC}|{HAN_NUMERAL})(?!时间|一线|三方|三产)|(?<![\d.])(?P<phase>\d|[一二三四五])期(?![间待])"
    rf"|首(?=期)|\b(?P<digits>\d+)(?:st|nd|rd|th)\b|\bno\. ?(?P<no>\d+)"
    rf"|\b(?P<ordinal>{'|'.join(ENGLISH_ORDINALS)})\b(?! half| quarter| time)"
)
_IDIOM = re.compile(
    r"一些|一定|一般|一直|一起|一样|一旦|一切|一致|一律|一度|一再|一同|一体|一系列|一方面|一带一路|一站式|一流|一線"
    r"|[统唯同单万]一|(?<!分)之一|进一步|一步步|一边|一面|一味|一向|一道|一下|一时|一线|一把手|一键|一番(?!$)"
    r"|第一时间|第三方|十分|十足|万分|千万别|千方百计|千家万户|百姓|百货|百度|百强|百科|万物|万象|万能|万达|万科"
    r"|三农|三甲|三军|三明|三亚|三峡|三星|三一重工|四川|四处|四周|四季|四平|五金|五粮液|五星|五一|六安|七夕|七彩|八一|八卦|九江|九寨"
    r"|十堰|二手|二维码|二氧化|三氧化|一氧化|两岸|两会|两国|两地|两侧|两旁|两者|两江|一国两制|三中全会|[“\"]?十[一二三四]五[”\"]?"
    r"|五四|两[弹山]|双十一|零售|零件|零部件|零距离|零碳|归零|丁零|一卡通|一体化|一举|一批|一阵|一片|一代|一段|一名不|万里"
    r"|千里|百年(?=大计|老店|树人|未有)|千年(?!之?前)|七上八下|五颜六色|四面八方|三三两两|乱七八糟|五花八门|接二连三|再三|三思|三观"
    r"|三角|三维|四维|五官|六合|八达|九州|十字|三轮车|三明治|二胡|一号|万万|千千万万"
    r"|\bone (?:of|another|day|by)\b|\bno one\b|\bone's\b"
)
_OVER = re.compile(
    r"(?:超过?了?|逾|突破|超出|不少于|不低于|至少|高达|more than|over|at least|exceed(?:s|ed|ing)?"
    r"|in excess of|above|upwards of|no less than|no fewer than)\s?$"
)
_UNDER = re.compile(
    r"(?:(?<![附最])近|将近|接近|不到|不足|低于|少于|至多|不超过|nearly|almost|under|less than|fewer than"
    r"|close to|below|up to)\s?$"
)
_ABOUT = re.compile(r"(?:约|大约|大概|about|around|roughly|approximately|some|an estimated)\s?$")
_OVER_AFTER = re.compile(r"\s?(?:以上|or more|plus)")
_ABOUT_AFTER = re.compile(r"\s?(?:左右|上下|or so)")
_TO = re.compile(r"\s?(?:至|到|-{1,2}|—{1,2}|–|~|―|─|to|and)\s?")
_BOUND_REACH = 16


def quantities(text: str, dates: Sequence[Span] = ()) -> list[Quantity]:
    """Find the figures of a text, in order and without overlap.

    Args:
        text: any text; offsets are in code points of it.
        dates: spans of the text that name days, whose figures are left out.
    """
    folded = fold(text)
    taken = [*dates, *_idioms(folded)]
    found: list[Quantity] = []
    for reader in (_shares, _multiplied, _ranks, _figures):
        for one in reader(folded):
            if not any(one.start < end and start < one.end for start, end in taken):
                found.append(one)
                taken.append((one.start, one.end))
    found.sort(key=lambda one: one.start)
    return _ranges(folded, found)


def _idioms(folded: str) -> Iterator[Span]:
    for match in _IDIOM.finditer(folded):
        if match[0][0] != "一" or folded[max(0, match.start() - 1)] != "第":  # 第一批 is a rank
            yield match.start(), match.end()


def same_value(claimed: Quantity, given: Quantity) -> bool:
    """Tell whether a figure is what another one says, unit and value, roundings allowed.

    超过70亿 agrees with 超过70亿, with 70亿 and with 71.3亿, not with 近70亿; 约 agrees with what
    rounds to it; a range agrees with the same range only.
    """
    if not compatible(claimed.unit, given.unit):
        return False
    if (claimed.low, claimed.high) == (given.low, given.high):
        return {claimed.bound, given.bound} != {OVER, UNDER}
    if claimed.low != claimed.high or given.low != given.high or given.bound == UNDER:
        return False
    difference = given.low - claimed.low
    if claimed.bound == OVER:
        return 0 <= difference < claimed.step
    if given.bound == OVER:
        return False
    if claimed.bound == UNDER:
        return -claimed.step < difference <= 0
    return claimed.bound == ABOUT and 2 * abs(difference) <= claimed.step


def _shares(folded: str) -> Iterator[Quantity]:
    for match in _SHARE.finditer(folded):
        if match["thirds"]:
            value: Fraction | None = Fraction(100 * ENGLISH[match["thirds"]], 3)
        elif match["upper"]:
            value = Fraction(100 * int(match["upper"]), int(match["lower"]))
        elif match["count"] is None:
            value = Fraction(50)
        else:
            whole = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10000)}.get(
                match["parts"], han_value(match["parts"])
            )
            count = _value(match["count"])
            value = 100 * count / whole if count is not None and whole else None
        if value is not None:
            yield _quantity(folded, match.start(), match.end(), value, PERCENT, Fraction(1))


def _multiplied(folded: str) -> Iterator[Quantity]:
    for match in _MULTIPLIED.finditer(folded):
        if match["word"]:
            value: Fraction | None = Fraction(_FOLDS[match["word"]])
        else:
            turns = _value(match["turns"])
            value = Fraction(2 ** int(turns)) if turns is not None and turns < 9 else None
        if value is not None:
            yield _quantity(folded, match.start(), match.end(), value, TIMES, Fraction(1))


def _ranks(folded: str) -> Iterator[Quantity]:
    for match in _RANKED.finditer(folded):
        written = match["number"] or match["phase"] or match["digits"] or match["no"]
        if match["ordinal"]:
            value: Fraction | None = Fraction(ENGLISH_ORDINALS[match["ordinal"]])
        else:
            value = _value(written) if written else Fraction(1)
        if value is not None:
            yield Quantity(match.start(), match.end(), value, value, RANK, EXACT, Fraction(1))


def _figures(folded: str) -> Iterator[Quantity]:
    for match in _FIGURE.finditer(folded):
        found = _figure(folded, match)
        if found is not None:
            yield found


def _figure(folded: str, match: re.Match[str]) -> Quantity | None:
    written = match["arabic"] or match["han"] or match["words"]
    value = english_value(written) if match["words"] else _value(written)
    if value is None:
        return None
    end = match.end("after") if match["after"] else match.end()
    step = significant_step(written) if not match["words"] else Fraction(1)
    for name in ("late", "scale"):
        if match[name]:
            scale = _scale(match[name].strip())
            value, step = value * scale, step * scale
    unit, worth = _unit(match)
    if unit is None:
        if match["han"] and not _is_clear(written):
            return None
        unit = ""
        follower = folded[match.end() : match.end() + 1]
        if match["arabic"] and follower.isascii() and follower.isalpha() and not match["scale"]:
            return None  # a code: 5g, 3d
        end = _end_of_number(match)
    if match["han"] == "一" and unit not in {PERCENT, TIMES, "month", "day", "yuan"}:
        return None  # 一家 is an article
    if unit == "" and match["words"] and value <= 1:
        return None
    scale = value / _digits(written) if match["arabic"] and value else Fraction(1)
    value, step = value * worth, step * worth
    if unit == TIMES and _GROWN.search(folded[: match.start()]):
        value += 1
    found = replace(
        _quantity(folded, match.start(), end, value, unit, step), scale=scale, worth=worth
    )
    if match["some"] or match["more"] or match["after"] or match["plus"]:
        return replace(found, bound=OVER)
    return found


def _digits(written: str) -> Fraction:
    """Return the value of the first digits of a number, without its scales."""
    first = re.match(ARABIC, written)
    return arabic_value(first[0]) or Fraction(1) if first else Fraction(1)


def _end_of_number(match: re.Match[str]) -> int:
    for name in ("after", "more", "plus", "scale", "late", "some", "arabic", "han", "words"):
        if match[name]:
            return match.end(name)
    return match.end()


def _unit(match: re.Match[str]) -> tuple[str | None, Fraction]:
    if match["symbol"]:
        symbol = match["symbol"].strip()
        return SYMBOLS[symbol], Fraction(1)
    written = match["unit"]
    if not written:
        return None, Fraction(1)
    if written in UNITS:
        return UNITS[written]
    last = next(one for one in _ENGLISH_UNITS if written.endswith(one))
    return UNITS[last]


_ENGLISH_UNITS = sorted(
    (one for one in UNITS if one[0].isascii() and one[0].isalpha()), key=len, reverse=True
)


def _is_clear(written: str) -> bool:
    """Tell whether Chinese numerals without a unit are a number: 三千四百, 二〇二五, 三点五."""
    return len(written) >= 2 and (any(one in "百千万亿点〇" for one in written[1:]))


def _value(written: str) -> Fraction | None:
    return arabic_value(written) if written[0].isdigit() and written[0].isascii() else han_value(written)


def _scale(written: str) -> int:
    if written in ENGLISH_SCALES:
        return ENGLISH_SCALES[written]
    return int(arabic_value(f"1{written}"))


def _quantity(
    folded: str, start: int, end: int, value: Fraction, unit: str, step: Fraction
) -> Quantity:
    before = folded[max(0, start - _BOUND_REACH) : start]
    if re.search(r"(?:不超过|不高于|no more than)\s?$", before):
        bound = UNDER
    elif _OVER.search(before) or _OVER_AFTER.match(folded, end):
        bound = OVER
    elif _UNDER.search(before):
        bound = UNDER
    elif _ABOUT.search(before) or _ABOUT_AFTER.match(folded, end):
        bound = ABOUT
    else:
        bound = EXACT
    return Quantity(start, end, value, value, unit, bound, step)


def _ranges(folded: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Join 20%—30% and 3—5万元 into one figure each."""
    joined: list[Quantity] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and _may_join(before, one):
            between = folded[before.end : one.start]
            whole = _TO.fullmatch(between)
            is_and = between.strip() == "and"
            if whole and (not is_and or folded[: before.start].rstrip().endswith("between")):
                joined[-1] = _range(before, one)
                continue
        joined.append(one)
    return joined


def _may_join(before: Quantity, one: Quantity) -> bool:
    """Tell whether two figures may be the ends of a range: neither is one, their units agree."""
    same_unit = not before.unit or before.unit == one.unit
    return before.low == before.high and one.unit != RANK and same_unit


def _range(first: Quantity, last: Quantity) -> Quantity:
    """Join two figures; the first takes the second's scale and unit where it has none."""
    low = first.low
    if not first.unit and last.unit:
        shared = low * last.scale
        is_bare = first.scale == 1 and shared <= last.low / last.worth
        low = (shared if is_bare else low) * last.worth
    elif not first.unit and first.scale == 1 and low * last.scale <= last.low:
        low *= last.scale
    return Quantity(
        first.start, last.end, low, last.low, last.unit or first.unit, EXACT, last.step
    )
