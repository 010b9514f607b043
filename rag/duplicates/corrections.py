"""Later versions of an article that correct it.

A correction has the same title or the same beginning, and differs in little. Either it says so
(更正, 修订版, Correction) or it was published later, soon after, and has nothing changed but a
few figures; a change of a date or a number of an issue is a new edition, never a correction.
One that says so may change a name, a place or a date too, but not a place, a period or a whole
name together with anything else: that is the same form filled in for another district or month.
"""

from __future__ import annotations

import re
from datetime import date

from rag.duplicates.folding import fold_letters
from rag.duplicates.subjects import (
    FIGURE,
    NUMERALS,
    differing,
    issuers_conflict,
    places_conflict,
    subjects_conflict,
    titles_conflict,
    unlike,
)
from rag.duplicates.verification import LEAST_TITLE, Comparison, Text, compare, same_title

MOST_CHANGES = 4
MOST_CHANGED = 0.1  # of the letters
LEAST_SHARED = 0.8  # of the fuller text
SAME_START = 30  # letters
UNMARKED_DAYS = 31  # between the two versions, where the later does not say what it is
UNMARKED_FIGURES = 2  # changed at most,
UNMARKED_CHANGED = 0.25  # and of the figures no more: a daily report has most of them changed
DAILY_CHANGED = 0.125  # where it speaks of 今天, as the reports of each day do
UNMARKED_LETTERS = 100
MISPRINT = 1  # letter of a name that a correction may change beside figures
_WORDS = "更正|勘误|勘誤|订正|訂正|修订|修訂|修正|更新"
_ENGLISH = "Correction|Corrected|Updated|Update|Revised"
MARK = re.compile(
    rf"[（(\[【〔「]\s?(?:已|再次)?(?:{_WORDS})(?:版|稿|后|後)?\s?[）)\]】〕」]"
    rf"|^\s*(?:{_WORDS})(?:版|启事|说明)?\s?(?:[:：|丨]|\s)"
    rf"|[\[(【]\s?(?:{_ENGLISH})\s?[\])】]|^\s*(?:{_ENGLISH})\s?[:：-]",
    re.IGNORECASE | re.MULTILINE,
)
HEAD = 120  # characters of a text in which a mark counts
PERIOD = re.compile(
    rf"(?:\d|[{NUMERALS}])+(?:年|月(?!\d)|季度|期|届|周|次会议)|第(?:\d|[{NUMERALS}])+|上半年|下半年|全年"
)
_SINCE = re.compile("当日|截至目前|截至发稿|本[月季]")  # of figures that grow
EDITION = re.compile(
    rf"(?:\d|[{NUMERALS}])+(?:年|月|日|号|季|期|届|周|次会议)|第(?:\d|[{NUMERALS}])+|\d+[-/]\d+[-/]\d+"
    r"|(?:星期|周)[一二三四五六日天]"
)


def marked(text: Text) -> bool:
    """Tell whether an article says in its title or at its head that it is a corrected version."""
    article = text.article
    return bool(
        MARK.search(text.imprint.off_title(article.title).strip())
        or MARK.search(article.text[:HEAD])
    )


def superseding(one: Text, other: Text) -> tuple[Text, Text] | None:
    """Return (earlier, later) where one of two articles corrects the other, else None."""
    order = _order(one, other)
    if order is None:
        return None
    earlier, later = order
    titles = _clean_title(earlier), _clean_title(later)
    if (
        titles_conflict(*titles)
        or subjects_conflict(*titles)
        or issuers_conflict(earlier.article.issuer, later.article.issuer)
        or _editions(titles[0]) != _editions(titles[1])
        or not _same_article(earlier, later)
    ):
        return None
    fuller, shorter = sorted((one, other), key=lambda text: -len(text.folded.letters))
    compared = compare(fuller, shorter, MOST_CHANGES)
    if compared is None or compared.shared < LEAST_SHARED * len(fuller.folded.letters):
        return None
    changed = sum(max(unlike(*pair)) for pair in compared.changes)
    if not 0 < changed <= MOST_CHANGED * len(shorter.folded.letters):
        return None
    if marked(later):
        return order if _one_correction(compared, same=titles[0] == titles[1]) else None
    return order if _few_figures(compared, earlier, later) else None


def _order(one: Text, other: Text) -> tuple[Text, Text] | None:
    """Return the earlier and the later; None where that is not known."""
    dates = one.article.date, other.article.date
    known = dates[0] and dates[1] and dates[0] != dates[1]
    if marked(one) != marked(other):
        earlier, later = (other, one) if marked(one) else (one, other)
        if known and str(later.article.date) < str(earlier.article.date):
            return None
        return earlier, later
    if not known or not all(one_date and len(one_date) == 10 for one_date in dates):
        return None
    return (one, other) if str(dates[0]) < str(dates[1]) else (other, one)


def _clean_title(text: Text) -> str:
    return fold_letters(MARK.sub(" ", text.imprint.off_title(text.article.title)))


def _same_article(earlier: Text, later: Text) -> bool:
    if same_title(earlier, later):
        return True
    starts = [_start(text) for text in (earlier, later)]
    return starts[0][:SAME_START] == starts[1][:SAME_START] or (
        len(earlier.title) >= LEAST_TITLE and earlier.title in later.title
    )


def _start(text: Text) -> str:
    found = MARK.match(text.article.text)
    skipped = int(text.folded.positions.searchsorted(found.end())) if found else 0
    return text.folded.letters[skipped : skipped + SAME_START]


def _editions(letters: str) -> list[str]:
    return EDITION.findall(letters)


def _one_correction(compared: Comparison, *, same: bool) -> bool:
    """Tell whether changes are those of one article, not of a form filled in anew.

    Args:
        compared: the changes, at least one.
        same: both have the same title; else figures only may change.
    """
    figures = periods = 0
    names: set[tuple[str, str]] = set()
    places: set[tuple[str, str]] = set()
    for mine, other in compared.changes:
        if FIGURE.findall(mine) != FIGURE.findall(other):
            figures += 1
        if PERIOD.findall(mine) != PERIOD.findall(other):
            periods += 1
        if FIGURE.sub("#", mine) != FIGURE.sub("#", other):
            run = differing(FIGURE.sub("#", mine), FIGURE.sub("#", other))
            (places if places_conflict(mine, other) else names).add(run)
    if not (names or places or periods):
        return True
    if not same:
        return False
    if places or periods:
        return len(compared.changes) == 1 and len(places) + len(names) + figures == 1
    return not figures or all(max(map(len, run)) <= MISPRINT for run in names)


def _few_figures(compared: Comparison, earlier: Text, later: Text) -> bool:
    """Tell whether a later version that does not say so changes a few figures and no date."""
    if not same_title(earlier, later) or len(later.folded.letters) < UNMARKED_LETTERS:
        return False
    days = date.fromisoformat(str(later.article.date)) - date.fromisoformat(
        str(earlier.article.date)
    )
    if days.days > UNMARKED_DAYS or earlier.imprint.conflicts(later.imprint):
        return False
    changed = 0
    for mine, other in compared.changes:
        if FIGURE.sub("#", mine) != FIGURE.sub("#", other) or _editions(mine) != _editions(other):
            return False
        figures = zip(FIGURE.findall(mine), FIGURE.findall(other), strict=True)
        changed += sum(figure != its for figure, its in figures)
    known = len(FIGURE.findall(later.folded.letters))
    daily = later.imprint.tells_of_today or _SINCE.search(later.imprint.text)
    return changed <= min(UNMARKED_FIGURES, (DAILY_CHANGED if daily else UNMARKED_CHANGED) * known)
