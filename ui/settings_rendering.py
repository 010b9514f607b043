"""What is in use, as HTML: model, encoder, library; without keys and folders of the machine."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings.encoder import BUNDLED
from rag.library_facts import LibraryFacts
from rag.secrets import safe_spec
from ui.escaping import escaped
from ui.rendering import model_name
from ui.settings_texts import SettingsTexts
from ui.texts import Texts
from ui.translating import in_language

MINUTE, HOUR = 60, 3600


def in_use_html(
    facts: LibraryFacts | None, models: Sequence[str], texts: SettingsTexts, words: Texts
) -> str:
    """Return what answers and what is searched.

    Args:
        facts: of the library; None where there is none.
        models: specs that may be chosen, the default one first.
        texts: of the panel.
        words: of the window, in the same language.
    """
    names = [shown_model(spec, words) for spec in models]
    model = [(texts.model, names[0])]
    if len(names) > 1:
        model.append((texts.other_models, "、".join(names[1:])))
    if facts is None:
        library = f'<p class="empty">{escaped(texts.no_library)}</p>'
        return _group(texts.in_use, model, texts.model_cost) + library
    passages = f"{facts.passages:,}"
    weights = texts.own_weights if facts.own_weights else texts.shipped_weights
    held = [
        (
            texts.articles,
            texts.of_them_reprints.format(
                articles=f"{facts.articles:,}", reprints=f"{facts.reprints:,}"
            ),
        ),
        ("", texts.passage_count.format(passages=passages, characters=facts.passage_characters)),
        (texts.written, facts.written.astimezone().strftime("%Y-%m-%d %H:%M")),
        (texts.size, room(facts.kilobytes)),
        (texts.weights, weights),
    ]
    notice = in_language(texts.html_language, facts.notice or "")
    return (
        _group(texts.in_use, model, texts.model_cost)
        + _group(
            "",
            [(texts.encoder, encoder_name(facts.encoder, texts))],
            texts.encoder_cost.format(passages=passages),
        )
        + _group(texts.library, held, notice)
    )


def shown_model(spec: str, words: Texts) -> str:
    """Return a model's name without what its spec may hold of keys."""
    return model_name(str(safe_spec(spec)), words)


def encoder_name(spec: str, texts: SettingsTexts) -> str:
    """Return an encoder's name without what its spec may hold of keys."""
    return texts.bundled if spec == BUNDLED else str(safe_spec(spec))


def duration(seconds: float, texts: SettingsTexts) -> str:
    """Return a duration in the unit that it is told in, rounded up."""
    if seconds < MINUTE:
        return texts.seconds.format(count=max(1, -(-int(seconds * 10) // 10)))
    if seconds < 2 * HOUR:
        return texts.minutes.format(count=-(-int(seconds) // MINUTE))
    return texts.hours.format(count=-(-int(seconds) // HOUR))


def room(kilobytes: int) -> str:
    """Return a size in MB, or GB from 1,024 MB on."""
    megabytes = kilobytes / 1024
    return f"{megabytes:.1f} MB" if megabytes < 1024 else f"{megabytes / 1024:.1f} GB"


def _group(title: str, rows: Sequence[tuple[str, str]], below: str) -> str:
    head = f'<h2 class="panel-title">{escaped(title)}</h2>' if title else ""
    listed = "".join(
        f"<dt>{escaped(name)}</dt><dd><bdi>{escaped(value)}</bdi></dd>" for name, value in rows
    )
    hint = f'<p class="hint">{escaped(below)}</p>' if below else ""
    return f'<section class="facts">{head}<dl class="known">{listed}</dl>{hint}</section>'
