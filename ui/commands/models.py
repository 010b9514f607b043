"""The command that tells which language models are configured, and whether they answer."""

from __future__ import annotations

from dataclasses import asdict

import typer

from rag.answering.checking import ModelCheck, check_model, configured_models
from rag.settings import Settings
from ui.console import Terminal
from ui.options import ERROR, AsJson, open_terminal
from ui.translating import in_language

app = typer.Typer()


@app.command()
def models(as_json: AsJson = False) -> None:
    """列出已配置的语言模型，各试一次。 List the language models and try each with one call."""
    settings, terminal = Settings(), open_terminal(as_json)
    checks = []
    for spec in configured_models(settings):
        checks.append(check_model(spec, settings))
        if not terminal.as_json:
            _show(terminal, checks[-1])
    if terminal.as_json:
        terminal.json([asdict(check) for check in checks])
    if not all(check.ok for check in checks):
        raise typer.Exit(ERROR)


def _show(terminal: Terminal, check: ModelCheck) -> None:
    if check.ok:
        line = terminal.tell("model_ok", spec=check.spec, seconds=f"{check.seconds:.1f}")
        if check.tokens is not None:
            read, written = check.tokens.prompt, check.tokens.completion
            line += terminal.tell("model_tokens", prompt=read, completion=written)
    else:
        parts = [check.error, check.advice] if check.advice else [check.error]
        gap = "" if terminal.language.startswith("zh") else " "
        told = gap.join(in_language(terminal.language, part) for part in parts)
        line = terminal.tell("model_bad", spec=check.spec, told=told)
    terminal.lines(line)
