"""Seeded damage: pieces of syntax, parts out of order, other files spliced in, and torn bytes.

Most mutations keep the encoding sound, so that they get past the decoder, and archives are opened,
changed inside and closed again, else their checksums would refuse all.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import re
import zipfile
import zlib
from xml.sax.saxutils import escape

from tests.fuzz.corpus import QUESTIONS, TOKENS, Seed, packed, seeds
from tests.reading.mutations import damaged

LARGEST = 20_000  # characters of a mutated text
TORN = 0.12  # of the inputs have bytes changed, whatever they are
# Of a thousand inputs so many are of a kind; PDFs cost a process each.
SHARES = {
    "txt": 260, "md": 140, "html": 130, "mhtml": 60, "jsonl": 170, "jsonl.gz": 55, "docx": 70,
    "pdf": 5, "question": 80, "ask": 30,
}  # fmt: skip
_PARTS = re.compile(r"(<[^<>]*>|\n|(?<=[。,{}\[\]|:：，]))")
_ELEMENT = re.compile(r"<w:(?P<tag>\w+)[^<>]*>(?P<inner>[^<>]*)</w:(?P=tag)>")
_TEXTS = tuple(one.decode("utf-8", "ignore") for one in TOKENS)


def case(seed: int, number: int) -> tuple[str, Seed]:
    """Return the kind and the file, or question, of one input; the same for the same numbers."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    if kind in {"question", "ask"}:
        text = _changed(chance.choice(QUESTIONS), chance, QUESTIONS)
        return kind, Seed(f"{number}.{kind}", text.encode("utf-8", "ignore"))
    base = chance.choice(seeds()[kind])
    return kind, Seed(base.name, _file(kind, base.data, chance))


def _file(kind: str, data: bytes, chance: random.Random) -> bytes:
    if chance.random() < TORN:
        return _torn(data, chance)
    others = [one.data for one in seeds()[kind]]
    with contextlib.suppress(zipfile.BadZipFile, OSError, EOFError, zlib.error):
        if kind == "docx":
            return _inside(data, chance)
        if kind == "jsonl.gz":
            inner = [gzip.decompress(one) for one in others]
            return gzip.compress(_recoded(chance.choice(inner), chance, inner), 1)
    return _recoded(data, chance, others)


def _torn(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return damaged(data, chance)[0]
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(entries)) if chance.random() < 0.3 else "word/document.xml"
    if chance.random() < 0.05:
        strange = chance.choice(("../../a.xml", "/etc/a.xml", "a" * 300, "word/\\..\\b.xml", "é:?"))
        entries[strange] = entries.pop(name)
    else:
        entries[name] = _xml(entries[name], chance)
    return packed(entries)


def _xml(data: bytes, chance: random.Random) -> bytes:
    """Change words and move whole elements, most of the time so that it stays well-formed."""
    text = data.decode("utf-8")
    for _ in range(chance.choice((1, 2, 4))):
        found = list(_ELEMENT.finditer(text))
        kind = chance.randrange(10)
        if kind == 0 or not found:
            text = _changed(text, chance, [text])
            continue
        one = chance.choice(found)
        if kind <= 5:
            inner = _changed(one["inner"], chance, QUESTIONS)
            inner = "".join(one for one in escape(inner) if one >= " " and one < "\ud800")
            text = text[: one.start("inner")] + inner + text[one.end("inner") :]
        elif kind == 6:  # nested in itself
            depth = chance.choice((3, 60, 300))
            tag = one["tag"]
            text = (
                f"{text[: one.start()]}{f'<w:{tag}>' * depth}{one[0]}{f'</w:{tag}>' * depth}"
                + (text[one.end() :])
            )
        else:
            again = chance.choice(found)[0] * chance.choice((0, 1, 2, 40))
            text = text[: one.start()] + again + text[one.end() :]
        text = text[: 8 * LARGEST]
    return text.encode("utf-8", "ignore")


def _recoded(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Change a file as a text in its own encoding, one that is no text by its bytes."""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            changed = _changed(text, chance, [one.decode("utf-8", "ignore") for one in others])
            return changed.encode(encoding, "ignore")
    return _torn(data, chance)


def _changed(text: str, chance: random.Random, others: list[str] | tuple[str, ...]) -> str:
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        kind = chance.randrange(7)
        at = chance.randrange(len(text) + 1)
        if kind <= 1:
            text = text[:at] + chance.choice(_TEXTS) + text[at:]
        elif kind == 2:  # one character for another
            wide = chance.randrange(0x3000, 0xD7FF)
            one = chr(chance.choice((chance.randrange(0x250), wide, chance.randrange(0x20000))))
            text = text[:at] + one + text[at + 1 :]
        elif kind == 3:  # a part of another file in the place of one of this
            other = chance.choice(others)
            first = chance.randrange(len(other) + 1)
            text = text[:at] + other[first : first + chance.randrange(300)] + text[at + 40 :]
        elif kind == 4:  # elements, lines and clauses out of order, left out or doubled
            parts = _PARTS.split(text)
            for _ in range(chance.choice((1, 2, 8))):
                first, second = (chance.randrange(len(parts)) for _ in range(2))
                parts[first] = chance.choice((parts[second], "", parts[first] * 2))
            text = "".join(parts)
        elif kind == 5:  # a piece many times over
            piece = text[at : at + chance.choice((1, 3, 12, 60))]
            text = text[:at] + piece * chance.choice((2, 8, 60)) + text[at:]
        else:
            text = text[:at] + text[at + chance.choice((1, 4, 60)) :]
        text = text[:LARGEST]
    return text
