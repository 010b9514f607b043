"""Errors and reasons in the reader's language.

Packages below raise and store them in English, whose wording JSON keeps; here, at the edge, the
template that an English text was made from is found again and its Chinese text filled with the
same values. What has no template (a name, what a server said) stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ui.error_texts import ERRORS
from ui.reason_texts import REASONS

TEXTS = ERRORS | REASONS
LONGEST = 4000  # characters; a longer text is a file's content, not ours
_PAGES = re.compile(r"\d+(?: to \d+)?(?:, \d+(?: to \d+)?)*(?: and (?P<more>\d+) more)?")
_SENTENCES = r"(?<=\.) "
_NOTICE = re.compile(r"(?P<told>[^()]+ )\((?P<why>.+)\)", re.DOTALL)
_DEPTH = 4  # an error holds a reason, which holds those of lines, whose values may be reasons


def in_language(language: str, english: str, depth: int = _DEPTH) -> str:
    """Return an English error, advice or reason in a language.

    Args:
        language: Chinese where it begins with "zh", else English.
        english: as `YuanwenError.message`, `.advice` or `FileReport.reason` hold it.
        depth: how many texts within texts are still looked into.
    """
    if not language.startswith("zh") or not depth or len(english) > LONGEST:
        return english
    if english in TEXTS and "{}" not in english:  # else it is filled below, with what stands there
        return TEXTS[english].format()
    if pages := _PAGES.fullmatch(english):
        listed = english.partition(" and ")[0].replace(" to ", "至").replace(", ", "、")
        return f"{listed} 和另外 {pages['more']} 处" if pages["more"] else listed
    for between, joint in (("; ", "；"), (_SENTENCES, "")):  # several lines, pages; an advice
        parts = re.split(between, english)
        if len(parts) > 1 and all(_found(part) for part in parts):
            return joint.join(in_language(language, part, depth - 1) for part in parts)
    found = _found(english)
    if found is None:
        return english
    chinese, values = found
    return chinese.format(*(in_language(language, value, depth - 1) for value in values))


def notice_in_language(language: str, notice: str) -> str:
    """Return an answer's notice with the error that it ends with (…) in a language."""
    match = _NOTICE.fullmatch(notice)
    if match is None:
        return in_language(language, notice)
    return f"{match['told']}({in_language(language, match['why'])})"


def _found(english: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the Chinese template of a text and its values; that with most words of its own."""
    if english in TEXTS and "{}" not in english:
        return TEXTS[english], ()
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(english):
            return chinese, match.groups()
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    templates = sorted(
        (one for one in TEXTS if "{}" in one), key=lambda one: -len(one.replace("{}", ""))
    )
    return tuple(
        (re.compile("(.*?)".join(map(re.escape, one.split("{}"))), re.DOTALL), TEXTS[one])
        for one in templates
    )
