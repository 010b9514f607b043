"""Word files (.docx) to a page: paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from rag.errors import ReadError
from rag.reading.page import Page

LARGEST_UNPACKED_BYTES = 200_000_000
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

    Its core properties tell of the file, not of the article, and are not used.

    Raises:
        ReadError: the file is damaged, protected, unpacks to more than 200 MB or holds no text.
    """
    _refuse_bombs(data)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except _DAMAGE as error:
        raise ReadError(f"is a damaged DOCX ({type(error).__name__})", "Get it again.") from error
    text = "\n".join(line.strip() for line in lines if line.strip())
    if not text:
        raise ReadError("holds no text")
    return Page(text=text)


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        advice = "Get it again; if it has a password, save it without."
        raise ReadError("is no DOCX file, or damaged or protected", advice) from error
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise ReadError(f"unpacks to {unpacked // 1_000_000} MB, over the limit of 200 MB")


def _lines(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return str(block.text).split("\n")
    return [" | ".join(_cells(row.cells)) for row in block.rows]


def _cells(cells: tuple[_Cell, ...]) -> list[str]:
    """Return the texts of a row's cells, a merged cell once."""
    texts: list[str] = []
    before: object = None
    for cell in cells:
        element: object = cell._tc
        if element is not before:
            texts.append(" ".join(str(cell.text).split()))
        before = element
    return texts
