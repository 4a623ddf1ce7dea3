"""Charts as data, and their geometry as pure functions: drawn on the server as SVG, with a table beside each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 348, 186
LEFT, RIGHT, TOP, BOTTOM = 34, 52, 16, 26


@dataclass(frozen=True)
class Series:
    """Values in the order of the chart's labels; None where unknown (the line breaks there)."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class LineChart:
    """At most two series (solid, dotted), a target line from (label, value) to (label, value), a forecast of the first.

    `forecast` gives (value, low, high) for the labels behind the last value of the first series.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    target: tuple[str, float] | None = None
    baseline: tuple[str, float] | None = None
    forecast: Sequence[tuple[float, float, float]] = ()
    note: str = ""
    zero: bool = False


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    text: str
    tone: str = ""


@dataclass
class Plot:
    """What the template draws; all coordinates in the view box WIDTH × HEIGHT."""

    x_ticks: list[Tick] = field(default_factory=list)
    y_ticks: list[Tick] = field(default_factory=list)
    paths: list[tuple[str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    area: str = ""
    forecast: str = ""
    target: str = ""


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers that span low to high: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high - low <= 1e-9 * max(1.0, abs(high), abs(low)):
        low, high = low - 0.5 * max(1.0, abs(low)), high + 0.5 * max(1.0, abs(high))
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(unit * power for unit in (1, 2, 2.5, 5, 10) if unit * power >= rough - 1e-12)
    first = math.floor(low / step + 1e-9) * step
    ticks = [first]
    while ticks[-1] < high - 1e-9:
        ticks.append(round(ticks[-1] + step, 10))
    return ticks


def plot(chart: LineChart) -> Plot:
    """Geometry of a line chart."""
    values = [value for line in chart.series for value in line.values if value is not None]
    values += [edge for step in chart.forecast for edge in step]
    values += [pair[1] for pair in (chart.target, chart.baseline) if pair]
    if not values:
        return Plot()
    ticks = nice_ticks(0 if chart.zero else min(values), max(values))
    last = max(1, len(chart.labels) - 1)

    def x(place: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * place / last, 1)

    def y(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    drawn = Plot(
        x_ticks=[Tick(x(place), text) for place, text in enumerate(chart.labels)],
        y_ticks=[Tick(y(value), f"{value:g}") for value in ticks],
    )
    for tone, line in zip(("1", "2"), chart.series, strict=False):
        points = [(x(place), y(value)) if value is not None else None for place, value in enumerate(line.values)]
        drawn.paths.append((tone, _path(points)))
        known = [place for place, value in enumerate(line.values) if value is not None]
        if known:
            end = line.values[known[-1]]
            assert end is not None
            drawn.marks.append(Mark(x(known[-1]), y(end), f"{end:g}", tone))
    if chart.target:
        start = chart.baseline or (chart.labels[0], chart.target[1])
        a, b = (chart.labels.index(start[0]), start[1]), (chart.labels.index(chart.target[0]), chart.target[1])
        drawn.target = f"M{x(a[0])} {y(a[1])}L{x(b[0])} {y(b[1])}"
        drawn.marks.append(Mark(x(b[0]), y(b[1]), f"{chart.target[1]:g}", "target"))
    if chart.forecast:
        _add_forecast(drawn, chart, x, y)
    return drawn


def _add_forecast(drawn: Plot, chart: LineChart, x, y) -> None:  # type: ignore[no-untyped-def]
    values = chart.series[0].values
    last = max(place for place, value in enumerate(values) if value is not None)
    start = (x(last), y(values[last]))
    middle = [(x(last + step), y(value[0])) for step, value in enumerate(chart.forecast, 1)]
    low = [(x(last + step), y(value[1])) for step, value in enumerate(chart.forecast, 1)]
    high = [(x(last + step), y(value[2])) for step, value in enumerate(chart.forecast, 1)]
    drawn.forecast = _path([start, *middle])
    drawn.area = _path([start, *high, *reversed(low)]) + "Z"


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """An SVG path; None lifts the pen."""
    parts, down = [], False
    for point in points:
        if point is None:
            down = False
            continue
        parts.append(f"{'L' if down else 'M'}{point[0]} {point[1]}")
        down = True
    return "".join(parts)


def spark_path(values: Sequence[float | None], width: float = 96, height: float = 24) -> tuple[str, float, float]:
    """Path and end point of a spark line in a box of width × height."""
    known = [value for value in values if value is not None]
    if not known:
        return "", 0.0, 0.0
    low, high = min(known), max(known)
    step = (width - 6) / max(1, len(values) - 1)

    def at(place: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(3 + place * step, 1), round(height - 3 - (height - 6) * share, 1)

    points = [at(place, value) if value is not None else None for place, value in enumerate(values)]
    end = next(point for point in reversed(points) if point is not None)
    return _path(points), *end


@dataclass(frozen=True)
class Step:
    """One piece of evidence in a waterfall: where its bar begins and how long it is, in per cent of the width."""

    label: str
    weight: float
    start: float
    width: float
    side: str


def waterfall(items: Sequence[tuple[str, float]]) -> tuple[list[Step], float, float]:
    """Bars of running sums. Returns the steps, the place of zero in per cent, and the total."""
    edges, total = [0.0], 0.0
    for _, weight in items:
        total += weight
        edges.append(total)
    low, high = min(edges), max(edges)
    scale = 96 / max(high - low, 1e-9)

    def at(value: float) -> float:
        return round(2 + (value - low) * scale, 2)

    steps = []
    for place, (label, weight) in enumerate(items):
        a, b = sorted((edges[place], edges[place + 1]))
        steps.append(Step(label, weight, at(a), max(0.6, round(at(b) - at(a), 2)), "against" if weight < 0 else "for"))
    return steps, at(0.0), total
