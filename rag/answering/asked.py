"""Which quantity a question asks for: its unit, what is measured, of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answering.measures import attribute_of, stage_of
from rag.claims.units import UNITS
from rag.terms import QUESTION_WORDS

_HOW_MANY = re.compile(
    r"多少|几(?=[个家人名项件台亩万亿天])|多[大长高远重]"
    r"|\bhow (?:many|much|large|long|big|high|far)\b|\bwhat (?:is|was|are|were) the\b"
)
_UNIT_OF = {"多大": "m2", "多长": "m", "多高": "m", "多远": "m", "多重": "g"}
_ATTRIBUTE_OF = {"多长": "length", "多高": "height"}
_UNIT_ASKED = re.compile("[\u4e00-\u9fff%]{1,4}")
NEAR_BEFORE, NEAR_AFTER = 10, 8  # characters at a question's 多少 that say what is asked for
NO_MATTER = re.compile(
    "的|一共|总共|共有|累计|目前|现在|现有|已经?|成功|为止|截至|截止|到底|引进|落地|签约|招引|吸引|共|总|超过?|约|达到?|有|是|在|为|了"
)
_WORD = re.compile(r"[a-z]{3,}")
STOP = frozenset(
    re.findall(
        "[a-z]+",
        "the and for has have had was were are how many much what which does did that this with "
        "from its their there been more than about over into total far",
    )
)


@dataclass(frozen=True)
class Asked:
    """What a question asks for: unit class, attribute, the words at its 多少 and all its words.

    `stage` is how far done what it counts is (`stage_of`), where it says so.
    """

    question: str
    unit: str
    attribute: str
    stage: str
    near: set[str]
    words: set[str]


def asked_quantity(question: str) -> Asked | None:
    """Read a folded question; None where it does not ask for one clear quantity."""
    asking = list(_HOW_MANY.finditer(question))
    if len(asking) != 1:
        return None
    start, end = asking[0].span()
    follows = _UNIT_ASKED.match(question, end)
    written = follows[0] if follows else ""
    unit = next((UNITS[written[:n]][0] for n in (4, 3, 2, 1) if written[:n] in UNITS), "")
    how = asking[0][0] if not written.startswith("时间") else ""  # 多长时间
    unit = unit or ("yuan" if written.startswith("钱") else _UNIT_OF.get(how, ""))
    clause = re.split(r"[,，。;；:：]", question[:start])[-1]
    before, after = clause[-NEAR_BEFORE:], question[end : end + NEAR_AFTER]
    if asking[0][0].isascii():
        before, after = "", question[end : end + 4 * NEAR_AFTER]
    near = words_of(NO_MATTER.sub(" ", f"{before} {after}"))
    attribute = attribute_of(f"{before} {after}") or attribute_of(clause)
    attribute = attribute or _ATTRIBUTE_OF.get(how, "")
    if not unit and not attribute:
        return None
    told = f"{question[:start]} {question[end:]}"
    words = words_of(NO_MATTER.sub(" ", QUESTION_WORDS.sub(" ", told)))
    return Asked(question, unit, attribute, stage_of(clause + after), near, words)


def words_of(text: str) -> set[str]:
    """Return the pairs of Han characters of a folded text and its longer Latin words."""
    pairs = {
        run[i : i + 2] for run in re.findall("[\u3400-\u9fff]+", text) for i in range(len(run) - 1)
    }
    return pairs | {word.rstrip("s") for word in _WORD.findall(text) if word not in STOP}
