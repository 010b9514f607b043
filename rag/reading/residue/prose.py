"""Where the running text of a saved page stands, told from its lists, buttons and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.reading.residue.lines import Line, is_complete, is_moment, is_prose, is_title
from rag.reading.residue.wording import Reason, is_related_heading

FEWEST_TEASERS = 2
MANY_TITLES = 12
COMMENT_CHARACTERS = 160
COMMENTS_SHARE = 0.1  # of the text below a heading over many titles

Marks = Sequence[Reason | None]


def running_text(lines: Sequence[Line], marks: Marks, teasers: Sequence[bool]) -> list[bool]:
    """Tell for each line whether it belongs to running text rather than to lists and buttons."""
    found = [False] * len(lines)
    listed = _listed(lines, marks, teasers)
    run: list[int] = []
    for place, line in enumerate(lines):
        loose = line.bulleted and not is_complete(line)
        if marks[place] or listed[place] or loose or is_moment(line):
            _settle(lines, run, found)
            run = []
        else:
            run.append(place)
    _settle(lines, run, found)
    return found


def _settle(lines: Sequence[Line], run: list[int], found: list[bool]) -> None:
    """Mark a run of adjacent lines from its first to its last line that holds a sentence."""
    if not is_prose([lines[place] for place in run]):
        return
    full = [place for place in run if "。" in lines[place].text or is_complete(lines[place])]
    for place in range(full[0], full[-1] + 1) if full else run:
        found[place] = True


def _listed(lines: Sequence[Line], marks: Marks, teasers: Sequence[bool]) -> list[bool]:
    """Tell which lines lie in a stretch of bullets and teasers with enough cut ones."""
    found = list(teasers)
    for run in _runs(lines, marks, teasers):
        cut = sum(teasers[place] for place in run)
        whole = sum(lines[place].bulleted and is_complete(lines[place]) for place in run)
        if cut >= FEWEST_TEASERS and whole <= cut / 2:
            for place in run:
                found[place] = True
    return found


def _runs(lines: Sequence[Line], marks: Marks, teasers: Sequence[bool]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, line in enumerate(lines):
        if marks[place] is None and (line.bulleted or teasers[place]):
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def tail_start(lines: Sequence[Line], marks: Marks, running: Sequence[bool]) -> int:
    """Return the line from which on a page holds no more of its article.

    That is the line after the last running text, or an earlier usual heading with many titles
    below it among which only a few short sentences stand, as readers' comments do.

    Args:
        lines: all lines of the page.
        marks: what is already known to be residue.
        running: from `running_text`; at least one is true.
    """
    last = len(running) - 1 - running[::-1].index(True)
    best, titles, length, prose, stretch = last + 1, 0, 0, 0, 0
    for place in range(len(lines) - 1, running.index(True), -1):
        line = lines[place]
        length += len(line.text)
        if running[place]:
            prose += len(line.text)
            stretch += len(line.text)
            if stretch > COMMENT_CHARACTERS:
                break
            continue
        stretch = 0
        titles += is_title(line)
        if place <= last and titles >= MANY_TITLES and prose <= COMMENTS_SHARE * length:
            usual = marks[place] is None and is_related_heading(line.text)
            best = place if usual else best
    return best
