"""The line of text at a finding and the carets under its span, measured in terminal cells.

A wide character takes two cells, a combining mark none, an escape as many as it shows.
Knows no colour and no language.
"""

import unicodedata
from dataclasses import dataclass

from iop_cli.diagnostic import Span
from iop_cli.report.safe import is_daily, pieces

LONGEST = 400
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a line that is shown; `before` and `under` are cells up to and below the span."""

    text: str
    marked: str
    before: int
    under: int


def window(excerpt: str, span: Span, room: int) -> Window:
    """Cut the line around its span to at most `room` cells; a cut shows as an ellipsis."""
    room = min(max(room, SHORTEST), LONGEST)
    line = excerpt.rstrip("\r\n")
    first = min(max(span.column - 1, 0), len(line))
    last = len(line) if span.end_line > span.line else min(span.end_column - 1, len(line))
    if len(line) <= room and is_daily(line):
        marked = line[first : max(first, last)]
        return Window(line, marked, before=first, under=max(1, len(marked)))
    origin = max(0, first - LONGEST)
    near = line[origin : first + LONGEST]
    shown = list(near) if is_daily(near) else pieces(near)
    widths = [1] * len(near) if is_daily(near) else [cells(piece) for piece in shown]
    first, last = first - origin, min(max(last, first) - origin, len(shown))

    start, end = _fit(widths, first, last, room)
    left = "…" if start or origin else ""
    right = "…" if end < len(shown) or origin + len(shown) < len(line) else ""
    marked = "".join(shown[first : min(last, end)])
    return Window(
        text=left + "".join(shown[start:end]) + right,
        marked=marked,
        before=cells(left + "".join(shown[start:first])),
        under=max(1, cells(marked)),
    )


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _fit(widths: list[int], first: int, last: int, room: int) -> tuple[int, int]:
    if sum(widths) <= room:
        return 0, len(widths)
    free = room - 2
    end, free = _rightwards(widths, first, last, free)
    start, unused = _leftwards(widths, first, free // 2)
    end, free = _rightwards(widths, end, len(widths), free - free // 2 + unused)
    start, _unused = _leftwards(widths, start, free)
    while start < first and not widths[start]:
        start += 1
    return start, end


def _rightwards(widths: list[int], at: int, stop: int, free: int) -> tuple[int, int]:
    while at < stop and widths[at] <= free:
        free -= widths[at]
        at += 1
    return at, free


def _leftwards(widths: list[int], at: int, free: int) -> tuple[int, int]:
    while at and widths[at - 1] <= free:
        at -= 1
        free -= widths[at]
    return at, free
