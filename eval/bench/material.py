"""Articles and questions for a run: both sides get the same file of each."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from eval.questions import Question, load_questions
from rag.errors import UsageError
from rag.reading.reader import discover, read_file
from rag.types import Article

LARGEST_FILE_BYTES = 1 << 30


@dataclass(frozen=True)
class Material:
    """Files of one run."""

    articles: Path
    questions: Path
    article_count: int
    question_count: int


def prepare(
    articles: Path, questions: Path, work: Path, *, most: int | None, per_kind: int, seed: int
) -> Material:
    """Choose questions, and write them and the articles of the run into a folder.

    Questions without known articles, with a date or with articles held out are left to
    `yuanwen eval`. The articles that the questions ask for always belong to the run.

    Args:
        articles: a `.jsonl` or `.jsonl.gz` file, whose lines are taken as they are, or a folder.
        questions: a question file.
        work: the folder to write into.
        most: so many articles; None for all.
        per_kind: the most questions of each kind, drawn by `seed`.
        seed: of the draw.

    Raises:
        UsageError: no question of the file can be asked of these articles.
    """
    usable = [q for q in load_questions(questions) if q.articles and q.answerable]
    usable = [q for q in usable if q.as_of is None and not q.held_out]
    if articles.is_dir():
        found = [one for path in discover([articles]) for one in _read(path)]
        lines = [_line(article) for article in found]
        ids = {article.id for article in found}
        named = (_by_id(question, found) for question in usable)
        chosen = _drawn([q for q in named if ids.issuperset(q.articles)], per_kind, seed)
    else:
        chosen = _drawn(usable, per_kind, seed)
        wanted = {name for question in chosen for name in question.articles}
        lines, ids = _lines(articles, wanted, most)
        chosen = [question for question in chosen if ids.issuperset(question.articles)]
    if not chosen:
        raise UsageError(
            f"{questions} holds no question about these articles.",
            "Give questions that name their articles.",
        )
    work.mkdir(parents=True, exist_ok=True)
    made = Material(work / "articles.jsonl", work / "questions.jsonl", len(lines), len(chosen))
    made.articles.write_text("".join(lines), encoding="utf-8")
    made.questions.write_text(
        "".join(one.model_dump_json(exclude_none=True) + "\n" for one in chosen), encoding="utf-8"
    )
    return made


def _read(path: Path) -> Iterable[Article]:
    return read_file(str(path), LARGEST_FILE_BYTES)[0]


def _line(article: Article) -> str:
    fields = {name: getattr(article, name) for name in ("id", "title", "date", "language", "text")}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _by_id(question: Question, articles: Sequence[Article]) -> Question:
    """Name a question's articles by id where it names files that hold one that fits."""
    names = []
    for name in question.articles:
        fits = [
            article.id
            for article in articles
            if name in {article.id, PurePath(article.source.partition("#")[0]).name}
            and (question.title_contains or "") in article.title
        ]
        names.append(fits[0] if len(fits) == 1 else name)
    return question.model_copy(update={"articles": names})


def _lines(path: Path, wanted: Collection[str], most: int | None) -> tuple[list[str], set[str]]:
    """Return lines of a file in its order, those of wanted articles among them, and their ids."""
    others = float("inf") if most is None else max(0, most - len(wanted))
    kept: list[str] = []
    ids: set[str] = set()
    for line in _opened(path):
        name = str(json.loads(line).get("id", ""))
        if name in wanted or others > 0:
            others -= name not in wanted
            kept.append(line if line.endswith("\n") else line + "\n")
            ids.add(name)
    return kept, ids


def _opened(path: Path) -> Iterator[str]:
    opener = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig") as file:
        yield from (line for line in file if line.strip())


def _drawn(questions: Sequence[Question], per_kind: int, seed: int) -> list[Question]:
    kinds: dict[str, list[Question]] = {}
    for question in questions:
        kinds.setdefault(question.kind or "", []).append(question)
    draw = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    return [
        one
        for _, group in sorted(kinds.items())
        for one in (draw.sample(group, per_kind) if len(group) > per_kind else group)
    ]
