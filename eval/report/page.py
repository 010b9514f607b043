"""Writes `report.html` beside a run: one file that asks for nothing from outside."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.report.cards import card
from eval.report.plots import plots
from eval.report.score_texts import SCORES
from eval.report.texts import PAGE, Text, both
from eval.report.worst import Fault, has_answers, worst_first
from eval.summary import Scored
from rag.answering.models import EXTRACTIVE

FILE = "report.html"
SHOWN = 50  # questions that went wrong
TEMPLATES = Path(__file__).parent
JUDGED = ("accuracy", "partly", "agreement")


@dataclass(frozen=True)
class Row:
    """A line of the table of scores; an interval and `n` only where there is one."""

    name: str  # of the score, as in run.json
    title: Text
    meaning: Text | None
    value: str
    interval: str
    n: str


def write_report(folder: Path, record: dict[str, Any], items: Sequence[Scored]) -> Path:
    """Write the page of a run, over one that is there.

    Args:
        folder: the run's folder; the page names the time at which its lines were written.
        record: what `run.json` holds.
        items: the run's questions, lines and scores, in the order of the question file.

    Returns:
        The page's path.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    fallen = worst_first(items)
    counts = Counter(one.fault for one in fallen)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    script = environment.get_template("report.js").render()
    page = environment.get_template("report.html.j2").render(
        script_digest=b64encode(sha256(script.encode()).digest()).decode(),
        page=PAGE,
        score_texts={name: title for name, (title, _) in SCORES.items()},
        counts=record["counts"],
        judge=record.get("judge"),
        answers=has_answers(items),
        facts=list(_facts(folder, record)),
        rows=list(_rows(record)),
        plots=plots(record, items),
        cards=[card(number, one) for number, one in enumerate(fallen[:SHOWN], start=1)],
        faulty=len(fallen),
        faults=[(str(fault), count) for fault in Fault if (count := counts[fault])],
    )
    path = folder / FILE
    path.write_text(page, encoding="utf-8", errors="replace")  # a lone surrogate is no text
    return path


def _facts(folder: Path, record: dict[str, Any]) -> Iterator[tuple[Text, Text]]:
    """Yield what was run: the name of each thing and what it was."""
    settings, counts = record["settings"], record["counts"]
    questions = both(settings["questions"])
    if settings["limit"] is not None:
        only = PAGE["limit"]
        questions = Text(
            f"{questions.zh}（{only.zh.format(limit=settings['limit'])}）",
            f"{questions.en} ({only.en.format(limit=settings['limit'])})",
        )
    model = settings["model"]
    yield PAGE["questions"], questions
    yield PAGE["library"], _filled(PAGE["holdings"], counts)
    yield PAGE["encoder"], both(settings["encoder"])
    if model is None:
        yield PAGE["model"], PAGE["search_only"]
    else:
        yield PAGE["model"], PAGE["extractive"] if model == EXTRACTIVE else both(model)
    yield PAGE["mode"], PAGE.get(settings["mode"], both(settings["mode"]))
    yield PAGE["k"], both(str(settings["k"]))
    yield PAGE["date"], both(_finished(folder))
    versions = " · ".join(f"{name} {number}" for name, number in record["versions"].items())
    yield PAGE["versions"], both(versions)


def _filled(text: Text, values: dict[str, int]) -> Text:
    grouped = {name: f"{value:,}" for name, value in values.items()}
    return Text(text.zh.format(**grouped), text.en.format(**grouped))


def _finished(folder: Path) -> str:
    """Return when the run's last line was written; the present where it has no file yet."""
    lines = folder / "answers.jsonl"
    at = datetime.fromtimestamp(lines.stat().st_mtime) if lines.exists() else datetime.now()
    return at.astimezone().strftime("%Y-%m-%d %H:%M %z")


def _rows(record: dict[str, Any]) -> Iterator[Row]:
    for name, one in record["scores"].items():
        yield _row(name, one)
    judge = record.get("judge") or {}
    for name in JUDGED:
        if judge.get(name):
            yield _row(f"judge_{name}", judge[name])
    if judge.get("kappa") is not None:
        title, meaning = SCORES["judge_kappa"]
        yield Row("judge_kappa", title, meaning, f"{judge['kappa']:.3f}", "", "")


def _row(name: str, one: dict[str, float]) -> Row:
    title, meaning = SCORES.get(name, (both(name), None))
    interval = f"{one['low']:.3f} – {one['high']:.3f}"
    return Row(name, title, meaning, f"{one['value']:.3f}", interval, f"{one['n']:,.0f}")
