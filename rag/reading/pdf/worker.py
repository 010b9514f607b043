"""Run as a process of its own: a PDF on standard input, its text with places as JSON lines.

PDFium is native code that bad files may crash, stall or bloat; here that costs one file, not the
run. The first line holds the number of pages or the error, each further line one page.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

SAME_LINE = 0.5  # of the smaller height: how far the middles of neighbours may differ
WORD_GAP = 0.6  # of the height: a wider gap may be the gutter between columns
SPACE = 0.17
OVERLAP = 1.2  # the letters of a ligature have one box
BELOW_BASELINE = 0.15
FAILED_PAGES_IN_A_ROW = 100
MOST_CHARACTERS = 200_000  # on one page; a newspaper page holds about 10,000
MOST_RUNS = 20_000  # on one page; a newspaper page has some hundred, and they are put in order
UPRIGHT_DEGREES = 2.0
_FIRST_WIDE = "\u2e80"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY: a way of encryption that PDFium does not know


@dataclass
class _Run:
    """Text with the box around it; `broken` of its characters have no known meaning."""

    text: str
    box: _Box
    broken: int
    turned: bool


def main() -> None:
    """Read the file and write what is in it; the argument is the memory limit in bytes."""
    _limit_memory(int(sys.argv[1]))
    import pypdfium2

    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in {_PASSWORD, _SECURITY}
        _write({"error": "encrypted" if encrypted else "damaged"})
        return
    _write({"pages": len(document)})
    failed = 0
    for number in range(len(document)):
        try:
            page = document[number]
            if page.get_textpage().count_chars() > MOST_CHARACTERS:
                _write({"error": "too large"})
                continue
            runs = _runs(page)
            record = {"runs": runs, "height": page.get_height(), "images": _images(page)}
            if len(runs) > MOST_RUNS:
                record = {"error": "too large"}
            page.close()
            failed = 0
        except pypdfium2.PdfiumError:
            record = {"error": "damaged"}
            failed += 1
        _write(record)
        if failed >= FAILED_PAGES_IN_A_ROW:
            return


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; that of time holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _images(page: PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(iter(found), None) is not None


def _runs(page: PdfPage) -> list[tuple[object, ...]]:
    """Return (text, left, bottom, right, top, broken characters, turned) of each run, as drawn.

    A run is a stretch of a line without a wide gap; distances are points from the lower left.
    """
    runs: list[_Run] = []
    before: _Box | None = None
    for text, box, broken, turned in _characters(page):
        if text.isspace():
            if runs and not runs[-1].text.endswith(" "):
                runs[-1].text += " "
            continue
        if before is None or turned != runs[-1].turned or not (turned or _adjoins(before, box)):
            runs.append(_Run(text, box, int(broken), turned))
        else:
            run, old = runs[-1], runs[-1].box
            run.text += _gap(run.text, text, box[0] - before[2], box[3] - box[1]) + text
            run.box = (
                min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3])
            )  # fmt: skip
            run.broken += int(broken)
        before = box
    return [
        (run.text, *(round(edge, 2) for edge in run.box), run.broken, run.turned) for run in runs
    ]


def _gap(run: str, text: str, gap: float, height: float) -> str:
    """Return the space between Latin words that some programs do not write but only leave."""
    latin = " " < run[-1:] < _FIRST_WIDE and text < _FIRST_WIDE
    return " " if latin and gap > SPACE * height else ""


def _adjoins(before: _Box, box: _Box) -> bool:
    height = min(before[3] - before[1], box[3] - box[1])
    level = abs(before[1] + before[3] - box[1] - box[3]) <= 2 * SAME_LINE * height
    return level and -OVERLAP * height <= box[0] - before[2] <= WORD_GAP * height


def _characters(page: PdfPage) -> Iterator[tuple[str, _Box, bool, bool]]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    raw = text.raw
    turns = (page.get_rotation() // 90) % 4
    width, height = page.get_size()
    for at in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(raw, at) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(raw, at)
        one = "-" if code in {0x02, 0xFFFE} and pdfium.FPDFText_IsHyphen(raw, at) else _sound(code)
        degrees = (pdfium.FPDFText_GetCharAngle(raw, at) * 57.29578 + 90 * turns) % 360
        turned = min(degrees, 360 - degrees) > UPRIGHT_DEGREES
        box = _box(text, at, level=not turned and not turns)
        if box is None:
            continue
        place = _unturned(turns, box, width, height)
        broken = pdfium.FPDFText_HasUnicodeMapError(raw, at) == 1
        yield one, place, broken, turned
    text.close()


def _box(text: PdfTextPage, at: int, *, level: bool) -> _Box | None:
    """Return the box of a character: of level text as high as its font, whatever its ink."""
    import pypdfium2.raw as pdfium

    raw = text.raw
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetLooseCharBox(raw, at, ctypes.byref(box)):
        return None
    size = pdfium.FPDFText_GetFontSize(raw, at)
    if (
        level
        and pdfium.FPDFText_GetMatrix(raw, at, ctypes.byref(matrix))
        and pdfium.FPDFText_GetCharOrigin(raw, at, ctypes.byref(x), ctypes.byref(y))
        and size * abs(matrix.d) > 0
    ):
        bottom = y.value - BELOW_BASELINE * size * abs(matrix.d)
        return box.left, bottom, box.right, bottom + size * abs(matrix.d)
    return box.left, box.bottom, box.right, box.top


def _sound(code: int) -> str:
    surrogate = 0xD800 <= code < 0xE000
    return "\ufffd" if code == 0 or surrogate or code > sys.maxunicode else chr(code)


def _unturned(turns: int, box: _Box, width: float, height: float) -> _Box:
    """Turn a box as the page is turned when shown; width and height are those shown."""
    left, bottom, right, top = box
    if turns == 1:
        return bottom, height - right, top, height - left
    if turns == 2:
        return width - right, height - top, width - left, height - bottom
    if turns == 3:
        return width - top, left, width - bottom, right
    return box


if __name__ == "__main__":
    main()
