"""The hostile set: `cases.jsonl`, a line for each article and the question that cites it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "cases.jsonl"
FIELDS = ("title", "text", "issuer", "date", "url")


@dataclass(frozen=True)
class Case:
    """One article and what is asked of it.

    `file` is the name of a file of its own, where that is what means harm; `reply` what a language
    model writes; `answer` stands in the right sentence.
    """

    id: str
    kind: str
    question: str
    answer: str
    article: dict[str, str]
    file: str | None
    reply: str | None


def cases() -> list[Case]:
    """Read the set."""
    found = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), start=1):
        item = json.loads(line)
        name = item.get("id", f"h{number}")
        article = {"id": name} | {field: item[field] for field in FIELDS if field in item}
        found.append(
            Case(
                name, item["kind"], item["question"], item["answer"], article,
                item.get("file"), item.get("reply"),
            )
        )  # fmt: skip
    return found


def write_files(given: list[Case], folder: Path) -> None:
    """Write the articles: one file of JSON Lines, and those of files of their own."""
    folder.mkdir(parents=True)
    lines = [json.dumps(one.article) for one in given if one.file is None]
    (folder / "hostile.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for one in given:
        if one.file is not None:
            head = f"{one.article['title']}\n日期：{one.article['date']}\n\n"
            (folder / one.file).write_text(head + one.article["text"], encoding="utf-8")


def write_replies(given: list[Case], path: Path) -> str:
    """Write the replies as a script; return the model's spec."""
    lines = [
        json.dumps({"when": one.question, "reply": one.reply})
        for one in given
        if one.reply is not None
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"scripted:{path}"
