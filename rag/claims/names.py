"""Names of persons, organisations, places and works, and whether a text has them.

No list of persons or companies is needed: a Chinese organisation or place is known by the word
that ends it, a person by the surname beside a title or a verb of saying, a work by its marks, a
Latin name by its capitals, a code by its figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.claims.name_words import (
    ENDED,
    FOREIGN,
    GENERAL,
    HAN_LETTER,
    HAN_RUN,
    IS_PERSON,
    LATIN_WORD,
    MARKED,
    NO_LATIN_NAME,
    NO_PERSON,
    SAYING,
    TITLED,
)
from rag.claims.places import NAMED_PLACE
from rag.text import fold, main_script

PERSON, ORGANISATION, PLACE, WORK, LATIN = "person", "organisation", "place", "work", "latin"
LONGEST_FULL_NAME = 30  # characters of a full name in which a short one may stand
LEAST_SHORT_NAME = 3
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms of ASCII
CORE = 2  # characters before the ending by which an organisation is told


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: text[start:end] are the characters by which it is told."""

    start: int
    end: int
    text: str
    kind: str


def names_of(sentence: str) -> list[Name]:
    """Find the names of a sentence, in order; they may overlap. Offsets are in code points."""
    folded = fold(sentence)
    found = [*_latin(sentence)]
    if main_script(sentence) == "han":
        found += [*_persons(folded), *_ended(folded)]
        found += [Name(m.start(), m.end(), m[0], PLACE) for m in NAMED_PLACE.finditer(folded)]
        found += _marked(folded)
    else:  # the original of a name, in brackets behind its translation
        found += [Name(m.start(), m.end(), m[0], WORK) for m in HAN_RUN.finditer(folded)]
    return sorted(set(found), key=lambda one: (one.start, one.end))


def stands_in(name: Name, text: str) -> bool:
    """Tell whether a name stands in a text, whole or as the short form of a longer one.

    丽水经开区 stands in 丽水经济技术开发区: its characters are there in order, within one run of
    letters no longer than a full name, and it begins with two that are together.
    """
    folded = fold(text)
    if name.kind == LATIN:
        return _latin_stands_in(fold(name.text), folded)
    if name.text in folded:
        return True
    plain = "".join(folded.split())
    if name.text in plain:
        return True
    if name.kind == ORGANISATION and name.text.endswith("公司") and len(name.text) == CORE + 2:
        return name.text[:CORE] in plain  # 科技公司 for 科技企业
    is_short = name.kind in {ORGANISATION, PLACE, WORK} and len(name.text) >= LEAST_SHORT_NAME
    return is_short and _is_short_form(name.text, plain)


def _latin_stands_in(name: str, folded: str) -> bool:
    pattern = rf"(?<![a-z0-9]){re.escape(name)}(?:'?s)?(?![a-z0-9])"
    return re.search(pattern, folded) is not None


def _is_short_form(name: str, text: str) -> bool:
    at = text.find(name[:2])
    while at >= 0:
        run = re.match(rf"[{HAN_LETTER}a-z0-9()·]*", text[at : at + LONGEST_FULL_NAME])
        rest = iter(run[0] if run else "")
        if all(character in rest for character in name):
            return True
        at = text.find(name[:2], at + 1)
    return False


def _persons(folded: str) -> Iterator[Name]:
    for pattern in (TITLED, SAYING, IS_PERSON):
        for match in pattern.finditer(folded):
            group = "name" if match["name"] else "by"
            if not NO_PERSON.match(match[group]):
                yield Name(match.start(group), match.end(group), match[group], PERSON)
    for match in FOREIGN.finditer(folded):
        parts = match[0].split("·")
        first = parts[0][-2:]
        text = "·".join([first, *parts[1:-1], parts[-1][:2]])
        start = match.start() + len(parts[0]) - len(first)
        yield Name(start, start + len(text), text, PERSON)


def _ended(folded: str) -> Iterator[Name]:
    start = 0
    while match := ENDED.search(folded, start):
        start = match.start() + 1
        if GENERAL.search(match["core"]) is None:
            kind = ORGANISATION if match["organisation"] else PLACE
            yield Name(match.start(), match.end(), match[0], kind)


def _marked(folded: str) -> Iterator[Name]:
    for match in MARKED.finditer(folded):
        group = 1 if match[1] else 2
        yield Name(match.start(group), match.end(group), match[group], WORK)


def _latin(sentence: str) -> Iterator[Name]:
    is_latin = main_script(sentence) == "latin"
    for match in LATIN_WORD.finditer(narrow := sentence.translate(NARROW)):
        word = match[0].removesuffix("'s").removesuffix("’s")
        has_digit = any(map(str.isdigit, word))
        if word.lower() in NO_LATIN_NAME or len(word) < 2:
            continue
        is_name = word != word.lower() or has_digit
        if is_latin and match.start() == 0 and word[1:] == word[1:].lower() and not has_digit:
            is_name = narrow[match.end() : match.end() + 2].strip()[:1].isupper()
        if is_name:
            end = match.start() + len(word)
            yield Name(match.start(), end, sentence[match.start() : end], LATIN)
