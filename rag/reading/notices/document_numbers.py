"""Numbers of public documents: 丽开管〔2024〕12号 in all its brackets, orders by number."""

from __future__ import annotations

import re
import unicodedata

HEAD_CHARACTERS = 2500
HEAD_LINES = 14

_OPEN, _CLOSE = "〔\\[［【(（﹝{", "〕\\]］】)）﹞}"
_HAN = "\u4e00-\u9fff"
_NUMBER = re.compile(
    rf"(?P<organ>[{_HAN}]{{1,16}})\s?[{_OPEN}]\s?(?P<year>(?:19|20)\d\d)\s?[{_CLOSE}]"
    r"\s?(?P<word>第)?\s?(?P<count>\d{1,5})\s?号"
)
_ORDER = re.compile(
    rf"[{_HAN}]{{2,24}}(?:令|公告)[\s(（]*(?:(?:19"
    rf"|20)\d\d年)?第\s?[\d一二三四五六七八九十百〇零]{{1,6}}\s?号[)）]?"
)


def document_number(written: str) -> str | None:
    """Return a number as it stands in a table, in the standard form; None for what is none."""
    written = unicodedata.normalize("NFKC", written)
    found = _NUMBER.search(written)
    if found is not None:
        return _standard(found)
    found = _ORDER.fullmatch(written)
    return "".join(found[0].split()) if found is not None else None


def _standard(number: re.Match[str]) -> str:
    count = f"{number['word'] or ''}{int(number['count'])}"
    return f"{number['organ']}〔{int(number['year'])}〕{count}号"


def number_line(text: str) -> str | None:
    """Find a document number that stands alone on a line of the head."""
    lines = [line.strip(" \t\u3000\xa0()（）") for line in text[:HEAD_CHARACTERS].split("\n")]
    for line in [line for line in lines if line][:HEAD_LINES]:
        found = _NUMBER.match(line)
        if found is not None and not line[found.end() :].strip().removeprefix("签发人"):
            return _standard(found)
        if _ORDER.fullmatch(line):
            return "".join(line.split())
    return None


def numbers_in(text: str) -> list[str]:
    """Return all numbers of documents in a text, in the standard form."""
    return [_standard(match).removeprefix("原") for match in _NUMBER.finditer(text)]
