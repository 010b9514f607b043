"""How figures are written in Chinese and English: patterns on folded text."""

from __future__ import annotations

import re

from rag.claims.numerals import ARABIC, ENGLISH, ENGLISH_ORDINALS, ENGLISH_SCALES, HAN_NUMERAL
from rag.claims.units import UNITS

ENGLISH_UNITS = sorted(
    (one for one in UNITS if one[0].isascii() and one[0].isalpha()), key=len, reverse=True
)
_HAN_UNIT = "|".join(
    sorted((re.escape(one) for one in UNITS if not one[0].isascii()), key=len, reverse=True)
)
_SCALE = "|".join(sorted(ENGLISH_SCALES, key=len, reverse=True))
_ARABIC = rf"{ARABIC}(?:\s?[十百千万亿]+(?:{ARABIC}[十百千万亿]+)*)?"
_LONG_SCALE = "|".join(one for one in ENGLISH_SCALES if len(one) > 2)
_HALF_OF_ONE = rf"half an? (?=(?:{_LONG_SCALE})\b)"  # half a million
_ONES = "|".join(sorted(ENGLISH, key=len, reverse=True))
_MORE_WORDS = "|".join(sorted([*ENGLISH, *ENGLISH_SCALES], key=len, reverse=True))
_ENGLISH_NUMBER = (
    rf"(?:(?:{_HALF_OF_ONE}|a )(?:{_LONG_SCALE})|(?:{_ONES})(?: and a half\b)?)"
    rf"(?:(?:[ -]|\sand\s)(?:{_MORE_WORDS}))*"
)
_NO_UNIT_AFTER = (
    r"(?!(?<=分)[别公为成布析之支局部类]|(?<=成)[为功立长绩效员果本品熟交分都就]|(?<=部)[门分队署]"
    r"|(?<=级)别|(?<=个)(?:体|性|别)|(?<=处)(?:理|于|置|罚)|(?<=对)[于外内接标]|(?<=集)[团中成]"
    r"|(?<=组)[织成]|(?<=本)[月年次届地市]|(?<=节)[能约点]|(?<=把)|(?<=方)[面向]|(?<=线)[上下]"
    r"|(?<=市)[级场民]|(?<=省)[级]|(?<=区)[域]|(?<=人)[工才民口均员物]|(?<=名)[单列誉称次]"
    r"|(?<=位)[于置]|(?<=度)[假过]|(?<=次)[日年月要]|(?<=场)[地景馆]|(?<=门)(?:口|前))"
)
FIGURE = re.compile(
    rf"(?P<symbol>(?:us\$|hk\$|rmb|cny|usd|eur|人民币|[$¥€£])\s?)?"
    rf"(?:(?<![a-z\d.])(?P<arabic>{_ARABIC})|(?<![几数])(?P<han>{HAN_NUMERAL})"
    rf"|\b(?P<words>{_ENGLISH_NUMBER})\b)"
    rf"(?P<some>[多余几](?=[万亿\s]|{_HAN_UNIT}))?"
    rf"(?P<late>\s?[万亿]+)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b)?(?P<plus>\s?\+)?(?P<more>[多余])?"
    rf"(?:[\s-]?(?P<unit>%|‰|℃|(?:{_HAN_UNIT}){_NO_UNIT_AFTER}|(?:(?:[a-z]+[- ]){{0,2}}?)"
    rf"(?:{'|'.join(ENGLISH_UNITS)})\b))?"
    r"(?P<after>多|余)?"
)
SHARE = re.compile(
    rf"(?P<parts>百|千|万|{HAN_NUMERAL})分之(?P<count>{_ARABIC}|{HAN_NUMERAL})|一半"
    rf"|(?<!first )(?<!second )(?<!and a )\bhalf\b(?!-| an? (?:{_LONG_SCALE})\b)"
    r"|\b(?P<thirds>one|two)[ -]thirds?\b|\b(?P<few>a|one|two|three|four|nine)[ -]"
    r"(?P<part>third|quarter|fifth|tenth)s?(?= of\b)|(?<![\d/.])(?P<upper>\d{1,2})/(?P<lower>[2-9]|1\d)(?![\d/])"
)
MULTIPLIED = re.compile(
    rf"翻了?(?P<turns>{HAN_NUMERAL}|\d)?番|\b(?P<word>doubled|tripled|quadrupled|twice)\b"
)
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
FOLDS = {"doubled": 2, "twice": 2, "tripled": 3, "quadrupled": 4}
GROWN = re.compile(r"(?:增长|增加|增多|提高|提升|扩大|上升|上涨|攀升|增|涨)了?(?:近|约|超过?|逾)?$")
RANKED = re.compile(
    rf"第\s?(?P<number>{_ARABIC}|{HAN_NUMERAL})(?!时间|一线|三方|三产)|(?<![\d.])(?P<phase>\d|[一二三四五])期(?![间待])"
    rf"|首(?=期)|\b(?P<digits>\d+)(?:st|nd|rd|th)\b|\bno\. ?(?P<no>\d+)"
    rf"|\b(?P<ordinal>{'|'.join(ENGLISH_ORDINALS)})\b(?! half| quarter| time)"
)
IDIOM = re.compile(
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
OVER_BEFORE = re.compile(
    r"(?:超过?了?|逾|突破|超出|不少于|不低于|至少|高达|more than|over|at least|exceed(?:s|ed|ing)?"
    r"|in excess of|above|upwards of|no less than|no fewer than)\s?$"
)
UNDER_BEFORE = re.compile(
    r"(?:(?<![附最])近|将近|接近|不到|不足|低于|少于|至多|不超过|nearly|almost|under|less than|fewer than"
    r"|close to|below|up to)\s?$"
)
ABOUT_BEFORE = re.compile(
    r"(?:约|大约|大概|about|around|roughly|approximately|some|an estimated)\s?$"
)
OVER_AFTER = re.compile(r"\s?(?:以上|or more|plus)")
ABOUT_AFTER = re.compile(r"\s?(?:左右|上下|or so)")
TO = re.compile(r"\s?(?:至|到|-{1,2}|—{1,2}|–|~|―|─|to|and)\s?")
BOUND_REACH = 16


AT_MOST_BEFORE = re.compile(r"(?:不超过|不高于|no more than)\s?$")
