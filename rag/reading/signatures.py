"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old and encrypted office documents
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (OLE, "an old office document (.doc, .xls, .ppt)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\0", "an image"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)


def kind_of(data: bytes) -> str | None:
    """Return what a file is, with its article ("a PDF"), or None where it may be text."""
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)
