"""Questions from English sentences: how many, how much and when, by do-support and inversion.

Only sentences of a plain build are turned: subject, verb of a table, figure or date. All others
are left alone, since half a grammar makes bad questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.drafting.english_verbs import AUXILIARIES, FORMS
from eval.drafting.proposal import Proposal
from rag.reading.dates import normalise_date
from rag.types import Article

LONGEST_SUBJECT = 9  # words
LONGEST_REST = 9
LONGEST_TITLE = 110

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"\s(?:on|in|since)\s(?P<date>{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{4}})(?=[\s,.;]|$)"
)
_SCALE = r"(?:\s(?:thousand|million|billion|trillion))?"
_FIGURE = re.compile(
    rf"(?<![\w.,-])(?P<money>[$€£¥])?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?){_SCALE}"
    r"(?:\s(?P<unit>percent|per cent|yuan|dollars|euros|pounds|yen)\b|(?P<sign>%))?(?![\w-])"
)
_ABOUT = re.compile(
    r"\s+(?:about|around|nearly|almost|roughly|some|only|just|over|up to|at least"
    r"|more than|less than|an estimated|approximately|another|fewer than|by|by about|a total of)$"
)
_CUT = re.compile(
    r"[,;:—()“”\"]|\s(?:and|or|but|which|who|that|while|as|because|when|where|after|before|than|plus|so"
    r"|compared|including|if|although)\b|\s-\s"
)
_GOES_ON = re.compile(r"\s\w+(?:\sand|,)\s\d")  # 11 minutes and 42 seconds
_OF = re.compile(
    r"\s(?:from|in|at|on|for|with|to|by|over|per|during|since|under|between|across|within|a|each|along)\b"
)
_NOT_A_SUBJECT = re.compile(
    r"^(?:It|He|She|They|We|I|You|This|That|These|Those|There|Its|His|Her|Their|Our|My|Before|After|When"
    r"|While|If|As|Although|In|On|At|For|With|By|From|Since|During|But|And|So|Then|Each|Every|Some|Both"
    r"|Together|What|Who|How|Only|About|One|Another|Under|Of|To|Among|Through|According|Now|Today)\b"
)
_DETERMINERS = {"The", "A", "An", "All", "Most", "Many", "Two", "Three"}
_CHANGES = {"rise", "fall", "grow", "drop", "increase", "decrease", "climb", "decline", "jump"}
_PAID = {"cost", "pay", "raise", "spend", "invest", "earn", "receive", "win", "lose", "donate"}
_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CURRENCIES = {"yuan", "dollars", "euros", "pounds", "yen"}
_PLURALS = {"people", "children", "men", "women"}
_WORD = re.compile(r"^[A-Za-z][\w.'’-]*$")


@dataclass(frozen=True, slots=True)
class _Predicate:
    """What a sentence says before its figure: subject, auxiliary, verb in its base form."""

    subject: str
    auxiliary: str
    verb: str

    @property
    def base(self) -> str:
        """The verb without its tense, as far as the table knows it."""
        last = self.verb.split()[-1]
        return FORMS.get(last, ("", last))[1]

    @property
    def clause(self) -> str:
        """The order of a question: "does the hub cover"."""
        return f"{self.auxiliary} {self.subject} {self.verb}"


def english_questions(sentence: str, article: Article) -> list[Proposal]:
    """Return the questions after the figures and dates of one English sentence."""
    if not re.match(r"[A-Z]", sentence) or not sentence.endswith("."):
        return []
    found = [_figure(sentence, article), _date(sentence, article)]
    return [one for one in found if one is not None]


def _figure(sentence: str, article: Article) -> Proposal | None:
    for match in _FIGURE.finditer(sentence):
        before = sentence[: match.start()].rstrip()
        while about := _ABOUT.search(before):
            before = before[: about.start()]
        predicate = _predicate(before)
        if predicate is None or not (len(match["number"]) > 1 or " " in match[0]):
            continue
        asked = _asked(match, predicate, sentence[match.end() :])
        if asked is None:
            continue
        question, self_contained = _standing(asked, predicate.subject, article)
        answer = _answer(match, sentence)
        return Proposal(question, answer, sentence, "figure", None, self_contained)
    return None


def _answer(match: re.Match[str], sentence: str) -> str:
    """Return the figure, a short one with the words it counts: "64 bays", since 64 is anywhere."""
    word = re.match(r"(?:\s[a-z]+){0,3}?\s(?:[a-z]+s|people)\b", sentence[match.end() :])
    short = re.fullmatch(r"\d{1,2}", match[0])
    return match[0] + word[0] if short and word else match[0]


def _asked(match: re.Match[str], predicate: _Predicate, after: str) -> str | None:
    """Return the question after a figure, in lower case, without its mark; None for no good one."""
    cut = _CUT.search(after)
    tail = after[: cut.start() if cut else len(after)].rstrip(" .")
    if (
        _FIGURE.search(_A_YEAR.sub("", tail))
        or _GOES_ON.match(after)
        or len(tail.split()) > LONGEST_REST
    ):
        return None
    unit = match["unit"] or ""
    if match["money"] or unit in _CURRENCIES:
        return _how_much(predicate, tail)
    if unit or match["sign"]:
        return _what_share(predicate, tail)
    return _how_many(predicate, tail)


def _how_much(predicate: _Predicate, tail: str) -> str | None:
    if predicate.base not in _PAID or tail.startswith(" of "):
        return None
    return f"how much {predicate.clause}{tail}"


def _what_share(predicate: _Predicate, tail: str) -> str | None:
    if predicate.base in _CHANGES:
        return f"by what percentage {predicate.clause}{tail}"
    if not tail.startswith(" of "):
        return None
    what, rest = _noun(tail[1:])
    return f"what percentage {what} {predicate.clause}{rest}"


def _how_many(predicate: _Predicate, tail: str) -> str | None:
    what, rest = _noun(tail.strip())
    head = what.partition(" of ")[0].split()
    counted = 1 <= len(head) <= 4 and (head[-1].endswith("s") or head[-1] in _PLURALS)
    if not counted or not all(map(_WORD.match, what.split())) or predicate.base in _CHANGES:
        return None
    return f"how many {what} {predicate.clause}{rest}"


def _noun(tail: str) -> tuple[str, str]:
    """Cut what is counted from what follows it, which starts with a space where it is not empty."""
    cut = _OF.search(f" {tail}", 1)
    at = len(tail) if cut is None else cut.start() - 1
    return tail[:at].strip(), (f" {tail[at:].strip()}" if at < len(tail) else "")


def _date(sentence: str, article: Article) -> Proposal | None:
    match = _DATE.search(sentence)
    if match is None or _DATE.search(sentence, match.end()):
        return None
    words = sentence[: match.start()].split()
    for at in range(1, len(words)):
        predicate = _predicate(" ".join(words[: at + 1]))
        rest = " ".join(words[at + 1 :])
        if predicate is None:
            continue
        if _CUT.search(f" {rest}") or len(words) - at > LONGEST_REST + 1:
            return None
        asked = f"when {predicate.clause} {rest}".rstrip()
        question, self_contained = _standing(asked, predicate.subject, article)
        year = re.search(r"\d{4}$", match["date"])
        iso = normalise_date(match["date"]) if year else None
        return Proposal(question, match["date"], sentence, "date", iso, self_contained)
    return None


def _predicate(before: str) -> _Predicate | None:
    """Read "The hub covers" or "The hub covers … and can store" as subject, auxiliary and verb."""
    words = before.split()
    first = next(
        (at for at, word in enumerate(words) if at and (word in FORMS or word in AUXILIARIES)), 0
    )
    subject = words[:first]
    if not _is_subject(subject):
        return None
    last = len(words) - words[::-1].index("and") if "and" in words[first:] else first
    if subject[0] in _DETERMINERS:
        subject = [subject[0].lower(), *subject[1:]]
    match words[last:]:
        case [verb] if verb in FORMS:
            return _Predicate(" ".join(subject), *FORMS[verb])
        case [auxiliary, *verbs] if auxiliary in AUXILIARIES and _is_verb(verbs):
            return _Predicate(" ".join(subject), auxiliary, " ".join(verbs))
    return None


def _is_subject(words: list[str]) -> bool:
    return (
        1 <= len(words) <= LONGEST_SUBJECT
        and _NOT_A_SUBJECT.match(words[0]) is None
        and words[-1].lower() not in {"and", "not"}
        and not {"that", "which", "who", "to"}.intersection(words)
        and all(map(_WORD.match, words))
    )


def _is_verb(words: list[str]) -> bool:
    """Tell whether words after an auxiliary may end a predicate: "already be finished"."""
    return (
        1 <= len(words) <= 4
        and words[-1].isalpha()
        and words[-1].islower()
        and (words[-1] not in {"to", "the", "a", "an", "be", "been", "not", "of"})
    )


def _standing(asked: str, subject: str, article: Article) -> tuple[str, bool]:
    """Add the article's title where the subject has no name of its own."""
    names = [word for word in subject.split() if word[0].isupper()]
    if names and len(subject.split()) >= 2:
        return f"{asked[0].upper()}{asked[1:]}?", True
    title = " ".join(article.title.split())[:LONGEST_TITLE]
    return f"According to the article “{title}”, {asked}?", False
