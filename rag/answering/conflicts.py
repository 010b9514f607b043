"""Articles that state different values of one quantity: found among the hits of a question.

Only what the question asks for is compared, and only where unit, what is counted, how far it is
done, time and part agree (`rag.answering.measures`). The newest statement comes first. A value
that several articles give counts once; what a correction or a repeal replaces is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.measures import Measure, attribute_of, measures_of
from rag.claims.names import names_of
from rag.claims.quantity import EXACT, same_value
from rag.claims.quotes import Quote
from rag.claims.units import UNITS, compatible
from rag.terms import QUESTION_WORDS
from rag.text import fold, main_script
from rag.types import Hit

HITS = 10
ASKED_SHARE = 0.65  # of the question's words that a statement and its title have
ALIKE_SHARE = 0.45  # of the shorter statement's words that the other sentence has
LOOKED_BACK = 80  # characters of a statement up to its figure that are compared
SURE = 0.5  # confidence of a hit in another language than the question's, which has no words of it
ROUNDING = 100  # values that differ by less than a hundredth are roundings where one is not exact
_ASKED_UNIT = re.compile(
    r"(?:多少|几)\s?(?P<unit>[\u4e00-\u9fff%]{1,4})|how many (?P<words>[a-z -]{3,40})"
)
_IS_ASKED = re.compile(
    r"多少|几[个家人名项件台亩万亿天年]|多[大长高远重]|占比|比例|\bhow (?:many|much|large|long|big|high|far)|сколько|\bwie ?viel"
)
_NO_MATTER = re.compile(
    "的|一共|总共|共有|累计|目前|现在|现有|已经?|成功|为止|截至|截止|到底|引进|落地|签约|招引|吸引|共|总|超过?|约|达到?|有|是|在|为|了"
)
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_BEFORE_FIGURE = re.compile(r"(?:超过?了?|逾|突破|近|约|大约|达到?|为|共有?|已|有|至少|不少于)+$")
_PRONOUNS = frozenset(
    {"项目", "该项目", "本项目", "公司", "该公司", "企业", "该企业", "学校", "该校", "全市", "全县"}
)
_WORD = re.compile(r"[a-z]{3,}")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "has",
        "have",
        "had",
        "was",
        "were",
        "are",
        "how",
        "many",
        "much",
        "what",
        "which",
        "does",
        "did",
        "that",
        "this",
        "with",
        "from",
        "its",
        "their",
        "there",
        "been",
        "more",
        "than",
        "about",
        "over",
        "into",
        "total",
        "far",
    ]
)


@dataclass(frozen=True)
class Said:
    """What an article says of a quantity: the value as written, its date, the sentence."""

    value: str
    date: str | None
    quote: Quote


@dataclass(frozen=True)
class Disagreement:
    """Values that articles give for one thing, newest first; at least two."""

    about: str
    statements: tuple[Said, ...]


def conflicts(
    question: str, hits: Sequence[Hit], answers: Sequence[Quote] = ()
) -> list[Disagreement]:
    """Find the values that differ for what a question asks.

    Args:
        question: a question after a quantity; for another the result is empty.
        hits: best first; the first ten are read.
        answers: quotes that the answer rests on. Where given, a disagreement has to be about a
            figure in one of them.

    Returns:
        Disagreements; the one whose newest statement ranks best comes first.
    """
    folded = fold(question)
    if not _IS_ASKED.search(folded):
        return []
    given = [
        measure
        for hit in hits[:HITS]
        if hit.superseded_by is None
        for measure in measures_of(hit)
        if _is_asked(folded, measure)
    ]
    found: list[Disagreement] = []
    used: set[int] = set()
    for number, first in enumerate(given):
        if number in used or (answers and not _is_in(first, answers)):
            continue
        group = [n for n, other in enumerate(given) if n == number or _same_thing(first, other)]
        kept = _different([given[n] for n in group])
        if len(kept) > 1:
            used.update(group)
            statements = (Said(one.written, one.hit.article.date, one.quote) for one in kept)
            found.append(Disagreement(_about(kept), tuple(statements)))
    return found


def _is_asked(question: str, one: Measure) -> bool:
    """Tell whether a quantity is of the kind and of the thing that a question asks for."""
    match = _ASKED_UNIT.search(question)
    if match and match["unit"]:
        written = match["unit"]
        unit = next((UNITS[written[:n]][0] for n in (4, 3, 2, 1) if written[:n] in UNITS), "")
        if unit and not compatible(unit, one.quantity.unit):
            return False
    attribute = attribute_of(match["words"]) if match and match["words"] else _asked_about(question)
    if attribute and one.attribute != attribute:
        return False
    if main_script(question) != main_script(one.quote.text):
        return bool(attribute) and one.owner not in _PRONOUNS
    if one.owner and one.owner[:2] not in question and one.owner not in _PRONOUNS:
        return False
    asked = _words(_NO_MATTER.sub(" ", QUESTION_WORDS.sub(" ", question)))
    around = _words(fold(one.quote.text + " " + one.hit.article.title))
    return len(asked & around) >= ASKED_SHARE * len(asked)


def _asked_about(question: str) -> str:
    """Return what the words before 多少, or else the whole question, ask for."""
    before = re.split(r"(?:约|为|有|是|达)?(?:一共|总共|共)?(?:有|是)?(?:多少|几)", question)[0]
    return attribute_of(before[-8:]) or attribute_of(question)


def _same_thing(one: Measure, other: Measure) -> bool:
    """Tell whether two quantities of different articles are of the same thing."""
    if one.hit.article.id == other.hit.article.id or not compatible(
        one.quantity.unit, other.quantity.unit
    ):
        return False
    if (one.status, one.period, one.part) != (other.status, other.period, other.part):
        return False
    if one.attribute != other.attribute:
        return False
    if main_script(one.quote.text) != main_script(other.quote.text):
        return bool(one.attribute) and min(one.hit.confidence, other.hit.confidence) >= SURE
    if not one.attribute and not (_words(one.head) & _words(other.head)):
        return False
    if _other_owner(one, other) or _other_owner(other, one):
        return False
    shares = []
    for mine, its in ((one, other), (other, one)):
        words = _words(_NO_MATTER.sub(" ", mine.before[-LOOKED_BACK:]))
        around = _words(fold(its.quote.text + " " + its.hit.article.title))
        shares.append(len(words & around) / max(1, len(words)))
    return max(shares) >= ALIKE_SHARE


def _other_owner(one: Measure, other: Measure) -> bool:
    """Tell whether a figure is said of what the other's sentence and title do not name."""
    around = fold(f"{other.quote.text} {other.hit.article.title}")
    if one.owner and one.owner not in _PRONOUNS and one.owner[:2] not in around:
        return True
    clause = re.split(r"[,，;；:：。]", one.before.rstrip(",，;；:：。"))[-1]
    around += fold(other.quote.before)
    return any(name.text not in around for name in names_of(clause))


def _different(group: Sequence[Measure]) -> list[Measure]:
    """Return each different value once, with its newest article, newest first."""
    newest = sorted(group, key=lambda one: one.date, reverse=True)
    kept: list[Measure] = []
    for one in newest:
        is_known = any(_agree(one, other) for other in kept)
        is_second = any(one.hit.article.id == other.hit.article.id for other in kept)
        if not is_known and not is_second:
            kept.append(one)
    return kept


def _agree(one: Measure, other: Measure) -> bool:
    mine, its = one.quantity, other.quantity
    if same_value(mine, its) or same_value(its, mine):
        return True
    is_rounded = EXACT not in {mine.bound} or EXACT not in {its.bound}
    return is_rounded and abs(mine.low - its.low) * ROUNDING <= max(mine.low, its.low)


def _about(measures: Sequence[Measure]) -> str:
    """Return what quantities are of: the noun behind a figure, else the words before it."""
    parts = [one.head.partition("|") for one in measures]
    for _, _, after in parts:
        behind = _NOUN.match(after)
        if behind:
            return behind[0]
    before, _, after = parts[0]
    words = re.search(r"[\u4e00-\u9fff]{2,8}$", _BEFORE_FIGURE.sub("", before.strip()))
    return words[0] if words else " ".join(after.split()[:3])


def _is_in(one: Measure, answers: Sequence[Quote]) -> bool:
    return any(
        quote.article.id == one.hit.article.id
        and quote.start < one.quote.end
        and one.quote.start < quote.end
        for quote in answers
    )


def _words(text: str) -> set[str]:
    """Return the pairs of Han characters of a folded text and its longer Latin words."""
    pairs = {
        run[i : i + 2] for run in re.findall("[\u3400-\u9fff]+", text) for i in range(len(run) - 1)
    }
    return pairs | {word.rstrip("s") for word in _WORD.findall(text) if word not in _STOP}
