"""Text from outside as Markdown that shows it and does nothing.

After CommonMark 0.31 and GitHub's extensions: what could begin a link, an image, a tag, a heading,
a list, a table, a footnote or a formula is escaped; addresses do not become links by themselves.
"""

from __future__ import annotations

import re

from ui.visible_text import visible, without_bidi

_ANYWHERE = re.compile(r"([\\`*_{}\[\]!~$|^#=])")
_TAGS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ADDRESS = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=www)(\.)|(?<=mailto)(:)|(?<=xmpp)(:)")
_LIST = re.compile(r"^(?:([-+])|(\d{1,9})([.)]))")
_BEFORE = re.compile(r"^([(:])")  # after a marker: [1](…), [1]: …
_URL = re.compile(r"(?i)https?://[^\s<>\\\"`\x00-\x20\x7f-\xa0\u200b-\u206f\ufeff]+")


def inline(text: str) -> str:
    """Return text as part of a line: spaces for line breaks, no characters that turn others."""
    return _escaped(" ".join(visible(without_bidi(text)).split()))


def quoted(text: str) -> str:
    """Return text as a block quote, line for line; blanks at both ends of a line are left out."""
    lines = (_escaped(visible_line(line)) for line in text.split("\n"))
    return "\n".join(f"> {line}".rstrip() for line in lines)


def visible_line(line: str) -> str:
    """Return a line without blanks at its ends, nothing in it acting on a terminal."""
    return visible(line).strip(" \t").replace("\t", " ")


def address(url: str) -> str:
    """Return a web address as a link, any other as text."""
    return f"<{url}>" if _URL.fullmatch(url) else inline(url)


def _escaped(line: str) -> str:
    """Escape one line that begins where a block could begin."""
    line = _ANYWHERE.sub(r"\\\1", line).translate(_TAGS)
    line = _ADDRESS.sub(lambda found: f"\\{found[0]}", line)
    line = _LIST.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)
    return _BEFORE.sub(r"\\\1", line)
