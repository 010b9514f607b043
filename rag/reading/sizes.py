"""How large a file of a format may be that is held in memory whole.

Lines and elements cost more than bytes. With 1 GB of memory ordinary text of 200 MB and ordinary
pages of 50 MB could be read, but of lines of two characters 20 MB, and of elements of two 8 MB.
"""

from __future__ import annotations

from rag.errors import ReadError

TEXT_BYTES = 20_000_000  # a novel of a million characters has 3 MB
HTML_BYTES = 8_000_000
LARGEST = {
    ".txt": TEXT_BYTES,
    ".md": TEXT_BYTES,
    ".html": HTML_BYTES,
    ".htm": HTML_BYTES,
    ".mhtml": 4 * HTML_BYTES,  # with its images; its page may have `HTML_BYTES`
}


def refuse_larger(size: int, limit: int) -> None:
    """Refuse what has more bytes than a limit.

    Raises:
        ReadError: with both sizes, in MB.
    """
    if size > limit:
        shown, most = size / 1_000_000, limit / 1_000_000
        raise ReadError(
            f"is too large: {shown:.1f} MB, over the limit of {most:.1f} MB",
            "Save it in parts, or as .jsonl, an article a line.",
        )
