"""Answers that are true of an article, put a little differently, and the same with one thing false.

Nothing here uses the code under test: figures, dates and names are found by patterns of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.types import Article

Found = tuple[int, int, str]  # start, end, kind
Finder = Callable[[str], list[Found]]

SENTENCE = re.compile(r"(?:^|(?<=[。！？!?；\n]))[^。！？!?；\n]{16,110}[。！；]")
CONNECTIVE = re.compile(
    r"^(?:此外|同时|另外|其中|因此|据悉|据介绍|据了解|目前|不过|但是|然而|随后|而且|并且|对此|据统计)，"
)
PERCENT = re.compile(r"(?<![\d.])(\d{1,2})(?:\.(\d))?[%％](?!\d)")
COUNT = re.compile(
    r"(?<![\d.,年月第\-—～~:：/、])(\d{2,6})(?=(?:家|人|名|个(?!月)|项|件|台|辆|套|吨|亩|户)(?!次))"
)
SCALED = re.compile(
    r"(?<![\d.,\-—～~])(\d{1,4})(?:\.(\d{1,2}))?(万|亿)(?=元|人|吨|亩|平方米|户|辆|台|千瓦)"
)
DAY = re.compile(r"(?<![\d年至\-—])(\d{1,2})月(\d{1,2})日(?![\d至\-—])")
YEAR = re.compile(r"(?<!\d)(20[12]\d)年")
FIGURE = re.compile(
    r"(?<![\d.A-Za-z年月\-—])\d+(?:\.\d+)?(?=[%％万亿余多]|家|人|名|个|项|件|台|辆|套|吨|亩|户|元|米|公里|岁|平方)"
)
MAGNITUDE = {"亿元": ["万元", "亿美元"], "万元": ["亿元", "元", "万美元"], "万人": ["人", "万户"],
             "公里": ["米"], "万吨": ["吨", "亿吨"], "平方公里": ["平方米", "亩"], "家": ["人", "亩"],
             "名": ["家", "元"], "%": ["个百分点", "倍"], "万平方米": ["平方米", "万亩"], "小时": ["天", "分钟"]}  # fmt: skip
UNIT = re.compile(rf"(?<=\d)(?:{'|'.join(sorted(MAGNITUDE, key=len, reverse=True))})")
PLACES = [
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "深圳",
    "广州",
    "杭州",
    "南京",
    "武汉",
    "成都",
    "西安",
    "苏州",
    "宁波",
    "青岛",
    "大连",
    "厦门",
    "长沙",
    "郑州",
    "济南",
    "沈阳",
    "哈尔滨",
    "美国",
    "日本",
    "德国",
    "法国",
    "英国",
    "俄罗斯",
    "韩国",
]
PLACE = re.compile("|".join(PLACES))
BODY = re.compile(
    r"([\u4e00-\u9fff]{2})(?=(?:科技|电子|汽车|生物|医药)?(?:有限公司|公司|集团|大学|医院|银行|学院|研究院|协会|法院))"
)
NOT_A_BODY = re.compile(
    r"[的该本各家这某一两多和与在等子分总股限大小]|人民|有限|股份|中级|高级|商业|上市|保险|科技|国有|民营|互联|建筑|物流|传媒|投资|集团|证券|基金|技术|职业|管理|母公|医学|附属|中心|相关|开发|能源|国际"
)
PERSON = re.compile(
    r"(?<=[长人者授任家师记员事理])([王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕][\u4e00-\u9fff]{1,2})"
    r"(?=说|表示|介绍|告诉|指出|认为|坦言|强调|透露|，|、)"
)
COUNTY = re.compile(r"([\u4e00-\u9fff]{2})(?=[县镇乡村](?![庄民委长级里落干医]))")
NOT_A_COUNTY = re.compile(
    r"[的该本各全一两三四五六七八九十百多个和与在等新农乡山城省市区为进入驻到从同帮]"
)


@dataclass(frozen=True)
class Case:
    """An answer over an article, and whether it is true of it."""

    answer: str
    article: Article
    kind: str  # "true", "figure", "magnitude", "date" or "name"
    sentence: str  # the one of the article that it was made of


def names_by_pattern(text: str) -> list[Found]:
    """Find persons, bodies, counties and known places."""
    found = [(m.start(1), m.end(1), "person") for m in PERSON.finditer(text)]
    found += [
        (m.start(1), m.end(1), "body") for m in BODY.finditer(text) if not NOT_A_BODY.search(m[1])
    ]
    found += [
        (m.start(1), m.end(1), "county")
        for m in COUNTY.finditer(text)
        if not NOT_A_COUNTY.search(m[1])
    ]
    return found + [(m.start(), m.end(), "place") for m in PLACE.finditer(text)]


def cases(
    articles: Sequence[Article], count: int, seed: int, finder: Finder = names_by_pattern
) -> list[Case]:
    """Return `count` true answers and `count` false ones, a quarter of each kind of falsehood."""
    chance = random.Random(seed)
    pool: dict[str, list[str]] = {}
    for article in articles:
        for start, end, kind in finder(article.text):
            pool.setdefault(kind, []).append(article.text[start:end])
    drawn = [
        (article, match[0])
        for article in articles
        for match in SENTENCE.finditer(article.text)
        if _is_plain(match[0]) and (FIGURE.search(match[0]) or finder(match[0]))
    ]
    chance.shuffle(drawn)
    true = [
        Case(rewritten(sentence, article, chance), article, "true", sentence)
        for article, sentence in drawn[:count]
    ]
    false: list[Case] = []
    kinds = ["figure", "magnitude", "date", "name"]
    for article, sentence in drawn[count:]:
        if len(false) == count:
            break
        kind = kinds[len(false) % len(kinds)]
        answer = _falsified(
            rewritten(sentence, article, chance), article, kind, chance, pool, finder
        )
        if answer is not None:
            false.append(Case(answer, article, kind, sentence))
    return [*true, *false]


def _is_plain(sentence: str) -> bool:
    return not re.search(
        r"[“”「」《》【】\[\]（(]|^\s*(?:图|记者|编辑|来源)|http|[a-z]{12}", sentence
    )


def rewritten(sentence: str, article: Article, chance: random.Random) -> str:
    """Put a sentence a little differently without changing what it says."""
    text = CONNECTIVE.sub("", sentence.strip())
    clauses = text.rstrip("。！；").split("，")
    if len(clauses) > 2 and chance.random() < 0.5:
        keep = sorted(chance.sample(range(len(clauses)), len(clauses) - 1))
        clauses = [clauses[i] for i in keep]
    if len(clauses) > 2 and chance.random() < 0.3:
        at = chance.randrange(1, len(clauses))
        clauses[at:] = reversed(clauses[at:])
    text = "，".join(clauses) + "。"
    for pattern, writer in ((PERCENT, _percent), (SCALED, _scaled), (COUNT, _count)):
        if chance.random() < 0.5:
            text = pattern.sub(lambda match, w=writer: w(match, chance), text)  # type: ignore[misc]
    if article.date and len(article.date) == 10 and chance.random() < 0.6:
        text = DAY.sub(lambda match: _dated(match, article.date or ""), text)
        year = int(article.date[:4])
        text = re.sub(r"(?<![比较与])去年(?![年同])", f"{year - 1}年", text)
        text = re.sub(r"(?<![从如])今年(?![年])", f"{year}年", text)
    return text


def _percent(match: re.Match[str], chance: random.Random) -> str:
    decimals = f"点{_DIGITS[int(match[2])]}" if match[2] else ""
    return f"百分之{han(int(match[1]))}{decimals}"


def _scaled(match: re.Match[str], chance: random.Random) -> str:
    value = float(f"{match[1]}.{match[2] or 0}") * (10**4 if match[3] == "万" else 10**8)
    if match[3] == "亿":
        return f"{value / 10**4:g}万" if value < 10**10 else match[0]
    return f"{round(value):,}"


def _count(match: re.Match[str], chance: random.Random) -> str:
    value = int(match[1])
    return han(value) if value < 100 and chance.random() < 0.5 else f"{value:,}"


def _dated(match: re.Match[str], published: str) -> str:
    if (int(match[1]), int(match[2])) > (int(published[5:7]), int(published[8:])):
        return match[0]  # perhaps last year's, perhaps to come
    if int(published[5:7]) - int(match[1]) > 2:
        return match[0]
    return f"{published[:4]}年{match[0]}"


_DIGITS = "零一二三四五六七八九"


def han(value: int) -> str:
    """Write 0 to 9999 in Chinese."""
    written = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, scale)
        if digit:
            written += _DIGITS[digit] + name
        elif written and not written.endswith("零") and value:
            written += "零"
    written += _DIGITS[value] if value or not written else ""
    return written.removeprefix("一") if written.startswith("一十") else written


def _falsified(
    text: str,
    article: Article,
    kind: str,
    chance: random.Random,
    pool: dict[str, list[str]],
    finder: Finder,
) -> str | None:
    if kind == "figure":
        return _other_figure(text, article, chance)
    if kind == "magnitude":
        matches = list(UNIT.finditer(text))
        if not matches:
            return None
        match = chance.choice(matches)
        return text[: match.start()] + chance.choice(MAGNITUDE[match[0]]) + text[match.end() :]
    if kind == "date":
        return _other_date(text, article, chance)
    return _other_name(text, article, chance, pool, finder)


def _other_figure(text: str, article: Article, chance: random.Random) -> str | None:
    matches = list(FIGURE.finditer(text))
    if not matches:
        return None
    match = chance.choice(matches)
    digits = list(match[0])
    place = chance.choice([i for i, one in enumerate(digits) if one.isdigit()])
    digits[place] = chance.choice([d for d in "123456789" if d != digits[place]])
    figure = "".join(digits)
    return None if figure in article.text else text[: match.start()] + figure + text[match.end() :]


def _other_date(text: str, article: Article, chance: random.Random) -> str | None:
    if matches := list(DAY.finditer(text)) + list(
        re.finditer(r"(?<=年)(\d{1,2})月(\d{1,2})日", text)
    ):
        match = chance.choice(matches)
        month, day = int(match[1]), int(match[2])
        if chance.random() < 0.5:
            month = chance.choice([one for one in range(1, 13) if one != month])
        else:
            day = chance.choice([one for one in range(1, 29) if one != day])
        changed = f"{month}月{day}日"
    elif matches := list(YEAR.finditer(text)):
        match = chance.choice(matches)
        changed = f"{int(match[1]) + chance.choice([-3, -2, -1, 1, 2])}年"
    else:
        return None
    return (
        None if changed in article.text else text[: match.start()] + changed + text[match.end() :]
    )


def _other_name(
    text: str, article: Article, chance: random.Random, pool: dict[str, list[str]], finder: Finder
) -> str | None:
    found = finder(text)
    if not found:
        return None
    start, end, kind = chance.choice(found)
    others = [one for one in pool.get(kind, []) if one != text[start:end] and one not in text]
    return text[:start] + chance.choice(others) + text[end:] if others else None
