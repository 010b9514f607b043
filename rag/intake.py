"""Which articles a library has after reading files: added, unchanged, replaced, removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from rag.generation import Source
from rag.reading.file_report import FileReport
from rag.reading.furniture_files import folder_furniture
from rag.reading.page import article_id
from rag.reading.reader import LINK_OUT, discover, read_file
from rag.report import IndexReport, Progress
from rag.types import Article

_SUFFIXED = re.compile(r"(?P<plain>[0-9a-f]{16})-\d+")


class Intake:
    """The articles of a library as they will be after reading some files."""

    def __init__(
        self,
        sources: dict[str, Source],
        known: dict[str, Article],
        max_bytes: int,
        found: Callable[[Article], None] = lambda _article: None,
    ) -> None:
        """Begin with what the library has.

        Args:
            sources: its files, by path.
            known: its articles, by id.
            max_bytes: a larger file is not read.
            found: told of each article that is not word for word in the library.
        """
        self.sources = sources
        self._found = found
        self._articles = dict(known)
        self._before = dict(known)
        self._max_bytes = max_bytes
        self._pruned: set[str] = set()
        self._reports: list[FileReport] = []
        self._counts = {"added": 0, "unchanged": 0, "replaced": 0, "removed": 0}

    @property
    def articles(self) -> list[Article]:
        """The articles as they are now."""
        return list(self._articles.values())

    @property
    def unchanged(self) -> set[str]:
        """Ids of the articles that are word for word as before."""
        return {
            name for name, article in self._articles.items() if self._before.get(name) == article
        }

    @property
    def changed(self) -> bool:
        """Whether they are other than before."""
        return self._articles != self._before

    def read(self, paths: Sequence[str], progress: Progress) -> None:
        """Read files and folders; a file whose content is known is not read again."""
        found = list(discover(paths, self._left_out))
        furniture = folder_furniture(found)
        named = set(paths)
        for at, path in enumerate(found):
            progress("read", at, len(found), str(path))
            self._read(str(path), furniture.get(path.parent, frozenset()), str(path) in named)
        progress("read", len(found), len(found))

    def _left_out(self, path: Path) -> None:
        shown = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
        self._reports.append(FileReport(shown, "skipped", 0, LINK_OUT))

    def _read(self, path: str, furniture: Collection[str], named: bool) -> None:
        before = self.sources.get(path)
        removed = before.removed if before and not named else ()
        digest = _file_digest(path, self._max_bytes)
        same = before is not None and digest and digest == before.digest
        if before is not None and same and before.removed == removed:
            self._counts["unchanged"] += len(before.ids)
            self._reports.append(
                FileReport(path, before.status, len(before.ids), before.reason)  # type: ignore[arg-type]
            )
            return
        articles, report = read_file(path, self._max_bytes, furniture)
        self._reports.append(report)
        if report.status == "failed":  # what was read of it earlier stays
            return
        old_ids = dict.fromkeys(before.ids if before else ())
        articles = [article for article in articles if article.id not in removed]
        ids = [self._place(article, old_ids) for article in articles]
        gone = list(old_ids.keys() - set(ids))
        for name in gone:
            self._articles.pop(name, None)
        added = [i for i in ids if i not in self._before]
        moved = min(len(added), len(gone))  # a changed text has a new id: replaced, not two events
        self._counts["removed"] += len(gone) - moved
        self._counts["added"] -= moved
        self._counts["replaced"] += moved
        self.sources[path] = Source(path, digest, tuple(ids), report.status, report.reason, removed)

    def _place(self, article: Article, own: dict[str, None]) -> str:
        """Put an article in under an id of its own; the same text from another file gets -2."""
        name, number = article.id, 1
        while (
            name in self._articles
            and name not in own
            and self._articles[name].source != article.source
        ):
            number += 1
            name = f"{article.id}-{number}"
        article = replace(article, id=name)
        before = self._before.get(name)
        self._counts[
            "added" if before is None else "unchanged" if before == article else "replaced"
        ] += 1
        self._articles[name] = article
        if before != article:
            self._found(article)
        return name

    def prune(self, paths: Sequence[str]) -> None:
        """Drop articles of files that are gone from under the given paths."""
        roots = [Path(path) for path in paths]
        for path, source in list(self.sources.items()):
            under = any(Path(path) == root or root in Path(path).parents for root in roots)
            if under and not Path(path).exists():
                for name in source.ids:
                    self._articles.pop(name, None)
                    self._pruned.add(name)
                    self._counts["removed"] += 1
                del self.sources[path]

    def settle(self) -> None:
        """Give articles their plain ids where what they shared them with is gone.

        Only ids that are hashes: -2 behind an id that a file gives may have been given, too.
        """
        plain_ids: dict[str, str] = {}
        for name, article in self._articles.items():
            match = _SUFFIXED.fullmatch(name)
            if match is None or article_id(article.text) != (plain := match["plain"]):
                continue
            if plain not in self._articles and plain not in plain_ids.values():
                plain_ids[name] = plain
        if not plain_ids:
            return
        for name in plain_ids.keys() - self._before.keys():
            if plain_ids[name] in self._pruned:  # its file has another name now: no two events
                self._counts["added"] -= 1
                self._counts["removed"] -= 1
                self._counts["replaced"] += 1
        settled = ((plain_ids.get(name, name), one) for name, one in self._articles.items())
        self._articles = {name: replace(one, id=name) for name, one in settled}
        for path, source in self.sources.items():
            if plain_ids.keys() & set(source.ids):
                ids = tuple(plain_ids.get(name, name) for name in source.ids)
                self.sources[path] = replace(source, ids=ids)

    def report(self) -> IndexReport:
        """Return what was read; nothing of passages or time yet."""
        return IndexReport(
            articles=len(self._articles),
            passages=0,
            encoder="",
            added=self._counts["added"],
            unchanged=self._counts["unchanged"],
            replaced=self._counts["replaced"],
            removed=self._counts["removed"],
            files=self._reports,
        )


def _file_digest(path: str, max_bytes: int) -> str:
    digest = sha256()
    if not Path(path).is_file():  # a pipe would be waited for; reading it will tell
        return ""
    try:
        with Path(path).open("rb") as file:
            if Path(path).stat().st_size > max_bytes:
                return ""
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:  # reading it will tell the reason
        return ""
    return digest.hexdigest()
