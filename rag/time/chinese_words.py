"""The patterns of Chinese years, months and days, on folded text, and of what looks like them."""

from __future__ import annotations

import re

from rag.time.numerals import DIGITS

_GAP = r"[ \xa0]?"
_TO = rf"{_GAP}(?:至|到|--?|——?|–|~|―|─){_GAP}"
_HAN = "一二三四五六七八九"
_YEAR = rf"(?:[12][0-9]{{3}}|[一二][{DIGITS}]{{3}})"
_LATE_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = rf"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|[{_HAN}])"
_DAY = rf"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|三十一?|二?十[{_HAN}]?|廿[{_HAN}]?|[{_HAN}])"
_DAY_MARK = (
    rf"{_GAP}(?:日|号(?![线楼院馆门店机车公文台房厅桌球地坑井站码航高种选令])|(?=[、和]{_DAY}日))"
)
_MONTH_MARK = rf"{_GAP}月(?!亮(?![相剑点丽眼])|球(?![赛迷员市])|饼|嫂|子|龄|大(?![会赛])|有?余)份?"
_FEW = "[二两三四五六七八九2-9]"

REPUBLIC = re.compile(rf"民国(?P<year>元|[0-9]{{1,3}}|[{_HAN}]?十[{_HAN}]?|[{_HAN}]){_GAP}年")
CALENDAR_YEAR = re.compile(
    rf"(?P<year>{_YEAR})(?:{_GAP}年(?!代(?![表码替理办价言]))(?:度(?![假过]))?|(?=[、和与及]{_LATE_YEAR}{_GAP}年))"
)
# 2020 in 2020—2023年 and in (2020-2023), not in 2020-2023元
FIRST_YEAR = re.compile(
    rf"(?P<year>{_LATE_YEAR})(?P<to>{_TO})(?P<last>{_LATE_YEAR})"
    rf"(?:(?P<mark>{_GAP}年)|(?![0-9])(?=[)),。;、:：\s]|$|学年|赛季|规划))"
)
RELATIVE_YEAR = re.compile(
    r"(?P<this>(?<![如当现])今年(?![轻龄])|(?<![基日成资原根书样标])本年度?(?![均轻龄级货]))"
    r"|(?P<last>(?<![过逝失])去年度?|(?<![以晚线身网])上一?年度?(?![纪轻级头百会]))"
    r"|(?P<third>大前年)|(?P<before>(?<![之目以提先此日])前年度?(?![均轻产报龄]))"
    r"|(?P<next>(?<![说证表])明年度?|(?<![以年])来年(?![均轻]))"
    r"|(?P<after>(?<![之以战产成工用最然0-9零〇])后年(?![轻均代龄级]))"
)
MENTIONED_YEAR = re.compile(
    r"(?P<same>(?<![不相])同年(?![级龄代轻会])|(?<![相适])当年(?![轻龄])|该年度?(?![轻龄]))"
    r"|(?P<next>(?<![首每多一二三两几档层])次年(?![均轻])|翌年)"
)
RELATIVE_MONTH = re.compile(
    r"(?P<this>(?<![基日成资原根书样标])本月份?(?![球亮])|这个月)|(?P<before>上上个?月)"
    r"|(?P<last>(?<![以网晚线海天水身])上个?月份?(?![球亮均薪光饼台]))"
    r"|(?P<next>(?<![以地天旗])下个?月份?(?![球亮均薪台]))"
)
MENTIONED_MONTH = re.compile(
    r"(?P<same>(?<![相适])当月(?![亮球])|(?<!不)同月(?!龄))"
    r"|(?P<next>(?<![首每多一二三两几])次月(?!均)|翌月)"
)
LATER = {"this": 0, "same": 0, "last": -1, "before": -2, "third": -3, "next": 1, "after": 2}

PART = re.compile(
    rf"(?P<half>[上下]半年)"
    rf"|第?(?P<quarter>[1-4一二三四])(?:(?:季度?)?{_TO}第?(?P<quarter_last>[1-4一二三四]))?季(?!报)度?"
    rf"|(?P<first_quarter>首季度?)|[前头](?P<quarters>[二两三23])个?季度?"
    rf"|[前头](?P<months>1[01]|十一?|{_FEW})个月"
)
EDGE = re.compile(  # only behind a year
    r"(?P<end>年?末(?![代日])|年?底(?![部层盘座线薪价蕴特])|岁末)"
    r"|(?P<start>年?初(?![中步级夏春冬秋审次赛一二三高等始选])|岁初)"
    r"|(?P<middle>年中(?![国华央心]))"
)
EDGE_MONTHS = {"end": (12, 12), "start": (1, 1), "middle": (6, 7)}
MONTHS = re.compile(
    rf"(?P<first>{_MONTH})(?:{_GAP}(?P<mark>月份?)?{_TO}(?P<last>{_MONTH})(?!{_GAP}月{_GAP}{_DAY}{_DAY_MARK}))?"
    rf"{_MONTH_MARK}"
)
THIRD = re.compile(
    rf"(?P<thirds>上中?|中下?|下)旬|(?P<start>初(?![{_HAN}十]))|(?P<end>[底末](?!日))"
)
DAYS = re.compile(rf"{_GAP}(?P<first>{_DAY})(?:(?:{_GAP}[日号])?{_TO}(?P<last>{_DAY}))?{_DAY_MARK}")
TO_NEXT = re.compile(_TO)
OF = re.compile(rf"的?{_GAP}")

# Figures and spans of time that look like dates.
AGES = re.compile(r"前(?!后)|的?历史|[来间余]|以上|左右|之久|寿|大计")
AGES_BEFORE = re.compile(r"[近约超逾达长已有了存]$")
NO_YEAR_BEFORE = re.compile(r"(?:元前|[(（\-—–至到、]前|[0-9a-z.])$")
RECURRING = re.compile(r"(?:[农阴旧夏]历|每逢?[年月]?的?|历年|往年|年)$")
A_LENGTH = re.compile(r"[每近历时约达满共第逾超数几期长续个]$")
LUNAR_DAY = re.compile(rf"初?[{_HAN}十]")
MONTH_NAME = re.compile(r"天(?![津气空])|革命|[半兔河]|街(?!道)")
NO_DAY_BEFORE = re.compile(
    r"[近每连续共满长达期第约超逾数几头首前后多半余止留押刑生节历假.\-/:—~0-9个年月]$"
)
A_DAY = re.compile(r"(?![内后前均游龄之以间线无租卷子志元本韩](?!报)|年化)")
AT_SOME_TIME = re.compile(r"[上下中]午|[晚早凌当傍起]")
