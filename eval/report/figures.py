"""The plots of a run as SVG. They hold numbers and labels only; the page says what they mean.

matplotlib is loaded when the first one is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import numpy as np

from eval.report.svg import INK, LINE, SEAL, SOFT, page_svg, placeholder

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 340.0  # of every figure, in the page's pixels: a phone shows it at its own size
ROW = 25.0  # height of a row of `score_by_group`
LABEL_WIDTH = 18  # of a group's name, in Latin letters; what is longer is cut
LETTER = 6.4  # width of a Latin letter, in pixels, on average
POINTS = 600  # of a curve; more cannot be told apart
LONG_TAIL = 10  # slowest over median: from here on seconds are drawn to a logarithmic scale

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text, in the fonts of the browser
    "svg.hashsalt": "yuanwen",  # the same run gives the same page
    "font.size": 11,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
}


def score_by_group(values: Mapping[str, Mapping[str, float]], name: str) -> str:
    """Draw a score (0 to 1) of several groups, one below another.

    Args:
        values: for each group's name `value` and its interval from `low` to `high`.
        name: of the figure, made of letters, digits and hyphens.
    """
    labels = [_cut(label) for label in values]
    left = min(max(map(_width, labels)), LABEL_WIDTH + 1) * LETTER + 14
    height = ROW * len(labels) + 34
    with _drawn(height) as (figure, drawing):
        axes = _axes(figure, left, 8, 14, 26)
        rows = range(len(labels))
        for row, one in zip(rows, values.values(), strict=True):
            axes.plot([one["low"], one["high"]], [row, row], color=SEAL, lw=2, alpha=0.45)
            axes.plot([one["value"]], [row], "o", color=SEAL, ms=6)
        axes.set_yticks(rows, [placeholder(row) for row in rows])
        axes.set_ylim(len(labels) - 0.4, -0.6)
        _share(axes, "x")
        axes.spines["left"].set_visible(False)
    return page_svg(drawing.getvalue(), name, labels)


def risk_coverage_curve(coverages: Sequence[float], risks: Sequence[float], name: str) -> str:
    """Draw the share of wrong answers (0 to 1) over the share of questions answered (0 to 1)."""
    with _drawn(220) as (figure, drawing):
        axes = _axes(figure, 34, 10, 14, 26)
        kept = _thinned(len(coverages))
        x, y = np.asarray(coverages)[kept], np.asarray(risks)[kept]
        axes.fill_between(x, y, color=SEAL, alpha=0.12, lw=0)
        axes.plot(x, y, color=SEAL, lw=2)
        axes.plot(x[-1:], y[-1:], "o", color=SEAL, ms=6, clip_on=False)
        _share(axes, "x")
        axes.set_ylim(0, max(0.1, min(1.0, float(np.max(risks)) * 1.1)))
        axes.yaxis.set_major_formatter("{x:g}")
    return page_svg(drawing.getvalue(), name)


def latency_curve(seconds: Sequence[float], marks: Mapping[str, float], name: str) -> str:
    """Draw the share of questions done (0 to 1) within so many seconds.

    Args:
        seconds: of each question.
        marks: seconds to be marked, by what they are called ("p50").
        name: of the figure.
    """
    with _drawn(220) as (figure, drawing):
        axes = _axes(figure, 34, 22, 28, 26)
        x = np.sort(np.asarray(seconds, dtype=float))
        y = np.arange(1, len(x) + 1) / len(x)
        kept = _thinned(len(x))
        axes.step(x[kept], y[kept], where="post", color=SEAL, lw=2)
        top = max(float(x[-1]), 1e-6)
        if x[0] > 0 and top > LONG_TAIL * float(np.median(x)):
            axes.set_xscale("log")
            axes.xaxis.set_major_formatter("{x:g}")
            axes.xaxis.set_minor_formatter(lambda _value, _place: "")
        else:
            axes.set_xlim(0, top * 1.08)
        for number, (label, value) in enumerate(marks.items()):
            axes.axvline(value, color=INK, lw=1, ls=(0, (3, 3)))
            axes.annotate(
                label, (value, 1), (3 if number else -3, 3), xycoords=("data", "axes fraction"),
                textcoords="offset points", ha="left" if number else "right", fontsize=10,
            )  # fmt: skip
        _share(axes, "y")
    return page_svg(drawing.getvalue(), name)


def reliability(bins: Sequence[Mapping[str, float]], name: str) -> str:
    """Draw how often hits of a confidence are right, over that confidence, and how many they are.

    Args:
        bins: of each its mean `confidence`, the share `right` (both 0 to 1) and `n`.
        name: of the figure.
    """
    with _drawn(270) as (figure, drawing):
        upper, lower = _axes(figure, 34, 10, 14, 90), _axes(figure, 34, 206, 14, 26)
        x = [one["confidence"] for one in bins]
        upper.plot([0, 1], [0, 1], color=SOFT, lw=1, ls=(0, (3, 3)))
        upper.plot(x, [one["right"] for one in bins], "o", color=SEAL, ms=7, clip_on=False)
        _share(upper, "x")
        _share(upper, "y")
        upper.tick_params(labelbottom=False)
        most = max(one["n"] for one in bins)
        places = [min(int(one * 10), 9) / 10 + 0.05 for one in x]
        lower.bar(places, [one["n"] for one in bins], width=0.086, color=SEAL, alpha=0.45)
        for place, one in zip(places, bins, strict=True):
            lower.annotate(
                f"{one['n']:.0f}", (place, one["n"]), (0, 2),
                textcoords="offset points", ha="center", fontsize=9,
            )  # fmt: skip
        _share(lower, "x")
        lower.set_ylim(0, most * 1.45)
        lower.set_yticks([])
        lower.grid(visible=False)
        lower.spines["left"].set_visible(False)
    return page_svg(drawing.getvalue(), name)


@contextmanager
def _drawn(height: float) -> Iterator[tuple[Figure, BytesIO]]:
    """Give a figure of so many pixels; its file is in the buffer afterwards."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    buffer = BytesIO()
    with rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH / 72, height / 72))  # SVG has 72 units to the inch
        yield figure, buffer
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})


def _axes(figure: Figure, left: float, top: float, right: float, bottom: float) -> Axes:
    """Add axes with margins in pixels."""
    height = figure.get_figheight() * 72
    inside = (WIDTH - left - right, height - top - bottom)
    return figure.add_axes((left / WIDTH, bottom / height, inside[0] / WIDTH, inside[1] / height))


def _share(axes: Axes, direction: str) -> None:
    """Make an axis one of shares: 0 to 1, with a little room for marks at its ends."""
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axis = axes.xaxis if direction == "x" else axes.yaxis
    axis.set_ticks(ticks, ["0", ".25", ".5", ".75", "1"])
    (axes.set_xlim if direction == "x" else axes.set_ylim)(-0.02, 1.02)


def _thinned(count: int) -> slice | list[int]:
    if count <= POINTS:
        return slice(None)
    return sorted(set(np.linspace(0, count - 1, POINTS).astype(int).tolist()))


def _width(text: str) -> int:
    """Return about how wide a text is, in Latin letters."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _cut(text: str) -> str:
    kept = text
    while _width(kept) > LABEL_WIDTH:
        kept = kept[:-1]
    return kept if kept == text else f"{kept}…"
