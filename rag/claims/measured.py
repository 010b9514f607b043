"""What a figure measures: profit is no turnover, output is no investment.

A sentence that turns one into the other has its figure, its unit and nearly all of its words from
the quote, so that no other check sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.nearness import Span, sentence_of
from rag.claims.quantity import Quantity, same_value
from rag.claims.reading import Clause, figures_in, figures_of_quote
from rag.claims.units import MONEY, PERCENT, POINTS, RANK, TIMES
from rag.text import fold

# What cannot be told by the unit; of folded text. Words that are said of the same stand together.
_MONEYS = {
    "investment": r"投资(?!者|人|商|机构|基金|公司)|投入(?!使用|运[营行])|\binvest(?:s|ed|ing|ments?)?\b"
    r"|\bspen(?:d|ds|t|ding)\b|\bcosts?\b",
    "output value": r"产值|\boutput\b",
    "gross product": r"生产总值|\bgdp\b",
    "added value": r"增加值|\badded value|\bvalue added|\bindustrial (?:output|production)\b",
    "revenue": r"营收|(?<!税收)收入|销售(?!量)|营业额|\brevenues?\b|\bturnover\b|\bsales\b(?! volume)"
    r"|\bincome\b",
    "profit": r"利润|净利|纯利|盈利|获利|\bprofits?\b|\bearnings\b|\bincome\b",
    "loss": r"亏损|\bloss(?:es)?\b",
    "tax": r"税收|税额|纳税|缴税|上缴税|\btax(?:es)?\b",
    "market value": r"市值|\bmarket (?:value|cap(?:itali[sz]ation)?)\b",
    "assets": r"(?<!固定)资产|固定资产(?!投资)|\bassets?\b",
    "debts": r"负债|债务|\bdebts?\b|\bliabilit(?:y|ies)\b",
    "loans": r"贷款|\bloans?\b",
    "deposits": r"存款|\bdeposits?\b",
    "price": r"单价|售价|价格|均价|\bprices?\b",
    "cost": r"成本|费用|投入(?!使用|运[营行])|\bcosts?\b|\bexpenses?\b",
}
_COUNTS = {
    "sold": r"销量|销售|售出|卖出|交付|\bsold\b|\bsales\b|\bdeliver(?:ed|ies)\b|\bshipments?\b",
    "made": r"产量|年产(?!值)|产能|生产(?!总值)|出货|\bproduc(?:ed?|tion)\b|\bcapacity\b"
    r"|\boutput\b(?! value)|\bmade\b(?! an?\b)",
}
_EITHER = {
    "exported": r"(?<!进)出口|外贸(?!进出口)|\bexport(?:s|ed)?\b|\bforeign trade\b",
    "imported": r"进口|外贸(?!进出口)|\bimport(?:s|ed)?\b|\bforeign trade\b",
    "traded": r"进出口|外贸|\bforeign trade\b",
}
_PATTERNS = [
    (name, re.compile(pattern), kinds)
    for kinds, names in (("money", _MONEYS), ("count", _COUNTS), ("either", _EITHER))
    for name, pattern in names.items()
]
_OF_ANY = frozenset({"", PERCENT, POINTS, TIMES})  # units of what is money and of what is counted
_CLAUSE = re.compile(r"(?:[^,，。;；!！?？\n]|(?<=\d)[,.](?=\d))+")
_NEXT_PART = re.compile(r"(?:左右|以上|多|余)?(?:、|和|及|以及|并|\s(?:and|while|but)\b)")
_RESPECTIVELY = re.compile(r"分别|\brespectively\b")
_JOINED = re.compile("、|和|与|及")
_SHARE = re.compile(r"占|\bof\b")


def measured_otherwise(sentence: str, clauses: Sequence[Clause]) -> Iterator[Doubt]:
    """Yield a doubt for each figure that its quotes give for something else.

    A figure's own clause says what it measures, and of which phase (一期, the second); what a
    percentage measures may stand in an earlier one. Where the sentence or the quote says nothing of
    the kind, there is no doubt.

    Args:
        sentence: whose figures are all held.
        clauses: of the sentence, with their quotes.
    """
    if not clauses:
        return
    for one in figures_in(sentence, clauses[0].quotes[0].article.date):
        clause = next((c for c in clauses if c.start <= one.start < c.end), clauses[0])
        claimed, ranks = _measured(sentence, one), _ranks(sentence, one)
        if one.unit == RANK or not (claimed or ranks):
            continue
        said = [
            _agree(claimed, _measured(quote.text, other))
            and _agree(ranks, _ranks(quote.text, other))
            for quote in clause.quotes
            for other in figures_of_quote(quote)
            if same_value(one, other)
        ]
        if said and not any(said):
            yield Doubt(DoubtKind.MISPLACED, sentence[one.start : one.end])


def _agree(claimed: frozenset[str], given: frozenset[str]) -> bool:
    return not claimed or not given or bool(claimed & given)


def _ranks(text: str, figure: Quantity) -> frozenset[str]:
    """Return the ordinals that stand before a figure in its part of a clause."""
    folded = fold(text)
    clauses = (match.span() for match in _CLAUSE.finditer(folded))
    own = next((span for span in clauses if span[0] <= figure.start < span[1]), (0, len(folded)))
    low, _ = _part(folded, text, own, figure)
    found = (one for one in figures_in(text, None) if one.unit == RANK)
    return frozenset(str(one.low) for one in found if low <= one.start < figure.start)


def _measured(text: str, figure: Quantity) -> frozenset[str]:
    """Return what the clause of a figure says is measured; of a percentage, an earlier one's.

    A clause with several figures has a part for each. A share is of what its own clause names and
    of what an earlier one does (研发费用3亿元，占营收的6%); 分别 takes up all the earlier ones.
    """
    start, end = sentence_of(text, (figure.start, figure.end))
    folded = fold(text)
    spans = [match.span() for match in _CLAUSE.finditer(folded, start, end)]
    own = next(((low, high) for low, high in spans if low <= figure.start < high), (start, end))
    earlier = [_named(folded[low:high], figure) for low, high in spans if high <= figure.start]
    low, high = _part(folded, text, own, figure)
    found = (
        _in_turn(folded, text, own, figure)
        or _named(folded[low:high], figure)
        or _named(folded[slice(*own)], figure)
    )
    if figure.unit != PERCENT:
        return found
    is_share = bool(_SHARE.search(folded[slice(*own)]))
    if _RESPECTIVELY.search(folded[slice(*own)]):
        return found or frozenset().union(*earlier)
    last = next(filter(None, reversed(earlier)), frozenset())
    return found | last if is_share else found or last


def _part(folded: str, text: str, clause: Span, figure: Quantity) -> Span:
    """Return the part of a clause that a figure is in: 产值6亿元、税收3亿元 are two."""
    low, high = clause
    for one in figures_in(text, None):
        match = _NEXT_PART.match(folded, one.end, clause[1]) if one.start >= clause[0] else None
        if match and one.end <= figure.start:
            low = match.end()
        elif match and one.start >= figure.start:
            return low, match.start()
    return low, high


def _in_turn(folded: str, text: str, clause: Span, figure: Quantity) -> frozenset[str]:
    """Return what a figure behind 分别 measures, where as many things as figures are listed."""
    low, high = clause
    apart = _RESPECTIVELY.search(folded, low, high)
    if apart is None or figure.start < apart.end():
        return frozenset()
    listed = _JOINED.split(folded[low : apart.start()])
    starts = [one.start for one in figures_in(text, None) if apart.end() <= one.start < high]
    if len(listed) != len(starts) or figure.start not in starts:
        return frozenset()
    return _named(listed[starts.index(figure.start)], figure)


def _named(text: str, figure: Quantity) -> frozenset[str]:
    """Return what a text names that can be given in a figure's unit."""
    kind = "money" if figure.unit in MONEY else "count"
    return frozenset(
        name
        for name, pattern, kinds in _PATTERNS
        if (figure.unit in _OF_ANY or kinds in {kind, "either"}) and pattern.search(text)
    )
