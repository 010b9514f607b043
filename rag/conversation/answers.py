"""Persons and organisations that an answer names, for questions that had asked for them."""

from __future__ import annotations

import re

from rag.conversation.chinese_words import TITLES

_SAYS = "介绍|说|表示|指出|认为|告诉|算|解释|回忆|分析|强调|提醒|透露|宣布|担任|出任|在|于|将|[，。、；：,.;（(]|$"
_PERSON = re.compile(
    rf"(?:{TITLES}|志愿者|记者|医生|农民|居民|村民)(?:是|为)?([\u3400-\u9fff]{{2,4}}?)(?={_SAYS})"
)
_BY = re.compile(
    r"(?:由|是)([\u3400-\u9fff]{2,4}?)(?=于|在|创办|创立|设计|负责|担任|领导|主持|发起|[，。])"
)
_ORGANISATION = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9·]{2,24}?(?:有限责任公司|股份有限公司|有限公司|公司|集团|大学|学院|医院|银行|研究院|研究所|基金会|"
    r"基金|协会|委员会|管委会|中学|小学|局)(?![长局员])"
)
_BEFORE_NAME = re.compile(
    r"^.*?(?:，|由|与|和|及|是|为(?!民)|被|向|从|给|委托|交由|来自|通过|其中|位于|包括|分别|负责人|选定|选择)"
)
_LATIN_NAME = re.compile(
    r"\b[A-Z][\w'’-]+(?: (?:of |the |and )?[A-Z][\w'’-]+)+|\b[A-Z][a-z]+[A-Z]\w*"
)
_SENTENCE_STARTS = {"The", "It", "In", "This", "That", "A", "An", "On", "At", "By", "For"}


def person_in(answer: str, asked: str) -> str:
    """Return the first person that an answer names and its question does not; "" for none."""
    for pattern in (_PERSON, _BY):
        for match in pattern.finditer(answer):
            if match[1] not in asked:
                return match[1]
    return latin_name_in(answer, asked)


def organisation_in(answer: str, asked: str) -> str:
    """Return the first organisation that an answer names and its question does not; "" for none."""
    for match in _ORGANISATION.finditer(answer):
        name = match[0]
        while _BEFORE_NAME.match(name):
            name = _BEFORE_NAME.sub("", name, count=1)
        if len(name) > 3 and name not in asked:
            return name
    return latin_name_in(answer, asked)


def latin_name_in(answer: str, asked: str) -> str:
    """Return the first name of capitalised words that the question lacks; "" for none."""
    for match in _LATIN_NAME.finditer(answer):
        words = match[0].split()
        while words and words[0] in _SENTENCE_STARTS:
            words = words[1:]
        name = " ".join(words)
        if len(words) > 1 and name not in asked:
            return name
    return ""
