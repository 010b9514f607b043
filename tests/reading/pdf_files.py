"""PDF files made from pieces of text with places: a small writer of PDF syntax, for tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 800  # of a page, in points
_CHINESE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880"
    b"/StemV 93>>>>]>>"
)


@dataclass(frozen=True)
class Piece:
    """Text with the place where it begins, in points from the lower left corner."""

    text: str
    x: float
    y: float
    size: float = 10
    turned: bool = False


def column(text: str, x: float, top: float, characters: int, indent: int = 2) -> list[Piece]:
    """Set paragraphs, one a line of `text`, in lines of so many characters, 14 points apart."""
    pieces, y = [], top
    for paragraph in text.split("\n"):
        rest, first = paragraph, True
        while rest:
            room = characters - indent * first
            pieces.append(Piece(rest[:room], x + 10 * indent * first, y))
            rest, y, first = rest[room:], y - 14, False
    return pieces


def pdf(pages: Sequence[Sequence[Piece] | None]) -> bytes:
    """Return a PDF of these pages; None is a page that only holds an image."""
    objects: list[bytes] = [b"", b"", _CHINESE, b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"]
    pixels = zlib.compress(bytes(64))
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    )
    kids = []
    for page in pages:
        image = b"q 500 0 0 700 40 40 cm /I Do Q"
        content = image if page is None else b"\n".join(map(_shown, page))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 %d]/Contents %d 0 R"
            b"/Resources<</Font<</C 3 0 R/L 4 0 R>>/XObject<</I 5 0 R>>>>>>"
            % (HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return file_of(objects)


def file_of(objects: Sequence[bytes], version: bytes = b"1.5") -> bytes:
    """Return the file of objects numbered from 1, the first being the catalogue."""
    out, table = b"%%PDF-%s\n" % version, b"0000000000 65535 f \n"
    for number, content in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n" % size + table + trailer


def _shown(piece: Piece) -> bytes:
    latin = piece.text.isascii()
    text = (
        b"(%s)" % piece.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
        if latin
        else b"<%s>" % piece.text.encode("utf-16-be").hex().encode()
    )
    matrix = b"0 1 -1 0" if piece.turned else b"1 0 0 1"
    return b"BT /%s %g Tf %s %g %g Tm %s Tj ET" % (
        b"L" if latin else b"C", piece.size, matrix, piece.x, piece.y, text
    )  # fmt: skip
