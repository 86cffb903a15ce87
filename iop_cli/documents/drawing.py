"""A chart drawn as SVG: bars for one series, lines for several, with its figures in words.

Takes the chart's own figures; computes nothing but where on the drawing they stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby

from iop_cli.documents.blocks import Chart, Series

WIDTH = 360
LEFT, RIGHT, TOP, BOTTOM = 44, 350, 18, 172
# dark enough on white for everyone (at least 4.5:1), and told apart by dashes too
COLOURS = ("#1f4e79", "#8a3b00", "#2f6b2f", "#6b2f6b", "#4a4a52")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
MOST_LABELS = 8
# below the drawing stand the names of its series, so many in a row
BESIDE, ROW = 3, 15


@dataclass(frozen=True)
class _Scale:
    """From a value to its height on the drawing, in whole units from the top."""

    low: Decimal
    high: Decimal

    def y(self, value: Decimal) -> int:
        return BOTTOM - int((value - self.low) * (BOTTOM - TOP) / (self.high - self.low))


def described(chart: Chart) -> str:
    """The chart in words: each figure with its label."""
    told = []
    for series in chart.series:
        points = "; ".join(f"{label}: {written}" for label, written, _value in series.points)
        told.append(f"{series.name}: {points}" if len(chart.series) > 1 else points)
    return ". ".join(told)


def heading(chart: Chart) -> str:
    """What the chart shows, and in which unit."""
    return f"{chart.title} ({chart.unit})" if chart.unit else chart.title


def drawing(chart: Chart, id: str) -> str:
    """The chart as an SVG element whose title and description bear ids that begin with `id`."""
    rows = -(-len(chart.series) // BESIDE) if len(chart.series) > 1 else 0
    height = BOTTOM + 24 + rows * ROW
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="{id}-title {id}-desc" font-family="sans-serif" font-size="11">'
        f'<title id="{id}-title">{escape(heading(chart))}</title>'
        f'<desc id="{id}-desc">{escape(described(chart))}</desc>'
    )
    return f"{head}{''.join(_parts(chart))}</svg>"


def _parts(chart: Chart) -> Iterator[str]:
    values = [
        v for series in chart.series for _label, _written, v in series.points if v is not None
    ]
    labels = list(dict.fromkeys(p[0] for series in chart.series for p in series.points))
    scale = _Scale(min([Decimal(0), *values]), max([Decimal(1), *values]))
    yield from _frame(scale, labels)
    if len(chart.series) == 1:
        yield from _bars(chart.series[0], scale)
    else:
        for at, series in enumerate(chart.series):
            yield from _line(series, labels, scale, at)


def _frame(scale: _Scale, labels: Sequence[str]) -> Iterator[str]:
    for value in dict.fromkeys((scale.low, Decimal(0), scale.high)):
        y = scale.y(value)
        stroke = "#1b1b1f" if value == 0 else "#c9c9d1"
        yield f'<path d="M{LEFT} {y}H{RIGHT}" stroke="{stroke}"/>'
        yield _text(LEFT - 6, y + 4, _figure(value), "end")
    step = -(-len(labels) // MOST_LABELS)
    for at in range(0, len(labels), step or 1):
        yield _text(_x(at, len(labels)), BOTTOM + 16, labels[at][:12], "middle")


def _bars(series: Series, scale: _Scale) -> Iterator[str]:
    count = len(series.points)
    half = max(1, min(18, (RIGHT - LEFT) // max(1, count) // 3))
    for at, (_label, written, value) in enumerate(series.points):
        x = _x(at, count)
        if value is None:
            yield _text(x, scale.y(Decimal(0)) - 4, written[:8], "middle")
            continue
        top, bottom = sorted((scale.y(value), scale.y(Decimal(0))))
        size = f'width="{2 * half}" height="{bottom - top}"'
        yield f'<rect x="{x - half}" y="{top}" {size} fill="{COLOURS[0]}"/>'
        if count <= MOST_LABELS:
            yield _text(x, top - 4, written[:12], "middle")


def _line(series: Series, labels: Sequence[str], scale: _Scale, number: int) -> Iterator[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    # an unknown figure breaks the line
    for known, run in groupby(series.points, key=lambda point: point[2] is not None):
        places = [(_x(labels.index(p[0]), len(labels)), scale.y(p[2] or Decimal(0))) for p in run]
        if not known:
            continue
        path = "L".join(f"{x} {y}" for x, y in places)
        yield (
            f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"'
            f' stroke-dasharray="{dash or "none"}"/>'
        )
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places)
    row, column = divmod(number, BESIDE)
    x, y = LEFT + 4 + column * 104, BOTTOM + 34 + row * ROW
    yield f'<rect x="{x}" y="{y - 7}" width="8" height="8" fill="{colour}"/>'
    yield _text(x + 12, y, series.name[:16], "start")


def _x(at: int, count: int) -> int:
    """The middle of one of so many equal places."""
    return LEFT + (RIGHT - LEFT) * (2 * at + 1) // (2 * max(1, count))


def _text(x: int, y: int, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#1b1b1f">{escape(words)}</text>'


def _figure(value: Decimal) -> str:
    """A figure of the scale, without needless decimals."""
    return f"{value.normalize():f}".replace(".", ",").replace("-", "\u2212")
