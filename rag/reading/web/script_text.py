"""Main text that a page keeps in its scripts and writes out only when they run."""

from __future__ import annotations

import re
from html import unescape

_STRING = re.compile(
    r"[\"']?(?<![a-z])(?:article_?body|(?:article_?|news_?|rich_?)?content(?:_noencode)?|body|html|detail)"
    r"[\"']?\s*[:=]\s*(?:\"([^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\"|'([^'\\\n]*+(?:\\.[^'\\\n]*+)*+)')",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": " ", "r": "\n", "b": " ", "f": " "}
_BREAK = re.compile(r"<\s*(?:/\s*(?:p|div|li|tr|h[1-6]|section)|br)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<(?:style|script)\b[^<>]{0,500}>[^<]*</|<[^<>]{0,5000}>", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？]|[.!?]\s")
_SHORTEST = 60


def text_in_scripts(html: str) -> str:
    """Return the longest text of sentences in a string named content, body or the like, or ""."""
    best = ""
    for double, single in _STRING.findall(html):
        written = double or single
        if len(written) > max(_SHORTEST, len(best)):
            text = _plain(written)
            if len(text) > len(best) and _SENTENCE.search(text):
                best = text
    return best


def _plain(written: str) -> str:
    text = _ESCAPE.sub(_unescaped, written)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&lt;" in text:
        text = unescape(text)
    text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return "\n".join(line for line in (" ".join(one.split()) for one in text.split("\n")) if line)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _NAMED.get(match[3], match[3])
