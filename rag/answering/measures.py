"""Quantities that sentences state: of what, how far done, for which time and which part.

Two of them can only disagree where all of that is the same. A plan is no count, the first phase is
not the whole, what 2023 brought is not what 2024 did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.claims.figure_words import ABOUT_BEFORE, OVER_AFTER, OVER_BEFORE, UNDER_BEFORE
from rag.claims.quantity import Quantity
from rag.claims.quotes import Quote
from rag.claims.reading import days_in, figures_in
from rag.claims.units import MONEY, PERCENT, POINTS, RANK, TIMES
from rag.sentences import clause_spans, sentence_spans
from rag.text import fold
from rag.types import Hit

LONGEST_QUOTE = 200
HEAD_CHARACTERS = 10  # around a figure, in which stands what it counts
BOUND_CHARACTERS = 16
_NEVER_COUNTED = MONEY | {"m", "m2", "m3", "g", "s", "day", "month", PERCENT, POINTS, TIMES, "age"}
# What is measured, where languages have to be compared; the first that is found names it.
ATTRIBUTES = {
    "investment": r"投资|\binvest",
    "output": r"产值|\boutput",
    "revenue": r"营收|营业收入|销售额|销售收入|\brevenue|\bsales",
    "profit": r"利润|\bprofit",
    "area": r"面积|占地|用地|\barea|\bhectares|\bcovers",
    "capacity": r"年产|产能|\bcapacity",
    "people": r"员工|职工|人员|人口|学生|在校生"
    r"|\bemploy(?:s|ees|ed)?\b|\bstaff|\bworkers|\bstudents|\bpopulation",
    "companies": r"企业|公司|商户|\bcompan(?:y|ies)|\bfirms|\benterprises",
    "projects": r"项目|\bprojects",
    "patents": r"专利|\bpatents",
    "length": r"全长|里程|总长|长[约近达逾为]{0,2}[|#]|\blong\b|\blength",
    "height": r"高度|海拔|高[约近达逾为]{0,2}[|#]|\btall\b|\bheight",
}
# The unit classes that each is given in; of the others, what is counted.
_UNITS_OF = {
    **dict.fromkeys(("investment", "output", "revenue", "profit"), MONEY),
    "area": frozenset({"m2"}),
    "length": frozenset({"m"}),
    "height": frozenset({"m"}),
}
_STATUSES = {  # in order; of a clause without any the quantity is what there is
    "planned": r"计划|规划|拟(?:建|投|引|新|招)?|预计|力争|目标|将(?=[达增建新有超实形引投突])|有望"
    r"|设计|(?:达产|投产|建成|竣工|完工)[后时]|可(?:实现|形成|年产|达)|争取|确保|\b(?:plan|will|expect|target|aim|would|should|hope)",
    "approved": r"获批|立项|入选|批复|核准|\bapproved\b",
    "new": r"新增|新引进|新签约|新落户|新注册|\bnew(?:ly)?\b|\badded\b",
    "signed": r"签约|签署|\bsigned\b",
    "started": r"开工|在建|施工|动工|\bunder construction\b|\bstarted\b",
    "finished": r"(?:竣工|投产|完工|建成|投用)(?![后时])|\bcompleted\b|\bin production\b",
    "left": r"关闭|腾退|退出|清退|\bclosed\b",
}
_STATUS = {name: re.compile(pattern) for name, pattern in _STATUSES.items()}
_STAGES = ("finished", "started", "approved", "left")
_ATTRIBUTE = {name: re.compile(pattern) for name, pattern in ATTRIBUTES.items()}
_AS_OF = re.compile(r"(?:截至|截止|截止到|至|到|as of|by|until|up to)\s?(?:the end of )?$")
_IS_NOW = re.compile("现有|目前|截至|截止|累计|共有|已经?")
_OF_A_TIME = re.compile(
    "[今去前明]年|[上下]半年|季度|[本上当]月|期间|(?:last|this|next) (?:year|month|week)|quarter"
)
_FOUNDED = re.compile("成立|创办|创立|始建|创建|入驻|挂牌|启用|以来|founded|established|since")
_PARTS = re.compile(
    r"[一二三四首]期|主(?=[桥楼馆塔坝线])|每(?=[年月天家个人])|\b(?:first|second|third) phase\b"
)
_OF_THESE = re.compile(r"其中|\bof (?:these|them|which)\b")
_RESPECTIVELY = re.compile(r"分别|\brespectively\b")  # which is whose would be a guess
_OF_WHAT_FOLLOWS = re.compile(r"[^,，。;；]{0,4}的(?P<what>[\u4e00-\u9fff]{2,8})")
_SUBJECT = re.compile(
    r"(?P<what>[\u4e00-\u9fffa-z0-9()]{0,20}?(?:项目|公司|集团|企业|中心|园区|园|基地|工程|学院|医院|大学|学校|地块|平台|开发区|经开区|高新区|市|县|镇|村|厂|站|线|馆))"
    r"(?=是|为|已|将|共|总|位于|在|由|于|成功|累计|预计|计划|现有|拥有|占地|有|投资|规划|首|一期|年|面积)"
)
_TIME_AHEAD = re.compile(r"^(?:[今去前明]年|近年来?|目前|如今|\d{2,4}年(?:\d{1,2}月)?[底末]?)+")
_IS_ACTION = re.compile("落地|引进|招引|签约|入园|入驻|获批|推进|新增|建成|拥有|聚集|集聚")
_CLAUSE = re.compile(r"[^,，;；:：。！？!?\n]+")


@dataclass(frozen=True)
class Measure:
    """A quantity that a sentence of a hit states.

    Attributes:
        hit: where it stands.
        quote: its sentence, at most 200 characters.
        written: the figure with 超过, 约 and the like.
        quantity: its value and unit class.
        head: letters around the figure, in which stands what is counted or measured.
        before: the sentence up to the end of the figure's clause, folded, without the figure.
        attribute: what is measured, of a fixed list, "" for anything else.
        status: "planned", "new", "signed", … or "" for what there is.
        period: the days for which it holds ("2023", "2024-01/…"), "" where none are named.
        part: 一期, 其中 and the like, "" for the whole.
        owner: what the figure is said of, where the form of the sentence tells, else "": what
            follows it (3亿元的云汀项目) or begins a clause (云汀项目占地9亩，总投资3亿元).
    """

    hit: Hit
    quote: Quote
    written: str
    quantity: Quantity
    head: str
    before: str
    attribute: str
    status: str
    period: str
    part: str
    owner: str

    @property
    def date(self) -> str:
        """The date of its article, "" for none."""
        return self.hit.article.date or ""


def measures_of(hit: Hit) -> Iterator[Measure]:
    """Yield the quantities that the sentences of a passage state, ranks and dates left out."""
    for start, end in sentence_spans(hit.passage.text):
        for low, high in clause_spans(hit.passage.text, start, end, LONGEST_QUOTE):
            begin = hit.passage.start
            yield from _of_sentence(hit, Quote(hit.article, begin + low, begin + high))


def attribute_of(text: str, unit: str | None = None) -> str:
    """Return what a text (folded) says is measured, of a fixed list; "" for none of it.

    Args:
        text: letters around a figure, or a question.
        unit: the figure's class, which has to fit; None where it is not known.
    """
    for name, pattern in _ATTRIBUTE.items():
        if pattern.search(text) and (unit is None or _fits(name, unit)):
            return name
    return ""


def _fits(attribute: str, unit: str) -> bool:
    if attribute == "capacity":
        return True
    units = _UNITS_OF.get(attribute)
    return unit in units if units else unit not in _NEVER_COUNTED


def _of_sentence(hit: Hit, quote: Quote) -> Iterator[Measure]:
    text = quote.text
    folded = fold(text)
    clauses = [(match.start(), match.end()) for match in _CLAUSE.finditer(text)]
    for one in figures_in(text, hit.article.date):
        if one.unit == RANK or not one.unit or _RESPECTIVELY.search(folded):
            continue
        place = next(
            (n for n, (start, end) in enumerate(clauses) if start <= one.start < end), None
        )
        if place is None:
            continue
        start, end = clauses[place]
        clause = folded[start:end]
        before, after = folded[start : one.start], folded[one.end : end]
        yield Measure(
            hit,
            quote,
            _written(text, folded, start, one),
            one,
            _near(before, after),
            folded[: one.start] + after,
            attribute_of(_near(before, after), one.unit) or attribute_of(clause, one.unit),
            _status(clause, before),
            _period(text, folded, clauses, place, hit.article.date),
            "".join(sorted({*_PARTS.findall(clause), *_OF_THESE.findall(folded[:end])})),
            _owner(folded, clauses[: place + 1], one),
        )


def _near(before: str, after: str) -> str:
    is_latin = before.isascii() and after.isascii()
    reach = 4 * HEAD_CHARACTERS if is_latin else HEAD_CHARACTERS
    return f"{before[-reach:]}|{after[:reach]}"


def _owner(folded: str, clauses: list[tuple[int, int]], one: Quantity) -> str:
    follows = _OF_WHAT_FOLLOWS.match(folded, one.end)
    if follows:
        return follows["what"]
    for start, end in reversed(clauses):
        match = _SUBJECT.match(folded[start : min(end, one.start)])
        if match and not _IS_ACTION.search(match["what"]):
            return _TIME_AHEAD.sub("", match["what"])
    return ""


def _written(text: str, folded: str, clause: int, one: Quantity) -> str:
    start, end = one.start, one.end
    for pattern in (OVER_BEFORE, UNDER_BEFORE, ABOUT_BEFORE):
        match = pattern.search(folded[max(clause, start - BOUND_CHARACTERS) : start])
        if match:
            start -= len(match[0])
            break
    after = OVER_AFTER.match(folded, end)
    return text[start : after.end() if after else end]


def stage_of(text: str) -> str:
    """Return how far a text (folded), as of a question, says that things are; "" for no stage."""
    return next((name for name in _STAGES if _STATUS[name].search(text)), "")


def is_at_stage(stage: str, status: str, text: str) -> bool:
    """Tell whether a quantity is of what is so far done: by its status, else by its text (folded).

    Args:
        stage: that a question names; see `stage_of`.
        status: of the quantity.
        text: that tells of it.
    """
    return status == stage or (status not in _STAGES and bool(_STATUS[stage].search(text)))


def tells_of(attribute: str, stage: str, text: str) -> bool:
    """Tell whether a text is of what is measured and, of all stages, of this one.

    Args:
        attribute: of the fixed list, or "" for any.
        stage: see `stage_of`; "" for any.
        text: folded, # for each of its figures.
    """
    is_of = not attribute or bool(_ATTRIBUTE[attribute].search(text))
    return is_of and (not stage or _status(text, "") == stage)


def _status(clause: str, before: str) -> str:
    """Return how far done it is: what stands before the figure tells first."""
    for part in (before, clause):
        for name, pattern in _STATUS.items():
            if pattern.search(part):
                return name
    return ""


def _period(
    text: str, folded: str, clauses: list[tuple[int, int]], place: int, published: str | None
) -> str:
    """Return the days that limit a figure: those of its clause, else of one before it.

    As-of dates (截至7月底) limit nothing, nor do days of founding, nor any for what there is now.
    """
    mentions = days_in(text, published)
    for start, end in reversed(clauses[: place + 1]):
        for one in mentions:
            is_inside = start <= one.start < end
            if is_inside and not _AS_OF.search(folded[max(start, one.start - 12) : one.start]):
                return one.value
        word = _OF_A_TIME.search(folded[start:end])
        if word:
            return word[0]  # of an article without a date
        if _IS_NOW.search(folded[start:end]):
            return ""
        earlier = folded[clauses[place - 1][0] : clauses[place - 1][1]] if place else ""
        if _FOUNDED.search(earlier):
            return ""
    return ""
