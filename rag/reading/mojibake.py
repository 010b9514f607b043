"""Text that was decoded wrongly before it was saved: "æ±‰å­—", "姹夊瓧", "锟斤拷"."""

from __future__ import annotations

from rag.errors import ReadError
from rag.reading.plausibility import counts, is_ordinary, plausibility

SUSPICIOUS = 0.45  # plausibility below which a text is tried; Chinese text is above 0.6
PLAUSIBLE = 0.6
SAMPLE_CHARACTERS = 20_000
FEWEST = 6  # characters of a text that comes out right
LEAST_SHARE = 0.25  # of the wrong characters; UTF-8 read as Latin-1 makes three of one
MOST = 0.7  # of the characters beyond ASCII are such as the mistake makes
_LOST = "锟斤拷"  # U+FFFD twice in UTF-8, read as GB18030
_SHOWN = 4
_ADVICE = "Get the original file, or convert it back."
# The bytes 0x80 to 0x9F, which Windows shows as characters of its own.
_WINDOWS = {
    ord(one): byte
    for byte in range(0x80, 0xA0)
    if (one := bytes([byte]).decode("cp1252", "ignore"))
}
# (what the bytes are, what they were taken for)
_MISTAKES = (
    ("utf-8", "latin-1"),
    ("gb18030", "latin-1"),
    ("big5hkscs", "latin-1"),
    ("utf-8", "gb18030"),
    ("utf-8", "big5hkscs"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
_NAMES = {"big5hkscs": "Big5", "gb18030": "GB18030", "latin-1": "Latin-1", "utf-8": "UTF-8"}


def refuse_mojibake(text: str) -> None:
    """Refuse a text whose characters come from a wrong decoding before it was saved.

    Raises:
        ReadError: undoing a known mistake turns an implausible text into a plausible one, or
            characters were lost for good.
    """
    if text.count(_LOST) >= _SHOWN:
        raise ReadError(f"was damaged before: it is full of {_LOST}", "Get the original file.")
    sample = text[:SAMPLE_CHARACTERS]
    if is_ordinary(sample) or plausibility(sample) >= SUSPICIOUS:
        return
    strange = sum(map(counts, sample))
    if strange < FEWEST:
        return
    latin = sample.translate(_WINDOWS)
    from_latin = sum("\x80" <= one <= "\xff" for one in latin)
    from_han = sum(one >= "\u2e80" for one in sample)
    for right, wrong in _MISTAKES:
        if (from_latin if wrong == "latin-1" else from_han) < MOST * strange:
            continue
        undone = (
            (latin if wrong == "latin-1" else sample)
            .encode(wrong, "ignore")
            .decode(right, "ignore")
        )
        chinese = sum("\u4e00" <= one <= "\u9fff" for one in undone)
        if (
            chinese >= max(FEWEST, LEAST_SHARE * strange)
            and sum(map(counts, undone)) <= strange
            and plausibility(undone) >= PLAUSIBLE
        ):
            reason = f"was decoded wrongly before: {_NAMES[right]} taken for {_NAMES[wrong]}"
            raise ReadError(reason, _ADVICE)
