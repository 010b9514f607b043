"""Plain text and Markdown to a page."""

from __future__ import annotations

import datetime
import re

import yaml

from rag.errors import ReadError
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.dates import normalise_date
from rag.reading.joining import join_lines
from rag.reading.page import Page

__all__ = ["join_lines", "read_markdown", "read_plain"]

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL
)
# A search that fails must not begin anew within what it has passed: possessive, or bounded by the
# sign that it looks for. A text may be one line of megabytes.
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]++(?P<text>.*)$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{3,}|\*{3,}|_{3,})[ \t]*$")
_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_TABLE_RULE = re.compile(
    r"[ \t]*+\|?(?:[ \t]*+:?-{2,}+:?[ \t]*+\|)++[ \t]*+(?::?-{2,}+:?)?[ \t]*+$"
)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\))?(?:\s+\"[^\"]*\")?\)")
_INLINE = (
    (_LINK, r"\g<text>"),
    (re.compile(r"<(?P<text>https?://[^<>\s]+)>"), r"\g<text>"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (
        re.compile(r"\*\*(?=[^\s*]|\*[^*])(?P<text>[^*\n]*+(?:\*(?!\*)[^*\n]*+)*+)(?<=\S)\*\*"),
        r"\g<text>",
    ),
    (
        re.compile(
            r"(?<!\w)__(?=[^\s_]|_[^_])"
            r"(?P<text>[^_\n]*+(?:(?:_(?!_)|(?<=[^\W_])__(?=\w))[^_\n]*+)*+)(?<=\S)__(?!\w)"
        ),
        r"\g<text>",
    ),
    (re.compile(r"(?<![\*\w])\*(?=[^\s*])(?P<text>[^*\n]+?)(?<=\S)\*(?!\*)"), r"\g<text>"),
    (re.compile(r"`(?P<text>[^`\n]+)`"), r"\g<text>"),
)
# What PyYAML meets in values that are not of the kind they claim (`!!bool x`, `!!int ""`), and
# Python in numbers of thousands of digits.
_NO_YAML: tuple[type[Exception], ...] = (
    yaml.YAMLError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_ISSUER_KEYS = ("issuer", "publisher", "source", "author", "发布机构", "来源", "作者")


def read_plain(text: str) -> Page:
    """Make a page of a plain text; its title, date and issuer are looked for in the text."""
    return Page(text=text, lines_joined=False)


def read_markdown(text: str) -> Page:
    """Make a page of Markdown: the words without markup, and what its front matter states.

    Raises:
        ReadError: nothing but markup is in it.
    """
    stated, body = _front_matter(text)
    date = normalise_date(stated.get("date", ""))
    plain, heading = _without_markup(body)
    if not plain:
        raise ReadError("holds no text, only markup")
    return Page(
        text=plain,
        title=stated.get("title") or heading,
        date=PublicationDate.of(date, DateOrigin.METADATA) if date else None,
        issuer=next((stated[key] for key in _ISSUER_KEYS if stated.get(key)), None),
        url=stated.get("url") or None,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off a YAML head; one that cannot be read as YAML is text like any other."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        values = yaml.safe_load(match["yaml"])
        if not isinstance(values, dict):
            return {}, text
        plain = {
            str(key).lower(): " ".join(str(value).split())
            for key, value in values.items()
            if isinstance(key, str) and isinstance(value, str | int | datetime.date)
        }
    except _NO_YAML:
        return {}, text
    return plain, text[match.end() :]


def _without_markup(body: str) -> tuple[str, str | None]:
    """Return the text, one paragraph a line, and its first heading where that comes first."""
    paragraphs: list[str] = []
    pending: list[str] = []
    title: str | None = None
    for line in body.split("\n"):
        if _FENCE.match(line) or _TABLE_RULE.match(line) or _UNDERLINE.match(line):
            pending.append("")
            continue
        heading = _HEADING.match(line)
        if heading is None:
            pending.append(_plain_line(line))
            continue
        paragraphs.extend(_joined(pending))
        pending = []
        text = _inline(heading["text"].rstrip("#").rstrip(" \t")).strip()
        if text:
            title = text if not paragraphs else title
            paragraphs.append(text)
    paragraphs.extend(_joined(pending))
    return "\n".join(paragraphs), title


def _joined(lines: list[str]) -> list[str]:
    joined = join_lines("\n".join(lines))
    return [joined] if joined else []


def _plain_line(line: str) -> str:
    return _inline(_QUOTE.sub("", line, count=1))


def _inline(text: str) -> str:
    for markup, replacement in _INLINE:
        text = markup.sub(replacement, text)
    return text
