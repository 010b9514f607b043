"""A few questions to begin with, from the library itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rag.engine import Engine
from rag.files import from_json
from ui.texts import TEXTS, Language
from ui.visible_text import without_bidi

EXAMPLES = 4
LOOKED_AT = 200  # articles, the last ones of the library; a large one is not read for this
_KINDS = ("conflict", "fact", "reason", "list", "crosslingual", "date", "unanswerable")


def examples(engine: Engine, language: Language) -> list[str]:
    """Return at most four questions that the library's articles suggest.

    Those of the question set that lies beside the articles' folder, as with the samples, one of
    a kind; else one about each of the newest articles. None where there is no library.
    """
    if not engine.folder.exists():
        return []
    generation = engine.folder.open()
    count = generation.article_count
    articles = [generation.record(row) for row in range(max(0, count - LOOKED_AT), count)]
    folders = dict.fromkeys(Path(str(one["source"])).parent for one in articles)
    for folder in folders:
        if found := _from_set(folder.parent / "questions.jsonl", language):
            return found
    newest = sorted(articles, key=lambda one: str(one["date"] or ""), reverse=True)
    titles = dict.fromkeys(str(one["title"]) for one in newest if not one["duplicate_of"])
    form = TEXTS[language].about_article
    return [form.format(title=without_bidi(title)) for title in islice(titles, EXAMPLES)]


def _from_set(path: Path, language: Language) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # no such set: the articles' titles serve
        return []
    by_kind: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for kind, question in _questions(lines, language):
        by_kind.setdefault(kind, []).append(question)
    rounds = max(map(len, by_kind.values()), default=0)
    turns = [same[at] for at in range(rounds) for same in by_kind.values() if at < len(same)]
    return turns[:EXAMPLES]


def _questions(lines: list[str], language: Language) -> Iterator[tuple[str, str]]:
    for line in lines:
        try:
            item = from_json(line)
        except ValueError:  # a line of something else
            continue
        if isinstance(item, dict) and item.get("question") and item.get("lang") == language:
            yield str(item.get("kind")), str(item["question"])
