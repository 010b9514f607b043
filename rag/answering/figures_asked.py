"""Whether what was found holds any number or date at all, where a question asks for one.

A question for a number is not answered by sentences without one, however near they come to it. The
patterns take more for a number or a date than those by which sentences are ranked: an answer may
only be refused where there is plainly none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.answering.questions import Focus, Kind
from rag.text import fold

READ = frozenset({"zh", "en"})  # languages whose numerals are known here
_HAN_NUMERAL = (
    "[零〇二两三四五六七八九十百千万亿半双]|一(?=[个家人名位项件次种条座倍成米元年月日天])"
)
_NUMERAL_WORD = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|[mb]illions?"
    r"|half|third|quarter|dozens?|once|twice|single|sole|both|pair|none|no|nobody|never)\b"
)
_NUMBER = re.compile(rf"\d[\d,.]*|{_HAN_NUMERAL}|{_NUMERAL_WORD}")
_DAY = re.compile(r"\d{1,4}\s*[年月日号]|[零〇一二三四五六七八九十]+[年月日号]")
_TIME = re.compile(
    rf"\d|(?:{_HAN_NUMERAL}|[一初每同当次翌本上下今明后前])[万千百十]*[年月日天周季旬世时点岁]"
    r"|世纪|年代|时代|时期|[朝代]|[春夏秋冬]|[节夜晨晚午]|[今明昨][天日]|[之以]?[前后]|期间"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|\w+day|today|tomorrow|year|month|week|decade|century|centuries|ages?|era|spring"
    r"|summer|autumn|fall|winter|morning|noon|evening|night|ago|now|before|after|during|when)s?\b"
)
# Elsewhere in a question such words ask for nothing: 每隔几天, "who led when …".
_PLAINLY = re.compile(
    r"多少|时间|日期|何时|什么时候|哪一?[年天月日]|(?<![每隔好近前十数上这])几(?!乎|年来|何)|多[大长高远重宽深]"
    r"|^(?:(?:in|on|by|at|since|about|until) )?(?:when|how (?:many|much)|(?:what|which) "
    r"(?:year|date|day|month|percent))\b"
)
_OF_TIME = re.compile("[年月日天号周]|多久|多长时间|几时")


def lacks_figure(focus: Focus, texts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a number or a date is asked for and none of the texts holds one.

    Args:
        focus: of the question. What it names itself does not count, nor, where a number of other
            things than days and years is asked for, do dates.
        texts: each with its language. Of those in another language than `READ` nobody can tell.
    """
    asked = focus.is_figure and _PLAINLY.search(fold(focus.question)) is not None
    return asked and not any(
        language not in READ or _holds(focus, fold(text)) for text, language in texts
    )


def _holds(focus: Focus, text: str) -> bool:
    question = fold(focus.question)
    pattern = _TIME if focus.kind is Kind.DATE else _NUMBER
    if focus.kind is Kind.NUMBER and not _OF_TIME.search(focus.unit or question):
        question, text = _DAY.sub(" ", question), _DAY.sub(" ", text)
    named = {match[0] for match in pattern.finditer(question)}
    return any(match[0] not in named for match in pattern.finditer(text))
