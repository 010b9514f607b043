"""What a library is made of and how much room it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rag.library import LibraryFolder
from rag.own_fusion import SHIPPED, chosen_fusion


@dataclass(frozen=True)
class LibraryFacts:
    """The current generation of a library; see `library_facts`.

    `written` is when it was put in place (UTC); `kilobytes` what the whole folder takes, earlier
    generation, records and uploads included; `own_weights` whether it is searched with weights of
    its own, and `notice` why not where it has such.
    """

    generation: int
    written: datetime
    articles: int
    reprints: int
    passages: int
    passage_characters: int
    encoder: str
    kilobytes: int
    own_weights: bool
    notice: str | None = None


def library_facts(folder: LibraryFolder) -> LibraryFacts:
    """Look at a library without opening its encoder.

    Raises:
        LibraryError: there is none, or it is damaged.
    """
    opened = folder.open()
    chosen = chosen_fusion(folder.fusion, opened.fingerprint)
    written = (opened.folder / "manifest.json").stat().st_mtime
    return LibraryFacts(
        generation=int(opened.folder.name),
        written=datetime.fromtimestamp(written, UTC),
        articles=opened.article_count,
        reprints=sum(map(len, opened.reprints.values())),
        passages=opened.passage_count,
        passage_characters=opened.passage_characters,
        encoder=opened.encoder,
        kilobytes=_bytes(folder) >> 10,
        own_weights=chosen.name != SHIPPED,
        notice=chosen.notice,
    )


def _bytes(folder: LibraryFolder) -> int:
    total = 0
    for path in folder.path.rglob("*"):
        try:
            total += path.lstat().st_size
        except FileNotFoundError:  # an old generation or a run's own file, gone meanwhile
            continue
    return total
