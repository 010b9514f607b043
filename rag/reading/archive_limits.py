"""Limits that a ZIP archive must keep before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile

from rag.errors import ReadError

LARGEST_UNPACKED_BYTES = 200_000_000
LARGEST_XML_BYTES = 16_000_000  # its tree takes up to 25 times as much memory, and seconds
MOST_ENTRIES = 10_000
MOST_TIMES = 100  # its own size, where it unpacks to over 20 MB
FREE_BYTES = 20_000_000
_ENCRYPTED = 0x1


def refuse_bombs(data: bytes) -> None:
    """Refuse an archive that would not unpack within bounds.

    Only the sizes that its directory states are looked at: zipfile unpacks no more of an entry
    than that. Archives inside of it are never unpacked.

    Raises:
        ReadError: it is damaged, encrypted, or over one of the limits, which is named.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        advice = "Get it again; if it has a password, save it without."
        raise ReadError("is no DOCX file, or damaged or protected", advice) from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ReadError("is encrypted", "Save it without a password and index it again.")
    if len(entries) > MOST_ENTRIES:
        raise ReadError(f"holds {len(entries)} files, over the limit of {MOST_ENTRIES}")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED_BYTES:
        most = LARGEST_UNPACKED_BYTES // 1_000_000
        raise ReadError(f"unpacks to {unpacked // 1_000_000} MB, over the limit of {most} MB")
    if unpacked > max(FREE_BYTES, MOST_TIMES * len(data)):
        times = unpacked // max(1, len(data))
        raise ReadError(f"unpacks to {times} times its size, over the limit of {MOST_TIMES} times")
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if xml > LARGEST_XML_BYTES:
        most = LARGEST_XML_BYTES // 1_000_000
        raise ReadError(f"holds XML of {xml // 1_000_000} MB, over the limit of {most} MB")
