"""The geometry of a bar chart, so that the template only has to draw it.

Places across are per cent of the width and places down are pixels: the chart then fills any width,
down to a telephone's, while its text keeps its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

HEIGHT = 220
TOP = 24
LEFT = 9.0
"""Per cent of the width for the numbers of the scale."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
LINES = 4
TINY = 1
"""Pixels; a number other than nought is always seen."""


@dataclass(frozen=True)
class Bar:
    """One bar, or one part of a stacked bar."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Mark:
    """A text at a place: a label below, a number on the scale, a total above."""

    at: float
    text: str
    height: float = 0


@dataclass(frozen=True)
class Chart:
    """Everything there is to draw."""

    bars: list[Bar]
    labels: list[Mark]
    scale: list[Mark]
    totals: list[Mark]
    left: float = LEFT
    floor: int = TOP + HEIGHT
    height: int = TOP + HEIGHT + 28


def bar_chart(
    series: Sequence[Sequence[int]], labels: Sequence[str], *, stacked: bool = True
) -> Chart:
    """Bars for each label: one stack of all series, or the series side by side."""
    columns = list(zip(*series, strict=True))
    heights = [sum(column) if stacked else max(column) for column in columns]
    top = _round_top(max(heights, default=0))
    slot = (100 - LEFT) / max(len(labels), 1)
    bars: list[Bar] = []
    for place, column in enumerate(columns):
        draw = _stack if stacked else _side_by_side
        bars += draw(column, LEFT + place * slot, slot, HEIGHT / top)
    middles = [LEFT + (place + 0.5) * slot for place in range(len(labels))]
    return Chart(
        bars=bars,
        labels=[Mark(x, text) for x, text in zip(middles, labels, strict=True)],
        scale=[Mark(_y(value, HEIGHT / top), str(value)) for value in _lines(top)],
        totals=[
            Mark(x, str(value), _y(value, HEIGHT / top) - 6)
            for x, value in zip(middles, heights, strict=False)
            if stacked and value
        ],
    )


def _stack(column: Sequence[int], x: float, slot: float, scale: float) -> list[Bar]:
    return [
        Bar(x + slot * 0.2, _y(upto, scale), slot * 0.6, max(value * scale, TINY), number)
        for number, (value, upto) in enumerate(zip(column, accumulate(column), strict=True))
        if value
    ]


def _side_by_side(column: Sequence[int], x: float, slot: float, scale: float) -> list[Bar]:
    width = slot * 0.8 / len(column)
    return [
        Bar(x + slot * 0.1 + width * n, _y(value, scale), width, max(value * scale, TINY), n)
        for n, value in enumerate(column)
        if value
    ]


def _y(value: float, scale: float) -> float:
    return TOP + HEIGHT - value * scale


def _round_top(highest: int) -> int:
    return _step(highest) * max(-(-highest // _step(highest)), 1)


def _lines(top: int) -> list[int]:
    return list(range(0, top + 1, _step(top)))


def _step(highest: int) -> int:
    """The least round number with which the scale has at most so many lines above the floor."""
    factor = 1
    while highest > LINES * STEPS[-1] * factor:
        factor *= 10
    return next(step * factor for step in STEPS if highest <= LINES * step * factor)
