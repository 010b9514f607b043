"""Whether a person holds the office that a sentence gives: 副市长 is no 市长.

Only offices are compared that stand directly at the name, in the sentence and in the quotes or what
stands before them. 负责人 and 专家 are no offices, whoever holds one may be called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.doubts import Doubt, DoubtKind
from rag.claims.names import PERSON, names_of
from rag.claims.quotes import Quote
from rag.text import fold

_OFFICE = (
    "副?(?:董事长|总经理|经理|总裁|理事长|秘书长|书记|主席|主任|总统|总理|首相"
    "|[省市县区镇乡村州局厅处科部院校所行会站队]长)"
)
_ONE = re.compile(_OFFICE)
_JOINS = re.compile("[、兼和][^、,，。;；]{0,12}")  # 市委书记、市长
LOOKED_BACK = 60  # characters before a name
DEPUTY = "副"


def doubted_offices(sentence: str, quotes: Sequence[Quote]) -> Iterator[Doubt]:
    """Yield a doubt for each person of a Chinese sentence whom the quotes give another office."""
    folded = fold(sentence)
    told = [fold(f"{quote.context}\n{quote.text}") for quote in quotes]
    for name in names_of(sentence):
        claimed = _offices(folded, name.start, name.end) if name.kind == PERSON else []
        given = [
            office
            for text in told
            for found in re.finditer(re.escape(name.text), text)
            for office in _offices(text, *found.span())
        ]
        for one in claimed:
            if given and not any(_is_same(one, office) for office in given):
                yield Doubt(DoubtKind.NAME, f"{one}{name.text}", given[-1])


def offices_in(text: str) -> list[str]:
    """Return the offices that a folded text names, in order: 市长, 副总经理."""
    return _ONE.findall(text)


def _offices(text: str, start: int, end: int) -> list[str]:
    """Return the offices at a name: 市委书记、市长叶国信 has two, 叶国信市长 one."""
    behind = _ONE.match(text, end)
    return [
        *_offices_before(text[max(0, start - LOOKED_BACK) : start]),
        *([behind[0]] if behind else []),
    ]


def _offices_before(text: str) -> list[str]:
    """Return the office that a text ends with, and those that it is joined to."""
    found = list(_ONE.finditer(text))
    if not found or found[-1].end() < len(text):
        return []
    first = len(found) - 1
    while first and _JOINS.fullmatch(text, found[first - 1].end(), found[first].start()):
        first -= 1
    return [one[0] for one in found[first:]]


def _is_same(one: str, other: str) -> bool:
    short, whole = sorted((one, other), key=len)
    return one == other or (whole.endswith(short) and not whole.startswith(DEPUTY))
