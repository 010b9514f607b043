"""Web archives (.mhtml) to a page: the HTML part of a MIME message."""

from __future__ import annotations

import email
import email.policy

from rag.errors import ReadError
from rag.reading.page import Page
from rag.reading.web.html import read_html

_AGAIN = "Save the page again as a web archive or as HTML."
# What the email package meets in parts nested by the hundred and in headers that are none.
_DAMAGE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")


def read_mhtml(data: bytes) -> Page:
    """Make a page of a web archive; the time it was saved is not taken for its date.

    Raises:
        ReadError: there is no HTML part, or it cannot be decoded or holds no main text.
    """
    try:
        found = _html_part(data)
    except _DAMAGE as error:
        raise ReadError(f"is a damaged web archive ({type(error).__name__})", _AGAIN) from error
    if found is None:
        raise ReadError("holds no HTML part", _AGAIN)
    return read_html(*found)


def _html_part(data: bytes) -> tuple[bytes, str | None, str | None] | None:
    """Return the first HTML part that is not empty, its encoding and its address."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body.strip():
            stated = [str(one[name]) for one in (message, part) for name in _ADDRESSES if one[name]]
            url = next((one for one in stated if one.startswith(("http:", "https:"))), None)
            return body, part.get_content_charset(), url
    return None
