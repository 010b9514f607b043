"""Articles one a line (.jsonl, .jsonl.gz), read as a stream."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from rag.errors import ReadError
from rag.reading.articles import articles_of
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.dates import normalise_date
from rag.reading.encoding import decode, printed
from rag.reading.mojibake import refuse_mojibake
from rag.reading.page import Page
from rag.types import Article

LARGEST_LINE_BYTES = 16_000_000  # parsed, it may take 25 times as much memory
MOST_TIMES = 100  # an archive may unpack to, where that is over 50 MB
FREE_BYTES = 50_000_000
MOST_PROBLEMS = 10_000
A_QUESTION = "is a question, not an article"
_BOM = b"\xef\xbb\xbf"
_FIELDS = ("id", "title", "date", "url", "issuer", "language", "lang")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, counted from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The articles of a file and the lines that could not be read, or not wholly."""

    articles: list[Article]
    problems: list[Problem]


def read_jsonl(path: Path, source: str, max_bytes: int) -> Lines:
    """Read a `.jsonl` or `.jsonl.gz` file line by line.

    A line is an object with `text`; `id title date url issuer language` (or `lang`) are optional
    and looked for in the text where they are missing. A line that cannot be read is left out and
    told; a date that is none is told, and the article kept. The id of a line is kept; two lines
    of one id are a problem of the second.

    Args:
        path: the file.
        source: its path as given; of several articles each gets `#` and its number.
        max_bytes: the most that the file may hold once unpacked.

    Raises:
        OSError: the file cannot be opened or read.
        ReadError: it is a damaged archive from the first line on.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    number = 0
    try:
        for number, line in enumerate(_lines(path, max_bytes), start=1):
            if len(problems) > MOST_PROBLEMS:
                raise ReadError(f"has over {MOST_PROBLEMS} lines that cannot be read")
            if line is None:
                limit = LARGEST_LINE_BYTES // 1_000_000
                problems.append(Problem(number, f"is longer than {limit} MB"))
                continue
            if not line.strip():
                continue
            try:
                page, complaint = _page(line)
                found = articles_of(page, source)
                if seen.setdefault(found[0].id, number) != number:
                    raise ReadError(f"has the id of line {seen[found[0].id]}: {found[0].id}")
            except ReadError as error:
                problems.append(Problem(number, error.message))
                continue
            first = len(articles) + 1
            articles += [
                replace(article, source=f"{source}#{at}") for at, article in enumerate(found, first)
            ]
            if complaint:
                problems.append(Problem(number, complaint))
    except (EOFError, zlib.error, gzip.BadGzipFile, ReadError) as error:
        reason = error.message if isinstance(error, ReadError) else "is a damaged archive"
        if not articles:
            raise ReadError(reason, "Get the file again.") from error
        problems.append(Problem(number + 1, reason))
    if len(articles) == 1:
        articles = [replace(articles[0], source=source)]
    return Lines(articles, problems)


def _lines(path: Path, max_bytes: int) -> Iterator[bytes | None]:
    """Yield the lines, None for one that is too long."""
    limit = min(max_bytes, max(FREE_BYTES, MOST_TIMES * path.stat().st_size))
    with _open(path) as opened:
        left = limit
        first, within = True, False
        while piece := opened.readline(LARGEST_LINE_BYTES + 1):
            left -= len(piece)
            if left < 0:
                raise ReadError(f"unpacks to over {limit // 1_000_000} MB")
            goes_on = len(piece) > LARGEST_LINE_BYTES and not piece.endswith(b"\n")
            if goes_on or within:
                if not within:
                    yield None
                within = goes_on or not piece.endswith(b"\n")
                continue
            yield piece.removeprefix(_BOM) if first else piece
            first = False


def _open(path: Path) -> IO[bytes]:
    if path.name.lower().endswith(".gz"):
        return cast(IO[bytes], gzip.open(path))
    return path.open("rb")


def _page(line: bytes) -> tuple[Page, str | None]:
    """Make a page of a line; the string tells of a date that is none.

    A line with an id or a title is one article; one without is text that may hold several.
    """
    values = _object(line)
    raw = values.get("text")
    if raw is None and "question" in values:
        raise ReadError(A_QUESTION)
    if not isinstance(raw, str):
        raise ReadError("has no text")
    text = printed(raw).strip()
    if not text:
        raise ReadError("has an empty text")
    given = {name: _string(values, name) for name in _FIELDS}
    date = normalise_date(given["date"]) if given["date"] else None
    complaint = f"no date: {given['date'][:40]}" if given["date"] and date is None else None
    language = given["language"] or given["lang"]
    try:
        "".join([text, *given.values()]).encode("utf-8")  # raises for half a surrogate pair
    except UnicodeEncodeError as error:
        raise ReadError("has half of a surrogate pair in it") from error
    refuse_mojibake(raw)  # before controls are dropped: they are bytes of it
    page = Page(
        text=text,
        title=" ".join(given["title"].split()) or None,
        date=PublicationDate.of(date, DateOrigin.METADATA) if date else None,
        issuer=given["issuer"] or None,
        url=given["url"] or None,
        id=given["id"] or None,
        language=language.lower().replace("_", "-").split("-")[0] or None,
        one_article=bool(given["id"] or given["title"]),
    )
    return page, complaint


def _object(line: bytes) -> dict[str, object]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(line).text
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError("is not JSON") from error
    if not isinstance(values, dict):
        raise ReadError("is not a JSON object")
    return values


def _string(values: dict[str, object], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ReadError(f"has a {name} that is no string")
    return str(value).strip()
