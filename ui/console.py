"""What the terminal shows: answers with their sources, lists, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rag.report import IndexReport, Progress
from rag.types import Answer, Citation, Hit, Outcome, Removed, Search, Verdict
from ui.doubt_texts import doubt_text, removed_text
from ui.messages import text
from ui.translating import in_language, notice_in_language
from ui.visible_text import in_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

NEAREST = 3  # passages shown where there is no answer
EXCERPT = 160  # characters of a passage in a list
LINE_LIMIT = 400  # characters of an error's line


class Terminal:
    """Prints to one terminal in one language; results to stdout, messages to stderr."""

    def __init__(self, language: str, as_json: bool) -> None:
        self.language = language
        self.as_json = as_json

    def tell(self, name: str, **values: object) -> str:
        """Return a text in the terminal's language."""
        return text(self.language, name, **values)

    def json(self, document: object) -> None:
        """Print one JSON document, in UTF-8 whatever the locale."""
        data = in_json(json.dumps(document, ensure_ascii=False, indent=2))
        sys.stdout.buffer.write(data.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()

    def message(self, line: str, style: str = "") -> None:
        """Print a line to stderr."""
        self._console(stderr=True).print(_plain(line, style), soft_wrap=True)

    def fail(self, message: str, advice: str) -> None:
        """Print an error as one line with its advice to stderr."""
        message = in_language(self.language, " ".join(message.split())[:LINE_LIMIT])
        line = self.tell("error", message=message)
        if advice:
            line += " " + self.tell("advice", advice=in_language(self.language, advice))
        self.message(line, "red")

    def lines(self, *lines: Text | Table | str) -> None:
        """Print lines and tables to stdout."""
        from rich.table import Table

        console = self._console()
        for line in lines:
            shown = _plain(line) if isinstance(line, str) else line
            console.print(shown, soft_wrap=not isinstance(line, Table))

    def answer(self, answer: Answer) -> None:
        """Print an answer, its sources, or the nearest passages."""
        from rich.text import Text

        if answer.standalone_question != answer.question:
            meant = self.tell("understood", question=answer.standalone_question)
            self.message(meant, "dim")
        shown = Text()
        for sentence in answer.sentences:
            style = {Verdict.UNSUPPORTED: "yellow", Verdict.FRAME: "dim"}.get(sentence.verdict, "")
            shown.append(sentence.text, style)
            shown.append("".join(f"[{marker}]" for marker in sentence.markers), "bold cyan")
            if sentence.verdict is Verdict.UNSUPPORTED:
                why = "；".join(doubt_text(one, self.language) for one in sentence.doubts)
                shown.append(f"{self.tell('unsupported')} {why}".rstrip(), "yellow")
            shown.append(" " if sentence.text.isascii() else "")
        self.lines(shown)
        if removed := removed_text(len(answer.removed_sentences), self.language):
            self.message(removed, "yellow")
        if answer.notice:
            self.message(notice_in_language(self.language, answer.notice), "yellow")
        if answer.outcome is Outcome.NOT_FOUND:
            self._nearest(answer)
        elif answer.citations:
            self.lines("", Text(self.tell("sources"), "dim"))
            self.sources(answer)
        if answer.left_out:
            self.message(self.tell("left_out", count=answer.left_out), "dim")

    def sources(self, answer: Answer) -> None:
        """Print the sources of an answer, each with its quote."""
        from rich.text import Text

        for citation in answer.citations:
            where = f"{citation.article.source}:{citation.start}-{citation.end}"
            self.lines(
                self.heading(citation),
                Text(f"    {_line(citation.quote)}"),
                Text(f"    {where}", "dim"),
            )
            same = (hit for hit in answer.hits if hit.article.id == citation.article.id)
            self._relations(next(same, None))

    def heading(self, citation: Citation) -> Text:
        """Return a source's marker, title, date and issuer as a line."""
        from rich.text import Text

        article = citation.article
        return Text.assemble(
            (f"[{citation.marker}] ", "bold cyan"),
            (article.title, "bold"),
            f"  {article.date or self.tell('undated')}  {article.issuer or ''}",
        )

    def _relations(self, hit: Hit | None) -> None:
        if hit is not None and hit.reprints:
            self.message("    " + self.tell("reprints", count=len(hit.reprints)), "dim")
        if hit is not None and hit.superseded_by:
            self.message("    " + self.tell("superseded", id=hit.superseded_by), "yellow")

    def _nearest(self, answer: Answer) -> None:
        from rich.text import Text

        if answer.hits:
            self.lines("", Text(self.tell("nearest"), "dim"))
        for hit in answer.hits[:NEAREST]:
            self.lines(
                Text(f"  {hit.article.title}  {hit.article.date or self.tell('undated')}", "bold"),
                Text(f"    {_line(hit.passage.text)[:EXCERPT]}"),
            )

    def search(self, found: Search) -> None:
        """Print hits, best first."""
        from rich.text import Text

        if not found.hits:
            self.lines(self.tell("no_hits"))
        for rank, hit in enumerate(found.hits, start=1):
            self.lines(
                Text.assemble(
                    (f"{rank:>2}. ", "bold cyan"),
                    (hit.article.title, "bold"),
                    f"  {hit.article.date or self.tell('undated')}",
                    (f"  {self.tell('confidence')} {hit.confidence:.2f}", "dim"),
                ),
                Text(f"    {_line(hit.passage.text)[:EXCERPT]}"),
            )
        if found.notice:
            self.message(in_language(self.language, found.notice), "yellow")
        if found.left_out:
            self.message(self.tell("left_out", count=found.left_out), "dim")

    def articles(self, records: Sequence[dict[str, Any]]) -> None:
        """Print a table of articles."""
        from rich.text import Text

        if not records:
            self.lines(self.tell("no_articles"))
        for record in records:
            self.lines(
                Text.assemble(
                    (f"{record['id']}  ", "cyan"),
                    f"{record['date'] or '-':<10}  ",
                    (str(record["title"]), "bold"),
                    (f"  {record['source']}", "dim"),
                )
            )

    def scores(self, run: dict[str, Any], folder: str) -> None:
        """Print a run's scores with their 95 % intervals and the number of questions."""
        for name, score in run["scores"].items():
            value, low, high = (score[part] for part in ("value", "low", "high"))
            self.lines(f"{name:<28}{value:8.4f}  [{low:.4f}, {high:.4f}]  n={score['n']}")
        judge = run.get("judge")
        if judge and judge["accuracy"]:
            values = {name: judge[name]["value"] for name in ("accuracy", "agreement")}
            kappa = "-" if judge["kappa"] is None else f"{judge['kappa']:.3f}"
            counts = {name: judge[name] for name in ("spec", "graded", "failed")}
            self.lines(self.tell("judged", kappa=kappa, **values, **counts))
        self.lines(self.tell("run_in", folder=folder))
        self.lines(self.tell("report_in", path=f"{folder}/report.html"))

    def index_report(self, report: IndexReport) -> None:
        """Print what an indexing run did, and every file that was not read whole."""
        for file in report.files:
            if file.status != "read":
                reason = in_language(self.language, file.reason or "")
                self.message(
                    self.tell(f"file_{file.status}", path=file.path, reason=reason), "yellow"
                )
        if report.duplicates:
            self.message(self.tell("duplicates", count=len(report.duplicates)), "dim")
        if count := sum(len(file.removed) for file in report.files):
            self.message(self.tell("removed_residue", count=count), "dim")
        counts = {
            name: getattr(report, name)
            for name in ("articles", "passages", "added", "unchanged", "replaced", "removed")
        }
        self.lines(self.tell("indexed", total=report.seconds["total"], **counts))

    def removed(self, pieces: Sequence[Removed]) -> None:
        """Print what was removed around an article."""
        from rich.text import Text

        for piece in pieces:
            reason = self.tell("removed_piece", reason=in_language(self.language, piece.reason))
            self.lines("", Text(reason, "yellow"), Text(piece.text.strip(), "dim"))

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show a bar for each stage on stderr while it runs."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        console = self._console(stderr=True)
        bars = Progress(
            "{task.description}",
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=self.as_json or not console.is_terminal,
        )
        tasks: dict[str, Any] = {}
        with bars:

            def show(stage: str, done: int, of: int, _item: str = "", /) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(self.tell(f"stage_{stage}"), total=of)
                bars.update(tasks[stage], completed=done, total=of)

            yield show

    def _console(self, stderr: bool = False) -> Console:
        from ui.safe_console import SafeConsole

        return SafeConsole(stderr=stderr)


def _line(passage: str) -> str:
    return " ".join(passage.split())


def _plain(line: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(line, style)
