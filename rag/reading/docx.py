"""Word files (.docx) to a page: paragraphs, tables, text boxes and notes in their order."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from rag.errors import ReadError
from rag.reading.archive_limits import refuse_bombs
from rag.reading.docx_text import lines_of, notes_of
from rag.reading.encoding import printed
from rag.reading.mojibake import refuse_mojibake
from rag.reading.page import Page
from rag.reading.signatures import OLE
from rag.types import Removed

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# What python-docx meets in damaged files; lxml's errors are SyntaxErrors.
_DAMAGE: tuple[type[Exception], ...] = (
    OpcError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_docx(data: bytes) -> Page:
    """Make a page of a Word file, one line a paragraph or table row (cells between ` | `).

    Notes stand at the end; heads and feet are left out and told. Tracked changes are taken as
    accepted. Its core properties tell of the file, not of the article, and are not used; numbers
    that Word counts itself before list items are not in the file and do not appear.

    Raises:
        ReadError: the file is damaged, encrypted or an older Word's, is over the limits of
            `refuse_bombs`, or holds no text.
    """
    _refuse_old(data)
    refuse_bombs(data)
    try:
        document = docx.Document(io.BytesIO(data))
        part, lines = document.part, lines_of(document.element)
        for kind in ("footnotes", "endnotes"):
            lines += [line for one in _related(part, kind) for line in notes_of(parse_xml(one))]
        heads = [
            (line, f"running {name}")
            for kind, name in (("header", "head"), ("footer", "foot"))
            for one in _related(part, kind)
            for line in lines_of(parse_xml(one))
        ]
    except _DAMAGE as error:
        raise ReadError(f"is a damaged DOCX ({type(error).__name__})", "Get it again.") from error
    text = "\n".join(line.strip() for line in printed("\n".join(lines)).split("\n") if line.strip())
    if not text:
        raise ReadError("holds no text")
    refuse_mojibake(text)
    removed = (Removed(printed(line).strip(), name) for line, name in dict.fromkeys(heads))
    return Page(text=text, removed=tuple(removed))


def _refuse_old(data: bytes) -> None:
    if not data.startswith(OLE):
        return
    if _ENCRYPTED_STREAM in data:
        raise ReadError("is encrypted", "Save it without a password and index it again.")
    raise ReadError("is no DOCX but an older Word's file", "Save it as .docx and index it again.")


def _related(part: Part, kind: str) -> list[bytes]:
    """Return the contents of the parts that a document names as its footnotes or headers.

    Each part once: thousands of names may lead to one.
    """
    named = {
        relation.target_part.partname: relation.target_part
        for relation in part.rels.values()
        if not relation.is_external and relation.reltype.endswith(f"/{kind}")
    }
    return [one.blob for one in named.values()]
