"""The day in the address of a page."""

from __future__ import annotations

import re

from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.written_dates import normalise_date

_IN_ADDRESS = re.compile(
    r"(?<![\da-z])((?:19|20)\d\d)([-/_.]?)(0[1-9]|1[0-2])(?:\2|[-/_.])(0[1-9]|[12]\d|3[01])(?!\d)",
)


def date_in_address(url: str) -> PublicationDate | None:
    """Return the day in the path of a URL (/2024/03/05/, /20240305/), or None.

    A year and a month alone are not taken: folders of uploads are named so.
    """
    path = url.partition("?")[0]
    for match in _IN_ADDRESS.finditer(path):
        value = normalise_date("-".join(match.group(1, 3, 4)))
        if value is not None:
            return PublicationDate.of(value, DateOrigin.ADDRESS)
    return None
