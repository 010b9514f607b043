"""Bytes to text: which encoding a file is in, decided strictly and never by replacement."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rag.errors import ReadError
from rag.reading.mojibake import refuse_mojibake
from rag.reading.plausibility import SAMPLE_CHARACTERS, counts, first_rubbish, plausibility
from rag.reading.signatures import kind_of

__all__ = ["Decoded", "decode", "plausibility", "printed"]

_FEW_NULS = 0.01  # of a text; a crash pads a file with them, which is told, too
SAVE_AS_UTF8 = "Save the file as UTF-8 and index it again."
SAMPLE_BYTES = 4096
# Of 4,000 Chinese articles all score above 0.62 (above 0.54 when cut to ten characters); Japanese,
# Korean, Russian and German in their own old encodings score below 0.57 and 0.51.
PLAUSIBLE = 0.6
PLAUSIBLE_WHEN_SHORT = 0.52
SHORT_CHARACTERS = 30

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# cp950 is Big5 as written on Windows; the other two hold characters that it lacks.
_BIG5 = ("cp950", "big5", "big5hkscs")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, marks of direction, zero-width spaces and soft hyphens: nothing that is printed.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_NAMES = {"gb18030": "GB18030", "big5": "Big5", "big5hkscs": "Big5"}
_GET_AGAIN = "Get the file again; it may have been cut off or damaged on its way."
_BINARY = "Index text, HTML, PDF, DOCX or JSONL."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, with plain line feeds and without byte order mark, and its encoding."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a file strictly: UTF-8, UTF-16, UTF-32, GB18030, Big5 or HZ.

    A file damaged in one byte is refused whole and the byte named: to leave a line out would
    join its neighbours into a sentence that no one wrote. Line ends become line feeds; controls
    and invisible characters are dropped.

    Args:
        data: the whole file.
        declared: the encoding that the file names itself, as in `<meta charset>`. It is tried
            before guessing, after UTF-8, and must pass the same checks.

    Raises:
        ReadError: the bytes are no text, are damaged, were decoded wrongly before, or no
            encoding gives plausible text.
    """
    if not data.strip():
        raise ReadError("is empty")
    kind = kind_of(data)
    if kind is not None:
        raise ReadError(f"is a binary file, not text ({kind})", _BINARY)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if b"\0" in data:
        return _wide(data)
    text = _strictly(data, "utf-8")
    if text is not None:
        hz = _hz(data)
        return _checked(text, "utf-8") if hz is None else _checked(hz, "hz")
    _refuse_damaged_utf8(data)
    if declared is not None:
        decoded = _declared(data, declared)
        if decoded is not None:
            return decoded
    return _chinese(data)


def printed(text: str) -> str:
    """Return a text with line feeds for all line ends, and without what is never printed.

    That is controls, byte order and direction marks, zero-width spaces and soft hyphens.
    """
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def _hz(data: bytes) -> str | None:
    """Decode HZ, Chinese in seven bits, between `~{` and `~}`."""
    if b"~{" not in data or not data.isascii():
        return None
    text = _strictly(data, "hz")
    chinese = text is not None and not text.isascii() and plausibility(text) >= PLAUSIBLE
    return text if chinese else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(body: bytes, encoding: str) -> Decoded:
    text = _strictly(body, encoding)
    if text is None:
        raise ReadError(f"says it is {encoding} but is damaged", SAVE_AS_UTF8)
    if not text.strip():
        raise ReadError("is empty")
    return _checked(text, encoding)


def _checked(text: str, encoding: str) -> Decoded:
    """Refuse what decodes but is no text: binary files, and files damaged before."""
    size = len(text)
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\v\f\r")
    if "\0" in text or controls > 0.02 * size + 1:
        raise ReadError("is a binary file, not text", _BINARY)
    if text.count("\ufffd") > 0.005 * size:
        raise ReadError("was damaged before: it is full of replacement characters")
    if encoding != "utf-8":
        _refuse_rubbish(text, encoding)
    clean = printed(text)
    if not clean.strip():
        raise ReadError("is empty")
    refuse_mojibake(text)  # before controls are dropped: they are bytes of it
    return Decoded(clean, encoding)


def _refuse_rubbish(text: str, encoding: str) -> None:
    """Name the place where bytes of a pair were torn apart: it decodes, but to no words."""
    place = first_rubbish(text, wide=encoding.startswith("utf"))
    if place is not None:
        line = 1 + text.count("\n", 0, place)
        name = _NAMES.get(encoding, encoding)
        raise ReadError(f"is damaged {name} (in line {line})", _GET_AGAIN)


def _wide(data: bytes) -> Decoded:
    """Decode bytes with NULs: UTF-16 or UTF-32 without a mark, or no text at all."""
    for encoding in _WIDE:
        text = _strictly(data, encoding)
        if text and "\0" not in text and sum(map(str.isascii, text)) > len(text) / 2:
            return _checked(text, encoding)
    found = _best(data, _WIDE)
    if found is not None and "\0" not in found.text:
        return found
    nuls, inner = data.count(b"\0"), data.rstrip(b"\0")
    if inner and inner.count(b"\0") <= _FEW_NULS * len(inner) and _strictly(inner, "utf-8"):
        reason = f"is damaged: {nuls} NUL bytes, the first at byte {data.index(0)} of {len(data)}"
        raise ReadError(reason, _GET_AGAIN)
    raise ReadError("is a binary file, not text", _BINARY)


def _declared(data: bytes, declared: str) -> Decoded | None:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if name in {"gb2312", "gbk", "gb18030"}:
        return _best(data, ("gb18030",))
    if name in {"big5", "cp950", "big5hkscs"}:
        return _best(data, _BIG5)
    return None


def _chinese(data: bytes) -> Decoded:
    candidates = ("gb18030", *_BIG5, "utf-16-le", "utf-16-be")
    found = _best(data, candidates)
    if found is None:
        _refuse_damaged_chinese(data)
        raise ReadError("is in no known encoding (UTF-8, UTF-16, GB18030, Big5)", SAVE_AS_UTF8)
    return found


def _best(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Return the most plausible strict decoding, the earlier of equals; None where none is."""
    best: tuple[float, str, str] | None = None
    for encoding in encodings:
        text = _strictly(data, encoding)
        if text is None:
            continue
        score = plausibility(text)
        if best is None or score > best[0]:
            best = (score, encoding, text)
    if best is None:
        return None
    score, encoding, text = best
    short = sum(map(counts, text[:SAMPLE_CHARACTERS])) < SHORT_CHARACTERS
    if score < (PLAUSIBLE_WHEN_SHORT if short else PLAUSIBLE):
        return None
    return _checked(text, "big5" if encoding in _BIG5 else encoding)


def _refuse_damaged_chinese(data: bytes) -> None:
    """Name the damage where what stands before it is plausible Chinese."""
    found: list[tuple[float, str, int]] = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            head = data[: error.start].decode(encoding)
            if sum(map(counts, head[:SAMPLE_CHARACTERS])) >= SHORT_CHARACTERS:
                found.append((plausibility(head), encoding, error.start))
    score, encoding, place = max(found, default=(0.0, "", 0))
    if score >= PLAUSIBLE:
        raise _damaged(_NAMES[encoding], data, place)


def _damaged(name: str, data: bytes, at: int) -> ReadError:
    line = 1 + data.count(b"\n", 0, at)
    reason = f"is damaged {name} (byte {at} of {len(data)}, in line {line})"
    return ReadError(reason, _GET_AGAIN)


def _refuse_damaged_utf8(data: bytes) -> None:
    """Name the damage where nearly all of the bytes are UTF-8: no other encoding looks so."""
    high = sum(byte > 0x7F for byte in data[:SAMPLE_BYTES])
    sound = sum(map(len, _UTF8_SEQUENCE.findall(data[:SAMPLE_BYTES])))
    if sound >= 0.9 * high or (sound >= 6 and high - sound <= 3):  # 3: one character cut off
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _damaged("UTF-8", data, error.start) from error
