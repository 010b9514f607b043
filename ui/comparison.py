"""How the terminal shows the comparison of runs: a table of scores, then what changed."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from eval.compare import Change, Comparison, Difference
from ui.console import Terminal

STYLES = {"better": "green", "worse": "red"}
MARKS = {"better": "▲", "worse": "▼"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def show_comparison(terminal: Terminal, found: Comparison, shown: int) -> None:
    """Print a comparison with at most `shown` changed questions."""
    for number, run in enumerate(found.runs):
        terminal.lines(Text.assemble((f"{_letter(number)}  ", "bold cyan"), run))
    if found.settings:
        terminal.lines(Text(terminal.tell("compare_settings"), "dim"))
    for name, values in found.settings.items():
        pairs = (f"{_letter(number)} {value}" for number, value in enumerate(values))
        terminal.lines(Text(f"  {name}: {' · '.join(pairs)}", "dim"))
    if found.left_out:
        terminal.message(terminal.tell("compare_left_out", count=found.left_out), "yellow")
    terminal.lines("", _scores(terminal, found))
    if len(found.runs) > 2:
        terminal.lines(Text(terminal.tell("compare_marks"), "dim"))
    terminal.lines(Text(terminal.tell("compare_seconds"), "dim"), "")
    if not found.changes:
        terminal.lines(terminal.tell("compare_none"))
    for number, run in enumerate(found.runs[1:], start=1):
        changes = [change for change in found.changes if change.run == run]
        if changes:
            counts = {how: sum(c.how == how for c in changes) for how in ("better", "worse")}
            name = f"a → {_letter(number)}"
            count = len(changes)
            terminal.lines(terminal.tell("compare_changes", run=name, count=count, **counts))
            for change in sorted(changes, key=_worst_first)[:shown]:
                _show_change(terminal, change, _letter(number))
            if count > shown:
                terminal.lines(Text(terminal.tell("compare_more", count=count - shown), "dim"))


def _worst_first(change: Change) -> int:
    return ("worse", "mixed", "better", "other").index(change.how)


def _letter(number: int) -> str:
    return LETTERS[number] if number < len(LETTERS) else f"{number + 1}"


def _scores(terminal: Terminal, found: Comparison) -> Table:
    """One row a score, one column a run; of two runs also the difference with its interval."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(terminal.tell("compare_head"), no_wrap=True)
    table.add_column("n", justify="right")
    for number in range(len(found.runs)):
        table.add_column(_letter(number), justify="right", min_width=5)
    pair = len(found.runs) == 2
    if pair:
        table.add_column(terminal.tell("compare_difference"), justify="right", min_width=23)
        table.add_column("", no_wrap=True)
    rows: dict[str, list[Difference]] = {}
    for one in found.scores:
        rows.setdefault(one.name, []).append(one)
    for name, differences in rows.items():
        first = differences[0]
        cells: list[str | Text] = [name, str(first.n), f"{first.a:.3f}"]
        if pair:
            style = STYLES.get(first.verdict, "dim")
            interval = f"{first.difference:+.3f} [{first.low:+.3f}, {first.high:+.3f}]"
            word = terminal.tell(f"compare_{first.verdict}")
            cells += [f"{first.b:.3f}", Text(interval, style), Text(word, style)]
        else:
            cells += [
                Text(f"{one.b:.3f} {MARKS.get(one.verdict, ' ')}", STYLES.get(one.verdict, ""))
                for one in differences
            ]
        table.add_row(*cells)
    for name, seconds in found.seconds.items():
        table.add_row(name, "", *(f"{value:.3f}" for value in seconds))
    return table


def _show_change(terminal: Terminal, change: Change, letter: str) -> None:
    word = terminal.tell(f"compare_{change.how}")
    scores = "  ".join(f"{name} {a:.2f} → {b:.2f}" for name, (a, b) in change.scores.items())
    terminal.lines(
        "",
        Text.assemble(
            (word, STYLES.get(change.how, "dim")), "  ", (change.question, "bold"), f"  {change.id}"
        ),
        Text(f"  {scores}", "dim"),
    )
    if change.a is not None or change.b is not None:
        sides = Table(box=None, padding=(0, 2), expand=True, show_header=True)
        none = terminal.tell("no_answer_text")
        for side in ("a", letter):
            sides.add_column(side, ratio=1, header_style="bold cyan", overflow="fold")
        sides.add_row(Text(change.a or none), Text(change.b or none))
        terminal.lines(sides)
