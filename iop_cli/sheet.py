"""A page of headings and labelled rows, set for a terminal, for a screen reader, or as data.

The rows' words arrive finished and safe to print. Knows no agreement and no rule.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe_line
from iop_cli.words import say

NARROW = 60
_WIDEST_LABEL = 20
_BOLD = "1"
_GLUE = "\0"
# the spaces inside a number, and between a number and its unit
_TOGETHER = re.compile(r"(?<=\d) (?=\d{3}\b)|(?<=\d) (?=(?:kr|tkr|mkr|%)(?!\w))")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter: `key` and `data` for machines, `label` and `lines` for people."""

    key: str
    label: str
    lines: tuple[str, ...]
    data: object = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading, or what is said `instead`; `data`, where given, stands for the rows.

    A section with neither is not shown; as data it is null.
    """

    key: str
    heading: str
    rows: tuple[Row, ...]
    instead: str = ""
    data: object = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page: its title, what machines read before the sections, and the sections."""

    title: str
    head: dict[str, object]
    sections: tuple[Section, ...]


def page(sheet: Sheet, look: Look) -> Iterator[str]:
    """The page for people, a line at a time: aligned, or under each other where it is narrow."""
    yield from (bold(line, look) + "\n" for line in wrapped(sheet.title, look.width))
    column = _column(sheet)
    for section in (s for s in sheet.sections if s.rows or s.instead):
        yield "\n"
        yield bold(safe_line(section.heading), look) + "\n"
        if not section.rows:
            yield from (line + "\n" for line in wrapped(section.instead, look.width, "  ", "  "))
        for row in section.rows:
            yield from (line + "\n" for line in _set(row, column, look))


def data(sheet: Sheet) -> str:
    """The page as JSON: the head, then each section's rows by key."""
    return in_json({**sheet.head, **{s.key: _data(s) for s in sheet.sections}}) + "\n"


def _data(section: Section) -> object:
    if section.data is not None or not section.rows:
        return section.data
    return {row.key: row.data for row in section.rows}


def bold(words: str, look: Look) -> str:
    """The words in bold, where there is colour."""
    return f"\x1b[{_BOLD}m{words}\x1b[0m" if look.color and words else words


def wrapped(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The words in lines of at most `width` columns (0: one line); numbers are kept whole."""
    whole = first + safe_line(words)
    if not width or len(whole) <= width:
        return [whole.rstrip()]
    parts = textwrap.wrap(
        _TOGETHER.sub(_GLUE, whole),
        max(width, 20),
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [part.replace(_GLUE, " ") for part in parts]


def labelled(label: str, words: str, look: Look, indent: str = "") -> list[str]:
    """A label and what it says on a line: state: in force."""
    line = say("{label}: {words}", label=label, words=words)
    return wrapped(line, look.width, indent, indent if look.plain else indent + "    ")


def aligned(rows: Iterable[tuple[str, str]], look: Look, column: int) -> Iterator[str]:
    """Labels to the left and what they say in a column to the right of them."""
    for label, words in rows:
        indent = " " * column
        lines = wrapped(words, look.width, indent, indent) or [""]
        if len(label) + 4 <= column:
            lines[0] = f"  {safe_line(label)}".ljust(column) + lines[0].lstrip()
        else:
            yield from wrapped(label, look.width, "  ", "    ")
        yield from lines


def _column(sheet: Sheet) -> int:
    labels = [len(row.label) for section in sheet.sections for row in section.rows]
    return min(max(labels, default=0), _WIDEST_LABEL) + 4


def _set(row: Row, column: int, look: Look) -> Iterator[str]:
    if look.plain or 0 < look.width < NARROW:
        indent = "" if look.plain else "  "
        for line in row.lines:
            yield from labelled(row.label, line, look, indent)
        return
    labels = [row.label, *("" for _line in row.lines[1:])]
    yield from aligned(zip(labels, row.lines, strict=False), look, column)
