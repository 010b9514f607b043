"""Chinese words for days and spans of time: 昨天, 当日, 上周五, 近三年, 90年代, “十四五”期间."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.time.chinese_points import read_point
from rag.time.expressions import (
    Day,
    Decades,
    Fixed,
    Lately,
    Nothing,
    Parsed,
    Reference,
    Week,
    Weekday,
)
from rag.time.numerals import number
from rag.time.spans import year_span

_HAN = "一二三四五六七八九"
_PART_OF_DAY = r"(?:上午|下午|中午|凌晨|清晨|早上|早晨|晚上|晚间|傍晚|深夜|夜间)?"
_NOT_A_DAY = r"(?![本益均])"  # 今日本, 如今日益, 次日均
_DAY = re.compile(
    r"(?:(?P<today>(?<!如)今天(?!下[^午单])|(?<![如当])今日(?!头条|说法|资本|美国|俄罗斯|印度)"
    rf"{_NOT_A_DAY}|今[晨晚早夜])"
    rf"|(?P<yesterday>昨天|昨日{_NOT_A_DAY}|昨[晨晚夜])"
    r"|(?P<third>大前天)|(?P<before>(?<![目之提以先此])前(?:天(?![气空然])|晚))"
    rf"|(?P<tomorrow>(?<![说证表])明天(?!会更)|(?<![说证表光])明日(?!之星|方舟|报){_NOT_A_DAY}|明[晨晚早])"
    r"|(?P<in_three>大后天)|(?P<after>(?<![之最然以雨先])后天(?![气空然性努缺培形教环失因])))"
    rf"{_PART_OF_DAY}"
)
_DAYS_LATER = {
    "today": 0,
    "yesterday": -1,
    "before": -2,
    "third": -3,
    "tomorrow": 1,
    "after": 2,
    "in_three": 3,
}
_MENTIONED_DAY = re.compile(
    r"(?:(?P<same>(?<![相适])当[天日](?![本气然空文下元])|(?<![不])同日(?![本元韩方益常均])"
    r"|(?<![相不])同一天)|(?P<next>(?<![首每两一二三几多])次日(?![本均])|翌日))"
    rf"{_PART_OF_DAY}"
)
_WEEK = re.compile(
    r"(?P<week>上上|下下|(?<![以晚线网])上|(?<![以地天])下|(?<![基日成资原根])本|这)(?:一|个)?"
    r"(?:周(?![期边密转年围口岁全刊报到])|星期(?!期)|礼拜)(?P<day>[一二三四五六日天末])?(?!家)"
)
_WEEKS_LATER = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_WEEKDAYS = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAY = re.compile(
    rf"(?:(?<![每逢一二三四五六七八九十数几两上下本这、至到\-(日])(?<!日 )"
    rf"周(?P<short>[{_HAN[:6]}日])"
    r"|(?<![每逢个上下本这、至到\-(日])(?<!日 )星期(?P<long>[一二三四五六日天]))"
    rf"(?=[,、。;\s)]|{_PART_OF_DAY[:-1]}|在|表示|宣布|公布|发布|将|与|向|称|报道|举行|召开|说|收盘|开盘|$)"
)
_TENS = rf"(?:[1-9]0|[{_HAN}]十)"
_DECADE = re.compile(
    rf"(?:(?P<century>1[0-9]|2[01]|十[{_HAN}]|二十一?|上|本)世纪)?"
    rf"(?P<first>{_TENS}|[{_HAN}](?=[{_HAN}]))(?:[—\-~至到、]?(?P<last>{_TENS}))?"
    r"年代(?![表码替理办价言])"
)
_YEARS_OF_DECADE = re.compile(r"(?P<year>1[0-9]{2}0|20[0-9]0)年代(?![表码替理办价言])")
_EARLIEST_ALONE = 30  # 20年代 may be of either century
_PLAN = re.compile(
    rf"[“\"「『‘]?(?P<plan>(?<![第{_HAN}])[六七八九]|(?<![第{_HAN}])十[{_HAN}]?)五[”\"」』’]?"
    r"(?:规划|计划)?(?:期间|时期|(?P<end>期?末|收官之年)|(?P<start>初|开局之年)|以来)"
)
_PLAN_YEARS_BEGIN = 1951  # the nth plan, from the sixth (1981) on, begins 5n years later
_COUNT = rf"(?:[1-9][0-9]?|[{_HAN}两]?十[{_HAN}]?|[{_HAN}两])"
_LATELY = re.compile(
    rf"(?:(?P<last>最近|过去)的?|(?<![将接临附靠])近)(?P<count>{_COUNT})个?(?P<unit>年|月|周|天)"
    rf"(?P<since>以?来)?(?![级制期半多余])"
)
_YEARS_SINCE = re.compile(rf"(?P<count>{_COUNT})年(?:以来|来)(?![年的])")
_NO_DECADE = re.compile(r"[0-9纪、—\-]$")
_UNIT = {"年": (12, 0), "月": (1, 0), "周": (0, 7), "天": (0, 1)}
_NEARLY = re.compile(r"[时业了长龄居过达历久从有约]$")
_A_WHILE = re.compile(r"的?(?:历史|时间|经验|之久|工龄)")
# Held 85% of 93 past days given right behind 日前 and 近日 in dated news.
RECENT_DAYS = 14
_RECENTLY = re.compile(r"(?:日前|近日|连日来)(?!益)")
_NO_RECENTLY = re.compile(
    r"[0-9一二三四五六七八九十数几生节假期末周今昨明当次同首每终冬夏元最将临元旦]$"
)

Reader = Callable[[str, int], Parsed | None]


def _read_day(text: str, start: int) -> Parsed | None:
    if match := _DAY.match(text, start):
        later = next(days for name, days in _DAYS_LATER.items() if match[name])
        return Parsed(match.end(), Day(Reference("publication", later)))
    if match := _MENTIONED_DAY.match(text, start):
        return Parsed(match.end(), Day(Reference("mention", 0 if match["same"] else 1)))
    return None


def _read_week(text: str, start: int) -> Parsed | None:
    match = _WEEK.match(text, start)
    if match is None:
        return None
    later, day = _WEEKS_LATER[match["week"]], match["day"]
    if day is None:
        return Parsed(match.end(), Week(later))
    days = (5, 6) if day == "末" else (_WEEKDAYS[day], _WEEKDAYS[day])
    return Parsed(match.end(), Week(later, days))


def _read_weekday(text: str, start: int) -> Parsed | None:
    match = _WEEKDAY.match(text, start)
    if match is None:
        return None
    return Parsed(match.end(), Weekday(_WEEKDAYS[match["short"] or match["long"]]))


def _read_decade(text: str, start: int) -> Parsed | None:
    if text.find("年代", start, start + 12) < 0:
        return None
    if match := _YEARS_OF_DECADE.match(text, start):
        century, decade = divmod(int(match["year"]), 100)
        years = Decades(decade, decade + 9, Reference("calendar", 100 * century))
        return Parsed(match.end(), years)
    match = _DECADE.match(text, start)
    if match is None:
        return None
    first = number(match["first"])
    first = first if first >= 10 else 10 * first  # 八 in 八九十年代
    last = number(match["last"]) if match["last"] else first
    if last < first:
        return None
    named = match["century"]
    if named is None:
        is_known = first >= _EARLIEST_ALONE and not _NO_DECADE.search(
            text, max(0, start - 1), start
        )
        return Parsed(match.end(), Decades(first, last + 9) if is_known else Nothing())
    if named in {"上", "本"}:
        century_named = Reference("publication", -1 if named == "上" else 0)
    else:
        century_named = Reference("calendar", 100 * (number(named) - 1))
    return Parsed(match.end(), Decades(first, last + 9, century_named))


def _read_plan(text: str, start: int) -> Parsed | None:
    if text.find("五", start, start + 4) < 0:
        return None
    match = _PLAN.match(text, start)
    if match is None:
        return None
    first = _PLAN_YEARS_BEGIN + 5 * number(match["plan"])
    last = first + 4
    span = year_span(last if match["end"] else first, first if match["start"] else last)
    return None if span is None else Parsed(match.end(), Fixed(span))


def _read_recently(text: str, start: int) -> Parsed | None:
    match = _RECENTLY.match(text, start)
    if match is None or _NO_RECENTLY.search(text, max(0, start - 1), start):
        return None
    return Parsed(match.end(), Lately(days=RECENT_DAYS))


def _read_lately(text: str, start: int) -> Parsed | None:
    match = _LATELY.match(text, start)
    if match is None or _A_WHILE.match(text, match.end()):
        return None
    is_bare = match["last"] is None and match["since"] is None
    if is_bare and _NEARLY.search(text, max(0, start - 1), start):
        return None  # 从业近10年: nearly ten years
    months, days = _UNIT[match["unit"]]
    count = number(match["count"])
    return Parsed(match.end(), Lately(months * count, days * count))


def _read_years_since(text: str, start: int) -> Parsed | None:
    match = _YEARS_SINCE.match(text, start)
    return None if match is None else Parsed(match.end(), Lately(12 * number(match["count"])))


# What may begin with a character, tried in order.
_READERS: dict[str, tuple[Reader, ...]] = {
    **dict.fromkeys("0123456789", (_read_decade, _read_years_since, read_point)),
    **dict.fromkeys(
        "一二三四五六七八九十", (_read_decade, _read_plan, _read_years_since, read_point)
    ),
    **dict.fromkeys("今昨明", (_read_day, read_point)),
    **dict.fromkeys("前后大同当次翌", (_read_day, read_point)),
    **dict.fromkeys("上下本这", (_read_week, _read_decade, read_point)),
    **dict.fromkeys("去来该首头第廿民", (read_point,)),
    **dict.fromkeys("最过", (_read_lately,)),
    **dict.fromkeys("日连", (_read_recently,)),
    "近": (_read_recently, _read_lately),
    **dict.fromkeys("周星", (_read_weekday,)),
    **dict.fromkeys('“"「『‘', (_read_plan,)),
}


def read_chinese(text: str, start: int) -> Parsed | None:
    """Read the Chinese date words that begin at a place of a folded text, if any do."""
    for reader in _READERS[text[start]]:
        parsed = reader(text, start)
        if parsed is not None:
            return parsed
    return None
