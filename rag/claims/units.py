"""Units as they are written, their classes and what they are worth in a class's own unit.

A class is money of one currency, a length, an area, …, or what is counted: `人` for people, else
the Chinese measure word (`家` for companies), which English nouns share. "" is no unit.
"""

from __future__ import annotations

from fractions import Fraction

PERCENT, POINTS, TIMES, RANK, PERSON = "percent", "points", "times", "rank", "人"
VISITS = "visits"  # passengers and visitors, in English no word tells 人 from 人次
GENERAL = frozenset({"个", "项", "件", "种", "类"})  # measure words that any thing may have
_RATIOS = frozenset({PERCENT, POINTS, TIMES})  # never written without their unit
MONEY = frozenset({"yuan", "usd", "eur", "jpy", "gbp", "hkd", "krw", "rub"})
_NOT_COUNTED = (
    MONEY
    | {PERCENT, POINTS, TIMES, RANK, PERSON, "次", "人次", "轮", "届", "级", "层", "分"}
    | {"m", "m2", "m3", "g", "s", "day", "month", "wh", "w", "age", "degree"}
)

Unit = tuple[str, Fraction]


def _of(kind: str, **worths: int | str) -> dict[str, Unit]:
    return {name.replace("_", " "): (kind, Fraction(worth)) for name, worth in worths.items()}


UNITS: dict[str, Unit] = {
    **_of("yuan", 元人民币=1, 元=1, 人民币=1, 块钱=1, yuan=1, renminbi=1, rmb=1, cny=1),
    **_of("usd", 美元=1, 美金=1, us_dollars=1, us_dollar=1, dollars=1, dollar=1, usd=1),
    **_of("eur", 欧元=1, euros=1, euro=1, eur=1),
    **_of("jpy", 日元=1, 日圆=1, yen=1, jpy=1),
    **_of("gbp", 英镑=1, pounds_sterling=1, gbp=1),
    **_of("hkd", 港元=1, 港币=1, hk_dollars=1, hkd=1),
    **_of("krw", 韩元=1, won=1),
    **_of("rub", 卢布=1, roubles=1, rubles=1),
    **_of(PERCENT, 成=10, percent=1, per_cent=1, pct=1),
    **_of(POINTS, 个百分点=1, 百分点=1, percentage_points=1, percentage_point=1),
    **_of(TIMES, 倍=1, times=1, fold=1),
    **_of(PERSON, 人=1, 名=1, 位=1, 个人=1, 口人=1, people=1, persons=1, person=1, employees=1),
    **_of(PERSON, workers=1, students=1, staff=1, teachers=1, researchers=1),
    **_of(PERSON, residents=1, members=1, doctors=1, engineers=1, children=1),
    **_of("人次", 人次=1),
    **_of(VISITS, visits=1, visitors=1, passengers=1, spectators=1),
    **_of("m2", 平方米=1, 平方公里=10**6, 平方千米=10**6, 公顷=10**4, 亩="2000/3", 平米=1),
    **_of("m2", square_metres=1, square_meters=1, square_kilometres=10**6, mu="2000/3"),
    **_of("m2", square_kilometers=10**6, hectares=10**4, hectare=10**4, sq_m=1, sq_km=10**6),
    **_of("m3", 立方米=1, 立方=1, 方=1, cubic_metres=1, cubic_meters=1, 升="1/1000"),
    **_of("m3", 毫升="1/1000000", litres="1/1000", liters="1/1000"),
    **_of("m", 公里=1000, 千米=1000, 米=1, 厘米="1/100", 毫米="1/1000", 微米="1/1000000"),
    **_of("m", 纳米="1/1000000000", 英寸="254/10000", 吋="254/10000", 寸="254/10000", 里=500),
    **_of("m", kilometres=1000, kilometers=1000, kilometre=1000, kilometer=1000, km=1000),
    **_of("m", metres=1, meters=1, metre=1, meter=1, cm="1/100", mm="1/1000", nm="1/1000000000"),
    **_of("m", inches="254/10000", inch="254/10000", 海里=1852, miles="1609344/1000", 丈="10/3"),
    **_of("g", 吨=10**6, 公斤=1000, 千克=1000, 克=1, 斤=500, 毫克="1/1000", tonnes=10**6),
    **_of("g", tons=10**6, tonne=10**6, kilograms=1000, kilogrammes=1000, kg=1000, grams=1),
    **_of("s", 小时=3600, 个小时=3600, 分钟=60, 秒=1, hours=3600, hour=3600, minutes=60, minute=60),
    **_of("s", seconds=1, second=1),
    **_of("day", 天=1, 日=1, 周=7, 星期=7, 个星期=7, 个工作日=1, 工作日=1, days=1, day=1, weeks=7),
    **_of("day", week=7, working_days=1),
    **_of("month", 年=12, 个月=1, 月=1, 季度=3, 个季度=3, years=12, year=12, months=1, month=1),
    **_of("wh", 千瓦时=1000, 度电=1000, 兆瓦时=10**6, 吉瓦时=10**9, 瓦时=1, kwh=1000, mwh=10**6),
    **_of("w", 千瓦=1000, 兆瓦=10**6, 吉瓦=10**9, 瓦=1, kw=1000, mw=10**6, gw=10**9),
    **_of("age", 岁=1, years_old=1, 周岁=1),
    **_of("degree", 摄氏度=1, 度=1),
    **_of("家", companies=1, enterprises=1, firms=1, businesses=1, company=1),
    **_of("所", schools=1, universities=1),
    **_of("个", projects=1, items=1, cities=1, countries=1, villages=1, stations=1, teams=1),
    **_of("项", patents=1),
    **_of("片", wafers=1, chips=1),
    **_of("辆", cars=1, vehicles=1, buses=1),
    **_of("户", households=1, families=1),
    **_of("台", machines=1, sets=1, robots=1),
    **_of("轮", rounds=1),
    **_of("分", points=1),
    **{"%": (PERCENT, Fraction(1)), "‰": (PERCENT, Fraction(1, 10)), "℃": ("degree", Fraction(1))},
}
MEASURE_WORDS = (
    "家户个项件台辆套座栋幢所间只头条片枚颗张部款种类批艘架支场轮届次级层棵株宗起例盏册篇首幅本"
    "门班村镇县市省区楼字封笔处节集排线段对双副根块桶箱瓶包袋碗杯粒滴朵把组队群票分集站"
)
UNITS |= {word: (word, Fraction(1)) for word in MEASURE_WORDS}
UNITS |= {"位次": ("位次", Fraction(1)), "架次": ("架次", Fraction(1)), "例次": ("例", Fraction(1))}
SYMBOLS: dict[str, str] = {
    "rmb": "yuan", "cny": "yuan", "¥": "yuan", "人民币": "yuan", "us$": "usd", "usd": "usd",
    "$": "usd", "hk$": "hkd", "€": "eur", "eur": "eur", "£": "gbp",
}  # fmt: skip


def compatible(one: str, other: str) -> bool:
    """Tell whether two classes may be of one thing: equal, one bare, or one a general measure.

    A bare number is no rank, share or multiple.
    """
    if one == other:
        return True
    if not one or not other:
        return not {one, other} & {RANK, *_RATIOS}
    if VISITS in {one, other}:
        return {one, other} <= {VISITS, PERSON, "人次"}
    return (one in GENERAL and other not in _NOT_COUNTED) or (
        other in GENERAL and one not in _NOT_COUNTED
    )
