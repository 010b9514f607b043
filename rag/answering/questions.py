"""What kind of thing a question asks for, and where such things stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from rag.terms import QUESTION_WORDS, Terms, places_of
from rag.text import fold


class Kind(StrEnum):
    """The kind of thing that answers a question."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


# Folded text; the first pattern that is found decides, so the narrow ones come first.
ASKED = (
    (
        Kind.DATE,
        r"什么时候|什么时间|何时|时间[?？]?$|哪一?[年天月日]|几[月号日](?!个)|哪个月|多久前|日期"
        r"|\bwhen\b|\bwhat (?:year|date|day|month)|\bwhich (?:year|date|day|month)"
        r"|\bwann\b|\bwelche[ms]? (?:jahr|tag)|когда|в каком году|\bquand\b|\bcuando\b",
    ),
    (
        Kind.NUMBER,
        r"多少|几(?!乎|年来|何)|多[大长高远重宽深久]|占比|比例|第几"
        r"|\bhow (?:many|much|long|large|big|high|far|old|tall)|\bwhat (?:percent|share|number|age)"
        r"|\bwie ?(?:viele?|lange?|hoch|gross|groß|weit)|сколько|\bcombien\b|\bcuant[oa]s?\b",
    ),
    (
        Kind.REASON,
        r"为什么|为何|原因|因为什么|怎么会|\bwhy\b|\bwarum\b|\bwieso\b|почему|зачем|\bpourquoi\b",
    ),
    (
        Kind.PERSON,
        r"谁|哪位|什么人|哪个人|何人|叫什么名字|\bwho(?:m|se)?\b|\bwer\b|\bwem\b|\bwen\b|кто|кого|\bqui\b|\bquien",
    ),
    (
        Kind.ORGANISATION,
        r"哪家|哪些?(?:公司|企业|机构|单位|部门|学校|大学|组织)|哪个(?:公司|企业|机构|单位|部门|学校|大学|组织)"
        r"|什么(?:公司|企业|机构|单位|部门|学校|大学|组织)|\b(?:what|which) (?:company|organi[sz]ation|agency|school|university|team)",
    ),
    (
        Kind.PLACE,
        r"哪里|哪儿|何处|何地|什么地方|哪个(?:国家|城市|地方|省|市|县|区)|哪国|位于哪|\bwhere\b|\bwo\b|\bwoher\b|где|куда|откуда"
        r"|\b(?:what|which) (?:city|country|place|region|state)|\bdonde\b",
    ),
)
NUMERAL = r"(?:\d[\d,.]*|[零〇一二两三四五六七八九十百千万亿]+)"
FOUND = {
    Kind.NUMBER: NUMERAL + r"(?:多|余|几)?\s*(?:[%％]|个|家|人|名|位|万|亿|千|百|元|美元|吨|亩|公里|千米|米|厘米|毫米|平方|立方|项|件|次"
                 r"|倍|天|日|年|月|小时|分钟|分|秒|岁|度|级|种|条|座|场|辆|台|套|所|间|部|集|册|张|片|只|头|届|轮|英寸|寸|成|余|多|号|层|排|部分"
                 r"|percent|million|billion|\w*)|\d",
    Kind.DATE: r"\d{1,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*[日号]|[一二三四五六七八九〇零]{4}年|世纪|年代|朝|\b(?:1\d|20)\d\d\b"
               r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|去年|今年|明年|今天|昨[天日]",
    Kind.PERSON: r"(?:先生|女士|总经理|董事长|主席|主任|书记|市长|院长|校长|教授|博士|记者|负责人|皇帝|国王|总统|将军|导演|演员|作家)|·"
                 r"|[\u3400-\u9fff]{2,4}(?:说|介绍|表示|指出)|\b[A-Z][a-z]+ [A-Z][a-z]+",
    Kind.ORGANISATION: r"公司|集团|企业|大学|学院|研究院|研究所|银行|协会|委员会|部|局|厅|中心|医院|学校|政府|\b[A-Z][\w&.]+",
    Kind.PLACE: r"省|市|县|区|镇|乡|村|州|国|岛|山|河|湖|海|路|街|位于|地处|坐落|\b(?:in|at|near|from) [A-Z]",
    Kind.REASON: r"因为|由于|因此|因而|所以|为了|旨在|原因|缘于|得益于|以便|从而|导致|\b(?:because|due to|since|so that|in order to|as a result)\b",
}  # fmt: skip
_ASKED = [(kind, re.compile(pattern)) for kind, pattern in ASKED]
_FOUND = {kind: re.compile(pattern) for kind, pattern in FOUND.items()}
_UNIT = re.compile("(?:多少|第?几)(?:万|亿|百|千|来)?(?![的是有])([\u3400-\u9fff])")
_COUNTED = r"(?:\d[\d,.]*|[零〇一二两三四五六七八九十百千])(?:多|余|几)?(?:万|亿|百|千)*"
_LIST = re.compile(
    "哪些|哪几|有什么|分别|包括|主要是什么|都有谁|\\bwhich [a-z]+s\\b|\\bwhat are\\b|\\bwho are\\b|\\blist\\b"
)
_SEPARATOR = re.compile("[、，,；;]")
_EMPTY = re.compile(
    r"[吗呢么]|\b(?:is|are|was|were|did|does|do|the|a|an|of|in|on|at|to|for|by|has|have|had|been|be)\b"
)
MANY = 4  # separators make a list
REACH = {True: 6.0, False: 20.0}  # characters from the question word, of Han and of other scripts
AROUND = (16, 12)  # characters before and after a thing of the kind asked for


@dataclass(frozen=True)
class Focus:
    """What a question asks for, and how near its words are to its question word.

    Attributes:
        question: as asked.
        kind: of thing.
        terms: (t,) of the question without question words, sorted, each once.
        nearness: (t,) 1 beside the question word, falling by e over `REACH` characters.
        is_list: whether several things are asked for.
        unit: what is counted, or None.
    """

    question: str
    kind: Kind
    terms: Terms
    nearness: NDArray[np.float64]
    is_list: bool
    unit: str | None

    @property
    def is_figure(self) -> bool:
        """Whether a number or a date is asked for."""
        return self.kind in {Kind.NUMBER, Kind.DATE}

    def kind_in(self, text: str, near: NDArray[np.float64]) -> tuple[bool, float]:
        """Tell whether a text holds the kind of thing asked for, and what stands beside it.

        Args:
            text: to look in; what the question itself names does not count.
            near: (t,) share of each term in what matters.

        Returns:
            Whether it does, and the most, 0 to 1, of `near` that stands beside such a thing.
        """
        if self.kind is Kind.OTHER or not len(self.terms):
            return False, 0.0
        folded = fold(text)
        terms, places = places_of(folded)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        known = self.terms[at] == terms
        at, places = at[known], places[known]
        found, most = False, 0.0
        for match in _FOUND[self.kind].finditer(text):
            if match[0] in self.question:
                continue
            found = True
            beside = (places >= match.start() - AROUND[0]) & (places <= match.end() + AROUND[1])
            most = max(most, float(near[np.unique(at[beside])].sum()))
        return found, most

    def unit_in(self, text: str) -> bool:
        """Tell whether a text counts in the unit asked for."""
        return self.unit is not None and bool(re.search(_COUNTED + self.unit, fold(text)))

    def listing_in(self, text: str) -> float:
        """Return how far, 0 to 1, a text is the list that is asked for."""
        if not self.is_list:
            return 0.0
        return min(len(_SEPARATOR.findall(text)), MANY) / MANY


def focus_of(question: str) -> Focus:
    """Read a question."""
    folded = fold(question)
    asking = [one for one in QUESTION_WORDS.finditer(folded) if not _EMPTY.fullmatch(one[0])]
    bare = QUESTION_WORDS.sub(lambda one: " " * len(one[0]), folded)
    if not bare.strip(" ?？"):
        bare, asking = folded, []
    terms, places = places_of(bare)
    ends = [one.span() for one in asking] or [(len(folded), len(folded))]
    reach = REACH[bool(re.search("[\u3040-\u9fff]", folded))]
    away = np.min(
        [np.maximum(np.maximum(low - places - 1, places - high), 0) for low, high in ends], axis=0
    )
    each, place_of = np.unique(terms, return_inverse=True)
    nearness = np.zeros(len(each))
    np.maximum.at(nearness, place_of, np.exp(-away / reach))
    unit = _UNIT.search(folded)
    return Focus(
        question,
        kind_of(question),
        each,
        nearness,
        bool(_LIST.search(folded)),
        unit[1] if unit else None,
    )


def kind_of(question: str) -> Kind:
    """Return the kind of thing that a question asks for."""
    folded = fold(question)
    for kind, pattern in _ASKED:
        if pattern.search(folded):
            return kind
    return Kind.OTHER
