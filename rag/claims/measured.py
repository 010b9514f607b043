"""What a figure measures: profit is no turnover, output is no investment.

A sentence that turns one into the other has its figure, its unit and nearly all of its words from
the quote, so that no other check sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.nearness import sentence_of
from rag.claims.quantity import Quantity, same_value
from rag.claims.reading import Clause, figures_in, figures_of_quote
from rag.claims.units import PERCENT, RANK
from rag.text import fold

# What cannot be told by the unit; of folded text. Words that are said of the same stand together.
_MEASURED = {
    "investment": r"投资(?!者|人|商|机构|基金|公司)|\binvest(?:s|ed|ing|ments?)?\b",
    "output value": r"产值|\boutput value",
    "added value": r"增加值|\badded value|\bvalue added",
    "revenue": r"营收|收入|销售额|营业额|\brevenues?\b|\bturnover\b|\bsales\b(?! volume)|\bincome\b",
    "profit": r"利润|净利|纯利|盈利|获利|亏损|\bprofits?\b|\bearnings\b|\bloss(?:es)?\b|\bincome\b",
    "tax": r"税收|税额|纳税|缴税|上缴税|\btax(?:es)?\b",
    "sold": r"销量|销售量|销售|售出|卖出|交付|\bsold\b|\bsales\b|\bdeliver(?:ed|ies)\b|\bshipments?\b",
    "made": r"产量|年产(?!值)|产能|生产|出货|\bproduc(?:ed?|tion)\b|\bcapacity\b|\boutput\b(?! value)",
    "exported": r"出口|进出口|外贸|\bexport(?:s|ed)?\b|\bforeign trade\b",
    "imported": r"进口|进出口|外贸|\bimport(?:s|ed)?\b|\bforeign trade\b",
    "market value": r"市值|\bmarket (?:value|cap(?:itali[sz]ation)?)\b",
    "assets": r"资产|\bassets?\b",
    "debts": r"负债|债务|\bdebts?\b|\bliabilit(?:y|ies)\b",
    "price": r"单价|售价|价格|均价|\bprices?\b",
    "cost": r"成本|费用|\bcosts?\b|\bexpenses?\b",
}
_PATTERNS = [(name, re.compile(pattern)) for name, pattern in _MEASURED.items()]
_CLAUSE = re.compile(r"(?:[^,，。;；:：。！？!?\n]|(?<=\d)[,.](?=\d))+")


def measured_otherwise(sentence: str, clauses: Sequence[Clause]) -> Iterator[Doubt]:
    """Yield a doubt for each figure that its quotes give for something else.

    A figure's own clause says what it measures; a percentage's may say so in an earlier one. Where
    the sentence or the quote says nothing of the kind, there is no doubt.

    Args:
        sentence: in the language of its quotes; all its figures are held.
        clauses: of the sentence, with their quotes.
    """
    if not clauses:
        return
    for one in figures_in(sentence, clauses[0].quotes[0].article.date):
        clause = next((c for c in clauses if c.start <= one.start < c.end), clauses[0])
        claimed = _measured(sentence, one)
        if not claimed or one.unit == RANK:
            continue
        said = [
            _is_said(claimed, quote.text, other)
            for quote in clause.quotes
            for other in figures_of_quote(quote)
            if same_value(one, other)
        ]
        if said and not any(said):
            yield Doubt(DoubtKind.MISPLACED, sentence[one.start : one.end])


def _is_said(claimed: frozenset[str], quote: str, figure: Quantity) -> bool:
    measured = _measured(quote, figure)
    return not measured or bool(claimed & measured)


def _measured(text: str, figure: Quantity) -> frozenset[str]:
    """Return what the clause of a figure says is measured; of a percentage, an earlier one's."""
    start, end = sentence_of(text, (figure.start, figure.end))
    folded = fold(text)
    spans = [match.span() for match in _CLAUSE.finditer(folded, start, end)]
    own = [folded[low:high] for low, high in spans if low <= figure.start < high]
    earlier = [folded[low:high] for low, high in spans if high <= figure.start]
    looked_at = [*own, *(reversed(earlier) if figure.unit == PERCENT else ())]
    return next((found for clause in looked_at if (found := _named(clause))), frozenset())


def _named(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _PATTERNS if pattern.search(text))
