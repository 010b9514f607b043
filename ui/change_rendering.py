"""Changes of the library as HTML: how far one is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.errors import Cancelled
from rag.reading.file_report import FileReport
from ui.article_rendering import pieces_html
from ui.article_texts import ArticleTexts
from ui.escaping import escaped
from ui.jobs import PREPARING, WAITING, Step
from ui.removing import Removal
from ui.rendering import upload_html
from ui.texts import Texts
from ui.translating import in_language
from ui.uploads import Uploaded

NAMED = 12  # files shown around the one that is being read
TITLES_SHOWN = 10


def step_html(step: Step, texts: ArticleTexts, names: Sequence[str] = ()) -> str:
    """Return how far a change is; `names` are those of the files, in the order of reading."""
    told = {
        WAITING: texts.waiting,
        PREPARING: texts.preparing,
        "read": texts.read,
        "encode": texts.encode,
        "save": texts.save,
    }[step.stage].format(done=min(step.done + (step.stage == "read"), step.of), of=step.of)
    if step.stage == "read" and step.done == step.of:
        told = texts.comparing
    if step.stopping:
        told = texts.stopping
    item = step.item.replace("\\", "/").rpartition("/")[2]
    at = f" · <b><bdi>{escaped(item)}</bdi></b>" if item and not step.stopping else ""
    measured = f' value="{step.done}" max="{step.of}"' if step.of else ""
    return (
        f'<div class="step" role="status"><p>{escaped(told)}{at}</p>'
        f'<progress{measured} aria-label="{escaped(told)}"></progress>'
        f'<p class="hint">{escaped(texts.going_on)}</p>{_files(step, names)}</div>'
    )


def stopped_html(stopped: Cancelled, texts: ArticleTexts) -> str:
    """Return that a change was stopped, as it was asked to."""
    told = (in_language(texts.html_language, one) for one in (stopped.message, stopped.advice))
    lines = "".join(f"<p>{escaped(one)}</p>" for one in told)
    return f'<div class="stopped" role="status">{lines}</div>'


def uploaded_html(done: Uploaded, texts: ArticleTexts, words: Texts) -> str:
    """Return what became of files: each of them, what was removed from it, and reprints."""
    summary = ""
    if done.index is not None:
        summary = words.added.format(added=done.index.added, articles=done.index.articles)
    told = upload_html(done.files, summary, words)
    if done.index is not None and done.reprints:
        line = texts.duplicates.format(count=done.reprints)
        told += f'<p class="hint">{escaped(line)}</p>'
    return told + "".join(_residue(one, texts) for one in done.files if one.removed)


def removal_html(done: Removal, texts: ArticleTexts) -> str:
    """Return what was removed, by title."""
    head = texts.removed.format(count=len(done.titles), articles=done.articles)
    items = [f"<li><bdi>{escaped(title)}</bdi></li>" for title in done.titles[:TITLES_SHOWN]]
    if len(done.titles) > TITLES_SHOWN:
        items.append(f"<li>{escaped(texts.removed_more.format(count=len(done.titles)))}</li>")
    files = "".join(
        f'<p class="hint">{escaped(texts.removed_file.format(name=name))}</p>'
        for name in done.files
    )
    return (
        f'<div class="removal" role="status"><p>{escaped(head)}</p>'
        f"<ul>{''.join(items)}</ul>{files}</div>"
    )


def _files(step: Step, names: Sequence[str]) -> str:
    """Return the files around the one at work: those read, that one, those to come."""
    if len(names) < 2:
        return ""
    at = step.done if step.stage == "read" else 0 if step.stage in (WAITING, PREPARING) else 10**9
    first = max(0, min(at - NAMED // 2, len(names) - NAMED))
    items = []
    for place, name in enumerate(names[first : first + NAMED], first):
        begun = step.stage == "read" and place == at
        kind = "read" if place < at else "now" if begun else "next"
        items.append(f'<li class="{kind}"><bdi>{escaped(name)}</bdi></li>')
    return f'<ul class="names">{"".join(items)}</ul>'


def _residue(file: FileReport, texts: ArticleTexts) -> str:
    name = escaped(file.path.replace("\\", "/").rpartition("/")[2])
    told = escaped(texts.pieces_of.format(count=len(file.removed)))
    items = "".join(pieces_html(file.removed, texts))
    return (
        f'<details class="pieces"><summary><bdi>{name}</bdi> · {told}</summary>'
        f"<ul>{items}</ul></details>"
    )
