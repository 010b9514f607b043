"""Articles that state different values of one quantity: found among the hits of a question.

Only what the question asks for is compared, and only where unit, what is counted, how far it is
done, time and part agree (`rag.answering.measures`). The newest statement comes first. A value
that several articles give counts once; what a correction or a repeal replaces is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.citations import CitationList
from rag.answering.measures import Measure, attribute_of, measures_of
from rag.claims.names import WORK, names_of
from rag.claims.quantity import EXACT, same_value
from rag.claims.quotes import Quote
from rag.claims.units import UNITS, compatible
from rag.terms import QUESTION_WORDS
from rag.text import fold, main_script
from rag.types import Conflict, Hit, Statement

HITS = 10
MOST = 2  # disagreements that are told of one question
ASKED_SHARE = 0.65  # of the question's words that a statement and its title have
ALIKE_SHARE = 0.45  # of the shorter statement's words that the other sentence has
LOOKED_BACK = 80  # characters of a statement up to its figure that are compared
SURE = 0.5  # confidence of a hit in another language than the question's, which has no words of it
ROUNDING = 100  # values that differ by less than a hundredth are roundings where one is not exact
_HOW_MANY = re.compile(
    r"多少|几(?=[个家人名项件台亩万亿天])|多[大长高远重]"
    r"|\bhow (?:many|much|large|long|big|high|far)\b|\bwhat (?:is|was|are|were) the\b"
)
_UNIT_ASKED = re.compile("[\u4e00-\u9fff%]{1,4}")
NEAR_BEFORE, NEAR_AFTER = 10, 8  # characters at a question's 多少 that say what is asked for
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
    re.findall(
        "[a-z]+",
        "the and for has have had was were are how many much what which does did that this with "
        "from its their there been more than about over into total far",
    )
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
    asked = _asked(fold(question))
    if asked is None:
        return []
    given = [
        measure
        for hit in hits[:HITS]
        if hit.superseded_by is None
        for measure in measures_of(hit)
        if _is_meant(asked, measure)
    ]
    found: list[Disagreement] = []
    used: set[int] = set()
    for number, first in enumerate(given):
        if number in used or (answers and not _is_in(first, answers)):
            continue
        group = [n for n, other in enumerate(given) if n == number or _same_thing(first, other)]
        kept = _different([given[n] for n in group])
        used.update(group)
        if len(kept) > 1:
            statements = (Said(one.written, one.hit.article.date, one.quote) for one in kept)
            found.append(Disagreement(_about(kept), tuple(statements)))
    return found[:MOST]


def cited_conflicts(found: Sequence[Disagreement], cited: CitationList) -> tuple[Conflict, ...]:
    """Cite the sentences of disagreements and return these in the form of an answer."""
    return tuple(
        Conflict(
            one.about,
            tuple(Statement(s.value, s.date, cited.cite(s.quote)) for s in one.statements),
        )
        for one in found
    )


@dataclass(frozen=True)
class _Asked:
    """What a question asks for: unit class, attribute, the words at its 多少 and all its words."""

    question: str
    unit: str
    attribute: str
    near: set[str]
    words: set[str]


def _asked(question: str) -> _Asked | None:
    """Read a folded question; None where it does not ask for one clear quantity."""
    asking = list(_HOW_MANY.finditer(question))
    if len(asking) != 1:
        return None
    start, end = asking[0].span()
    follows = _UNIT_ASKED.match(question, end)
    written = follows[0] if follows else ""
    unit = next((UNITS[written[:n]][0] for n in (4, 3, 2, 1) if written[:n] in UNITS), "")
    clause = re.split(r"[,，。;；:：]", question[:start])[-1]
    before, after = clause[-NEAR_BEFORE:], question[end : end + NEAR_AFTER]
    if asking[0][0].isascii():
        before, after = "", question[end : end + 4 * NEAR_AFTER]
    near = _words(_NO_MATTER.sub(" ", f"{before} {after}"))
    attribute = attribute_of(f"{before} {after}") or attribute_of(clause)
    if not unit and not attribute:
        return None
    words = _words(_NO_MATTER.sub(" ", QUESTION_WORDS.sub(" ", question)))
    return _Asked(question, unit, attribute, near, words)


def _is_meant(asked: _Asked, one: Measure) -> bool:
    """Tell whether a quantity is of the kind and of the thing that a question asks for."""
    if asked.unit and not compatible(asked.unit, one.quantity.unit):
        return False
    if asked.attribute and one.attribute != asked.attribute:
        return False
    if main_script(asked.question) != main_script(one.quote.text):
        return bool(asked.attribute) and one.owner not in _PRONOUNS
    if one.owner and one.owner[:2] not in asked.question and one.owner not in _PRONOUNS:
        return False
    around = _words(fold(f"{one.quote.text} {one.hit.article.title}"))
    is_near = bool(asked.attribute) or bool(asked.near & _words(one.head))
    return is_near and len(asked.words & around) >= ASKED_SHARE * len(asked.words)


def _same_thing(one: Measure, other: Measure) -> bool:
    """Tell whether two quantities of different articles are of the same thing."""
    if one.hit.article.id == other.hit.article.id or not _same_kind(one, other):
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


def _same_kind(one: Measure, other: Measure) -> bool:
    """Tell whether unit, attribute, time, part and how far it is done are the same."""
    kinds = [(m.attribute, m.status, m.period, m.part) for m in (one, other)]
    return kinds[0] == kinds[1] and compatible(one.quantity.unit, other.quantity.unit)


def _other_owner(one: Measure, other: Measure) -> bool:
    """Tell whether a figure is said of what the other's sentence and title do not name."""
    around = fold(f"{other.quote.text} {other.hit.article.title}")
    if one.owner and one.owner not in _PRONOUNS and one.owner[:2] not in around:
        return True
    around += fold(other.quote.before)
    names = (name for name in names_of(one.before) if name.kind != WORK)
    return any(name.text not in around for name in names)


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
