"""Articles that state different values of one quantity: found among the hits of a question.

Only what the question asks for is compared, and only where unit, what is counted, how far it is
done, time and part agree (`rag.answering.measures`). The newest statement comes first. A value
that several articles give counts once; what a correction or a repeal replaces is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.asked import NO_MATTER, Asked, asked_quantity, words_of
from rag.answering.citations import CitationList
from rag.answering.measures import Measure, is_at_stage, measures_of, tells_of
from rag.answering.parallels import parallels
from rag.claims.names import WORK, names_of
from rag.claims.quantity import EXACT, same_value
from rag.claims.quotes import Quote
from rag.claims.reading import masked_text
from rag.claims.units import compatible
from rag.text import fold, main_script
from rag.types import Conflict, Hit, Statement

HITS = 10
MOST = 2  # disagreements that are told of one question
ASKED_SHARE = 0.65  # of the question's words that a statement and its title have
ALIKE_SHARE = 0.45  # of the shorter statement's words that the other sentence has
LOOKED_BACK = 80  # characters of a statement up to its figure that are compared
SURE = 0.5  # confidence of a hit in another language than the question's, which has no words of it
ROUNDING = 100  # values that differ by less than a hundredth are roundings where one is not exact
LEAST_ABOUT = 3  # characters that say what a figure is of without what stands before 的
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_RUN = re.compile("(?:[0-9][年月日号]?[底末初]?)?(?P<words>[\u4e00-\u9fff]{2,})$")
_BEFORE_FIGURE = re.compile(r"(?:超过?了?|逾|突破|近|约|大约|达到?|为|共有?|已|有|至少|不少于)+$")
_PRONOUNS = frozenset(
    {"项目", "该项目", "本项目", "公司", "该公司", "企业", "该企业", "学校", "该校", "全市", "全县"}
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
        question: one after a quantity is compared as a quantity; after a date, a name or what
            else, sentences that run alike are compared (`rag.answering.parallels`).
        hits: best first; the first ten are read.
        answers: quotes that the answer rests on. Where given, a disagreement has to be about a
            figure in one of them.

    Returns:
        Disagreements; the one whose newest statement ranks best comes first.
    """
    asked = asked_quantity(fold(question))
    found = _of_measures(asked, hits, answers) if asked else []
    return _once(found or _of_parallels(question, hits, answers, asked))[:MOST]


def _once(found: Sequence[Disagreement]) -> list[Disagreement]:
    """Leave out disagreements on values that one before has: the same said in other words."""
    kept: dict[frozenset[str], Disagreement] = {}
    for each in found:
        kept.setdefault(frozenset(one.value for one in each.statements), each)
    return list(kept.values())


def _of_measures(asked: Asked, hits: Sequence[Hit], answers: Sequence[Quote]) -> list[Disagreement]:
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
        if number in used or (answers and not _overlaps(first.quote, answers)):
            continue
        group = [n for n, other in enumerate(given) if n == number or _same_thing(first, other)]
        kept = _different([given[n] for n in group], first)
        used.update(group)
        if len(kept) > 1:
            statements = (Said(one.written, one.hit.article.date, one.quote) for one in kept)
            found.append(Disagreement(_about(kept), tuple(statements)))
    return found


def _of_parallels(
    question: str, hits: Sequence[Hit], answers: Sequence[Quote], asked: Asked | None
) -> list[Disagreement]:
    """Return what sentences that otherwise run alike, of what is asked for, answer differently."""
    said: dict[str, Said] = {}
    for pair in parallels(question, hits[:HITS]):
        told = [masked_text(quote.text, quote.article.date) for quote in pair.quotes]
        if asked and not all(tells_of(asked.attribute, asked.stage, text) for text in told):
            continue
        if answers and not any(_overlaps(quote, answers) for quote in pair.quotes):
            continue
        for value, quote in zip(pair.values, pair.quotes, strict=True):
            known = said.get(value)
            if known is None or (known.date or "") < (quote.article.date or ""):
                said[value] = Said(value, quote.article.date, quote)
    newest = sorted(said.values(), key=lambda one: one.date or "", reverse=True)
    return [Disagreement(question.rstrip("?？"), tuple(newest))] if len(newest) > 1 else []


def cited_conflicts(found: Sequence[Disagreement], cited: CitationList) -> tuple[Conflict, ...]:
    """Cite the sentences of disagreements and return these in the form of an answer."""
    return tuple(
        Conflict(
            one.about,
            tuple(Statement(s.value, s.date, cited.cite(s.quote)) for s in one.statements),
        )
        for one in found
    )


def _is_meant(asked: Asked, one: Measure) -> bool:
    """Tell whether a quantity is of the kind and of the thing that a question asks for."""
    if asked.unit and not compatible(asked.unit, one.quantity.unit):
        return False
    if asked.stage and not is_at_stage(asked.stage, one.status, one.before):
        return False
    is_counted = asked.stage and asked.unit == one.quantity.unit  # 引进项目41个，已投产25个
    if asked.attribute and one.attribute != asked.attribute and (one.attribute or not is_counted):
        return False
    if main_script(asked.question) != main_script(one.quote.text):
        return bool(asked.attribute) and one.owner not in _PRONOUNS
    if one.owner and one.owner[:2] not in asked.question and one.owner not in _PRONOUNS:
        return False
    around = words_of(fold(f"{one.quote.text} {one.hit.article.title}"))
    is_near = bool(asked.attribute) or bool(asked.near & words_of(one.head))
    return is_near and len(asked.words & around) >= ASKED_SHARE * len(asked.words)


def _same_thing(one: Measure, other: Measure) -> bool:
    """Tell whether two quantities of different articles are of the same thing."""
    if one.hit.article.id == other.hit.article.id or not _same_kind(one, other):
        return False
    if main_script(one.quote.text) != main_script(other.quote.text):
        return bool(one.attribute) and min(one.hit.confidence, other.hit.confidence) >= SURE
    if not one.attribute and not (words_of(one.head) & words_of(other.head)):
        return False
    if _other_owner(one, other) or _other_owner(other, one):
        return False
    shares = []
    for mine, its in ((one, other), (other, one)):
        words = words_of(NO_MATTER.sub(" ", mine.before[-LOOKED_BACK:]))
        around = words_of(fold(its.quote.text + " " + its.hit.article.title))
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


def _different(group: Sequence[Measure], first: Measure) -> list[Measure]:
    """Return each different value once, with its newest article, newest first.

    An article that also gives the first's value does not disagree with it.
    """
    of_article: dict[str, Measure] = {}
    for one in group:
        known = of_article.get(one.hit.article.id)
        if known is None or (_agree(one, first) and not _agree(known, first)):
            of_article[one.hit.article.id] = one
    kept: list[Measure] = []
    for one in sorted(of_article.values(), key=lambda one: one.date, reverse=True):
        if not any(_agree(one, other) for other in kept):
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
    words = _words_before(measures[0])
    return words or " ".join(parts[0][2].split()[:3])


def _words_before(one: Measure) -> str:
    """Return the Han characters before a figure, from where its clause or its last 的 begins."""
    before = fold(one.quote.text)[: one.quantity.start]
    run = _RUN.search(_BEFORE_FIGURE.sub("", before.rstrip()))
    if run is None:
        return ""
    words = run["words"]
    short = words.rpartition("的")[2]
    return short if len(short) >= LEAST_ABOUT else words


def _overlaps(one: Quote, answers: Sequence[Quote]) -> bool:
    return any(
        quote.article.id == one.article.id and quote.start < one.end and one.start < quote.end
        for quote in answers
    )
