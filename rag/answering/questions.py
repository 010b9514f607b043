"""What kind of thing a question asks for, and where such things stand in a text."""

from __future__ import annotations

import re
from enum import StrEnum

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
        r"什么时候|什么时间|何时|哪一?[年天月日]|几[月号日](?!个)|哪个月|多久前|日期"
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


def kind_of(question: str) -> Kind:
    """Return the kind of thing that a question asks for."""
    folded = fold(question)
    for kind, pattern in _ASKED:
        if pattern.search(folded):
            return kind
    return Kind.OTHER


def holds_kind(text: str, kind: Kind, question: str) -> bool:
    """Tell whether a text has a thing of this kind that the question does not itself name."""
    if kind is Kind.OTHER:
        return True
    return any(match[0] not in question for match in _FOUND[kind].finditer(text))
