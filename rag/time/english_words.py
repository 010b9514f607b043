"""The patterns of English date words, on folded text."""

from __future__ import annotations

import re

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
NUMBERS = {name: value for value, name in enumerate(_SMALL, 1)} | _ORDINALS
LATER = {
    "last": -1, "previous": -1, "this": 0, "same": 0, "that": 0, "next": 1, "following": 1,
}  # fmt: skip
DAYS_LATER = {"before": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "after": 2}
EDGE_MONTHS = {"end": (12, 12), "beginning": (1, 1), "start": (1, 1), "middle": (6, 7)}

_WORD_END = "(?![a-z0-9])"
_FULL_MONTH = rf"(?:{'|'.join(MONTH_NAMES)}){_WORD_END}"
_MONTH = (
    rf"(?:(?:{'|'.join(MONTH_NAMES)}){_WORD_END}"
    rf"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec){_WORD_END}\.?)"
)
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9%])"
_RELATIVE = r"(?P<later>last|this|next)\syear(?![a-z])(?!['’]s)"
_OF_YEAR = rf",?\s(?:(?:of|in)\s)?(?:{_RELATIVE}|(?P<year>{_YEAR}))"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z%]|[.,:][0-9])"
_TO = r"\s?(?:-|–|—|to|until|through)\s?"
_DAYS = rf"(?P<day>{_DAY})(?:{_TO}(?P<day_last>{_DAY}))?"
_COUNT = rf"(?:{'|'.join(_SMALL)}|[1-9][0-9]?)"

MONTH_DAY = re.compile(rf"(?P<month>{_MONTH})\s(?:the\s)?{_DAYS}(?:{_OF_YEAR})?")
DAY_MONTH = re.compile(rf"{_DAYS}\s(?:of\s)?(?P<month>{_MONTH})(?:{_OF_YEAR})?")
MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH}){_OF_YEAR}")
MONTH_ALONE = re.compile(rf"(?P<month>{_FULL_MONTH})")
RELATIVE_MONTH = re.compile(rf"(?P<which>last|this|next)\s(?P<month>{_FULL_MONTH})(?!\s[0-9])")
BEFORE_MONTH = re.compile(
    r"(?<![a-z])(?:in|since|by|until|till|from|of|to|and|between|during|through|early|mid|late"
    r"|before|after)[\s-]$"
)
TO_NEXT = re.compile(_TO)
AND_NEXT = re.compile(rf"(?:{_TO}){_FULL_MONTH}")
PART = re.compile(
    rf"(?:(?P<quarter>{'|'.join(_ORDINALS)})[\s-]quarter|(?P<half>first|second)\shalf(?=\sof)"
    rf"|first\s(?P<months>{_COUNT})\smonths|q(?P<q>[1-4])|h(?P<h>[12])){_WORD_END}(?:{_OF_YEAR})?"
)
YEAR_PART = re.compile(
    rf"(?P<year>(?:19|20)[0-9]{{2}})\s?(?:q(?P<q>[1-4])|h(?P<h>[12])){_WORD_END}"
)
EDGE = re.compile(rf"(?P<edge>end|beginning|start|middle)\sof\s(?:{_RELATIVE}|(?P<year>{_YEAR}))")
DAY_WORDS = re.compile(
    r"(?:day\s(?P<before>before\syesterday)|day\s(?P<after>after\stomorrow)|(?P<today>today|tonight)"
    rf"|(?P<yesterday>yesterday)|(?P<tomorrow>tomorrow)){_WORD_END}"
)
NO_DAY_WORD_BEFORE = re.compile(r"(?:usa|russia|india|china|psychology|history)\s$")
RELATIVE_UNIT = re.compile(rf"(?P<later>last|this|next)\s(?P<unit>year|month|week){_WORD_END}")
MENTIONED = re.compile(rf"(?P<later>same|that|following|previous)\s(?P<unit>year|month){_WORD_END}")
WEEKDAY = re.compile(
    rf"(?:(?P<later>last|this|next)\s|(?<=on\s))(?P<day>{'|'.join(WEEKDAY_NAMES)}){_WORD_END}"
)
LATELY = re.compile(
    rf"(?:past\s(?:(?P<count>{_COUNT})\s)?|last\s(?P<count_last>{_COUNT})\s)"
    rf"(?P<unit>decade|year|month|week|day)s?{_WORD_END}"
)
DECADE = re.compile(rf"(?P<year>(?:19|20)[0-9]0|1[0-8][0-9]0)['’]?s{_WORD_END}")
YEARS = re.compile(
    rf"(?P<year>{_YEAR})(?:(?P<and>\sand\s)|\sto\s|\s?[-–—]\s?)(?P<last>{_YEAR})(?!-?[0-9a-z])"
)
YEAR_ALONE = re.compile(rf"(?P<year>{_YEAR})(?![a-z]|[-/.:,][0-9])")
BEFORE_YEAR = re.compile(
    r"(?<![a-z])(?:in|since|by|until|till|during|early|mid|late|year|between|of|from|to|and|through"
    r"|before|after|around|fiscal)[\s-]$"
)
# What follows a number that counts things: "by 2000 units", "of 2000 people".
COUNTED = re.compile(
    r"\s?(?:%|percent|people|million|billion|thousand|units|points|yuan|dollars|metres|meters|km|kg|mw"
    r"|miles|tons|tonnes|jobs|workers|years|days|hours|employees|households|companies|rmb|mu)(?![a-z])"
)
