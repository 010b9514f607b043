"""Runs, their scores and comparisons as HTML in which every text from outside is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from eval.compare import Change, Comparison, Difference
from eval.report.score_texts import SCORES
from ui.escaping import escaped
from ui.evaluation_runner import Standing
from ui.evaluation_runs import KeptRun
from ui.evaluation_texts import EVALUATION_TEXTS
from ui.question_sets import QuestionSet
from ui.rendering import model_name
from ui.texts import TEXTS, Language

CHANGES_SHOWN = 50
LETTERS = "AB"
MINUTE = 60
FRAME_HEAD = '<html lang="zh-CN">'  # how a report begins


def set_name(one: QuestionSet, language: Language) -> str:
    """Return what a question set is called in the list, as plain text."""
    return EVALUATION_TEXTS[language].origins[one.origin].format(name=one.path.name)


def run_name(run: KeptRun, language: Language) -> str:
    """Return what a run is called in the list, as plain text."""
    words = EVALUATION_TEXTS[language]
    parts = [f"{run.begun:%Y-%m-%d %H:%M:%S}", run.questions.name, *_how(run, language)]
    if run.record is None:
        parts.append(words.unfinished.format(answered=run.answered))
    else:
        form = words.count if run.settings["limit"] else words.all_questions
        parts.append(form.format(count=run.record["counts"]["questions"]))
    if headline := run.headline:
        name, value = headline
        parts.append(f"{score_name(name, language)} {value:.2f}")
    return " · ".join(parts)


def score_name(name: str, language: Language) -> str:
    """Return what a score is called; its own name where it has no other."""
    title = SCORES[name][0] if name in SCORES else None
    return getattr(title, language) if title else name


def note_html(text: str) -> str:
    """Return a short word from the panel."""
    return f'<p class="evaluation-note" role="status">{escaped(text)}</p>' if text else ""


def progress_html(standing: Standing, language: Language) -> str:
    """Return how far a job has come, with a bar while it goes on."""
    words = EVALUATION_TEXTS[language]
    if standing.state == "idle" or standing.error is not None:
        return ""
    if standing.state == "failed":
        return note_html(TEXTS[language].error)
    if not standing.busy:
        form = words.done if standing.state == "done" else words.stopped
        return note_html(form.format(done=standing.done, of=standing.of))
    told = words.progress.format(done=standing.done, of=standing.of)
    more = words.stopping if standing.state == "stopping" else _left(standing, language)
    return (
        '<div class="evaluation-progress" role="status">'
        f'<progress max="{standing.of}" value="{standing.done}" aria-label="{escaped(told)}">'
        f"</progress><p><b>{escaped(told)}</b><span>{escaped(more)}</span></p></div>"
    )


def scores_html(run: KeptRun, language: Language) -> str:
    """Return the scores of a run that has ended, with their intervals."""
    words = EVALUATION_TEXTS[language]
    record = run.record or {"scores": {}, "counts": {"questions": 0, "answerable": 0}}
    rows = "".join(_score(name, one, language) for name, one in record["scores"].items())
    facts = [run.questions.name, *_how(run, language), words.asked.format(**record["counts"])]
    return (
        f'<section class="evaluation" lang="{TEXTS[language].html_language}">'
        f"<h2>{escaped(words.result)}</h2>"
        f'<p class="facts">{escaped(" · ".join(facts))}</p>'
        f'<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">'
        f'{escaped(words.score)}</th><th scope="col" class="figure">{escaped(words.value)}</th>'
        f'<th scope="col" class="figure">{escaped(words.interval)}</th>'
        '<th scope="col" class="interval" aria-hidden="true"></th>'
        f'<th scope="col" class="figure">n</th></tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p class="small">{escaped(words.interval_note)}</p></section>'
    )


def comparison_html(found: Comparison, runs: Sequence[KeptRun], language: Language) -> str:
    """Return two runs beside each other: differences, then the questions that changed."""
    words = EVALUATION_TEXTS[language]
    named = "".join(
        f"<li><b>{letter}</b> {escaped(' · '.join([run.questions.name, *_how(run, language)]))}"
        f" <time>{run.begun:%Y-%m-%d %H:%M}</time></li>"
        for letter, run in zip(LETTERS, runs, strict=True)
    )
    rows = "".join(_difference(one, language) for one in found.scores)
    rows += "".join(
        f'<tr><th scope="row">{escaped(score_name(name, language))}</th>'
        + "".join(f'<td class="figure">{value:.3f}</td>' for value in values)
        + '<td></td><td class="verdict"></td></tr>'
        for name, values in found.seconds.items()
    )
    left_out = ""
    if found.left_out:
        told = escaped(words.left_out.format(count=found.left_out))
        left_out = f'<p class="small">{told}</p>'
    return (
        f'<section class="evaluation" lang="{TEXTS[language].html_language}">'
        f'<h2>{escaped(words.comparison)}</h2><ul class="sides">{named}</ul>'
        f'<div class="scroll" tabindex="0"><table class="differences"><thead><tr><th scope="col">'
        f'{escaped(words.score)}</th><th scope="col" class="figure">A</th>'
        f'<th scope="col" class="figure">B</th><th scope="col" class="figure">'
        f'{escaped(words.difference)}</th><th scope="col"></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{left_out}"
        f'<p class="small">{escaped(words.comparison_note)} {escaped(words.seconds_note)}</p>'
        f"{_changes(found.changes, language)}</section>"
    )


def empty_html(language: Language) -> str:
    """Return what stands where no result is shown yet."""
    words = EVALUATION_TEXTS[language]
    return (
        f'<section class="evaluation"><h2>{escaped(words.result)}</h2>'
        f'<p class="small">{escaped(words.no_result)}</p></section>'
    )


def report_html(page: str, name: str, language: Language) -> str:
    """Return a report in a frame of its own, with a button to download it.

    The page is of another origin to the window (`sandbox` without `allow-same-origin`): its script
    reaches neither the window nor the service, and it can open no page.
    """
    words = EVALUATION_TEXTS[language]
    page = page.replace(FRAME_HEAD, f'<html lang="zh-CN" data-wanted="{language}">', 1)
    return (
        '<div class="evaluation-report"><button type="button" class="download" '
        f'data-name="{escaped(name)}.html">{escaped(words.download)}</button>'
        f'<iframe sandbox="allow-scripts" referrerpolicy="no-referrer" '
        f'title="{escaped(f"{words.report}: {name}")}" srcdoc="{escaped(page)}"></iframe></div>'
    )


def _how(run: KeptRun, language: Language) -> list[str]:
    """Return search mode, hits and model of a run."""
    words = EVALUATION_TEXTS[language]
    mode, model = str(run.settings["mode"]), run.settings["model"]
    answered = model_name(model, TEXTS[language]) if model else words.search_only
    return [words.modes.get(mode, mode), f"k={run.settings['k']}", answered]


def _left(standing: Standing, language: Language) -> str:
    words = EVALUATION_TEXTS[language]
    seconds = standing.seconds_left
    if seconds is None:
        return words.preparing
    if seconds > 2 * MINUTE:
        return words.minutes_left.format(minutes=round(seconds / MINUTE))
    return words.seconds_left.format(seconds=max(1, round(seconds)))


def _score(name: str, one: dict[str, float], language: Language) -> str:
    bar = ""
    if not name.startswith("seconds"):
        low, high, value = (round(100 * one[part], 1) for part in ("low", "high", "value"))
        bar = (
            f'<span class="track"><i style="left:{low}%;width:{round(high - low, 1)}%"></i>'
            f'<b style="left:{value}%"></b></span>'
        )
    meaning = getattr(SCORES[name][1], language) if name in SCORES else ""
    return (
        f'<tr data-score="{escaped(name)}"><th scope="row" title="{escaped(meaning)}">'
        f'{escaped(score_name(name, language))}</th><td class="figure value">{one["value"]:.3f}'
        f'</td><td class="figure">{one["low"]:.3f} – {one["high"]:.3f}</td>'
        f'<td class="interval" aria-hidden="true">{bar}</td>'
        f'<td class="figure">{one["n"]:.0f}</td></tr>'
    )


def _difference(one: Difference, language: Language) -> str:
    verdict = EVALUATION_TEXTS[language].verdicts[one.verdict]
    return (
        f'<tr data-score="{escaped(one.name)}"><th scope="row">'
        f'{escaped(score_name(one.name, language))} <span class="n">n {one.n}</span></th>'
        f'<td class="figure">{one.a:.3f}</td><td class="figure">{one.b:.3f}</td>'
        f'<td class="figure">{one.difference:+.3f} <span class="n">'
        f"[{one.low:+.3f}, {one.high:+.3f}]</span></td>"
        f'<td class="verdict"><span class="badge {one.verdict}">{escaped(verdict)}</span>'
        "</td></tr>"
    )


def _changes(changes: Sequence[Change], language: Language) -> str:
    words = EVALUATION_TEXTS[language]
    if not changes:
        return f'<p class="small">{escaped(words.no_changes)}</p>'
    order = ("worse", "mixed", "better", "other")
    ranked = sorted(changes, key=lambda one: order.index(one.how))
    shown = "".join(_change(one, language) for one in ranked[:CHANGES_SHOWN])
    more = len(changes) - CHANGES_SHOWN
    rest = f'<p class="small">{escaped(words.more_changes.format(count=more))}</p>'
    head = escaped(words.changes.format(count=len(changes)))
    return f"<h3>{head}</h3>{shown}{rest if more > 0 else ''}"


def _change(one: Change, language: Language) -> str:
    words = EVALUATION_TEXTS[language]
    scores = " · ".join(
        f"{score_name(name, language)} {a:.2f} → {b:.2f}" for name, (a, b) in one.scores.items()
    )
    sides = ""
    if one.a is not None or one.b is not None:
        sides = "".join(
            f'<div><b>{letter}</b><p class="said">{escaped(text or words.no_answer)}</p></div>'
            for letter, text in zip(LETTERS, (one.a, one.b), strict=True)
        )
        sides = f'<div class="pair">{sides}</div>'
    return (
        f'<article class="change" data-question="{escaped(one.id)}">'
        f'<p class="asked"><bdi>{escaped(one.question)}</bdi> '
        f'<span class="badge {one.how}">{escaped(words.verdicts[one.how])}</span></p>'
        f'<p class="small">{escaped(scores)}</p>{sides}</article>'
    )
