"""Which articles are reprints of which, and which are superseded by a corrected version."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.duplicates.corrections import superseding
from rag.duplicates.fingerprints import Fingerprints, fingerprints, similar_pairs
from rag.duplicates.folding import fold_letters
from rag.duplicates.imprint import Imprint
from rag.duplicates.verification import Text, conflict, is_reprint
from rag.types import Article

LONGEST = 1_000_000  # characters; a longer text is compared with equal ones only
SHORT = 64  # characters; texts so short are equal where their letters are
TEXTS_KEPT = 4096
NO_DATE = "9999"


@dataclass(frozen=True, slots=True)
class Relations:
    """What articles are to one another, by id.

    `reprints` maps a reprint to the article that stands for it: the fullest text, then the
    earliest, then the first in order. `superseded` maps an earlier version to the corrected one
    that replaces it; both versions stand for their own reprints. No value of either is among
    its keys, and no reprint is in `superseded`.
    """

    reprints: dict[str, str]
    superseded: dict[str, str]


def find_relations(
    articles: Iterable[Article], known: MutableMapping[bytes, Fingerprints] | None = None
) -> Relations:
    """Find reprints and corrected versions.

    Args:
        articles: Any articles, of different ids.
        known: Fingerprints of texts from an earlier run, by `text_key`; new ones are added.
    """
    printed = [(article, Imprint.of(article.text)) for article in articles]
    ordered = sorted(printed, key=_standing)
    equal = _of_equal_text(ordered)
    single = [(article, imprint) for article, imprint in ordered if article.id not in equal]
    sketches = fingerprints(
        [imprint.text if len(imprint.text) <= LONGEST else "" for _, imprint in single], known
    )

    @lru_cache(maxsize=TEXTS_KEPT)
    def text(number: int) -> Text:
        return Text.of(*single[number])

    stands: dict[int, int] = {}
    versions: list[tuple[Article, Article]] = []
    for number, candidates in similar_pairs(sketches):
        originals = list(dict.fromkeys(stands.get(one, one) for one in candidates))
        for original in originals:
            if is_reprint(text(original), text(number)):
                stands[number] = original
                break
        else:
            found = (superseding(text(original), text(number)) for original in originals)
            versions += [(pair[0].article, pair[1].article) for pair in found if pair]
    reprints = {single[number][0].id: single[original][0].id for number, original in stands.items()}
    reprints |= {one: reprints.get(original, original) for one, original in equal.items()}
    return Relations(reprints, _newest(versions))


def find_duplicates(articles: Iterable[Article]) -> dict[str, str]:
    """Map the id of each reprint to that of the article that stands for it."""
    return find_relations(articles).reprints


def duplicate_groups(duplicates: dict[str, str]) -> list[list[str]]:
    """Return the ids of each group, the article that stands for it first."""
    groups: dict[str, list[str]] = {}
    for reprint, original in duplicates.items():
        groups.setdefault(original, [original]).append(reprint)
    return list(groups.values())


def _standing(printed: tuple[Article, Imprint]) -> tuple[int, str]:
    article, imprint = printed
    return -sum(map(len, imprint.text.split())), article.date or NO_DATE


def _of_equal_text(printed: Sequence[tuple[Article, Imprint]]) -> dict[str, str]:
    """Map each article to an earlier one with the same text, unless they conflict."""
    groups: dict[str, list[tuple[Article, Imprint]]] = {}
    found = {}
    for article, imprint in printed:
        key = imprint.text.strip()
        if len(key) <= SHORT:
            key = fold_letters(key) or article.text
        group = groups.setdefault(key, [])
        mine = Text.of(article, imprint) if group else None
        for one in group:
            if mine and not conflict(Text.of(*one), mine):
                found[article.id] = one[0].id
                break
        else:
            group.append((article, imprint))
    return found


def _newest(versions: Iterable[tuple[Article, Article]]) -> dict[str, str]:
    """Map each earlier version to the newest that can be reached from it."""
    following: dict[str, Article] = {}
    for earlier, later in versions:
        best = following.get(earlier.id)
        if best is None or (best.date or "") < (later.date or ""):
            following[earlier.id] = later
    found = {}
    for one, after in following.items():
        passed, last = {one}, after.id
        while last in following and last not in passed:
            passed.add(last)
            last = following[last].id
        if last not in passed:
            found[one] = last
    return found
