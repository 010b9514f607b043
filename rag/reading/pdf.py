"""PDF to a page: its text layer; what was only scanned is refused."""

from __future__ import annotations

import io
import re
import unicodedata
import zlib

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from rag.errors import ReadError
from rag.reading.joining import join_lines
from rag.reading.page import Page
from rag.reading.quiet import keep_quiet

_PAGE_NUMBER = re.compile(
    r"\s*[-—–·]?\s*(?:第\s*)?\d{1,4}\s*页?(?:\s*[/,，]\s*(?:共\s*)?\d{1,4}\s*页?)?\s*[-—–·]?\s*"
)
_WORST_SHARE = 0.05  # of characters that no font mapping explains
# pypdf meets what damaged files hold with these, beside its own errors.
_DAMAGE = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


def read_pdf(data: bytes) -> Page:
    """Make a page of the text layer of a PDF file; page numbers are left out.

    Raises:
        ReadError: the file is damaged or encrypted, or has no text layer that can be read.
    """
    keep_quiet("pypdf")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("is encrypted", "Save it without a password and index it again.")
        pages = [page.extract_text() for page in reader.pages]
    except DependencyError as error:
        raise ReadError("is encrypted", "Save it without encryption and index it again.") from error
    except _DAMAGE as error:
        raise ReadError(f"is a damaged PDF ({type(error).__name__})", "Get it again.") from error
    text = join_lines("\n".join(map(_without_page_number, pages)))
    if not text:
        raise ReadError("has no text (scanned?)", "Run text recognition on it first.")
    if sum(map(_is_strange, text)) > _WORST_SHARE * len(text):
        raise ReadError("has a text layer that cannot be read", "Run text recognition on it.")
    return Page(text=_sound(text))


def _is_strange(one: str) -> bool:
    return one == "\ufffd" or (one != "\n" and unicodedata.category(one) in {"Cc", "Co", "Cn"})


def _without_page_number(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    for end in (-1, 0):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[end]):
            del lines[end]
    return "\n".join(lines)


def _sound(text: str) -> str:
    """Drop halves of surrogate pairs, which a broken font table yields and no file can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")
